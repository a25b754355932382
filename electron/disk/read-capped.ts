import { constants, open } from 'node:fs/promises';
import type { FileKind } from '../core/plan/problem.ts';
import { fail, ok, type Result } from '../core/plan/result.ts';
import { errorCode } from './error-code.ts';

/** A named pipe must not make us wait for its writer; Windows has no such flag and no such wait. */
const flags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);
const step = 64 * 1024;

/**
 * The bytes of a regular file of at most `limit` bytes. The path is opened once and everything is asked of that one
 * handle, so what was judged is what was read; the size is counted while reading, because `stat` of a growing or a
 * synthetic file lies. Folders, devices and pipes are refused (`EISDIR`, `NOT-A-FILE`).
 */
export async function readCapped(path: string, limit: number, file: FileKind): Promise<Result<Uint8Array>> {
  const shown = path.slice(0, 1024);
  try {
    const handle = await open(path, flags);
    try {
      const kind = await handle.stat();
      if (kind.isDirectory()) return fail({ kind: 'file-unreadable', file, path: shown, code: 'EISDIR' });
      if (!kind.isFile()) return fail({ kind: 'file-unreadable', file, path: shown, code: 'NOT-A-FILE' });
      const parts: Uint8Array[] = [];
      let length = 0;
      // Once all that the handle tells of is read there is no need to ask again: each question costs a turn of the loop,
      // of which a window that opens has few.
      while (length === 0 || length !== kind.size) {
        const part = new Uint8Array(Math.min(step, limit + 1 - length));
        const { bytesRead } = await handle.read(part, 0, part.length, null);
        if (bytesRead === 0) break;
        length += bytesRead;
        if (length > limit) return fail({ kind: 'file-too-large', file, limit });
        parts.push(part.subarray(0, bytesRead));
      }
      return ok(joined(parts, length));
    } finally {
      await handle.close();
    }
  } catch (error) {
    const code = errorCode(error);
    return code === 'ENOENT' || code === 'ENOTDIR'
      ? fail({ kind: 'file-missing', file, path: shown })
      : fail({ kind: 'file-unreadable', file, path: shown, code });
  }
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
