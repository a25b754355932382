import { ok, type Result } from '../core/plan/result.ts';

/** Writes into a folder that a person chooses. A question that was closed is no problem: then nothing was saved. */
export async function saveWhereChosen<T extends object>(
  chooseFolder: () => Promise<string | null>,
  write: (folder: string) => Promise<Result<T>>,
): Promise<Result<{ readonly saved: false } | (T & { readonly saved: true })>> {
  const folder = await chooseFolder();
  if (folder === null) return ok({ saved: false });
  const written = await write(folder);
  return written.ok ? ok({ ...written.value, saved: true as const }) : written;
}
