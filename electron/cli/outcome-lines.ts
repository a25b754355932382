import type { Outcome } from '../core/plan/outcome.ts';
import type { Plan } from '../core/plan/plan.ts';
import { operationText } from '../core/wording/plan-text.ts';
import { problemText } from '../core/wording/problem-text.ts';
import { runStateText } from '../core/wording/run-state-text.ts';
import { leftAlone, operationStateText } from '../core/wording/ticket-text.ts';
import { table, wrapped } from './layout.ts';
import { commandText } from './plan-lines.ts';

/** How a run ended: each change with its state, what failed, and how to put it back. */
export function outcomeLines(plan: Plan, outcome: Outcome, labArguments: readonly string[]): string[] {
  return [
    ...wrapped(`Run ${outcome.run}: ${headingText(outcome)}`),
    '',
    ...changeLines(plan, outcome),
    ...problemLines(outcome),
    ...howToUndo(outcome, labArguments),
  ];
}

/** The state, with what was left alone by its name. */
function headingText(outcome: Outcome): string {
  return outcome.state === 'undone-except'
    ? `put back, except ${leftAlone(outcome)} (changed since, left alone)`
    : runStateText(outcome.state);
}

function changeLines(plan: Plan, outcome: Outcome): string[] {
  if (outcome.operations.length === 0) return ['There was nothing to change.'];
  return table(
    outcome.operations.map((done) => {
      const { id, win32, proxyPartOnly } = done;
      const operation = plan.operations.find((one) => one.id === id);
      const code = win32 === null || win32 === 0 ? '' : ` (Windows error ${win32})`;
      const part = proxyPartOnly === true ? '; its file is a newer one, so only its proxy part' : '';
      return [
        `${String(id).padStart(2)}.`,
        operation === undefined ? '' : operationText(operation).what,
        `${operationStateText(done)}${part}${code}`,
      ];
    }),
    0,
  );
}

function problemLines({ problem }: Outcome): string[] {
  if (problem === null) return [];
  const { happened, unchanged, todo } = problemText(problem);
  return ['', ...[happened, unchanged, todo].flatMap((text) => wrapped(text))];
}

function howToUndo({ run, state, operations }: Outcome, labArguments: readonly string[]): string[] {
  if (state === 'undone' || state === 'rolled-back' || operations.length === 0) return [];
  return ['', 'To put it back:', `  ${commandText(['undo', '--run', run, ...labArguments])}`];
}
