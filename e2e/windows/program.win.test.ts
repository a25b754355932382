import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Answer } from '../../electron/core/plan/answer.ts';
import { Snapshot } from '../../electron/core/plan/snapshot.ts';
import { commandLine } from '../../electron/machine/windows/command-line.ts';
import { computerFacts } from '../../electron/machine/windows/computer.ts';
import { fileVersion } from '../../electron/machine/windows/file-version.ts';
import { openWindows } from '../../electron/machine/windows/open-windows.ts';
import { programDataFolder } from '../../electron/machine/windows/program-data.ts';
import { makeFolder } from '../../electron/machine/windows/protected-folder.ts';
import { deleteValue, withKey, writeValue } from '../../electron/machine/windows/registry.ts';
import {
  bareEnvironment,
  installProgram,
  onlyPrepared,
  program,
  programFolder,
  removeProgram,
  run,
  runElevated,
  runJson,
} from './installed-program.ts';
import { exitWithoutRights } from './obstacles.ts';
import { differs } from './wine.ts';

/** The built program by itself: it runs without Node, hears nothing of the environment, and refuses unsafe places. */

const work = path.join(os.tmpdir(), 'DPW program suite');
const runs = path.win32.join(programDataFolder() ?? '', 'Defender Proxy Wizard', 'runs');
const at = (name: string) => path.join(work, name);

before(() => {
  installProgram();
  mkdirSync(work, { recursive: true });
});
after(() => {
  removeProgram();
  rmSync(work, { recursive: true, force: true });
});

test('it runs with nothing around it and says its version', () => {
  const { code, out, err } = run(['--version'], { env: bareEnvironment, cwd: 'C:\\' });
  assert.deepEqual([code, err], [0, '']);
  const version = out.trim();
  assert.match(version, /^\d+\.\d+\.\d+$/);
  assert.equal(fileVersion(program), `${version}.0`);
});

test('the folder holds the program, one native module and the licenses', () => {
  const files = readdirSync(programFolder, { recursive: true }).map(String).sort();
  assert.deepEqual(
    files.filter((name) => !name.startsWith('licenses')),
    ['defender-proxy.exe', 'native', 'native\\koffi.node'],
  );
});

for (const [code, what, args] of [
  [0, 'help', []],
  [2, 'an unknown command', ['frob']],
  [3, 'a plan that is not there', ['apply', '--plan', 'C:\\no such plan.json', '--digest', 'a'.repeat(64)]],
  [4, 'a run that is not there', ['undo', '--run', randomUUID()]],
] as const) {
  test(`exit code ${code} arrives for ${what}`, () => assert.equal(run(args).code, code));
}

test('it detects this very computer without any environment', () => {
  const { code, value } = runJson(['detect'], { env: bareEnvironment });
  assert.equal(code, 0);
  const snapshot = Snapshot.parse(value);
  assert.deepEqual(snapshot.machine, computerFacts());
});

/** Variables by which Node loads what others have written, or writes where others want it, and how to see that. */
const slashed = (name: string) => at(name).replaceAll('\\', '/');
const planted = [
  {
    name: 'NODE_OPTIONS',
    value: `--require "${slashed('planted.cjs')}"`,
    isHeard: () => existsSync(at('planted.txt')),
  },
  { name: 'OPENSSL_CONF', value: at('planted.cnf'), isHeard: ({ code }: { code: number | null }) => code !== 0 },
  { name: 'NODE_COMPILE_CACHE', value: at('compiled'), isHeard: () => existsSync(at('compiled')) },
  { name: 'NODE_V8_COVERAGE', value: at('coverage'), isHeard: () => existsSync(at('coverage')) },
] as const;

for (const { name, value, isHeard } of planted) {
  test(`${name} loads and writes nothing, though it does in a plain Node`, () => {
    const bundle = process.env.DEFENDER_PROXY_BUNDLE ?? '';
    writeFileSync(at('planted.cjs'), `require('node:fs').writeFileSync('${slashed('planted.txt')}', 'here')`);
    writeFileSync(at('planted.cnf'), 'this is no configuration\n');
    const env = { ...bareEnvironment, [name]: value };
    const ours = run(['runs'], { env });
    assert.deepEqual([ours.code, ours.err, isHeard(ours)], [0, '', false]);
    assert.equal(isHeard(run([bundle, '--version'], { file: process.execPath, env })), true);
    for (const left of ['planted.txt', 'compiled', 'coverage']) rmSync(at(left), { recursive: true, force: true });
  });
}

test('files beside it and where it is started, named like the parts inside it, are not run', () => {
  const folder = path.dirname(process.env.DEFENDER_PROXY_BUNDLE ?? '');
  const parts = readdirSync(folder).filter((name) => name.endsWith('.cjs'));
  assert.ok(parts.includes('cli.cjs') && parts.length > 20);
  const places = [programFolder, at('parts')];
  mkdirSync(at('parts'), { recursive: true });
  try {
    for (const file of places.flatMap((place) => parts.map((name) => path.win32.join(place, name))))
      writeFileSync(file, 'process.exit(77);');
    const { code, err } = run(['runs'], { env: bareEnvironment, cwd: at('parts') });
    assert.deepEqual([code, err], [0, '']);
  } finally {
    for (const name of parts) rmSync(path.win32.join(programFolder, name), { force: true });
  }
});

test('what the environment calls ProgramData is not where its records are', () => {
  const env = { ...bareEnvironment, ProgramData: at('data'), ALLUSERSPROFILE: at('data'), SystemDrive: 'Q:' };
  const id = randomUUID();
  assert.equal(run(['detect', '--run', id], { env }).code, 0);
  assert.ok(existsSync(path.win32.join(runs, `${id}.answer.json`)));
  assert.ok(!existsSync(at('data')));
});

const preference = { root: 'HKLM', path: 'SOFTWARE\\Microsoft\\Windows Defender', view: 64 } as const;

test('started as the window starts it, it leaves what it found with its secrets sealed', () => {
  const before = withKey(preference, (query) => query('ProxyServer'));
  const secret = 'http://ann:pa55word@proxy.contoso.com:8080';
  writeValue(preference, 'ProxyServer', { type: 1, bytes: Buffer.from(`${secret}\0`, 'utf16le') });
  const id = randomUUID();
  const ended = runElevated(['detect', '--run', id]);
  if ('bytes' in before) writeValue(preference, 'ProxyServer', before);
  else deleteValue(preference, 'ProxyServer');
  assert.deepEqual(ended, { kind: 'exited', code: 0 });
  const text = readFileSync(path.win32.join(runs, `${id}.answer.json`), 'utf8');
  const { answer } = Answer.parse(JSON.parse(text));
  assert.ok(answer.kind === 'detected');
  assert.equal(answer.snapshot.settings['mdav.preference.proxyServer'].reading.state, 'sealed');
  for (const part of [
    'pa55word',
    Buffer.from('pa55word').toString('hex'),
    Buffer.from('pa55word', 'utf16le').toString('hex'),
  ])
    assert.ok(!text.includes(part));
});

test('a refusal is left for the window under the id of its run', () => {
  const id = randomUUID();
  const ended = runElevated(['undo', '--run', id]);
  assert.deepEqual(ended, { kind: 'exited', code: 4 });
  const { answer } = Answer.parse(JSON.parse(readFileSync(path.win32.join(runs, `${id}.answer.json`), 'utf8')));
  assert.deepEqual(answer, { kind: 'refused', problem: { kind: 'no-such-run', run: id } });
});

test('who has only made ready to start it ends by itself', () => assert.equal(onlyPrepared(), 0));

test('a program that is not there cannot be started with rights', () => {
  const ended = runElevated(['undo', '--run', randomUUID()], at('none.exe'));
  assert.deepEqual(ended, { kind: 'failed', win32: 2, detail: 'ShellExecuteExW' });
});

/** Refuses to undo, before it looks for the run. */
function refusalOf(file: string, args: readonly string[] = []): unknown {
  const { code, value } = runJson([...args, 'undo', '--run', randomUUID()], { file });
  assert.equal(code, 4);
  return value;
}

test('in a folder that others may write to it writes nothing', () => {
  // Where none can be made, one was made before.
  const isMade = differs('umask-limits-acl');
  const loose = isMade ? path.join(__dirname, 'loose') : at('loose');
  if (!isMade) assert.equal(makeFolder(loose, 'D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;FA;;;WD)'), 0);
  mkdirSync(path.join(loose, 'native'));
  linkSync(program, path.join(loose, 'defender-proxy.exe'));
  linkSync(path.join(programFolder, 'native/koffi.node'), path.join(loose, 'native/koffi.node'));
  assert.deepEqual(refusalOf(path.join(loose, 'defender-proxy.exe')), {
    kind: 'folder-unsafe',
    path: loose,
    why: 'acl',
    holds: 'program',
  });
});

test('run by a Node of its own it writes nothing', () => {
  const bundle = process.env.DEFENDER_PROXY_BUNDLE ?? '';
  assert.deepEqual(refusalOf(process.execPath, [bundle]), {
    kind: 'folder-unsafe',
    path: path.dirname(bundle),
    why: 'not-packaged',
    holds: 'program',
  });
});

test('without administrator rights it undoes nothing, and leaves nothing for a window', () => {
  const id = randomUUID();
  const codes = [
    ['undo', '--run', id],
    ['detect', '--run', id],
  ].map((args) => exitWithoutRights(commandLine([program, ...args])));
  // Windows itself lends no such token to a test; there the lab's rehearsal has to do.
  assert.deepEqual(codes, differs('linked-token-usable') ? [8, 8] : [null, null]);
  assert.ok(!existsSync(path.win32.join(runs, `${id}.answer.json`)));
});

test('in a lab it changes nothing of this computer, wherever it lies', () => {
  const lab = ['--lab', 'direct', '--state', at('lab')];
  const { code, value } = runJson(['detect', ...lab]);
  assert.equal(code, 0);
  assert.equal(Snapshot.parse(value).machine.lab, 'direct');
});

test('the machine that the window opens is this computer', async () => {
  const opened = openWindows({ program, workers: '', owner: () => 0n, knownRoots: () => [] });
  assert.ok(opened.ok);
  const machine = opened.value;
  assert.deepEqual(await machine.facts(), computerFacts());
  assert.equal(machine.lab, null);
  assert.equal(await machine.route({ host: 'a.contoso.com', port: 443, role: 'origin' }), null);
  assert.deepEqual(await machine.protectedFolder('runs'), { ok: true, value: runs });
  assert.equal(await machine.senseIdentity(), false);
  assert.equal(await machine.isRunning(process.pid, new Date()), true);
  assert.equal(await machine.isRunning(process.pid, new Date(Date.now() - 3_600_000)), false);
  assert.equal(await machine.isRunning(2 ** 30, new Date()), false);
  await assert.rejects(machine.backupFolder('C:\\Windows'));
  await machine.close();
});
