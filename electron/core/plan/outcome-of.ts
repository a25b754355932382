import type { JournalLine } from './journal.ts';
import type { Outcome } from './outcome.ts';

type OperationOutcome = Outcome['operations'][number];

/**
 * The journal read back. Takes the ids of the plan's operations, in order, and the journal's lines, the first of which
 * is `begin` (`parseJournal` has seen to that). A journal without an end, or with an undo that has none, is unfinished.
 */
export function outcomeOf(operationIds: readonly number[], lines: readonly JournalLine[]): Outcome {
  const begin = lines[0];
  if (begin?.event !== 'begin') throw new Error('A journal starts with its begin line.');
  const operations = new Map<number, OperationOutcome>(
    operationIds.map((id) => [id, { id, state: 'waiting', win32: null }]),
  );
  let end: Extract<JournalLine, { event: 'end' }> | null = null;
  for (const line of lines) {
    switch (line.event) {
      case 'begin':
        break;
      case 'undo-begin':
        end = null;
        break;
      case 'end':
        end = line;
        break;
      case 'intend':
      case 'done':
      case 'failed':
      case 'undo-intend':
      case 'undo-done':
      case 'undo-stale':
      case 'undo-failed': {
        const now = operations.get(line.op);
        if (now !== undefined) operations.set(line.op, { ...after(now, line), at: line.at });
        break;
      }
      default:
        line satisfies never;
    }
  }
  return {
    run: begin.run,
    state: end?.state ?? 'unfinished',
    who: begin.who,
    startedAt: begin.at,
    endedAt: end?.at ?? null,
    operations: [...operations.values()],
    problem: end?.problem ?? null,
  };
}

/** What one line says of its operation. The code of a failed write stays when the operation is undone. */
function after(now: OperationOutcome, line: Extract<JournalLine, { readonly op: number }>): OperationOutcome {
  switch (line.event) {
    case 'intend':
      return { ...now, state: 'started' };
    case 'done':
      return { ...now, state: 'done' };
    case 'failed':
      return { ...now, state: 'failed', win32: line.win32 };
    case 'undo-intend':
      return now;
    case 'undo-done':
      return { ...now, state: 'undone', ...(line.proxyPartOnly && { proxyPartOnly: true }) };
    case 'undo-stale':
      return { ...now, state: 'undo-stale' };
    case 'undo-failed':
      return { ...now, state: 'undo-failed', win32: line.win32 };
  }
}
