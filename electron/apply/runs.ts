import type { Outcome } from '../core/plan/outcome.ts';
import { outcomeOf } from '../core/plan/outcome-of.ts';
import type { Plan } from '../core/plan/plan.ts';
import { fail, ok, type Result } from '../core/plan/result.ts';
import type { RunSummary } from '../core/plan/run-summary.ts';
import { summaryOf } from '../core/plan/summary.ts';
import type { Sha256 } from '../core/settings/reading.ts';
import { errorCode } from '../disk/error-code.ts';
import type { Machine } from '../machine/machine.ts';
import { readRunFolder } from './run-folder.ts';
import { runNames } from './run-names.ts';

/** A run as it can be shown and reported: the plan it carried out, that plan's digest, and how it went. */
export interface Run {
  readonly plan: Plan;
  readonly digest: Sha256;
  readonly outcome: Outcome;
}

/** Reads one run back; needs no rights beyond reading the protected folder. */
export async function readRun(machine: Machine, run: string): Promise<Result<Run>> {
  const root = await machine.protectedFolder('runs');
  return root.ok ? readRunOf(root.value, run) : root;
}

async function readRunOf(root: string, run: string): Promise<Result<Run>> {
  const stored = await readRunFolder(root, run);
  if (!stored.ok) return stored;
  const { plan, digest, journal } = stored.value;
  return ok({
    plan,
    digest,
    outcome: outcomeOf(
      plan.operations.map(({ id }) => id),
      journal,
    ),
  });
}

/** The history of this machine, a line for each run; as `readRuns`. */
export async function listRuns(machine: Machine): Promise<Result<RunSummary[]>> {
  const runs = await readRuns(machine);
  return runs.ok ? ok(runs.value.map(({ outcome }) => summaryOf(outcome))) : runs;
}

/**
 * The runs of this machine, the latest first. A folder that is not there and that this process may not make holds no
 * runs. A run whose files are damaged is a problem and not a gap in the list.
 */
export async function readRuns(machine: Machine): Promise<Result<Run[]>> {
  const root = await machine.protectedFolder('runs');
  if (!root.ok) {
    const none = root.problem.kind === 'folder-unsafe' && root.problem.why === 'cannot-create';
    return none ? ok([]) : root;
  }
  const names = await runNames(root.value).catch((error: unknown) => errorCode(error));
  if (typeof names === 'string')
    return fail({ kind: 'file-unreadable', file: 'journal', path: root.value.slice(0, 1024), code: names });
  return readRunsOf(root.value, names);
}

/** As `readRuns`, of these in the folder of the runs. */
export async function readRunsOf(root: string, names: readonly string[]): Promise<Result<Run[]>> {
  const runs: Run[] = [];
  for (const name of names) {
    const run = await readRunOf(root, name);
    if (!run.ok) return run;
    runs.push(run.value);
  }
  return ok(runs.sort((a, b) => (a.outcome.startedAt < b.outcome.startedAt ? 1 : -1)));
}
