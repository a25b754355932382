import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, openSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundled } from '../apply/bundle-for-tests.ts';
import { exampleIntent } from '../core/plan/example-intent.ts';
import { sha256 } from '../disk/sha256.ts';
import { openLab } from '../machine/lab/open-lab.ts';

/** The program as its own process, as a user starts it: streams, signals and elevation. */

let base = '';
let program = '';
beforeAll(async () => {
  base = await mkdtemp(path.join(os.tmpdir(), 'cli-'));
  program = await bundled(`import '/electron/cli/main.ts';`, path.join(base, 'out'));
}, 60_000);
afterAll(() => rm(base, { recursive: true, force: true }));

const at = (name: string) => path.join(base, name);

function start(args: readonly string[], env: NodeJS.ProcessEnv = process.env): ChildProcess {
  return spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env });
}

function ended(child: ChildProcess): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise((resolve, reject) => {
    let [out, err] = ['', ''];
    child.stdout?.on('data', (part: Buffer) => {
      out += part.toString();
    });
    child.stderr?.on('data', (part: Buffer) => {
      err += part.toString();
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, out, err }));
  });
}

const run = (args: readonly string[], env?: NodeJS.ProcessEnv) => ended(start(args, env));

test('without a lab there is nothing to look at on a system that is not Windows', async () => {
  const { code, out, err } = await run(['detect']);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain('--lab SCENARIO');
});

test('prints help and ends by itself', async () => {
  expect(await run([])).toMatchObject({ code: 0, err: '', out: expect.stringContaining('Exit codes') as string });
});

test('prints one JSON document on stdout and the lab on stderr', async () => {
  const { code, out, err } = await run(['detect', '--json', '--lab', 'direct', '--state', at('json')]);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ exit: 0, value: { machine: { name: 'DC01' } } });
  expect(err).toContain(at('json'));
});

test('keeps a lab without --state under the temporary files of the user, and says where', async () => {
  const { code, err } = await run(['runs', '--lab', 'direct'], { ...process.env, TMPDIR: base, TEMP: base });
  expect(code).toBe(0);
  expect(err).toContain(at('defender-proxy-lab-direct'));
});

test('a reader that goes away early does not disturb the program', async () => {
  const child = start(['--help']);
  child.stdout?.destroy();
  expect(await ended(child)).toMatchObject({ code: 0, err: '' });
});

test.skipIf(process.platform === 'win32')('Ctrl+C ends the tests and the servers with code 130', async () => {
  // Here every direct connection is dropped in silence, so the tests wait until they are interrupted.
  const child = start(['verify', '--lab', 'black-hole', '--state', at('hole')]);
  const end = ended(child);
  child.stderr?.once('data', () => child.kill('SIGINT'));
  expect((await end).code).toBe(130);
});

test('the elevation of a lab starts this very program, which then has the rights to apply', async () => {
  const intent = at('intent.json');
  const plan = at('plan.json');
  const lab = ['--lab', 'limited-user', '--state', at('elevated')];
  const opened = await openLab({
    scenario: 'limited-user',
    stateDir: at('elevated'),
    consoleProgram: { file: process.execPath, args: [program] },
  });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  const machine = opened.value;
  // What an ordinary user cannot read is not planned for, so only MDE is changed here.
  const only = { ...exampleIntent, winhttp: null, mdav: null, mdi: null };
  await writeFile(intent, JSON.stringify(only));
  expect((await run(['plan', '--intent', intent, '--out', plan, ...lab])).code).toBe(0);
  const digest = sha256(await readFile(plan));
  const answer = ['detect', '--run', randomUUID()] as const;
  // Whoever has no rights leaves nothing for a window.
  expect((await run([...answer, ...lab])).code).toBe(8);
  expect(await machine.elevation.run(answer)).toEqual({ kind: 'exited', code: 0 });
  expect((await run(['apply', '--plan', plan, '--digest', digest, ...lab])).code).toBe(8);
  expect(await machine.elevation.run(['apply', '--plan', plan, '--digest', digest])).toEqual({
    kind: 'exited',
    code: 0,
  });
  expect((await machine.settings.read('mde.telemetryProxyServer')).state).toBe('present');
  await machine.close();
});

test.skipIf(!existsSync('/dev/full'))('output that could not be written ends with code 9', async () => {
  const full = openSync('/dev/full', 'w');
  try {
    const args = [program, 'detect', '--json', '--lab', 'direct', '--state', at('full')];
    expect(await ended(spawn(process.execPath, args, { stdio: ['ignore', full, 'pipe'] }))).toMatchObject({ code: 9 });
  } finally {
    closeSync(full);
  }
});
