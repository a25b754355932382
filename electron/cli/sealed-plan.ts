import { rm } from 'node:fs/promises';
import { sealPassword } from '../apply/seal-password.ts';
import { type SealedFile, sealedFile } from '../apply/sealed-file.ts';
import { type Made, planFor } from '../core/plan/build.ts';
import type { Intent } from '../core/plan/intent.ts';
import type { Plan } from '../core/plan/plan.ts';
import { fail, ok, type Result } from '../core/plan/result.ts';
import { plannedSignIn, sealedPathOf, thumbprintOf } from '../core/plan/sealed-password.ts';
import type { Snapshot } from '../core/plan/snapshot.ts';
import { makePlan } from '../detect/make-plan.ts';
import { replaceFile } from '../disk/replace-file.ts';
import type { Machine } from '../machine/machine.ts';
import type { Passwords } from './passwords.ts';

/** A plan and, where it gives the sensor a sealed password, the file that has to lie beside it. */
export interface SealedPlan {
  readonly plan: Plan;
  readonly sealed: SealedFile | null;
}

/** How the password is to be had, and whether the plan is kept in a file beside which it can lie. */
interface Asked {
  readonly passwords: Passwords;
  readonly fromInput: boolean;
  readonly isKept: boolean;
}

/** Stands where the hash of the sealed password will stand, to find out whether the plan needs one at all. */
const noHash = '0'.repeat(64);

/** Plans an intent, and asks for the password where the plan needs one; it is sealed at once. */
export async function sealedPlan(
  machine: Machine,
  snapshot: Snapshot,
  intent: Intent,
  made: Made,
  { passwords, fromInput, isKept }: Asked,
): Promise<Result<SealedPlan>> {
  const rough = planFor(snapshot, intent, { ...made, sealed: noHash });
  if (!rough.ok) return rough;
  const signIn = plannedSignIn(rough.value);
  const user = signIn?.kind === 'sealed' ? signIn.user : null;
  const isBlocked = rough.value.blockers.length > 0;
  if (user === null && fromInput && !isBlocked)
    return fail({
      kind: 'usage',
      detail: '--password-stdin is for a sign-in that is "sealed", and this plan needs no password',
    });
  // What is only shown, or cannot be applied, needs no password yet.
  if (user === null || !isKept || isBlocked) {
    const shown = await makePlan(machine, snapshot, intent, { ...made, sealed: noHash });
    return shown.ok ? ok({ plan: shown.value, sealed: null }) : shown;
  }
  const thumbprint = thumbprintOf(snapshot.sensor);
  if (!thumbprint.ok) return thumbprint;
  const typed = fromInput ? await passwords.fromInput() : await passwords.ask(user);
  if (!typed.ok) return typed;
  const password = await sealPassword(machine, thumbprint.value, typed.value);
  if (!password.ok) return password;
  const sealed = sealedFile(password.value);
  const plan = await makePlan(machine, snapshot, intent, { ...made, sealed: sealed.sha256 });
  return plan.ok ? ok({ plan: plan.value, sealed }) : plan;
}

/** Keeps both, the password first: a plan without it would be found out only when it is applied. */
export async function keepSealedPlan(
  file: string,
  bytes: Uint8Array,
  sealed: SealedFile | null,
): Promise<Result<null>> {
  const beside = sealedPathOf(file);
  const kept = sealed === null ? ok(null) : await replaceFile(beside, sealed.bytes);
  if (!kept.ok) return kept;
  const written = await replaceFile(file, bytes);
  if (!written.ok && sealed !== null) await rm(beside, { force: true }).catch(() => undefined);
  return written;
}
