import { planInPlace } from '../../core/plan/in-place.ts';
import { ok, type Result } from '../../core/plan/problem.ts';
import { withoutTenantHosts } from '../../core/report/tenant-hosts.ts';
import { verify } from '../../verify/verify.ts';
import { chooseEndpoints } from '../chosen-endpoints.ts';
import { choosePlan } from '../chosen-plan.ts';
import type { Command } from '../command-line.ts';
import { isVerified } from '../exit-code.ts';
import type { Answer, Surroundings } from '../surroundings.ts';
import { verificationLines } from '../verification-lines.ts';

/** Looks at the machine anew and tests every endpoint by the route that its service takes now. */
export async function verifyCommand(
  { plan, tenantHosts }: Extract<Command, { name: 'verify' }>,
  surroundings: Surroundings,
): Promise<Result<Answer>> {
  const { machine, now, newId, signal } = surroundings;
  const by = await chooseEndpoints(surroundings.files);
  if (!by.ok) return by;
  const chosen = await choosePlan({ plan, run: null }, surroundings);
  if (!chosen.ok) return chosen;
  const { plan: whole, outcome } = chosen.value;
  const run = outcome?.run ?? null;
  const verification = await verify(machine, planInPlace(whole, outcome), { now, newId, run, signal, ...by.value });
  const value = tenantHosts ? verification : withoutTenantHosts(verification);
  return ok({ exit: isVerified(verification) ? 0 : 1, value, lines: verificationLines(verification) });
}
