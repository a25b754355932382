import { lstat, opendir, unlink } from 'node:fs/promises';
import path from 'node:path';

const id = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
/** A plan or its sealed password, whole or cut off while it was written (`replaceFile`). */
const planName = new RegExp(`^(?:${id}\\.json(?:\\.sealed)?|\\.${id}\\.json(?:\\.sealed)?\\.${id}\\.tmp)$`);
/** The program reads both when it starts, so that only the confirmation of Windows can keep it waiting; in milliseconds. */
const staleAfter = 60 * 60 * 1000;
/** Names that are looked at; more than so many are not of this program's making. */
const mostNames = 1024;

/**
 * Takes away the plans of windows that were closed, or ended, while the program with rights was at work. What cannot be
 * removed stays for the next time. Nothing but a regular file directly in a real folder is touched, and no link followed.
 */
export async function removeLeftPlans(folder: string, now: Date): Promise<void> {
  try {
    if (!(await lstat(folder)).isDirectory()) return;
    let left = mostNames;
    for await (const { name } of await opendir(folder)) {
      if (left === 0) return;
      left -= 1;
      if (planName.test(name)) await removeStale(path.join(folder, name), now).catch(() => undefined);
    }
  } catch {
    // There is no such folder before the first change, or it may not be listed.
  }
}

async function removeStale(file: string, now: Date): Promise<void> {
  const found = await lstat(file);
  if (found.isFile() && now.getTime() - found.mtimeMs > staleAfter) await unlink(file);
}
