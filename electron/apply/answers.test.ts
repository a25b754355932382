import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Answer } from '../core/plan/answer.ts';
import { fail, ok } from '../core/plan/result.ts';
import type { Machine } from '../machine/machine.ts';
import { answerIdOf, leaveAnswer, readAnswer } from './answers.ts';

let folder = '';
// Only the protected folder is asked for.
const machine = { protectedFolder: async () => ok(folder) } as unknown as Machine;
const now = new Date('2026-11-20T09:00:00.000Z');
const before = new Date('2026-11-20T08:59:59.000Z');
const after = new Date('2026-11-20T09:00:01.000Z');
const refused: Answer['answer'] = { kind: 'refused', problem: { kind: 'plan-stale', changed: ['winhttp.machine'] } };

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'answers-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('an answer is read back under its id', async () => {
  const id = randomUUID();
  expect(await leaveAnswer(machine, id, refused, now)).toEqual(ok(null));
  expect(await readAnswer(machine, id, before)).toEqual(ok(refused));
  expect(await readAnswer(machine, randomUUID(), before)).toEqual(ok(null));
});

test('an answer from before the program was started is none', async () => {
  const id = randomUUID();
  await leaveAnswer(machine, id, refused, now);
  expect(await readAnswer(machine, id, after)).toEqual(ok(null));
});

test.each(['../x', 'x', '', `${randomUUID()}/../x`])('%j is no id, and nothing is written for it', async (id) => {
  expect(await leaveAnswer(machine, id, refused, now)).toEqual(fail({ kind: 'no-such-run', run: id }));
  expect(await readAnswer(machine, id, before)).toEqual(ok(null));
  expect(await readdir(folder)).toEqual([]);
});

test('an answer that was tampered with is a problem', async () => {
  const id = randomUUID();
  await writeFile(path.join(folder, `${id}.answer.json`), '{"schema":1}');
  expect(await readAnswer(machine, id, before)).toMatchObject({ ok: false, problem: { kind: 'bad-field' } });
});

test('old answers are taken away, and nothing else', async () => {
  const [old, fresh, next] = [randomUUID(), randomUUID(), randomUUID()];
  await leaveAnswer(machine, old, refused, now);
  await leaveAnswer(machine, fresh, refused, now);
  await writeFile(path.join(folder, 'lock.1'), '');
  const twoHoursAgo = new Date(now.getTime() - 2 * 60 * 60 * 1000);
  await utimes(path.join(folder, `${old}.answer.json`), twoHoursAgo, twoHoursAgo);
  await utimes(path.join(folder, 'lock.1'), twoHoursAgo, twoHoursAgo);
  await utimes(path.join(folder, `${fresh}.answer.json`), now, now);
  await leaveAnswer(machine, next, refused, now);
  expect((await readdir(folder)).sort()).toEqual(['lock.1', `${fresh}.answer.json`, `${next}.answer.json`].sort());
});

test('the window looks under the run, or under the name of the plan file', () => {
  const id = randomUUID();
  expect(answerIdOf(['undo', '--run', id])).toBe(id);
  expect(answerIdOf(['apply', '--plan', path.join('somewhere', `${id}.json`), '--digest', 'a'.repeat(64)])).toBe(id);
});
