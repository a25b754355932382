import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { bundled } from '../apply/bundle-for-tests.ts';
import { openedIn } from '../apply/sealed-for-tests.ts';
import { exampleIntent } from '../core/plan/example-intent.ts';
import type { Intent, SignIn } from '../core/plan/intent.ts';
import { sha256 } from '../disk/sha256.ts';

/** The sign-in of the sensor at the console: the program as a process of its own, with real input and a real console. */

let base = '';
let program = '';
let folder = '';
beforeAll(async () => {
  base = await mkdtemp(path.join(os.tmpdir(), 'cli-sign-in-'));
  program = await bundled(`import '/electron/cli/main.ts';`, path.join(base, 'out'));
}, 60_000);
afterAll(() => rm(base, { recursive: true, force: true }));
beforeEach(async () => {
  folder = await mkdtemp(path.join(base, 'test-'));
});

const at = (name: string) => path.join(folder, name);
const user = 'CONTOSO\\svcProxy';
const secret = 'Pl4nted-S3cret';

async function intended(signIn: SignIn): Promise<void> {
  const { mdi } = exampleIntent;
  if (mdi === null) throw new Error('the example has MDI in scope');
  const intent: Intent = { ...exampleIntent, winhttp: null, mde: null, mdav: null, mdi: { ...mdi, signIn } };
  await writeFile(at('intent.json'), JSON.stringify(intent));
}

/** What was printed, without its line breaks. */
const flat = (text: string) => text.replace(/\s+/g, ' ');

const lab = (scenario = 'sensor-v2') => ['--lab', scenario, '--state', at('lab')];
const planning = () => ['plan', '--intent', at('intent.json'), '--out', at('plan.json')];
const applying = async () => [
  'apply',
  '--plan',
  at('plan.json'),
  '--digest',
  sha256(await readFile(at('plan.json'))),
  ...lab(),
];

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function run(args: readonly string[], input: string | null): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
    let [out, err] = ['', ''];
    child.stdout.on('data', (part: Buffer) => {
      out += part.toString();
    });
    child.stderr.on('data', (part: Buffer) => {
      err += part.toString();
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(input ?? '');
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, out, err }));
  });
}

/** Makes a console; every Debian has it. */
const scriptProgram = '/usr/bin/script';
const hasConsole = process.platform === 'linux' && spawnSync(scriptProgram, ['--version']).status === 0;

/** The same at a console of its own (util-linux `script`); `typed` goes in piece by piece, each after its prompt. */
function runAtConsole(
  args: readonly string[],
  typed: readonly (readonly [prompt: string, text: string])[],
): Promise<{ code: number | null; screen: string }> {
  const quoted = [process.execPath, program, ...args].map((arg) => `'${arg.replaceAll("'", "'\\''")}'`).join(' ');
  return new Promise((resolve, reject) => {
    const child = spawn(scriptProgram, ['-qefc', quoted, '/dev/null'], { stdio: ['pipe', 'pipe', 'ignore'] });
    const waiting = [...typed];
    let [screen, seen] = ['', 0];
    child.stdout.on('data', (part: Buffer) => {
      screen += part.toString();
      const [next] = waiting;
      const found = next === undefined ? -1 : screen.indexOf(next[0], seen);
      if (next === undefined || found < 0) return;
      seen = found + next[0].length;
      waiting.shift();
      child.stdin.write(next[1]);
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, screen }));
  });
}

async function sensorProxy() {
  const versions = await readdir(at('lab/sensor'), { withFileTypes: true });
  const version = versions.find((entry) => entry.isDirectory())?.name ?? '';
  return JSON.parse(await readFile(at(`lab/sensor/${version}/SensorConfiguration.json`), 'utf8'))
    .SensorProxyConfiguration;
}

async function storedPassword(): Promise<string> {
  const { UserName, EncryptedUserPasswordData: data } = await sensorProxy();
  expect(UserName).toBe(user);
  return openedIn(at('lab'), data.EncryptedBytes);
}

async function nowhereInClear(): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((found) => found.isFile())) {
    const bytes = await readFile(path.join(entry.parentPath, entry.name));
    for (const form of [secret, Buffer.from(secret, 'utf16le')]) expect(bytes.includes(form), entry.name).toBe(false);
  }
}

test('a password from another program is sealed beside the plan, applied, reported and put back', async () => {
  await intended({ kind: 'sealed', user });
  const planned = await run([...planning(), '--password-stdin', ...lab()], `${secret}\n`);
  expect(planned).toMatchObject({ code: 0 });
  expect(flat(planned.out)).toContain(`(sign-in as ${user}, new password, encrypted for the sensor)`);
  expect(planned.out).toContain(at('plan.json.sealed'));
  if (process.platform !== 'win32') expect((await stat(at('plan.json.sealed'))).mode & 0o777).toBe(0o600);
  await nowhereInClear();

  const applied = await run(await applying(), null);
  expect(applied).toMatchObject({ code: 0 });
  expect(await readdir(folder)).not.toContain('plan.json.sealed');
  expect(await storedPassword()).toBe(secret);
  const reported = await run(['report', '--out', at('ticket'), ...lab()], null);
  expect(reported.code).toBe(0);
  expect(await readFile(at('ticket/ticket.md'), 'utf8')).toContain('signs in to the proxy as');
  await nowhereInClear();
  const shown = [planned, applied, reported].flatMap(({ out, err }) => [out, err]).join();
  expect(shown).not.toContain(secret);

  expect((await run(['undo', ...lab()], null)).code).toBe(0);
  expect(await sensorProxy()).toBeNull();
});

test('a plan that is only shown needs no password, and keeps none', async () => {
  await intended({ kind: 'sealed', user });
  const { code, out } = await run(['plan', '--intent', at('intent.json'), ...lab()], null);
  expect({ code, kept: (await readdir(folder)).sort() }).toEqual({ code: 0, kept: ['intent.json', 'lab'] });
  expect(out).toContain('add --out FILE');
});

test('without a console a password cannot be asked for, and nothing is planned or applied', async () => {
  await intended({ kind: 'sealed', user });
  const planned = await run([...planning(), ...lab()], secret);
  expect(planned).toMatchObject({ code: 4, out: '' });
  expect(flat(planned.err)).toContain('no console to ask on');
  expect(await readdir(folder)).not.toContain('plan.json');

  await intended({ kind: 'ask', user });
  const asking = await run([...planning(), ...lab()], null);
  expect(asking.out).toContain('It asks for the password, so it has to be run at a console.');
  expect(await run(await applying(), secret)).toMatchObject({ code: 4, out: '' });
  expect(await sensorProxy()).toBeNull();
});

test.each<[string, SignIn, readonly string[], string, number]>([
  ['for a plan that needs none', { kind: 'none' }, ['--password-stdin'], secret, 2],
  ['that is empty', { kind: 'sealed', user }, ['--password-stdin'], '\n', 3],
  ['of two lines', { kind: 'sealed', user }, ['--password-stdin'], 'a\nb\n', 3],
  ['that is too long', { kind: 'sealed', user }, ['--password-stdin'], 'x'.repeat(96), 3],
])('a password %s is refused, and no plan is kept', async (_, signIn, options, input, code) => {
  await intended(signIn);
  const ended = await run([...planning(), ...options, ...lab()], input);
  expect(ended).toMatchObject({ code, out: '' });
  expect((await readdir(folder)).sort()).toEqual(['intent.json', 'lab']);
});

test('a password on the command line is no option', async () => {
  await intended({ kind: 'sealed', user });
  for (const option of [`--password=${secret}`, '--password', `--password-stdin=${secret}`]) {
    const { code, out, err } = await run([...planning(), option, ...lab()], null);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).not.toContain(secret);
  }
});

test.skipIf(!hasConsole)('at a console the password is asked for twice and never shown', async () => {
  await intended({ kind: 'sealed', user });
  const { code, screen } = await runAtConsole(
    [...planning(), ...lab()],
    [
      ['(it is not shown): ', `${secret}\r`],
      ['once more: ', `${secret}\r`],
    ],
  );
  expect(code).toBe(0);
  expect(screen).toContain(`Password of ${user}`);
  expect(screen).not.toContain(secret);
  expect(await readdir(folder)).toContain('plan.json.sealed');
  expect((await run(await applying(), null)).code).toBe(0);
  expect(await storedPassword()).toBe(secret);
});

test.skipIf(!hasConsole)(
  'at a console the program that applies asks itself, and Ctrl+C there changes nothing',
  async () => {
    await intended({ kind: 'ask', user });
    await run([...planning(), ...lab()], null);
    const broken = await runAtConsole(await applying(), [['(it is not shown): ', 'x\u0003']]);
    expect(broken.code).toBe(3);
    expect(await sensorProxy()).toBeNull();
    const { code, screen } = await runAtConsole(await applying(), [
      ['(it is not shown): ', `${secret}\r`],
      ['once more: ', `${secret}\r`],
    ]);
    expect({ code, shown: screen.includes(secret) }).toEqual({ code: 0, shown: false });
    expect(await storedPassword()).toBe(secret);
    await nowhereInClear();
  },
);

test('a sensor that could not be read is in the way of the plan, and no password is needed yet', async () => {
  await intended({ kind: 'sealed', user });
  const { code, out } = await run([...planning(), '--password-stdin', ...lab('limited-user')], secret);
  expect(code).toBe(4);
  expect(flat(out)).toContain('The sensor configuration could not be read');
  expect(await readdir(folder)).not.toContain('plan.json.sealed');
});

const probing = [
  'probe',
  'contoso-corpsensorapi.atp.azure.com',
  '--proxy',
  'proxy.contoso.com:8080',
  '--proxy-user',
  user,
];

test.skipIf(!hasConsole)('a test asks at the console for the password of the proxy, and keeps it nowhere', async () => {
  const typed = [['(it is not shown): ', `${secret}\r`]] as const;
  const { code, screen } = await runAtConsole([...probing, ...lab('proxy-407')], typed);
  expect(code).toBe(1);
  expect(flat(screen)).toContain('does not accept the sign-in that was typed for this test');
  const json = await runAtConsole([...probing, '--json', ...lab('proxy-407')], typed);
  expect(json.screen).toMatch(/"proxySignIn": "sent"/);
  for (const form of [secret, Buffer.from(`${user}:${secret}`).toString('base64')]) {
    expect(screen).not.toContain(form);
    expect(json.screen).not.toContain(form);
  }
  await nowhereInClear();
});

test('without a console nobody can be asked, and nothing is tested', async () => {
  const { code, out, err } = await run([...probing, ...lab('proxy-407')], secret);
  expect({ code, out }).toEqual({ code: 4, out: '' });
  expect(flat(err)).toContain('console');
});
