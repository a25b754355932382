import type { JournalLine } from '../core/plan/journal.ts';
import type { Outcome } from '../core/plan/outcome.ts';
import { outcomeOf } from '../core/plan/outcome-of.ts';
import { fail, ok, type Result } from '../core/plan/result.ts';
import { canUndo } from '../core/plan/summary.ts';
import { appendFlushed } from '../disk/append-flushed.ts';
import type { Machine } from '../machine/machine.ts';
import { begunOf } from './begun.ts';
import { takeLock } from './lock.ts';
import { otherMachine } from './reviewed-plan.ts';
import { journalPath, readRunFolder, type StoredRun } from './run-folder.ts';
import { type Append, mendJournal, runJournal } from './run-journal.ts';
import { type Unwound, unwind } from './unwind.ts';

export interface UndoRequest {
  readonly machine: Machine;
  /** The id of the run, which is that of its plan. */
  readonly run: string;
  readonly now: () => Date;
  /** This process, for the lock. */
  readonly pid: number;
}

/**
 * Puts back what a run has changed, also one that was cut off, and also after an undo that was itself cut off. What
 * somebody else has changed since is left alone and named. A problem means that nothing was written.
 */
export async function undo(request: UndoRequest, append: Append = appendFlushed): Promise<Result<Outcome>> {
  const { machine, run, now, pid } = request;
  if (!(await machine.facts()).elevated) return fail({ kind: 'not-elevated' });
  const program = await machine.vetProgram();
  if (!program.ok) return program;
  const root = await machine.protectedFolder('runs');
  if (!root.ok) return root;
  const who = (await machine.user()).slice(0, 256);
  const lock = await takeLock(root.value, { pid, who, since: now().toISOString() }, machine.isRunning);
  if (!lock.ok) return lock;
  try {
    const stored = await readRunFolder(root.value, run);
    return stored.ok ? await undoLocked(request, stored.value, who, append) : stored;
  } finally {
    await lock.value.release();
  }
}

async function undoLocked(
  { machine, now, pid }: UndoRequest,
  { folder, plan, journal: lines }: StoredRun,
  who: string,
  append: Append,
): Promise<Result<Outcome>> {
  const elsewhere = otherMachine(plan, await machine.facts());
  if (elsewhere !== null) return fail(elsewhere);
  const ids = plan.operations.map(({ id }) => id);
  if (!canUndo(outcomeOf(ids, lines))) return fail({ kind: 'undo-nothing' });
  const mended = await mendJournal(journalPath(folder));
  if (!mended.ok) return mended;
  const journal = runJournal(journalPath(folder), lines, append);
  const unkept = await journal.add({ event: 'undo-begin', at: now().toISOString(), who, pid, why: 'asked' });
  if (unkept !== null) return fail(unkept);
  const unwound = await unwind({ machine, folder, journal, now }, begunOf(plan.operations, lines), 'leave');
  await journal.add({ event: 'end', at: now().toISOString(), ...endOf(unwound) });
  return ok(outcomeOf(ids, journal.lines));
}

function endOf({ cause, stale }: Unwound): Pick<Extract<JournalLine, { event: 'end' }>, 'state' | 'problem'> {
  if (cause !== null) return { state: 'undo-incomplete', problem: { kind: 'undo-incomplete', cause } };
  return { state: 'undone', problem: stale.length > 0 ? { kind: 'undo-stale', changed: [...stale] } : null };
}
