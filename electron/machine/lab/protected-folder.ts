import { lstat, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fail, ok, type Result } from '../../core/plan/result.ts';
import { errorCode } from '../../disk/error-code.ts';

/** Bits that let the group or others write (on Windows the mode says nothing, and the lab has no ACLs). */
const writableByOthers = 0o022;

/**
 * `protected/<purpose>` of the state folder, made for its owner only. What is already there is vetted, not repaired:
 * a link, a file, another owner's folder or one that others may write is refused.
 */
export async function protectedFolder(folder: string, purpose: 'runs'): Promise<Result<string>> {
  const outer = await vetted(path.join(folder, 'protected'));
  return outer.ok ? vetted(path.join(outer.value, purpose)) : outer;
}

/** `backup` in the folder of a run, made for its owner only. */
export function backupFolder(run: string): Promise<Result<string>> {
  return vetted(path.join(run, 'backup'));
}

async function vetted(folder: string): Promise<Result<string>> {
  const unsafe = (why: 'owner' | 'acl' | 'link' | 'not-a-folder' | 'cannot-create') =>
    fail({ kind: 'folder-unsafe', path: folder.slice(0, 1024), why });
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') return unsafe('cannot-create');
  }
  const found = await lstat(folder).catch(() => null);
  if (found === null) return unsafe('cannot-create');
  if (found.isSymbolicLink()) return unsafe('link');
  if (!found.isDirectory()) return unsafe('not-a-folder');
  if (process.platform === 'win32') return ok(folder);
  if (process.getuid !== undefined && found.uid !== process.getuid()) return unsafe('owner');
  return (found.mode & writableByOthers) === 0 ? ok(folder) : unsafe('acl');
}
