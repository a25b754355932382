import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { whileWished } from '../while-wished.ts';
import { isAlive } from './lock.ts';

/**
 * The wish of a person that tests with rights should end: an empty file of the lab, named by the process that wishes and
 * by the run. It is looked for by name, and never read.
 */
const wishesOf = (folder: string): string => path.join(folder, 'cancelled');
const fileOf = (folder: string, pid: number, run: string): string =>
  path.join(wishesOf(folder), `${pid}-${run.toLowerCase()}`);

/** Does the work; from when the signal is aborted until the work is over, the wish stands. */
export async function withWish<T>(
  folder: string,
  run: string,
  cancel: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  const file = fileOf(folder, process.pid, run);
  sweep(wishesOf(folder), path.basename(file));
  const make = () => {
    mkdirSync(wishesOf(folder), { recursive: true, mode: 0o700 });
    writeFileSync(file, '');
    return () => rmSync(file, { force: true });
  };
  return whileWished(cancel, make, work);
}

/** Whether the process that started this one has that wish. */
export const isWished = (folder: string, run: string): boolean => existsSync(fileOf(folder, process.ppid, run));

/** Takes away what processes that were killed have left, and an old one of the same name, which would end this run. */
function sweep(wishes: string, own: string): void {
  const left = existsSync(wishes) ? readdirSync(wishes) : [];
  for (const name of left) {
    const pid = Number(name.split('-', 1)[0]);
    if (name === own || !isAlive(pid)) rmSync(path.join(wishes, name), { force: true });
  }
}
