import { randomUUID } from 'node:crypto';
import { open, readFile, rename, stat, unlink } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { errorCode } from '../../disk/error-code.ts';

/** No holder keeps a lock longer; one that is older was left behind by a process that ended. */
const longestMs = 20_000;
const retryMs = 5;

/** Runs `work` while no other process holds the same lock file; a lock that a dead process left is taken over. */
export async function locked<T>(lock: string, work: () => Promise<T>): Promise<T> {
  while (!(await take(lock))) {
    await removeIfAbandoned(lock);
    await pause(retryMs);
  }
  try {
    return await work();
  } finally {
    await unlink(lock).catch(() => undefined);
  }
}

async function take(lock: string): Promise<boolean> {
  try {
    const handle = await open(lock, 'wx', 0o600);
    try {
      await handle.writeFile(String(process.pid));
    } finally {
      await handle.close();
    }
    return true;
  } catch (error) {
    // Windows answers EPERM while the last holder's file is being deleted.
    if (errorCode(error) === 'EEXIST' || (process.platform === 'win32' && errorCode(error) === 'EPERM')) return false;
    throw error;
  }
}

async function removeIfAbandoned(lock: string): Promise<void> {
  const pid = await readFile(lock, 'utf8').catch(() => '');
  const age = await stat(lock).then(
    (found) => Date.now() - found.mtimeMs,
    () => 0,
  );
  if (!(/^\d{1,10}$/.test(pid) && !isAlive(Number(pid))) && age < longestMs) return;
  const aside = `${lock}.${randomUUID()}.old`;
  // The rename lets one process win; the others find no lock and try again.
  await rename(lock, aside)
    .then(() => unlink(aside))
    .catch(() => undefined);
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}
