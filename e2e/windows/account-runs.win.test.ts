import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { encodeConnectionSettings, withManualProxy } from '../../electron/core/codecs/connection-settings.ts';

import { AccountAnswer, type AccountRequest, seenOf } from '../../electron/core/plan/account-run.ts';
import { Answer } from '../../electron/core/plan/answer.ts';
import { type ServiceAccount, ServiceAccount as ServiceAccounts } from '../../electron/core/plan/service-account.ts';

import type { AccountRan } from '../../electron/machine/machine.ts';
import { accountRuns } from '../../electron/machine/windows/account-runs.ts';
import { isWished } from '../../electron/machine/windows/cancel-wish.ts';
import { elevation } from '../../electron/machine/windows/elevation.ts';
import { programDataFolder } from '../../electron/machine/windows/program-data.ts';
import { makeFolder, protectedPath, securityOf } from '../../electron/machine/windows/protected-folder.ts';
import { runProgram } from '../../electron/machine/windows/run-program.ts';
import { systemFolder } from '../../electron/machine/windows/system-folder.ts';
import { taskName, taskXml } from '../../electron/machine/windows/task-xml.ts';
import { tokenSid } from '../../electron/machine/windows/token-account.ts';
import { shippedCatalogue } from '../../electron/verify/shipped-catalogue.ts';
import { installProgram, program, removeProgram, start } from './installed-program.ts';
import { differs } from './wine.ts';

/** The tests as the accounts of the services: real tasks, real folders, and the part of the account as a process. */

const schtasks = path.win32.join(systemFolder(), 'schtasks.exe');
const base = programDataFolder() ?? '';
const accounts = path.win32.join(base, 'Defender Proxy Wizard', 'accounts');
const child = path.win32.join(__dirname, 'account-part.child.cjs');
const runs = accountRuns({ argvOf: (run) => [child, run] });
const ask = (...argv: string[]) => runProgram(schtasks, argv, { timeoutMs: 20_000 });
/** Where the Task Scheduler keeps a task. */
const taskFile = (run: string, account: ServiceAccount) =>
  path.win32.join(systemFolder(), 'tasks', taskName(run, account));
const anyTask = (run: string) => ServiceAccounts.options.some((account) => existsSync(taskFile(run, account)));
const ids = Array.from({ length: 5 }, (_, at) => `0b5a7a58-3f0f-4c80-9a61-00000000000${at}`);
const id = (at: number): string => ids[at] ?? '';

/** A proxy that answers everything itself, and takes note of what it was asked for. */
const asked: string[] = [];
const proxy = http.createServer((request, answer) => {
  asked.push(request.url ?? '');
  answer.end('from the proxy');
});
let port = 0;

before(async () => {
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  port = (proxy.address() as AddressInfo).port; // it listens on a port
  installProgram();
  // The first call starts the services of tasks, which under Wine keep the output of whoever started them.
  spawnSync(schtasks, ['/Query', '/TN', 'none'], { stdio: 'ignore' });
});
after(() => {
  proxy.close();
  proxy.closeAllConnections();
  removeProgram();
  for (const run of ids) for (const account of ServiceAccounts.options) rmSync(taskFile(run, account), { force: true });
  rmSync(path.win32.dirname(accounts), { recursive: true, force: true });
});

function requestOf(run: string): AccountRequest {
  const endpoint = shippedCatalogue().endpoints.find((row) => row.port === 80);
  assert.ok(endpoint);
  const row = {
    head: {
      id: endpoint.id,
      endpoint: endpoint.id,
      product: endpoint.product,
      purpose: endpoint.purpose,
      necessity: endpoint.requirement,
      services: [],
      target: { scheme: 'http' as const, host: 'crl.contoso.invalid', port: 80, path: '/a.crl' },
    },
    endpoint,
    expected: null,
    own: true,
    winhttp: null,
    services: [],
  };
  return {
    schema: 1,
    run,
    at: new Date().toISOString(),
    accounts: { 'local-system': [row], 'local-service': [row] },
  };
}

/** Starts the very command line of an account's task, as the Task Scheduler would, once the task is there. */
async function startTask(run: string, account: ServiceAccount): Promise<void> {
  const definition = path.win32.join(accounts, run, `${account}.xml`);
  while (!existsSync(taskFile(run, account))) await new Promise((resolve) => setTimeout(resolve, 50));
  const xml = readFileSync(definition, 'utf16le');
  const command = /<Command>(.*)<\/Command>/.exec(xml)?.[1] ?? '';
  const parameters = /<Arguments>(.*)<\/Arguments>/.exec(xml)?.[1] ?? '';
  assert.doesNotMatch(command + parameters, /&/);
  const env = { ...process.env, ACTS_AS: account };
  const part = spawn(command, [parameters], { windowsVerbatimArguments: true, stdio: 'ignore', env });
  const code = await new Promise((resolve) => part.once('close', resolve));
  assert.equal(code, 0, account);
}

test('this process is none of the service accounts, by its token', async () => {
  assert.match(tokenSid() ?? '', /^S-1-5-21-/);
  assert.equal(await runs.self(), null);
});

test('schtasks.exe takes the definition, refuses to take it twice, and removes it', async () => {
  const run = id(0);
  const folder = path.win32.join(base, 'DPW task suite');
  mkdirSync(folder, { recursive: true });
  try {
    const file = path.win32.join(folder, 'task.xml');
    const name = taskName(run, 'local-service');
    const program = 'C:\\Program Files\\R&D\\none.exe';
    writeFileSync(file, taskXml({ account: 'local-service', program, argv: ['probe', '--run', run], minutes: 1 }));
    assert.deepEqual(await ask('/Create', '/XML', file, '/TN', name), { kind: 'exited', code: 0, output: '' });
    assert.ok(existsSync(taskFile(run, 'local-service')));
    const again = await ask('/Create', '/XML', file, '/TN', name);
    assert.ok(again.kind === 'exited' && again.code !== 0);
    const removed = await ask('/Delete', '/TN', name, '/F');
    assert.ok(removed.kind === 'exited' && removed.code === 0);
    assert.ok(!existsSync(taskFile(run, 'local-service')));
    const twice = await ask('/Delete', '/TN', name, '/F');
    assert.ok(twice.kind === 'exited' && twice.code !== 0);
    const found = await ask('/Query', '/TN', name);
    if (differs('finds-every-task')) assert.ok(found.kind === 'exited' && found.code === 0);
    else assert.ok(found.kind === 'exited' && found.code !== 0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('the whole way: request, tasks, the part of each account, its answer, and nothing left', async () => {
  const run = id(1);
  const request = requestOf(run);
  const blob = encodeConnectionSettings(withManualProxy(null, `127.0.0.1:${port}`, ''));
  // The part runs as the account of this suite there, so that the settings of that account count.
  if (differs('no-tasks-run')) setOwnProxy(blob);
  try {
    const running = runs.run(request, { timeoutMs: 60_000 });
    if (differs('no-tasks-run')) for (const account of ServiceAccounts.options) await startTask(run, account);
    const ran = await running;
    assert.ok(ran.ok, JSON.stringify(ran));
    for (const account of ServiceAccounts.options) {
      const { answer, problem }: AccountRan = ran.value[account];
      assert.equal(problem, null, JSON.stringify(problem));
      assert.ok(answer !== null);
      const parsed = AccountAnswer.parse(JSON.parse(Buffer.from(answer).toString('utf8')));
      const seen = seenOf(request, account, parsed);
      assert.equal(seen?.rows.length, 1);
      if (!differs('no-tasks-run')) continue;
      assert.deepEqual(seen?.own, {
        state: 'read',
        route: { kind: 'static', proxies: [{ scheme: null, host: '127.0.0.1', port }], bypass: [] },
      });
      const http = seen?.rows[0]?.cells[0]?.observation?.http;
      assert.ok(http?.state === 'done' && http.answer.body === 'from the proxy', JSON.stringify(seen));
      // Windows' own HTTP gets the same by the same settings.
      assert.deepEqual(
        seen?.system.map(({ observation: { http: same } }) => same.state === 'done' && same.answer.body),
        ['from the proxy'],
      );
    }
  } finally {
    if (differs('no-tasks-run')) setOwnProxy(null);
  }
  if (differs('no-tasks-run')) assert.ok(asked.includes('http://crl.contoso.invalid/a.crl'), JSON.stringify(asked));
  assert.ok(!anyTask(run));
  assert.ok(!existsSync(path.win32.join(accounts, run)));
});

/** The WinINET settings of the account of this suite, which `reg.exe` writes: the product never does. */
function setOwnProxy(bytes: Uint8Array | null): void {
  const key = 'HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\Connections';
  const hex = bytes === null ? '' : Buffer.from(bytes).toString('hex');
  const argv =
    bytes === null
      ? ['delete', key, '/v', 'DefaultConnectionSettings', '/f']
      : ['add', key, '/v', 'DefaultConnectionSettings', '/t', 'REG_BINARY', '/d', hex, '/f'];
  assert.equal(spawnSync('reg.exe', argv).status, 0);
}

test('an account that does not answer is told, and its task is removed', async () => {
  const run = id(2);
  const silent = accountRuns({ argvOf: () => ['-e', '0'] });
  const ran = await silent.run(requestOf(run), { timeoutMs: 1000 });
  assert.ok(ran.ok);
  for (const account of ServiceAccounts.options) {
    const { answer, problem }: AccountRan = ran.value[account];
    assert.equal(answer, null);
    assert.ok(problem?.kind === 'account-run-failed' && problem.step === 'answer', JSON.stringify(problem));
  }
  assert.ok(!anyTask(run));
});

test('where the Task Scheduler takes no task, that is told', async () => {
  const none = accountRuns({ argvOf: () => [], schtasks: path.win32.join(systemFolder(), 'reg.exe') });
  const ran = await none.run(requestOf(id(2)), { timeoutMs: 1000 });
  assert.ok(ran.ok);
  const { problem } = ran.value['local-service'];
  assert.ok(problem?.kind === 'account-run-failed' && problem.step === 'create' && problem.code !== 0);
  assert.ok(!existsSync(path.win32.join(accounts, id(2))));
});

test('what a program that was killed has left is removed by the next start', async () => {
  const run = id(3);
  const killed = start(['probe', '--run', run]);
  const isThere = () => ServiceAccounts.options.every((account) => existsSync(taskFile(run, account)));
  while (!isThere() && killed.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(killed.exitCode, null);
  const folder = path.win32.join(accounts, run);
  assert.match(readFileSync(path.win32.join(folder, 'local-service.xml'), 'utf16le'), /defender-proxy\.exe<\/Command>/);
  // Nobody but administrators changes what the accounts are asked, and Local Service writes into its own folder only.
  for (const place of [folder, path.win32.join(folder, 'local-system')]) assert.ok(securityOf(place) !== null, place);
  killed.kill('SIGKILL');
  await new Promise((resolve) => killed.once('exit', resolve));
  assert.ok(anyTask(run));
  const ran = await accountRuns({ argvOf: () => [] }).run(requestOf(id(2)), { timeoutMs: 1000 });
  assert.ok(ran.ok);
  assert.ok(!anyTask(run));
  assert.ok(!existsSync(folder));
});

test('tests that are cancelled end soon, say so, and leave neither a task nor a folder', async () => {
  const run = id(4);
  const cancel = new AbortController();
  const { run: started } = elevation({ program, worker: 'none', elevated: true, owner: () => 0n });
  let ended: unknown = null;
  const testing = started(['probe', '--run', run], cancel.signal).then((end) => {
    ended = end;
  });
  const isThere = () => ServiceAccounts.options.every((account) => existsSync(taskFile(run, account)));
  while (!isThere() && ended === null) await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(ended, null);
  const at = performance.now();
  cancel.abort();
  await testing;
  assert.deepEqual(ended, { kind: 'exited', code: 130 });
  // Without the wish they wait a minute and a half for the accounts.
  assert.ok(performance.now() - at < 30_000, `${performance.now() - at} ms`);
  assert.ok(!anyTask(run));
  assert.ok(!existsSync(path.win32.join(accounts, run)));
  const answer = path.win32.join(path.win32.dirname(accounts), 'runs', `${run}.answer.json`);
  assert.equal(Answer.parse(JSON.parse(readFileSync(answer, 'utf8'))).answer.kind, 'cancelled');
});

test('where they are cancelled before they have begun, nothing is made', async () => {
  const cancel = AbortSignal.abort();
  const none = accountRuns({ argvOf: () => [], schtasks: path.win32.join(systemFolder(), 'none.exe') });
  const ran = await none.run(requestOf(id(2)), { timeoutMs: 1000, signal: cancel });
  assert.ok(ran.ok);
  for (const account of ServiceAccounts.options) {
    const { problem }: AccountRan = ran.value[account];
    assert.ok(problem?.kind === 'account-run-failed' && problem.step === 'answer', JSON.stringify(problem));
  }
  assert.ok(!existsSync(path.win32.join(accounts, id(2))));
});

test('the wish is seen by other processes, is that of one run, and is gone with who had it', async () => {
  assert.equal(isWished(id(4)), false);
  const wishing = spawn(process.execPath, [path.win32.join(__dirname, 'cancel-wish.child.cjs'), id(4)], {
    stdio: 'ignore',
  });
  while (!isWished(id(4)) && wishing.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(isWished(id(4).toUpperCase()), true);
  assert.equal(isWished(id(3)), false);
  wishing.kill('SIGKILL');
  await new Promise((resolve) => wishing.once('exit', resolve));
  assert.equal(isWished(id(4)), false);
});

test('a request is read from a folder that only administrators change, and by an id alone', async () => {
  for (const run of ['..', '..\\runs', id(0), '']) assert.ok(!(await runs.request(run)).ok, run);
  const all = protectedPath(base, ['Defender Proxy Wizard', 'accounts'], 'everybody');
  assert.ok(all.ok);
  assert.equal(makeFolder(path.win32.join(all.value, id(0)), 'O:BAG:SYD:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)'), 0);
  writeFileSync(path.win32.join(all.value, id(0), 'request.json'), '{}');
  const read = await runs.request(id(0));
  assert.ok(read.ok && Buffer.from(read.value).toString() === '{}');
});
