import { entryOf, type WritableValueId } from '../settings/catalogue.ts';
import type { Absent, Present } from '../settings/reading.ts';
import { holds } from './holds.ts';
import type { Operation } from './operation.ts';
import { blocked, type Draft, nothing, type Part } from './part.ts';
import type { Caution } from './plan.ts';
import type { Readings } from './snapshot.ts';

/** What every operation says of itself besides what it writes. */
export type About = Omit<Extract<Operation, { kind: 'restart' }>, 'id' | 'kind' | 'service'>;

/** The value is gone, its key stays. */
export const gone: Absent = { state: 'absent', missingKeys: 0 };

/** The operation that puts a value there, or takes it away; nothing where it is as wanted already. */
export function valuePart(readings: Readings, value: WritableValueId, after: Absent | Present, about: About): Part {
  const { reading } = readings.settings[value];
  if (reading.state !== 'unreadable' && holds(value, reading, after)) return nothing;
  return guarded(readings, value, (before) => ({ kind: 'value', ...about, value, before, after }));
}

/**
 * Lets a value be changed only where what it was is known and no Group Policy owns it: its next refresh would take
 * the change back. Who can take the obstacle away is named.
 */
export function guarded(
  readings: Readings,
  value: WritableValueId,
  change: (before: Extract<Operation, { kind: 'value' }>['before']) => Draft,
): Part {
  const { reading, management } = readings.settings[value];
  if (reading.state === 'unreadable') return blocked({ kind: 'unreadable', value, win32: reading.win32 });
  if (management.state === 'managed') {
    const { gpo } = management;
    return { ...blocked({ kind: 'policy-managed', value, gpo }), manual: [{ kind: 'change-gpo', value, gpo }] };
  }
  const cautions: Caution[] = [];
  if (management.state === 'unknown') cautions.push('management-unknown');
  if (management.state === 'unmanaged' && entryOf(value).origin === 'policy')
    cautions.push('policy-values-may-be-overwritten');
  return { ...nothing, operations: [change(reading)], cautions };
}
