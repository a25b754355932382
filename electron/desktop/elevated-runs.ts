import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { followRun } from '../apply/follow-run.ts';
import { readRun } from '../apply/runs.ts';
import type { Outcome } from '../core/plan/outcome.ts';
import { fail, ok, type Problem, type Result } from '../core/plan/problem.ts';
import type { Snapshot } from '../core/plan/snapshot.ts';
import { errorCode } from '../disk/error-code.ts';
import { replaceFile } from '../disk/replace-file.ts';
import type { ElevatedArgv, ElevationResult, Machine } from '../machine/machine.ts';
import type { HeldPlan } from './session.ts';

/**
 * The two things that the window cannot do itself: it hands them to the console program, which Windows starts with
 * rights after a person has confirmed, and follows the journal that this program writes.
 */
export interface ElevatedRuns {
  /** Looks with administrator rights. */
  detect(id: string): Promise<Result<Snapshot>>;
  apply(held: HeldPlan): Promise<Result<Outcome>>;
  undo(run: string): Promise<Result<Outcome>>;
}

interface Surroundings {
  readonly machine: Machine;
  /** A folder of the person's own; the plan's file lies there only while the program runs. */
  readonly planFolder: string;
  readonly onOutcome: (outcome: Outcome) => void;
}

export function elevatedRuns({ machine, planFolder, onOutcome }: Surroundings): ElevatedRuns {
  /** Runs the program and reads the journal back. `known` is how the run stood before, null where there was none. */
  async function carriedOut(argv: ElevatedArgv, run: string, known: Outcome | null): Promise<Result<Outcome>> {
    const following = followRun(machine, run, onOutcome);
    let ended: ElevationResult;
    try {
      ended = await machine.elevation.run(argv);
    } finally {
      following.stop();
    }
    const unwritten = startProblem(ended);
    if (unwritten !== null) return fail(unwritten);
    const now = await readRun(machine, run);
    if (!now.ok) return now.problem.kind === 'no-such-run' ? fail(refusal(ended)) : now;
    const { outcome } = now.value;
    if (known !== null && JSON.stringify(known) === JSON.stringify(outcome)) return fail(refusal(ended));
    onOutcome(outcome);
    return ok(outcome);
  }

  return {
    async detect(id) {
      const ended = await machine.elevation.run(['detect', '--run', id]);
      const unstarted = startProblem(ended);
      return fail(unstarted ?? refusal(ended));
    },
    async apply({ plan, digest, file }) {
      const earlier = await readRun(machine, plan.id);
      if (earlier.ok) return fail({ kind: 'plan-used', run: plan.id });
      const planPath = path.join(planFolder, `${plan.id}.json`);
      const written = await writePlan(planPath, file);
      if (!written.ok) return written;
      try {
        return await carriedOut(['apply', '--plan', planPath, '--digest', digest], plan.id, null);
      } finally {
        await rm(planPath, { force: true });
      }
    },
    async undo(run) {
      const earlier = await readRun(machine, run);
      if (!earlier.ok) return earlier;
      return carriedOut(['undo', '--run', run], run, earlier.value.outcome);
    },
  };
}

async function writePlan(planPath: string, text: string): Promise<Result<null>> {
  try {
    await mkdir(path.dirname(planPath), { recursive: true, mode: 0o700 });
  } catch (error) {
    return fail({ kind: 'cannot-write-file', path: planPath.slice(0, 1024), code: errorCode(error) });
  }
  return replaceFile(planPath, new TextEncoder().encode(text));
}

/** Why the program did not even start, or null. */
function startProblem(ended: ElevationResult): Problem | null {
  switch (ended.kind) {
    case 'not-confirmed':
      return { kind: 'not-confirmed' };
    case 'failed':
      return { kind: 'elevation-failed', win32: ended.win32, detail: ended.detail.slice(0, 1024) };
    case 'exited':
      return null;
    default:
      return ended satisfies never;
  }
}

/** The program started and refused before it wrote anything; its exit code says why. */
function refusal(ended: ElevationResult): Problem {
  const code = ended.kind === 'exited' ? ended.code : 0;
  return { kind: 'elevation-failed', win32: 0, detail: `the program ended with exit code ${code}` };
}
