import type { Outcome } from './outcome.ts';
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

/** Whether something of a run is still on the machine, or may be: a run that was cut off counts until it is closed. */
export function canUndo(outcome: Outcome): boolean {
  return (
    outcome.state === 'unfinished' || outcome.operations.some(({ state }) => state !== 'waiting' && state !== 'undone')
  );
}
