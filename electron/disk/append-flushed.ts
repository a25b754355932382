import { open } from 'node:fs/promises';
import { fail, ok, type Result } from '../core/plan/result.ts';
import { errorCode } from './error-code.ts';

/** Adds one line to a file (made with 0600 where it is not there) and returns only when the disk has it. */
export async function appendFlushed(file: string, line: string): Promise<Result<null>> {
  try {
    const handle = await open(file, 'a', 0o600);
    try {
      await handle.appendFile(`${line}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    return ok(null);
  } catch (error) {
    return fail({ kind: 'cannot-write-file', path: file.slice(0, 1024), code: errorCode(error) });
  }
}
