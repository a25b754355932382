import path from 'node:path';
import { canonicalJson } from '../../core/plan/canonical.ts';
import { Intent } from '../../core/plan/intent.ts';
import { fail, ok, type Result } from '../../core/plan/problem.ts';
import { toolVersion } from '../../core/tool-version.ts';
import { detect } from '../../detect/detect.ts';
import { makePlan } from '../../detect/make-plan.ts';
import { readJson } from '../../disk/read-json.ts';
import { replaceFile } from '../../disk/replace-file.ts';
import { sha256 } from '../../disk/sha256.ts';
import type { Command } from '../command-line.ts';
import { planLines } from '../plan-lines.ts';
import type { Answer, Surroundings } from '../surroundings.ts';

/** Largest file that says what is wanted, in bytes. */
const intentFileLimit = 256 * 1024;

/** Plans what is wanted for this machine, shows every change, and keeps the file that `apply` takes. */
export async function planCommand(
  { intent: intentPath, out }: Extract<Command, { name: 'plan' }>,
  { machine, now, newId, labArguments }: Surroundings,
): Promise<Result<Answer>> {
  const intent = await readJson(intentPath, intentFileLimit, 'intent', Intent);
  if (!intent.ok) return intent;
  const file = out === null ? null : path.resolve(out);
  if (file === path.resolve(intentPath))
    return fail({ kind: 'usage', detail: '--out is the file of --intent; give the plan a file of its own' });
  const snapshot = await detect(machine, { now, newId });
  const made = { id: newId(), createdAt: now().toISOString(), toolVersion };
  const plan = await makePlan(machine, snapshot, intent.value, made);
  if (!plan.ok) return plan;
  const bytes = new TextEncoder().encode(canonicalJson(plan.value));
  const digest = sha256(bytes);
  const written = file === null ? null : await replaceFile(file, bytes);
  if (written !== null && !written.ok) return written;
  return ok({
    exit: plan.value.blockers.length > 0 ? 4 : 0,
    value: { plan: plan.value, digest, file },
    lines: planLines(plan.value, digest, file, labArguments),
  });
}
