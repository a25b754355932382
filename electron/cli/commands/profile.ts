import { readPlanFile } from '../../apply/reviewed-plan.ts';
import { Intent, intentFileLimit } from '../../core/plan/intent.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { comparable, matchesProfile } from '../../core/plan/profile.ts';
import { ok, type Result } from '../../core/plan/result.ts';
import { suggestIntent } from '../../core/plan/suggest.ts';
import { toolVersion } from '../../core/tool-version.ts';
import { blockerText, manualText, operationText } from '../../core/wording/plan-text.ts';
import { detect } from '../../detect/detect.ts';
import { makePlan } from '../../detect/make-plan.ts';
import { readJson } from '../../disk/read-json.ts';
import type { Command } from '../command-line.ts';
import { keepFile, vetPlace } from '../kept-file.ts';
import { labelled, wrapped } from '../layout.ts';
import type { Answer, Surroundings } from '../surroundings.ts';

/** Keeps what a plan was made for, to be wanted on other servers as well. Reads only the plan's file. */
export async function savePlanProfile(plan: string, file: string): Promise<Result<Answer>> {
  const vetted = await vetPlace(file);
  if (!vetted.ok) return vetted;
  const read = await readPlanFile(plan);
  return read.ok ? kept(read.value.plan.intent, file) : read;
}

/** Keeps what this server is set to, as the window would suggest it. */
export async function saveProfileCommand(file: string, { machine, now, newId }: Surroundings): Promise<Result<Answer>> {
  const vetted = await vetPlace(file);
  if (!vetted.ok) return vetted;
  return kept(suggestIntent(await detect(machine, { now, newId })), file);
}

async function kept(intent: Intent, file: string): Promise<Result<Answer>> {
  const place = await keepFile(file, `${JSON.stringify(intent, null, 2)}\n`);
  if (!place.ok) return place;
  return ok({
    exit: 0,
    value: { intent, file: place.value },
    lines: labelled('', `The profile is kept in ${place.value}`, 0, 0),
  });
}

/** What of a profile this server is not set to, and what of it does not apply here. Ends with code 1 for a difference. */
export async function compareProfileCommand(
  { file }: Extract<Command, { name: 'profile-compare' }>,
  { machine, now, newId }: Surroundings,
): Promise<Result<Answer>> {
  const profile = await readJson(file, intentFileLimit, 'intent', Intent);
  if (!profile.ok) return profile;
  const snapshot = await detect(machine, { now, newId });
  const made = { id: newId(), createdAt: now().toISOString(), toolVersion };
  const planned = await makePlan(machine, snapshot, comparable(profile.value), made);
  if (!planned.ok) return planned;
  const { operations, blockers, manual } = planned.value;
  return ok({
    exit: matchesProfile(planned.value) ? 0 : 1,
    value: { machine: planned.value.machine.name, operations, blockers, manual },
    lines: comparedLines(planned.value),
  });
}

function comparedLines(plan: Plan): string[] {
  const settings = plan.operations.filter(({ kind }) => kind !== 'restart').map(operationText);
  const differences = settings.flatMap(({ what, before, after }) => [
    `  ${what}`,
    ...labelled('here', before, 4, 9),
    ...labelled('profile', after, 4, 9),
  ]);
  const notHere = plan.blockers.map(blockerText).map(({ happened, todo }) => `${happened} ${todo}`);
  const byHand = plan.manual
    .map(manualText)
    .map(({ text, command }) => `${text}${command === null ? '' : ` ${command}`}`);
  return [
    ...wrapped(
      settings.length === 0
        ? `${plan.machine.name} is set as the profile wants it, as far as it applies here.`
        : `${plan.machine.name} differs from the profile in ${settings.length} ${settings.length === 1 ? 'setting' : 'settings'}.`,
    ),
    ...(differences.length === 0 ? [] : ['', 'Different', ...differences]),
    ...listed('Does not apply here', notHere),
    ...listed('To be done by hand', byHand),
  ];
}

const listed = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', title, ...lines.flatMap((line) => wrapped(line, 4, 2))];
