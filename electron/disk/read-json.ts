import { parseFile } from '../core/plan/parse-file.ts';
import type { FileKind } from '../core/plan/problem.ts';
import { fail, ok, type Result } from '../core/plan/result.ts';
import type { z } from '../core/zod.ts';
import { readCapped } from './read-capped.ts';

/** One JSON document out of a file of at most `limit` bytes, strictly parsed by its schema. */
export async function readJson<S extends z.ZodType>(
  path: string,
  limit: number,
  file: FileKind,
  schema: S,
): Promise<Result<z.infer<S>>> {
  const bytes = await readCapped(path, limit, file);
  if (!bytes.ok) return bytes;
  const text = decoded(bytes.value, file);
  return text.ok ? parseFile(schema, file, text.value) : text;
}

/**
 * UTF-8, or UTF-16 where a byte order mark says so: what `>` of Windows PowerShell 5 makes out of a printed document.
 * Bytes that are no text in it are a problem, never replaced.
 */
export function decoded(bytes: Uint8Array, file: FileKind): Result<string> {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8';
  try {
    return ok(new TextDecoder(encoding, { fatal: true }).decode(bytes));
  } catch {
    return fail({ kind: 'file-not-json', file, detail: 'it is not text in UTF-8' });
  }
}
