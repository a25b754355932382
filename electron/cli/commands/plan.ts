import { lstat } from 'node:fs/promises';
import path from 'node:path';
import { canonicalJson } from '../../core/plan/canonical.ts';
import { Intent, intentFileLimit } from '../../core/plan/intent.ts';
import { fail, ok, type Result } from '../../core/plan/result.ts';
import { toolVersion } from '../../core/tool-version.ts';
import { detect } from '../../detect/detect.ts';
import { readJson } from '../../disk/read-json.ts';
import { sha256 } from '../../disk/sha256.ts';
import type { Command } from '../command-line.ts';
import { planLines } from '../plan-lines.ts';
import { keepSealedPlan, sealedPlan } from '../sealed-plan.ts';
import type { Answer, Surroundings } from '../surroundings.ts';

/** Plans what is wanted for this machine, shows every change, and keeps the file that `apply` takes. */
export async function planCommand(
  { intent: intentPath, out, passwordStdin: fromInput }: Extract<Command, { name: 'plan' }>,
  { machine, now, newId, labArguments, passwords }: Surroundings,
): Promise<Result<Answer>> {
  const intent = await readJson(intentPath, intentFileLimit, 'intent', Intent);
  if (!intent.ok) return intent;
  const file = out === null ? null : path.resolve(out);
  if (file === path.resolve(intentPath))
    return fail({ kind: 'usage', detail: '--out is the file of --intent; give the plan a file of its own' });
  // A plan that somebody has reviewed may lie there.
  if (file !== null && (await isThere(file))) return fail({ kind: 'file-exists', path: file.slice(0, 1024) });
  const snapshot = await detect(machine, { now, newId });
  const made = { id: newId(), createdAt: now().toISOString(), toolVersion };
  const asked = { passwords, fromInput, isKept: file !== null };
  const planned = await sealedPlan(machine, snapshot, intent.value, made, asked);
  if (!planned.ok) return planned;
  const { plan, sealed } = planned.value;
  const bytes = new TextEncoder().encode(canonicalJson(plan));
  const digest = sha256(bytes);
  const written = file === null ? null : await keepSealedPlan(file, bytes, sealed);
  if (written !== null && !written.ok) return written;
  return ok({
    exit: plan.blockers.length > 0 ? 4 : 0,
    value: { plan, digest, file },
    lines: planLines(plan, digest, file, labArguments),
  });
}

/** Also a link that leads nowhere. What cannot be looked at is told when it is written. */
function isThere(file: string): Promise<boolean> {
  return lstat(file).then(
    () => true,
    () => false,
  );
}
