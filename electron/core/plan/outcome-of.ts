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
  const all = [...operations.values()];
  const leftAlone = all.some(({ state }) => state === 'undo-stale');
  return {
    run: begin.run,
    state: end === null ? 'unfinished' : end.state === 'undone' && leftAlone ? 'undone-except' : end.state,
    who: begin.who,
    startedAt: begin.at,
    endedAt: end?.at ?? null,
    operations: all,
    problem: end?.problem ?? null,
  };
}

/** What one line says of its operation. The code of a failed write stays when it is put back. */
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
      // A write that was refused left nothing behind: it stays what it was, failed.
      if (line.unwritten === true && now.state === 'failed') return { ...now, unwritten: true };
      return { ...without(now), state: 'undone', ...(line.proxyPartOnly && { proxyPartOnly: true }) };
    case 'undo-stale':
      return { ...without(now), state: 'undo-stale' };
    case 'undo-failed':
      return {
        ...without(now),
        state: 'undo-failed',
        win32: line.win32,
        ...(line.restored === true && { restored: true }),
      };
  }
}

/** A later undo says anew whether only the service is left. */
function without({ restored: _, ...now }: OperationOutcome): OperationOutcome {
  return now;
}
