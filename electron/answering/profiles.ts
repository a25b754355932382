import type { CallOutput } from '../contract/contract.ts';
import { Intent, intentFileLimit } from '../core/plan/intent.ts';
import { ok, type Result } from '../core/plan/result.ts';
import { windowText } from '../core/wording/window-text.ts';
import { readJson } from '../disk/read-json.ts';
import { writeFiles } from '../report/write-export.ts';
import { saveWhereChosen } from './save-where-chosen.ts';

/** Keeps what a plan was made for as `profile.json`, in a folder that a person chooses. */
export async function saveProfile(
  plan: { readonly id: string; readonly intent: Intent },
  chooseFolder: () => Promise<string | null>,
): Promise<Result<CallOutput<'saveProfile'>>> {
  const text = `${JSON.stringify(plan.intent, null, 2)}\n`;
  return saveWhereChosen(chooseFolder, (folder) =>
    writeFiles(folder, `profile-${plan.id.slice(0, 8)}`, [{ name: 'profile.json', form: 'utf-8', text }]),
  );
}

/** What a file wants that a person chooses; null where the question was closed. */
export async function openProfile(
  chooseFile: (title: string) => Promise<string | null>,
): Promise<Result<CallOutput<'openProfile'>>> {
  const file = await chooseFile(windowText.profileFile);
  if (file === null) return ok({ intent: null });
  const intent = await readJson(file, intentFileLimit, 'intent', Intent);
  return intent.ok ? ok({ intent: intent.value }) : intent;
}
