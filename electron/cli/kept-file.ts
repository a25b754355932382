import { access, constants, lstat } from 'node:fs/promises';
import path from 'node:path';
import { fail, ok, type Result } from '../core/plan/result.ts';
import { errorCode } from '../disk/error-code.ts';
import { writeFlushed } from '../disk/replace-file.ts';

/** Whether a new file can be kept there, asked before the work is done: nothing is ever written over. */
export async function vetPlace(file: string): Promise<Result<null>> {
  const place = path.resolve(file);
  const isThere = await lstat(place).then(
    () => true,
    () => false,
  );
  const shown = place.slice(0, 1024);
  if (isThere) return fail({ kind: 'file-exists', path: shown });
  try {
    await access(path.dirname(place), constants.W_OK);
    return ok(null);
  } catch (error) {
    return fail({ kind: 'cannot-write-file', path: shown, code: errorCode(error) });
  }
}

/** Keeps a text in a new file. Returns its whole path. */
export async function keepFile(file: string, text: string): Promise<Result<string>> {
  const place = path.resolve(file);
  try {
    await writeFlushed(place, new TextEncoder().encode(text));
    return ok(place);
  } catch (error) {
    const code = errorCode(error);
    const shown = place.slice(0, 1024);
    return fail(
      code === 'EEXIST' ? { kind: 'file-exists', path: shown } : { kind: 'cannot-write-file', path: shown, code },
    );
  }
}
