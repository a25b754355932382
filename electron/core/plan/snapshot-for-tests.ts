import { findingsOf } from '../effective/findings.ts';
import { type MachineOfTest, readingsOf } from '../effective/readings-for-tests.ts';
import { effectiveProxies } from '../effective/resolve.ts';
import { exampleIntent } from './example-intent.ts';
import type { Intent } from './intent.ts';
import { productsOf } from './products.ts';
import type { Readings, Snapshot } from './snapshot.ts';

/** For tests only: a snapshot as `detect` makes it from readings. */
export function snapshotFrom(readings: Readings): Snapshot {
  const effective = effectiveProxies(readings);
  return { ...readings, products: productsOf(readings), effective, findings: findingsOf(readings, effective) };
}

export const snapshotOf = (machine: MachineOfTest): Snapshot => snapshotFrom(readingsOf(machine));

/** For tests only: an intent with nothing in scope but what is said. */
export const wish = (said: Partial<Intent>): Intent => ({
  ...exampleIntent,
  winhttp: null,
  mde: null,
  mdav: null,
  mdi: null,
  ...said,
});

export const made = {
  id: '22222222-2222-4222-8222-222222222222',
  createdAt: '2026-11-02T08:05:00.000Z',
  toolVersion: '0.1.0',
} as const;
