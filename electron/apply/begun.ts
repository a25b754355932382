import type { JournalLine } from '../core/plan/journal.ts';
import type { Operation } from '../core/plan/operation.ts';
import type { Sha256 } from '../core/settings/reading.ts';

/** An operation of which something may stand on the machine, and what the journal says of it. */
export interface Begun {
  readonly operation: Operation;
  /** `started`: cut off somewhere between its first and its last step. */
  readonly state: 'started' | 'done' | 'failed';
  readonly running: boolean | null;
  readonly wrote: Sha256 | null;
}

/** What is still to be undone of a run, in the order of the plan. */
export function begunOf(operations: readonly Operation[], lines: readonly JournalLine[]): Begun[] {
  return operations.flatMap((operation) => {
    const now = lines.reduce<Begun | null>((known, line) => {
      if (!('op' in line) || line.op !== operation.id) return known;
      return afterLine(operation, known, line);
    }, null);
    return now === null ? [] : [now];
  });
}

function afterLine(
  operation: Operation,
  known: Begun | null,
  line: Extract<JournalLine, { readonly op: number }>,
): Begun | null {
  switch (line.event) {
    case 'intend':
      return { operation, state: 'started', running: line.running, wrote: null };
    case 'done':
      return known === null ? null : { ...known, state: 'done', wrote: line.wrote };
    case 'failed':
      return known === null ? null : { ...known, state: 'failed' };
    case 'undo-done':
      return null;
    case 'undo-intend':
    case 'undo-stale':
    case 'undo-failed':
      return known;
    default:
      return line satisfies never;
  }
}

/**
 * The order in which things are put back: the last change first; then the restarts, so that the services read what
 * they read before.
 */
export function undoOrder<T extends { readonly operation: Operation }>(begun: readonly T[]): T[] {
  const isRestart = ({ operation }: T) => operation.kind === 'restart';
  return [...begun.filter((one) => !isRestart(one)).reverse(), ...begun.filter(isRestart)];
}
