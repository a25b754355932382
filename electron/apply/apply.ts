import type { JournalLine } from '../core/plan/journal.ts';
import type { Operation } from '../core/plan/operation.ts';
import type { Outcome } from '../core/plan/outcome.ts';
import { outcomeOf } from '../core/plan/outcome-of.ts';
import type { Cause, Problem } from '../core/plan/problem.ts';
import { fail, ok, type Result } from '../core/plan/result.ts';
import type { SealedPassword } from '../core/plan/sealed-password.ts';
import { appendFlushed } from '../disk/append-flushed.ts';
import type { Machine } from '../machine/machine.ts';
import { begunOf } from './begun.ts';
import { carryOut, runningBefore } from './carry-out.ts';
import { takeLock } from './lock.ts';
import { lookBefore } from './look-before.ts';
import { type ReviewedPlan, readReviewedPlan, refusalOf } from './reviewed-plan.ts';
import { exists, journalPath, makeRunFolder, runFolder } from './run-folder.ts';
import { type Append, runJournal } from './run-journal.ts';
import { type AskPassword, plannedPassword, removeSealed } from './sealed-file.ts';
import { changedOf } from './stored.ts';
import { type OpenRun, unwind } from './unwind.ts';

export interface ApplyRequest {
  readonly machine: Machine;
  readonly planPath: string;
  /** SHA-256 of the plan file as it was reviewed. */
  readonly digest: string;
  readonly now: () => Date;
  /** This process, for the lock. */
  readonly pid: number;
  /** Asks on the console for a password that lies nowhere; absent where there is no console. */
  readonly askPassword?: AskPassword | null;
}

/**
 * Carries out a reviewed plan. A problem means that nothing was written; once something was, the answer is the
 * outcome, `applied` or with everything begun put back. `append` is how the journal reaches the disk.
 */
export async function apply(request: ApplyRequest, append: Append = appendFlushed): Promise<Result<Outcome>> {
  const { machine, planPath, digest, now, pid } = request;
  const reviewed = await readReviewedPlan(planPath, digest);
  if (!reviewed.ok) return reviewed;
  const refusal = refusalOf(reviewed.value.plan, await machine.facts());
  if (refusal !== null) return fail(refusal);
  const program = await machine.vetProgram();
  if (!program.ok) return program;
  const root = await machine.protectedFolder('runs');
  if (!root.ok) return root;
  const password = await plannedPassword(machine, reviewed.value.plan, planPath, request.askPassword ?? null);
  if (!password.ok) return password;
  const who = (await machine.user()).slice(0, 256);
  const since = now().toISOString();
  const lock = await takeLock(root.value, { pid, who, since }, machine.isRunning);
  if (!lock.ok) return lock;
  try {
    return await applyLocked(request, { ...reviewed.value, password: password.value }, root.value, who, append);
  } finally {
    await lock.value.release();
  }
}

async function applyLocked(
  { machine, planPath, now, pid }: ApplyRequest,
  reviewed: ReviewedPlan & { readonly password: SealedPassword | null },
  root: string,
  who: string,
  append: Append,
): Promise<Result<Outcome>> {
  const { plan, digest, password } = reviewed;
  const used = runFolder(root, plan.id);
  if (used !== null && (await exists(used))) return fail({ kind: 'plan-used', run: plan.id });
  const backups = await lookBefore(machine, plan.operations);
  if (!backups.ok) return backups;
  const begin: JournalLine = { event: 'begin', at: now().toISOString(), run: plan.id, digest, who, pid };
  const folder = await makeRunFolder(machine, root, reviewed, backups.value, begin);
  if (!folder.ok) return folder;
  const journal = runJournal(journalPath(folder.value), [begin], append);
  const run: OpenRun = { machine, folder: folder.value, journal, now };
  // The plan is used from here on, whatever becomes of it, and nobody needs its password again.
  if (password !== null) await removeSealed(planPath);
  const problem = await execute(run, plan.operations, password);
  if (problem !== null) return fail(problem);
  return ok(
    outcomeOf(
      plan.operations.map(({ id }) => id),
      journal.lines,
    ),
  );
}

/** Journal before write: intend, flush, write, read back, done. On failure everything begun is put back in reverse. */
async function execute(
  run: OpenRun,
  operations: readonly Operation[],
  password: SealedPassword | null,
): Promise<Problem | null> {
  const { machine, journal } = run;
  const at = () => run.now().toISOString();
  for (const operation of operations) {
    const running = await runningBefore(machine, operation);
    if ((await journal.add({ event: 'intend', at: at(), op: operation.id, running })) !== null)
      return rollBack(run, operations, operation.id, journalCause(operation));
    const result = await carryOut(machine, operation, running, password);
    if (!result.ok) {
      await journal.add({ event: 'failed', at: at(), op: operation.id, win32: result.cause.win32 });
      return rollBack(run, operations, operation.id, result.cause);
    }
    if ((await journal.add({ event: 'done', at: at(), op: operation.id, wrote: result.wrote })) !== null)
      return rollBack(run, operations, operation.id, journalCause(operation));
  }
  const unkept = await journal.add({ event: 'end', at: at(), state: 'applied', problem: null });
  const last = operations.at(-1);
  if (unkept === null) return null;
  return last === undefined ? unkept : rollBack(run, operations, last.id, journalCause(last));
}

/** The steps of an operation that come before anything is written. */
const beforeWrite: ReadonlySet<Cause['step']> = new Set(['stop-service', 'read', 'backup']);

function journalCause(operation: Operation): Cause {
  const target = operation.kind === 'restart' ? operation.service : (changedOf(operation) ?? 'sensor-configuration');
  return { step: 'journal', target, win32: 0 };
}

async function rollBack(run: OpenRun, operations: readonly Operation[], failedAt: number, cause: Cause): Promise<null> {
  const { journal, now } = run;
  const begin = journal.lines[0];
  const [who, pid] = begin?.event === 'begin' ? [begin.who, begin.pid] : ['', 0];
  await journal.add({ event: 'undo-begin', at: now().toISOString(), who, pid, why: 'rollback' });
  const unwritten = beforeWrite.has(cause.step) ? failedAt : null;
  const { left, cause: leftBy } = await unwind(run, begunOf(operations, journal.lines), 'put-back', unwritten);
  const whole = leftBy === null;
  await journal.add({
    event: 'end',
    at: now().toISOString(),
    state: whole ? 'rolled-back' : 'rollback-incomplete',
    problem: whole
      ? { kind: 'rolled-back', failedAt, cause }
      : { kind: 'rollback-incomplete', failedAt, cause, left: [...left] },
  });
  return null;
}
