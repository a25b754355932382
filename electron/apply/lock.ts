import { randomUUID } from 'node:crypto';
import { link, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Problem } from '../core/plan/problem.ts';
import { fail, ok, type Result } from '../core/plan/result.ts';
import { z } from '../core/zod.ts';
import { errorCode } from '../disk/error-code.ts';
import { readJson } from '../disk/read-json.ts';
import { replaceFile } from '../disk/replace-file.ts';

/**
 * One apply or undo at a time. The lock is a row of files `lock.1`, `lock.2`, …; the highest one tells who holds it.
 * A number is taken by a hard link to a finished file, which only one process can make. The highest file stays, marked
 * as released, until there is a higher one, so a number is not used twice: of several processes that find the same
 * dead holder one wins, and none can take away a lock that it has not looked at.
 */
const Holder = z.strictObject({
  pid: z.int(),
  who: z.string().max(256),
  since: z.iso.datetime(),
  released: z.boolean(),
});

const lockName = /^lock\.([1-9]\d{0,8})$/;
const holderLimit = 4096;

export interface Lock {
  release(): Promise<void>;
}

/** Whether the process of this id still is the one that had it at a moment. */
type IsRunning = (pid: number, since: Date) => Promise<boolean>;

/**
 * Takes the lock of a folder, or says who holds it (`busy`). The lock of a process that is gone is taken over, also
 * where its id was given to another since.
 */
export async function takeLock(
  folder: string,
  holder: { readonly pid: number; readonly who: string; readonly since: string },
  isRunning: IsRunning = async (pid) => isAlive(pid),
): Promise<Result<Lock>> {
  const fresh = path.join(folder, `.lock.${randomUUID()}.new`);
  const content = (released: boolean) => new TextEncoder().encode(JSON.stringify({ ...holder, released }));
  try {
    for (;;) {
      const highest = await highestLock(folder);
      const busy = highest === 0 ? null : await holderOf(path.join(folder, `lock.${highest}`), isRunning);
      if (busy !== null) return fail(busy);
      const written = await replaceFile(fresh, content(false));
      if (!written.ok) return written;
      if (!(await claimed(folder, highest + 1, fresh))) continue;
      const mine = path.join(folder, `lock.${highest + 1}`);
      await removeBelow(folder, highest + 1);
      return ok({ release: async () => void (await replaceFile(mine, content(true))) });
    }
  } catch (error) {
    return fail({ kind: 'cannot-write-file', path: folder.slice(0, 1024), code: errorCode(error) });
  } finally {
    await rm(fresh, { force: true }).catch(() => undefined);
  }
}

/** Whether somebody holds the lock of a folder; false where that cannot be seen. */
export async function isLocked(folder: string, isRunning: IsRunning): Promise<boolean> {
  try {
    const highest = await highestLock(folder);
    return highest > 0 && (await holderOf(path.join(folder, `lock.${highest}`), isRunning)) !== null;
  } catch {
    return false;
  }
}

async function lockNumbers(folder: string): Promise<number[]> {
  return (await readdir(folder)).flatMap((name) => {
    const number = lockName.exec(name)?.[1];
    return number === undefined ? [] : [Number(number)];
  });
}

async function highestLock(folder: string): Promise<number> {
  return Math.max(0, ...(await lockNumbers(folder)));
}

/**
 * Why the lock cannot be had, or null where it can. Files appear whole, so one that is not was left by a power cut,
 * and nobody holds it.
 */
async function holderOf(file: string, isRunning: IsRunning): Promise<Problem | null> {
  const holder = await readJson(file, holderLimit, 'journal', Holder);
  if (!holder.ok) return holder.problem.kind === 'file-unreadable' ? { kind: 'busy', who: '', since: '' } : null;
  const { pid, who, since, released } = holder.value;
  return released || !(await isRunning(pid, new Date(since))) ? null : { kind: 'busy', who, since };
}

/** A process of another account cannot be signalled (`EPERM`), so it is there. */
export function isAlive(pid: number, signal: (pid: number, name: 0) => unknown = process.kill): boolean {
  try {
    signal(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) !== 'ESRCH';
  }
}

/** Takes a number with a finished file; false where somebody else has it, or had it. */
export async function claimed(folder: string, number: number, fresh: string): Promise<boolean> {
  const mine = path.join(folder, `lock.${number}`);
  if (!(await linked(fresh, mine))) return false;
  if ((await highestLock(folder)) === number) return true;
  // Two others came and went since the look: this number had been used and taken away.
  await rm(mine, { force: true });
  return false;
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

async function removeBelow(folder: string, number: number): Promise<void> {
  for (const old of await lockNumbers(folder))
    if (old < number) await rm(path.join(folder, `lock.${old}`), { force: true });
}
