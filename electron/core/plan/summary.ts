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
