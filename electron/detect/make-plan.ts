import { needsBlastRadius } from '../core/plan/blast-radius.ts';
import { type Made, planFor } from '../core/plan/build.ts';
import type { Intent } from '../core/plan/intent.ts';
import type { Plan } from '../core/plan/plan.ts';
import { ok, type Result } from '../core/plan/result.ts';
import type { Snapshot } from '../core/plan/snapshot.ts';
import type { Machine } from '../machine/machine.ts';

/**
 * The plan for what was found, with who else on this machine it reaches. That look takes its time and is out of date
 * soon, so it belongs to the plan and not to detection, and only a plan that reaches others takes it.
 */
export async function makePlan(
  machine: Pick<Machine, 'blastRadius'>,
  snapshot: Snapshot,
  intent: Intent,
  made: Made,
): Promise<Result<Plan>> {
  const planned = planFor(snapshot, intent, made);
  if (!planned.ok || !needsBlastRadius(planned.value.operations)) return planned;
  return ok({ ...planned.value, blastRadius: await machine.blastRadius() });
}
