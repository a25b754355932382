import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { conclude } from '../core/connectivity/conclusion.ts';
import type { Observation } from '../core/connectivity/observation.ts';
import {
  answer as answered,
  done,
  observation,
  proxy,
  skipped,
  trusted,
} from '../core/connectivity/observation-for-tests.ts';
import type { Verdict } from '../core/connectivity/verdict.ts';
import type { AccountAnswer, AccountRequest } from '../core/plan/account-run.ts';
import { keepIntent } from '../core/plan/keep-intent.ts';
import type { Plan } from '../core/plan/plan.ts';
import { fail, ok } from '../core/plan/result.ts';
import { detect } from '../detect/detect.ts';
import { makePlan } from '../detect/make-plan.ts';
import { openLab } from '../machine/lab/open-lab.ts';
import type { AccountRan, Machine } from '../machine/machine.ts';
import { answerAsAccount, testAsAccounts } from './account-tests.ts';
import { shipped } from './shipped-catalogue.ts';

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
async function of(
  answer: (request: AccountRequest) => Uint8Array,
  problem: AccountRan['problem'] = null,
  context: Parameters<typeof testAsAccounts>[3] = clock,
) {
  const accounts: Machine['accounts'] = {
    ...machine.accounts,
    run: async (request) => {
      const ran = { answer: answer(request), problem };
      return ok({ 'local-system': ran, 'local-service': ran });
    },
  };
  const tested = await testAsAccounts({ ...machine, accounts }, plan, run, context);
  if (!tested.ok) throw new Error(JSON.stringify(tested.problem));
  return tested.value?.find(({ account }) => account === 'local-service');
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

describe('what is cancelled', () => {
  const left = { kind: 'account-run-failed', account: 'local-service', step: 'remove', code: 0, task: 'x' } as const;
  /** The tests, cancelled by the accounts' run itself where it is `during` that. */
  async function cancelled(when: 'before' | 'during', problem: AccountRan['problem'] = null) {
    const cancel = new AbortController();
    const started: string[] = [];
    const accounts: Machine['accounts'] = {
      ...machine.accounts,
      run: async (request) => {
        started.push(request.run);
        cancel.abort();
        // One had answered by then.
        return ok({
          'local-system': { answer: bytes(good({ account: 'local-system' })), problem: null },
          'local-service': { answer: null, problem },
        });
      },
    };
    if (when === 'before') cancel.abort();
    const tested = await testAsAccounts({ ...machine, accounts }, plan, run, { ...clock, signal: cancel.signal });
    return { tested, started };
  }

  test('starts no account any more, and is no result of none', async () => {
    expect(await cancelled('before')).toEqual({ tested: ok(null), started: [] });
  });

  test('is kept of no account, also of one that had answered', async () => {
    expect(await cancelled('during')).toEqual({ tested: ok(null), started: [run] });
  });

  test('is told all the same where something of it could not be taken away', async () => {
    expect(await cancelled('during', left)).toMatchObject({ tested: fail(left) });
  });
});

/** A row as the part of an account would send it, with what it says that it saw there. */
function claimed(
  request: AccountRequest,
  change: Partial<Observation>,
  verdict: Verdict,
): AccountAnswer['rows'][number] {
  const asked = request.accounts['local-service'].find(({ head }) => head.product === 'mdi-v2');
  if (asked?.head.target == null) throw new Error('there is such a row');
  const seen = observation({ target: asked.head.target, via: proxy, ...change });
  const cell = {
    paths: ['local-service' as const],
    takes: [],
    wouldTake: [],
    ways: [proxy],
    observation: seen,
    verdict,
  };
  return { ...asked.head, cells: [cell] };
}
const healthy = conclude('healthy', 'works', 'certain', 'service', {});
const verdictsOf = (tests: Awaited<ReturnType<typeof of>>) =>
  tests?.seen?.rows.flatMap(({ cells }) => cells.map(({ verdict }) => verdict)) ?? [];

test('what was seen is judged here, whatever the answer calls it', async () => {
  const refused = { connect: done(answered(403)), tls: skipped, http: skipped, presented: [], trust: null };
  const tests = await of((request) => bytes(good({ rows: [claimed(request, refused, healthy)] })));
  expect(verdictsOf(tests)).toMatchObject([{ kind: 'proxy-denied', grade: 'fails', facts: { status: '403' } }]);
  const nothing = await of((request) => {
    const row = claimed(request, {}, healthy);
    return bytes(good({ rows: [{ ...row, cells: row.cells.map((cell) => ({ ...cell, observation: null })) }] }));
  });
  expect(verdictsOf(nothing)).toMatchObject([{ kind: 'not-tested' }]);
});

test('of which address it was, the request says and not the answer', async () => {
  const target = { scheme: 'https', host: 'other.contoso.com', port: 443, path: '/' } as const;
  const tests = await of((request) => {
    const row = claimed(request, {}, healthy);
    const cells = row.cells.map((cell) => ({
      ...cell,
      observation: cell.observation && { ...cell.observation, target },
    }));
    return bytes(good({ rows: [{ ...row, cells }] }));
  });
  const [row] = tests?.seen?.rows ?? [];
  expect(row?.cells[0]?.observation?.target).toEqual(row?.target);
});

test('it is judged by the roots of whoever asked', async () => {
  const { catalogue, stamp } = shipped();
  const own = '7'.repeat(64);
  const saw = { trust: trusted(['Contoso Root'], { sha256: own, known: null }) };
  const answer = (request: AccountRequest) => bytes(good({ rows: [claimed(request, saw, healthy)] }));
  expect(verdictsOf(await of(answer))).not.toMatchObject([{ kind: 'healthy' }]);
  const [[, root] = []] = Object.entries(catalogue.roots);
  if (root === undefined) throw new Error('there are roots');
  const roots = { ...catalogue.roots, 'contoso-root': { ...root, cn: 'Contoso Root', sha256: own } };
  const ranBy = { ...clock, catalogue: { catalogue: { ...catalogue, roots }, stamp } };
  const tests = await of(answer, null, ranBy);
  expect(tests?.seen?.rows[0]?.cells[0]?.observation?.trust?.root?.known).toBe('contoso-root');
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
