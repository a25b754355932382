import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { fail, ok, type Result } from '../core/plan/result.ts';
import { errorCode } from './error-code.ts';

/**
 * Puts a whole file in place in one step: written beside it for the owner only (0600), flushed, renamed over it, and
 * the folder flushed where the system can. After a power cut there is the old file or the new one, never a part.
 */
export async function replaceFile(file: string, bytes: Uint8Array): Promise<Result<null>> {
  const beside = path.join(path.dirname(file), `.${path.basename(file)}.${randomUUID()}.tmp`);
  try {
    await writeFlushed(beside, bytes);
    await rename(beside, file);
    await flushFolder(path.dirname(file));
    return ok(null);
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined);
    return fail({ kind: 'cannot-write-file', path: file.slice(0, 1024), code: errorCode(error) });
  }
}

/** Makes a file that does not exist yet (0600) and flushes it; rejects with the system's error, `EEXIST` among them. */
export async function writeFlushed(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes names in a folder last through a power cut. Windows cannot open a folder like that, and needs not. */
export async function flushFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch {
    // Not every system lets a folder be opened or flushed; the rename itself has happened.
  }
}
