import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { errorCode } from '../disk/error-code.ts';
import { makeFolders } from '../disk/make-folders.ts';

/** Sub-folders that are tried before giving up; so many of one second are a fault of something else. */
const mostFolders = 100;

/**
 * The wanted folder, made where it was not there, if it is empty; otherwise a new folder of this name in it, with a
 * number where that exists, so that nothing is ever overwritten. For its owner only. Throws what the system throws.
 */
export async function newFolder(wanted: string, name: string): Promise<string> {
  await makeFolders(wanted);
  if ((await readdir(wanted)).length === 0) return wanted;
  for (let number = 1; number <= mostFolders; number += 1) {
    const folder = path.join(wanted, number === 1 ? name : `${name}-${number}`);
    try {
      await mkdir(folder, { mode: 0o700 });
      return folder;
    } catch (error) {
      if (errorCode(error) !== 'EEXIST' || number === mostFolders) throw error;
    }
  }
  return wanted;
}
