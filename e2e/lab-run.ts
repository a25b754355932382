import { readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** What a test does to a run that another process makes in the lab. */

/** Lets the lab's services wait, as ones that take long to stop do, until the returned function is called. */
export async function servicesWait(lab: string): Promise<() => Promise<void>> {
  const lock = path.join(lab, 'services.json.lock');
  await writeFile(lock, String(process.pid), { flag: 'wx' });
  // The lab takes one that grows old for left behind.
  const young = setInterval(() => {
    const now = new Date();
    utimes(lock, now, now).catch(() => undefined);
  }, 5000).unref();
  return async () => {
    clearInterval(young);
    await rm(lock, { force: true });
  };
}

/** Ends the process that makes the change, without a last word. It stands in the lock of the runs. */
export async function killRun(lab: string): Promise<void> {
  const runs = path.join(lab, 'protected', 'runs');
  const numbers = (await readdir(runs)).flatMap((name) => /^lock\.(\d+)$/.exec(name)?.[1] ?? []).map(Number);
  const { pid, released } = JSON.parse(await readFile(path.join(runs, `lock.${Math.max(...numbers)}`), 'utf8'));
  if (released !== false) throw new Error('no run is under way');
  process.kill(pid, 'SIGKILL');
}
