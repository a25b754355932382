import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { claimed, isAlive, takeLock } from './lock.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'lock-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const since = '2026-11-20T09:00:00.000Z';
const alive = { pid: process.pid, who: 'CONTOSO\\anna', since };
const dead = { pid: 2 ** 30, who: 'CONTOSO\\bert', since };

test('a held lock says who holds it and since when', async () => {
  expect((await takeLock(folder, alive)).ok).toBe(true);
  expect(await takeLock(folder, { ...alive, who: 'CONTOSO\\carl' })).toEqual({
    ok: false,
    problem: { kind: 'busy', who: 'CONTOSO\\anna', since },
  });
});

test('a released lock is free again, many times over, and leaves one file', async () => {
  for (let round = 0; round < 5; round += 1) {
    const lock = await takeLock(folder, alive);
    expect(lock.ok).toBe(true);
    if (lock.ok) await lock.value.release();
  }
  expect(await readdir(folder)).toEqual(['lock.5']);
});

test('the lock of a process that is gone is taken over', async () => {
  await takeLock(folder, dead);
  expect((await takeLock(folder, alive)).ok).toBe(true);
  expect(await takeLock(folder, alive)).toMatchObject({ problem: { kind: 'busy', who: 'CONTOSO\\anna' } });
});

test('a lock is taken over from a process whose id another one has by now', async () => {
  await takeLock(folder, alive);
  const asked: unknown[] = [];
  const isRunning = async (...args: unknown[]) => {
    asked.push(args);
    return false;
  };
  expect((await takeLock(folder, { ...alive, who: 'CONTOSO\\carl' }, isRunning)).ok).toBe(true);
  expect(asked).toEqual([[process.pid, new Date(since)]]);
});

test.each([
  ['empty', ''],
  ['cut', '{"pid":1,"who"'],
  ['of zeros', '\0'.repeat(200)],
])('a lock file that a power cut left %s belongs to nobody', async (_, content) => {
  await writeFile(path.join(folder, 'lock.7'), content);
  expect((await takeLock(folder, alive)).ok).toBe(true);
  expect(await readdir(folder)).toEqual(['lock.8']);
});

test('of many that find a dead holder at once exactly one gets the lock', async () => {
  for (let round = 0; round < 20; round += 1) {
    const here = await mkdtemp(path.join(folder, 'round-'));
    await takeLock(here, dead);
    // Each has a pid of its own that is alive: this process and its parents.
    const taken = await Promise.all(
      Array.from({ length: 12 }, (_, at) => takeLock(here, { ...alive, pid: at % 2 === 0 ? process.pid : 1 })),
    );
    expect(taken.filter(({ ok }) => ok)).toHaveLength(1);
    expect(taken.filter((one) => !one.ok && one.problem.kind === 'busy')).toHaveLength(11);
  }
});

test('a folder that is not there is a problem and not a lock', async () => {
  expect(await takeLock(path.join(folder, 'nowhere'), alive)).toMatchObject({
    ok: false,
    problem: { kind: 'cannot-write-file', code: 'ENOENT' },
  });
});

test('a number that was used and taken away is not taken again', async () => {
  const fresh = path.join(folder, 'fresh');
  await writeFile(fresh, '{}');
  await takeLock(folder, dead);
  await takeLock(folder, alive);
  expect(await readdir(folder)).toContain('lock.2');
  // Whoever still saw an empty folder comes late.
  expect(await claimed(folder, 1, fresh)).toBe(false);
  expect(await claimed(folder, 2, fresh)).toBe(false);
  expect((await readdir(folder)).filter((name) => name.startsWith('lock.'))).toEqual(['lock.2']);
});

test('a process that may not be asked is there; one that is not found is gone', () => {
  const answers = (code: string) => () => {
    throw Object.assign(new Error(code), { code });
  };
  expect(isAlive(7, answers('EPERM'))).toBe(true);
  expect(isAlive(7, answers('ESRCH'))).toBe(false);
});
