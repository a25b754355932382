import { canonicalJson } from '../core/plan/canonical.ts';
import { operationFault } from '../core/plan/operation-fault.ts';
import { parseFile } from '../core/plan/parse-file.ts';
import { Plan, planFileLimit } from '../core/plan/plan.ts';
import type { Problem } from '../core/plan/problem.ts';
import { fail, ok, type Result } from '../core/plan/result.ts';
import type { MachineFacts } from '../core/plan/snapshot.ts';
import type { Sha256 } from '../core/settings/reading.ts';
import { readCapped } from '../disk/read-capped.ts';
import { decoded } from '../disk/read-json.ts';
import { sha256 } from '../disk/sha256.ts';

/** A plan whose bytes are those that were reviewed. */
export interface ReviewedPlan {
  readonly plan: Plan;
  readonly bytes: Uint8Array;
  readonly digest: Sha256;
}

/**
 * Opens the plan file once. SECURITY: hash, canonical form and content are all judged on those same bytes; nothing
 * reads the path again, so exchanging the file after the review, or while we look, gains nothing.
 */
export async function readReviewedPlan(planPath: string, digest: string): Promise<Result<ReviewedPlan>> {
  const bytes = await readCapped(planPath, planFileLimit, 'plan');
  return bytes.ok ? reviewedPlan(bytes.value, digest) : bytes;
}

/** A plan file to test or to report by: in its form, but not compared with a digest that somebody reviewed. */
export async function readPlanFile(planPath: string): Promise<Result<ReviewedPlan>> {
  const bytes = await readCapped(planPath, planFileLimit, 'plan');
  return bytes.ok ? reviewedPlan(bytes.value, sha256(bytes.value)) : bytes;
}

/** The same for bytes that were read before. */
export function reviewedPlan(bytes: Uint8Array, digest: string): Result<ReviewedPlan> {
  if (sha256(bytes) !== digest.toLowerCase()) return fail({ kind: 'plan-tampered' });
  const text = decoded(bytes, 'plan');
  if (!text.ok) return text;
  const plan = parseFile(Plan, 'plan', text.value);
  if (!plan.ok) return plan;
  if (!isCanonical(bytes, text.value)) return fail({ kind: 'plan-not-canonical' });
  const fault = operationFault(plan.value.operations);
  return fault === null ? ok({ plan: plan.value, bytes, digest: digest.toLowerCase() }) : fail(fault);
}

/** The text is valid JSON: it was parsed just before. */
function isCanonical(bytes: Uint8Array, text: string): boolean {
  try {
    const canonical = new TextEncoder().encode(canonicalJson(JSON.parse(text)));
    return canonical.length === bytes.length && canonical.every((byte, at) => byte === bytes[at]);
  } catch {
    return false; // a lone surrogate, written as an escape, has no canonical form
  }
}

/** Why this machine, in this process, may not carry out a plan; null where it may. */
export function refusalOf(plan: Plan, here: MachineFacts): Problem | null {
  if (plan.blockers.length > 0) return { kind: 'plan-blocked' };
  if (plan.operations.length === 0) return { kind: 'plan-empty' };
  return otherMachine(plan, here) ?? (here.elevated ? null : { kind: 'not-elevated' });
}

/** Why a plan is not for this machine; null where it is. */
export function otherMachine(plan: Plan, here: MachineFacts): Problem | null {
  const planned = plan.machine;
  const same = planned.name.toLowerCase() === here.name.toLowerCase() && planned.lab === here.lab;
  return same ? null : { kind: 'plan-other-machine', planned: machineText(planned), here: machineText(here) };
}

const machineText = ({ name, lab }: MachineFacts) => (lab === null ? name : `${name} (lab ${lab})`);
