import type { Operation } from '../../electron/core/plan/operation.ts';
import type { Outcome } from '../../electron/core/plan/outcome.ts';
import { operationText } from '../../electron/core/wording/plan-text.ts';
import { text } from '../text.ts';

/** What the outcome says of one change; undefined while the journal has no line of it. */
export type Seen = Outcome['operations'][number] | undefined;

/** What became of a change, in a few words. `running`: it still goes on; afterwards nothing waits any more. */
export function progressWord(operation: Operation, seen: Seen, running: boolean): string {
  const { apply } = text;
  const state = seen?.state ?? 'waiting';
  // A restart wrote nothing that could be put back.
  if (operation.kind === 'restart' && state === 'undone') return apply.serviceAsBefore;
  if (operation.kind === 'restart' && state === 'undo-failed') return apply.notRestarted;
  if (state === 'failed' && seen?.unwritten === true) return apply.unwritten;
  if (state === 'undo-failed' && seen?.restored === true) return apply.restored;
  if (state === 'started' && !running) return apply.cutOff;
  return state === 'waiting' && !running ? apply.notBegun : apply.states[state];
}

/** The value of a change: each says whether it is there, was there, or was only planned. Null for a restart. */
export function progressValue(operation: Operation, seen: Seen, running: boolean): string | null {
  if (operation.kind === 'restart') return null;
  const { planned, written, still, asBefore } = text.apply.values;
  const { before, after } = operationText(operation);
  const state = seen?.state ?? 'waiting';
  switch (state) {
    case 'waiting':
      return running ? planned(after) : still(before, after);
    case 'started':
      return planned(after);
    case 'failed':
      return seen?.unwritten === true ? still(before, after) : planned(after);
    case 'done':
    case 'undo-stale':
      return written(after);
    case 'undone':
      return asBefore(before);
    case 'undo-failed':
      return seen?.restored === true ? asBefore(before) : written(after);
    default:
      return state satisfies never;
  }
}
