import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readAnswer } from '../apply/answers.ts';
import { bundled } from '../apply/bundle-for-tests.ts';
import { type AccountTests, AccountTests as AccountTestsSchema } from '../core/plan/account-run.ts';
import { Verification } from '../core/plan/verification.ts';
import { openLab } from '../machine/lab/open-lab.ts';

/** The tests as the accounts of the services, by separate processes: the lab lets each act as one account. */

let base = '';
let program = '';
beforeAll(async () => {
  base = await mkdtemp(path.join(os.tmpdir(), 'as-services-'));
  program = await bundled(`import '/electron/cli/main.ts';`, path.join(base, 'out'));
}, 60_000);
afterAll(() => rm(base, { recursive: true, force: true }));

const stateOf = (scenario: string) => path.join(base, scenario);

interface Printed {
  readonly exit: number;
  readonly value: unknown;
  readonly problem: { readonly kind: string } | null;
}

function run(scenario: string, ...args: readonly string[]): Promise<Printed> {
  const whole = [program, ...args, '--json', '--lab', scenario, '--state', stateOf(scenario)];
  const child = spawn(process.execPath, whole, { stdio: ['ignore', 'pipe', 'ignore'] });
  return new Promise((resolve, reject) => {
    let out = '';
    child.stdout.on('data', (part: Buffer) => {
      out += part.toString();
    });
    child.once('error', reject);
    child.once('close', () => resolve(JSON.parse(out) as Printed)); // the one document that --json prints
  });
}

const id = '0b5a7a58-3f0f-4c80-9a61-0f1c1d7a4b11';
const of = (accounts: readonly AccountTests[], account: AccountTests['account']) => {
  const found = accounts.find((tests) => tests.account === account);
  expect(found?.problem).toBeNull();
  if (found?.seen == null) throw new Error(`no answer as ${account}`);
  return { ...found, seen: found.seen };
};
const proxied = { kind: 'static', proxies: [{ scheme: null, host: 'proxy.contoso.com', port: 8080 }] };

test('verify --as-services has the accounts beside the matrix, each by its own settings', {
  timeout: 60_000,
}, async () => {
  const printed = await run('half-legacy', 'verify', '--as-services');
  const verification = Verification.parse(printed.value);
  const accounts = verification.accounts ?? [];
  const [system, service] = [of(accounts, 'local-system'), of(accounts, 'local-service')];
  expect(system.simulated).toBe(true);
  // Only Local Service has the proxy there.
  expect(system.seen.own).toEqual({ state: 'read', route: { kind: 'direct' } });
  expect(service.seen.own).toMatchObject({ state: 'read', route: proxied });
  const cellOf = ({ seen }: typeof system, service: 'mdi-sensor' | 'mdi-updater') =>
    seen.rows.flatMap(({ cells }) => cells).find(({ takes }) => takes.includes(service));
  expect(cellOf(service, 'mdi-sensor')).toMatchObject({ paths: ['local-service'], verdict: { grade: 'works' } });
  expect(cellOf(system, 'mdi-updater')).toMatchObject({ paths: ['local-system'], verdict: { kind: 'tcp-refused' } });
  // Each account answers for its own services.
  expect(cellOf(system, 'mdi-sensor')).toBeUndefined();
  // Lists of revoked certificates are fetched by WinHTTP alone, and not by Local Service.
  const crl = ({ seen }: typeof system) => seen.rows.filter(({ product }) => product === 'common');
  expect(crl(service)).toEqual([]);
  expect(crl(system).flatMap(({ cells }) => cells.map(({ paths }) => paths))).toContainEqual(['winhttp']);
  expect(readdirSync(path.join(stateOf('half-legacy'), 'accounts'))).toEqual([]);
});

test('without rights it is done by the program that is started with them', { timeout: 60_000 }, async () => {
  const { value } = await run('limited-user', 'verify', '--as-services');
  const accounts = Verification.parse(value).accounts ?? [];
  expect(of(accounts, 'local-service').seen.rows.length).toBeGreaterThan(5);
});

test('own endpoints are what the accounts test, also by the program that is started with rights', {
  timeout: 60_000,
}, async () => {
  const { value } = (await run('direct', 'endpoints')) as { readonly value: { readonly endpoints: unknown[] } };
  const isLeft = (row: unknown) => JSON.stringify(row).includes('"product":"mdi-v2"');
  await writeFile(path.join(base, 'own.json'), JSON.stringify({ ...value, endpoints: value.endpoints.filter(isLeft) }));
  for (const scenario of ['static-proxy', 'limited-user']) {
    const printed = await run(scenario, 'verify', '--as-services', '--endpoints', path.join(base, 'own.json'));
    const { accounts = [], matrix } = Verification.parse(printed.value);
    for (const account of ['local-system', 'local-service'] as const)
      expect(new Set(of(accounts, account).seen.rows.map(({ product }) => product))).toEqual(new Set(['mdi-v2']));
    expect(new Set(matrix.rows.map(({ product }) => product))).toEqual(new Set(['mdi-v2']));
  }
});

test('report --as-services has them in the ticket', { timeout: 60_000 }, async () => {
  const out = path.join(base, 'ticket');
  expect(await run('static-proxy', 'report', '--out', out, '--as-services', '--formats', 'md')).toMatchObject({
    exit: 0,
  });
  const ticket = readFileSync(path.join(out, 'ticket.md'), 'utf8');
  for (const account of ['Local System', 'Local Service']) expect(ticket).toContain(account);
  expect(await run('uac-declined', 'report', '--out', path.join(base, 'none'), '--as-services')).toMatchObject({
    exit: 8,
  });
  expect(existsSync(path.join(base, 'none'))).toBe(false);
});

test('nothing is started where the prompt is declined', async () => {
  expect(await run('uac-declined', 'verify', '--as-services')).toMatchObject({
    exit: 8,
    problem: { kind: 'not-confirmed' },
  });
  expect(existsSync(path.join(stateOf('uac-declined'), 'accounts'))).toBe(false);
});

test('probe --run is both parts: with rights it starts the accounts, and without any it is refused', {
  timeout: 60_000,
}, async () => {
  const printed = await run('static-proxy', 'probe', '--run', id);
  const accounts = AccountTestsSchema.array().parse(printed.value);
  expect(accounts.map(({ account }) => account)).toEqual(['local-system', 'local-service']);
  for (const account of ['local-system', 'local-service'] as const)
    for (const { cells } of of(accounts, account).seen.rows) expect(cells.length).toBeGreaterThan(0);
  expect(existsSync(path.join(stateOf('static-proxy'), 'protected', 'runs', `${id}.answer.json`))).toBe(true);
  expect(await run('limited-user', 'probe', '--run', id)).toMatchObject({ exit: 8, problem: { kind: 'not-elevated' } });
});

describe('tests with rights that are cancelled', () => {
  /** This process starts the program, as a window does. */
  async function started(scenario: string) {
    const consoleProgram = { file: process.execPath, args: [program] };
    const opened = await openLab({ scenario, stateDir: stateOf(scenario), consoleProgram });
    if (!opened.ok) throw new Error(opened.problem.kind);
    const lab = opened.value;
    const cancel = new AbortController();
    const since = new Date();
    const answer = async () => {
      const left = await readAnswer(lab, id, since);
      return left.ok ? (left.value?.kind ?? null) : left.problem.kind;
    };
    return { run: () => lab.elevation.run(['probe', '--run', id], cancel.signal), cancel, answer, close: lab.close };
  }
  const inside = (scenario: string, name: string) => {
    const folder = path.join(stateOf(scenario), name);
    return existsSync(folder) ? readdirSync(folder) : [];
  };

  test('end while an account tests, say so, and leave nothing of what was made', { timeout: 60_000 }, async () => {
    const { run, cancel, answer, close } = await started('black-hole');
    const running = run();
    const acting = path.join('accounts', id, 'acting.json');
    await expect.poll(() => existsSync(path.join(stateOf('black-hole'), acting)), { timeout: 30_000 }).toBe(true);
    const at = performance.now();
    cancel.abort();
    expect(await running).toEqual({ kind: 'exited', code: 130 });
    // A network that swallows everything keeps each account for longer than that.
    expect(performance.now() - at).toBeLessThan(5000);
    expect(await answer()).toBe('cancelled');
    for (const name of ['accounts', 'cancelled', 'elevated']) expect(inside('black-hole', name), name).toEqual([]);
    await close();
  });

  test('begin nothing where that was wished before the program was there', { timeout: 60_000 }, async () => {
    const { run, cancel, answer, close } = await started('limited-user');
    rmSync(path.join(stateOf('limited-user'), 'accounts'), { recursive: true, force: true });
    cancel.abort();
    expect(await run()).toEqual({ kind: 'exited', code: 130 });
    expect(await answer()).toBe('cancelled');
    expect(existsSync(path.join(stateOf('limited-user'), 'accounts'))).toBe(false);
    expect(inside('limited-user', 'cancelled')).toEqual([]);
    await close();
  });

  test('are those of one run and of who started it: no other wish ends any', { timeout: 60_000 }, async () => {
    const { run, answer, close } = await started('static-proxy');
    const wishes = path.join(stateOf('static-proxy'), 'cancelled');
    const other = `${process.ppid}-${id}`;
    mkdirSync(wishes);
    // Of another run, of another process, of one that is no more, and an old one of this very process and run.
    for (const name of [`${process.pid}-${id.replace('0b', '0c')}`, other, `${2 ** 30}-${id}`, `${process.pid}-${id}`])
      writeFileSync(path.join(wishes, name), '');
    expect(await run()).toEqual({ kind: 'exited', code: 0 });
    expect(await answer()).toBe('tested');
    expect(readdirSync(wishes).sort()).toEqual([`${process.pid}-${id.replace('0b', '0c')}`, other].sort());
    await close();
  });
});

test.each([
  [['probe', '--run', 'last']],
  [['probe', '--run', id, 'contoso.com']],
  [['probe', '--run', id, '--proxy', 'proxy.contoso.com:8080']],
  [['verify', '--as-services', '--plan', 'plan.json', '--proposed']],
])('%j is not right', async (args) => {
  expect(await run('direct', ...args)).toMatchObject({ exit: 2, problem: { kind: 'usage' } });
});
