import path from 'node:path';
import type { ExportFile } from '../core/export/export-file.ts';
import type { Exported } from '../core/export/export-plan.ts';
import type { Plan } from '../core/plan/plan.ts';
import { fail, ok, type Result } from '../core/plan/result.ts';
import { errorCode } from '../disk/error-code.ts';
import { writeFlushed } from '../disk/replace-file.ts';
import { newFolder } from './new-folder.ts';

/** Where an export was written: an absolute folder and the names of the files in it. */
export interface WrittenExport {
  readonly folder: string;
  readonly files: string[];
}

/**
 * Writes an export into a folder that is new or empty, otherwise into a sub-folder (`export-<channel>-<plan>`), so that
 * nothing is overwritten. Only the owner may read it. Fails with `cannot-write-file`.
 */
export function writeExport(folder: string, { channel, files }: Exported, plan: Plan): Promise<Result<WrittenExport>> {
  return writeFiles(folder, `export-${channel}-${plan.id.slice(0, 8)}`, files);
}

/** Writes files into a folder that is new or empty, otherwise into a sub-folder of that name, in the same way. */
export async function writeFiles(
  folder: string,
  name: string,
  files: readonly ExportFile[],
): Promise<Result<WrittenExport>> {
  let at = path.resolve(folder);
  try {
    const home = await newFolder(at, name);
    for (const file of files) {
      at = path.join(home, file.name);
      await writeFlushed(at, storedBytes(file));
    }
    return ok({ folder: home, files: files.map(({ name }) => name) });
  } catch (error) {
    return fail({ kind: 'cannot-write-file', path: at.slice(0, 1024), code: errorCode(error) });
  }
}

/** A file as it lies on a disk. */
export function storedBytes(file: ExportFile): Uint8Array {
  switch (file.form) {
    case 'bytes':
      return file.bytes;
    case 'utf-8':
      return Buffer.from(file.text, 'utf8');
    case 'utf-8-mark':
      return Buffer.from(`\ufeff${file.text}`, 'utf8');
    case 'utf-16':
      return Buffer.from(`\ufeff${file.text}`, 'utf16le');
    default:
      return file satisfies never;
  }
}
