import type { OperationState, Outcome } from './outcome.ts';
import type { RunSummary } from './run-summary.ts';

/** The line of the history that stands for one run. */
export function summaryOf(outcome: Outcome): RunSummary {
  return {
    run: outcome.run,
    startedAt: outcome.startedAt,
    who: outcome.who,
    state: outcome.state,
    operations: outcome.operations.length,
  };
}

/** A run with an end has put back whatever a failed operation had written, so that one stands for nothing any more. */
const settled: ReadonlySet<OperationState> = new Set(['waiting', 'undone', 'failed']);

/** Whether something of a run is still on the machine, or may be: a run that was cut off counts until it is closed. */
export function canUndo(outcome: Outcome): boolean {
  return outcome.state === 'unfinished' || outcome.operations.some(({ state }) => !settled.has(state));
}

/** Whether a run ended, or was cut off, before everything of it was either written or put back. */
export function isHalfDone(state: RunSummary['state']): boolean {
  switch (state) {
    case 'unfinished':
    case 'rollback-incomplete':
    case 'undo-incomplete':
      return true;
    case 'applied':
    case 'rolled-back':
    case 'undone':
    case 'undone-except':
      return false;
    default:
      return state satisfies never;
  }
}

/**
 * Of the runs, the latest first, the one that is to be put back before anything else: one that was cut off, or else the
 * latest where it is half done. One that failed and was put back whole left everything as it was, so the one before counts.
 */
export function runToPutBack(runs: readonly RunSummary[]): RunSummary | null {
  const cutOff = runs.find(({ state }) => state === 'unfinished');
  const latest = cutOff ?? runs.find(({ state }) => state !== 'rolled-back');
  return latest !== undefined && isHalfDone(latest.state) ? latest : null;
}
