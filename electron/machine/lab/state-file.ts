import { fail, ok, type Result } from '../../core/plan/result.ts';
import type { z } from '../../core/zod.ts';
import { readCapped } from '../../disk/read-capped.ts';
import { replaceFile } from '../../disk/replace-file.ts';

/**
 * The plain JSON files of a lab's state folder. They are read from the disk at every access, because the window, the
 * console program and an elevated run share the folder, and nothing that is read is trusted.
 */
export async function readStateFile<T>(file: string, schema: z.ZodType<T>, limit: number): Promise<Result<T>> {
  const bytes = await readCapped(file, limit, 'lab');
  if (!bytes.ok) return bytes;
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.value));
  } catch {
    return fail({ kind: 'file-not-json', file: 'lab', detail: file.slice(-256) });
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return ok(parsed.data);
  const issue = parsed.error.issues[0];
  const at = issue?.path.join('.') ?? '';
  return fail({
    kind: 'bad-field',
    file: 'lab',
    at: at.slice(0, 1024),
    expected: (issue?.message ?? 'another shape').slice(0, 1024),
  });
}

/** Puts a value in the place of the old file in one step, as a person would like to read it. */
export function replaceStateFile(file: string, value: unknown): Promise<Result<null>> {
  return replaceFile(file, jsonBytes(value));
}

export function jsonBytes(value: unknown): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);
}
