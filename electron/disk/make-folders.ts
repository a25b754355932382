import { lstat, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { errorCode } from './error-code.ts';

/**
 * Makes a folder, and those above it that are missing, for its owner only. Throws what the system throws. Not by Node's
 * own `recursive`: that tries for ever where ENOENT is the answer for a folder in one that is there, as in `/proc`.
 */
export async function makeFolders(folder: string): Promise<void> {
  const missing: string[] = [];
  for (let at = path.resolve(folder); !(await isThere(at)) && at !== path.dirname(at); at = path.dirname(at))
    missing.unshift(at);
  for (const each of missing) {
    try {
      await mkdir(each, { mode: 0o700 });
    } catch (error) {
      // Another program may have made it since; whether it is a folder shows when it is used.
      if (errorCode(error) !== 'EEXIST') throw error;
    }
  }
}

function isThere(file: string): Promise<boolean> {
  return lstat(file).then(
    () => true,
    (error: unknown) => {
      if (errorCode(error) === 'ENOENT') return false;
      throw error;
    },
  );
}
