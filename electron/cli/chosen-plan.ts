import { otherMachine, readPlanFile } from '../apply/reviewed-plan.ts';
import { listRuns, type Run, readRun } from '../apply/runs.ts';
import { canonicalJson } from '../core/plan/canonical.ts';
import { keepIntent } from '../core/plan/keep-intent.ts';
import type { Outcome } from '../core/plan/outcome.ts';
import type { Plan } from '../core/plan/plan.ts';
import { fail, ok, type Result } from '../core/plan/result.ts';
import { toolVersion } from '../core/tool-version.ts';
import { detect } from '../detect/detect.ts';
import { makePlan } from '../detect/make-plan.ts';
import { sha256 } from '../disk/sha256.ts';
import type { Surroundings } from './surroundings.ts';

/** What is tested or reported: a run, a plan that was not applied, or the machine as it is. */
export interface ChosenPlan {
  readonly plan: Plan;
  readonly digest: string;
  readonly outcome: Outcome | null;
}

/** By a plan's file, else by a run's id, else the latest run, else the machine as it is. */
export async function choosePlan(
  { plan, run }: { readonly plan: string | null; readonly run: string | null },
  surroundings: Surroundings,
): Promise<Result<ChosenPlan>> {
  const { machine } = surroundings;
  if (plan !== null) return planOfFile(plan, surroundings);
  if (run !== null) return readRun(machine, run);
  const runs = await listRuns(machine);
  if (!runs.ok) return runs;
  const latest = runs.value[0];
  return latest === undefined ? asItIs(surroundings) : readRun(machine, latest.run);
}

/** A plan that was applied here brings its run with it. */
async function planOfFile(file: string, { machine }: Surroundings): Promise<Result<ChosenPlan>> {
  const read = await readPlanFile(file);
  if (!read.ok) return read;
  const { plan, digest } = read.value;
  // What is tested here says nothing of another server, and a ticket of it would name that one.
  const refusal = otherMachine(plan, await machine.facts());
  if (refusal !== null) return fail(refusal);
  const run: Result<Run> = await readRun(machine, plan.id);
  if (run.ok) return run.value.digest === digest ? run : ok({ plan, digest, outcome: null });
  return run.problem.kind === 'no-such-run' || run.problem.kind === 'folder-unsafe'
    ? ok({ plan, digest, outcome: null })
    : run;
}

/** "Only test" and "only document": every route stays as it is, so the plan is empty. */
async function asItIs({ machine, now, newId }: Surroundings): Promise<Result<ChosenPlan>> {
  const snapshot = await detect(machine, { now, newId });
  const made = { id: newId(), createdAt: now().toISOString(), toolVersion };
  const plan = await makePlan(machine, snapshot, keepIntent(snapshot), made);
  if (!plan.ok) return plan;
  return ok({ plan: plan.value, digest: sha256(new TextEncoder().encode(canonicalJson(plan.value))), outcome: null });
}
