import { lutimes, mkdir, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sealedPathOf } from '../core/plan/sealed-password.ts';
import { removeLeftPlans } from './left-plans.ts';

const now = new Date('2026-11-22T12:00:00Z');
const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
const plan = '6f2b1c1e-0f5f-4a57-9d6e-0d6cf1b5a111.json';
const other = '0b0f6c0e-0f5f-4a57-9d6e-0d6cf1b5a222';

let base = '';
let folder = '';
beforeEach(async () => {
  base = await mkdtemp(path.join(os.tmpdir(), 'left-'));
  folder = path.join(base, 'plans');
  await mkdir(folder);
});
afterEach(() => rm(base, { recursive: true, force: true }));

async function put(name: string, minutes: number, into = folder): Promise<string> {
  const file = path.join(into, name);
  await writeFile(file, 'plan');
  await utimes(file, minutesAgo(minutes), minutesAgo(minutes));
  return file;
}

test('plans, sealed passwords and what was cut off while it was written are taken away after an hour', async () => {
  await put(plan, 61);
  await put(sealedPathOf(plan), 61);
  await put(`.${plan}.${other}.tmp`, 61);
  await put(`.${sealedPathOf(plan)}.${other}.tmp`, 61);
  await removeLeftPlans(folder, now);
  expect(await readdir(folder)).toEqual([]);
});

test('a plan that the program may still be about to read stays', async () => {
  await put(plan, 59);
  await put(sealedPathOf(plan), 0);
  await put(`${other}.json`, -5);
  await removeLeftPlans(folder, now);
  expect(await readdir(folder)).toHaveLength(3);
});

test.each([
  'notes.json',
  `${plan}.bak`,
  `old-${plan}`,
  plan.toUpperCase(),
  `${other}.answer.json`,
  `${other}`,
  `.${plan}.tmp`,
  `${plan}.sealed.sealed`,
])('a file of another name stays: %s', async (name) => {
  await put(name, 600);
  await removeLeftPlans(folder, now);
  expect(await readdir(folder)).toEqual([name]);
});

test('no link is followed, neither in the folder nor as the folder, and a folder of that name stays', async () => {
  const elsewhere = path.join(base, 'elsewhere');
  await mkdir(elsewhere);
  const target = await put(plan, 600, elsewhere);
  const pointing = path.join(folder, `${other}.json`);
  await symlink(target, pointing);
  await lutimes(pointing, minutesAgo(600), minutesAgo(600));
  await mkdir(path.join(folder, plan));
  await utimes(path.join(folder, plan), minutesAgo(600), minutesAgo(600));
  await removeLeftPlans(folder, now);
  expect(await readdir(folder)).toHaveLength(2);

  const link = path.join(base, 'link');
  await symlink(elsewhere, link);
  await removeLeftPlans(link, now);
  expect(await readFile(target, 'utf8')).toBe('plan');
});

test('a folder that is not there, or is a file, is nothing to speak of', async () => {
  await removeLeftPlans(path.join(base, 'none'), now);
  await removeLeftPlans(await put(plan, 600, base), now);
  expect(await readdir(base)).toContain(plan);
});

test('of a folder full of other things only the beginning is looked at', async () => {
  await Promise.all(Array.from({ length: 1100 }, (_, at) => put(`${other.slice(0, -4)}${1000 + at}.json`, 600)));
  await removeLeftPlans(folder, now);
  expect(await readdir(folder)).toHaveLength(1100 - 1024);
  await removeLeftPlans(folder, now);
  expect(await readdir(folder)).toEqual([]);
});
