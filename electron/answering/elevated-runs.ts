import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { answerIdOf, readAnswer } from '../apply/answers.ts';
import { followRun } from '../apply/follow-run.ts';
import { readRun } from '../apply/runs.ts';
import { removeSealed } from '../apply/sealed-file.ts';
import { type AccountTests, accountRunArgv, leftBehind, type TestFiles } from '../core/plan/account-run.ts';
import type { Answer } from '../core/plan/answer.ts';
import type { Outcome } from '../core/plan/outcome.ts';
import type { Problem } from '../core/plan/problem.ts';
import { fail, ok, type Result } from '../core/plan/result.ts';
import { sealedPathOf } from '../core/plan/sealed-password.ts';
import type { Snapshot } from '../core/plan/snapshot.ts';
import { errorCode } from '../disk/error-code.ts';
import { replaceFile } from '../disk/replace-file.ts';
import type { ElevatedArgv, Machine } from '../machine/machine.ts';
import type { HeldPlan } from './session.ts';
import { type UnderWay, workOf } from './under-way.ts';

/**
 * What the window cannot do itself: it hands them to the console program, which Windows starts with
 * rights after a person has confirmed, and follows the journal that this program writes.
 */
export interface ElevatedRuns {
  /** Looks with administrator rights. */
  detect(id: string): Promise<Result<Snapshot>>;
  /**
   * Tests as the accounts of the services; `id` of a run tests by its plan, any other by what is set now. Null: they were
   * cancelled, and nothing of them is kept, also where the program had them before it heard of that.
   */
  testAsServices(id: string, files: TestFiles, cancel: AbortSignal): Promise<Result<AccountTests[] | null>>;
  apply(held: HeldPlan): Promise<Result<Outcome>>;
  undo(run: string): Promise<Result<Outcome>>;
}

interface Surroundings {
  readonly machine: Machine;
  /** A folder of the person's own; the plan's file lies there only while the program runs. */
  readonly planFolder: string;
  readonly onOutcome: (outcome: Outcome) => void;
  readonly underWay: UnderWay;
}

export function elevatedRuns({ machine, planFolder, onOutcome, underWay }: Surroundings): ElevatedRuns {
  /** Starts the program and waits for its end; what it left to say is a refusal or a snapshot. */
  async function started(argv: ElevatedArgv, cancel?: AbortSignal): Promise<Result<Started>> {
    const since = new Date();
    const over = underWay.begin(workOf(argv));
    const ended = await machine.elevation.run(argv, cancel).finally(over);
    switch (ended.kind) {
      case 'not-confirmed':
        return fail({ kind: 'not-confirmed' });
      case 'portable':
        return fail({ kind: 'folder-unsafe', path: ended.folder.slice(0, 1024), why: 'portable', holds: 'program' });
      case 'failed':
        return fail({ kind: 'elevation-failed', win32: ended.win32, detail: ended.detail.slice(0, 1024) });
      case 'exited': {
        const left = await readAnswer(machine, answerIdOf(argv), since);
        return left.ok ? ok({ code: ended.code, answer: left.value }) : left;
      }
      default:
        return ended satisfies never;
    }
  }

  /** Lets a run be carried out and reads its journal back. `known` is how it stood before, null where it was not. */
  async function carriedOut(argv: ElevatedArgv, run: string, known: Outcome | null): Promise<Result<Outcome>> {
    const following = followRun(machine, run, onOutcome);
    const end = await started(argv).finally(() => following.stop());
    // A program of whose end nothing is known may have written all the same; the journal tells.
    if (!end.ok && end.problem.kind !== 'elevation-failed') return end;
    const refusal = end.ok ? refusalOf(end.value) : end.problem;
    const now = await readRun(machine, run);
    if (!now.ok) return now.problem.kind === 'no-such-run' ? fail(refusal) : now;
    const { outcome } = now.value;
    // A journal that did not grow was not written: the program refused before it began.
    if (known !== null && JSON.stringify(known) === JSON.stringify(outcome)) return fail(refusal);
    onOutcome(outcome);
    return ok(outcome);
  }

  return {
    async detect(id) {
      const end = await started(['detect', '--run', id]);
      if (!end.ok) return end;
      const { answer } = end.value;
      return answer?.kind === 'detected' ? ok(answer.snapshot) : fail(refusalOf(end.value));
    },
    async testAsServices(id, files, cancel) {
      const end = await started(accountRunArgv(id, files), cancel);
      // Who has cancelled has nothing to confirm any more.
      if (!end.ok) return cancel.aborted && end.problem.kind === 'not-confirmed' ? ok(null) : end;
      const { answer } = end.value;
      if (answer?.kind === 'cancelled') return ok(null);
      if (answer?.kind !== 'tested') return fail(refusalOf(end.value));
      if (!cancel.aborted) return ok(answer.accounts);
      const left = leftBehind(answer.accounts);
      return left === null ? ok(null) : fail(left);
    },
    async apply({ plan, digest, file, sealed }) {
      const earlier = await readRun(machine, plan.id);
      if (earlier.ok) return fail({ kind: 'plan-used', run: plan.id });
      const planPath = path.join(planFolder, `${plan.id}.json`);
      try {
        const written = await writeBeside(planPath, file, sealed);
        if (!written.ok) return written;
        return await carriedOut(['apply', '--plan', planPath, '--digest', digest], plan.id, null);
      } finally {
        // What stays is swept later.
        await rm(planPath, { force: true }).catch(() => undefined);
        // The program takes it away when it uses it; where it refused, nobody does but us.
        await removeSealed(planPath);
      }
    },
    async undo(run) {
      const earlier = await readRun(machine, run);
      if (!earlier.ok) return earlier;
      return carriedOut(['undo', '--run', run], run, earlier.value.outcome);
    },
  };
}

/** The program's end: its exit code, and what it left to say. */
interface Started {
  readonly code: number;
  readonly answer: Answer['answer'] | null;
}

/** Why nothing was written; a program that could not even say so is known by its exit code alone. */
function refusalOf({ code, answer }: Started): Problem {
  if (answer?.kind === 'refused') return answer.problem;
  return { kind: 'elevation-failed', win32: 0, detail: `the program ended with exit code ${code}` };
}

/** The plan, and beside it the sealed password that goes with it. */
async function writeBeside(planPath: string, text: string, sealed: HeldPlan['sealed']): Promise<Result<null>> {
  try {
    await mkdir(path.dirname(planPath), { recursive: true, mode: 0o700 });
  } catch (error) {
    return fail({ kind: 'cannot-write-file', path: planPath.slice(0, 1024), code: errorCode(error) });
  }
  const kept = sealed === null ? ok(null) : await replaceFile(sealedPathOf(planPath), sealed.bytes);
  return kept.ok ? replaceFile(planPath, new TextEncoder().encode(text)) : kept;
}
