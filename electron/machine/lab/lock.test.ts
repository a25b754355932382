import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { locked } from './lock.ts';

let folder: string;
let lock: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'lab-'));
  lock = path.join(folder, 'x.lock');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('one holder at a time, and no file is left', async () => {
  let inside = 0;
  let most = 0;
  const work = async () => {
    inside += 1;
    most = Math.max(most, inside);
    await new Promise((resolve) => setImmediate(resolve));
    inside -= 1;
  };
  await Promise.all(Array.from({ length: 12 }, () => locked(lock, work)));
  expect(most).toBe(1);
  expect(await readdir(folder)).toEqual([]);
});

test('a failing holder gives the lock back', async () => {
  await expect(locked(lock, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await locked(lock, async () => 'yes')).toBe('yes');
});

test('the lock of a process that ended is taken over', async () => {
  const { pid } = spawnSync(process.execPath, ['-e', '0']);
  await writeFile(lock, String(pid));
  expect(await locked(lock, async () => 'yes')).toBe('yes');
});

test('a lock without a readable holder is taken over once it is old', async () => {
  await writeFile(lock, '');
  await utimes(lock, new Date(0), new Date(0));
  expect(await locked(lock, async () => 'yes')).toBe('yes');
});

test('a folder that is not there is an error, not a wait', async () => {
  await expect(locked(path.join(folder, 'gone', 'x.lock'), async () => 'yes')).rejects.toMatchObject({
    code: 'ENOENT',
  });
});
