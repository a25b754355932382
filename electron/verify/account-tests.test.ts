import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AccountAnswer, AccountRequest } from '../core/plan/account-run.ts';
import { keepIntent } from '../core/plan/keep-intent.ts';
import type { Plan } from '../core/plan/plan.ts';
import { ok } from '../core/plan/problem.ts';
import { detect } from '../detect/detect.ts';
import { makePlan } from '../detect/make-plan.ts';
import { openLab } from '../machine/lab/open-lab.ts';
import type { AccountRan, Machine } from '../machine/machine.ts';
import { answerAsAccount, testAsAccounts } from './account-tests.ts';

/** What is taken of an answer, whoever wrote it; the whole way by processes is in `cli/as-services.test.ts`. */

const run = '0b5a7a58-3f0f-4c80-9a61-0f1c1d7a4b11';
const clock = { now: () => new Date(), newId: () => '0b5a7a58-3f0f-4c80-9a61-0f1c1d7a4b12' };

let folder = '';
let machine: Machine;
let plan: Plan;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'account-tests-'));
  const consoleProgram = { file: 'none', args: [] };
  const opened = await openLab({ scenario: 'static-proxy', stateDir: path.join(folder, 'lab'), consoleProgram });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  machine = opened.value;
  const snapshot = await detect(machine, clock);
  const made = { id: run, createdAt: new Date().toISOString(), toolVersion: '0' };
  const planned = await makePlan(machine, snapshot, keepIntent(snapshot), made);
  if (!planned.ok) throw new Error(JSON.stringify(planned.problem));
  plan = planned.value;
});
afterAll(async () => {
  await machine.close();
  await rm(folder, { recursive: true, force: true });
});

const bytes = (value: unknown) => new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));

/** What comes of these bytes as the answer of Local Service. */
async function of(answer: (request: AccountRequest) => Uint8Array, problem: AccountRan['problem'] = null) {
  const accounts: Machine['accounts'] = {
    ...machine.accounts,
    run: async (request) => {
      const ran = { answer: answer(request), problem };
      return ok({ 'local-system': ran, 'local-service': ran });
    },
  };
  const tested = await testAsAccounts({ ...machine, accounts }, plan, run, clock);
  if (!tested.ok) throw new Error(JSON.stringify(tested.problem));
  return tested.value.find(({ account }) => account === 'local-service');
}

const good = (more: Partial<AccountAnswer> = {}): AccountAnswer => ({
  schema: 1,
  run,
  account: 'local-service',
  own: { state: 'read', route: { kind: 'direct' } },
  rows: [],
  system: [],
  ...more,
});

test.each<readonly [string, unknown]>([
  ['no JSON', 'x'],
  ['bytes that are no text', '\ud800'],
  ['a field more', { ...good(), command: 'x' }],
  ['another run', good({ run: '0b5a7a58-3f0f-4c80-9a61-000000000000' })],
  ['the other account', good({ account: 'local-system' })],
])('%s is no answer', async (_, value) => {
  expect(await of(() => bytes(value))).toMatchObject({
    seen: null,
    problem: { kind: 'account-run-failed', account: 'local-service', step: 'read' },
  });
});

test('a good answer is one, also where its task could not be removed', async () => {
  const left = { kind: 'account-run-failed', account: 'local-service', step: 'remove', code: 0, task: 'x' } as const;
  expect(await of(() => bytes(good()))).toMatchObject({ seen: { rows: [] }, problem: null });
  expect(await of(() => bytes(good()), left)).toMatchObject({ seen: { rows: [] }, problem: left });
});

test('each account is asked for its own: WinHTTP is for Local System alone', async () => {
  const asked: AccountRequest[] = [];
  await of((request) => {
    asked.push(request);
    return bytes(good());
  });
  const [system = [], service = []] = Object.values(asked[0]?.accounts ?? {});
  expect(service.length).toBeGreaterThan(5);
  expect(system.length).toBeGreaterThan(service.length);
  expect(service.every(({ winhttp, own }) => winhttp === null && own)).toBe(true);
  expect(service.flatMap(({ services }) => services.map(({ service: name }) => name))).toEqual(['mdi-sensor']);
});

test('the part of an account does nothing without a request of that very run', async () => {
  const answers: string[] = [];
  const part = (request: Uint8Array) =>
    answerAsAccount(
      {
        ...machine,
        accounts: {
          ...machine.accounts,
          request: async () => ok(request),
          answer: async (id) => {
            answers.push(id);
            return ok(null);
          },
        },
      },
      'local-service',
      run,
      clock,
    );
  const request = {
    schema: 1,
    run,
    at: '2026-11-22T08:00:00.000Z',
    accounts: { 'local-system': [], 'local-service': [] },
  };
  for (const wrong of ['x', { ...request, schema: 2 }, { ...request, run: clock.newId() }])
    expect(await part(bytes(wrong))).toMatchObject({ ok: false, problem: { kind: 'no-such-run' } });
  expect(answers).toEqual([]);
  expect(await part(bytes(request))).toMatchObject({ ok: true });
  expect(answers).toEqual([run]);
});
