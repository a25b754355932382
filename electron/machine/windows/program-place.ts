import { existsSync } from 'node:fs';
import path from 'node:path';
import { fail, ok, type Result } from '../../core/plan/result.ts';
import { isOnFixedDrive } from './fixed-drive.ts';
import { isSingleExecutable, nativeModule } from './native.ts';
import { vetAbove, vetFile, vetFolder } from './protected-folder.ts';

/** The file beside the console program by which the portable copy is known; an installer puts none there. */
const portableMark = 'portable.txt';

/** Whether this console program belongs to the portable copy, which lies wherever somebody unpacked it. */
export function isPortable(program: string): boolean {
  return existsSync(path.join(path.dirname(program), portableMark));
}

/**
 * Whether only administrators can change this program: the executable, the native module beside it, and every folder
 * on the way to them. A checkout is refused in any case: the Node that runs it takes code from the environment.
 */
export function vetProgram(): Result<null> {
  const unsafe = (place: string, why: 'acl' | 'not-packaged' | 'portable') =>
    fail({ kind: 'folder-unsafe', path: place.slice(0, 1024), why, holds: 'program' });
  const program = process.execPath;
  if (!isSingleExecutable()) return unsafe(__dirname, 'not-packaged');
  if (isPortable(program)) return unsafe(path.win32.dirname(program), 'portable');
  if (!isOnFixedDrive(program)) return unsafe(path.win32.dirname(program), 'acl');
  const module = path.win32.join(path.win32.dirname(program), nativeModule);
  for (const found of [
    ...vettedAbove(program),
    vetFile(program),
    vetFolder(path.win32.dirname(module)),
    vetFile(module),
  ]) {
    if (found.ok) continue;
    return found.problem.kind === 'folder-unsafe' ? fail({ ...found.problem, holds: 'program' }) : found;
  }
  return ok(null);
}

/** The program's folder, which nobody may write to, and those above it, in which nothing may be exchanged. */
function vettedAbove(program: string): readonly Result<string>[] {
  const own = path.win32.dirname(program);
  const { root } = path.win32.parse(own);
  const found: Result<string>[] = [vetFolder(own)];
  for (let folder = path.win32.dirname(own); ; folder = path.win32.dirname(folder)) {
    found.push(vetAbove(folder));
    if (folder === root || folder === path.win32.dirname(folder)) return found;
  }
}
