import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { ensureElectron } from '../../scripts/ensure-electron.mjs';
import { readFuses, statedFuses } from '../../scripts/fuses.mjs';
import { expect, root, test } from '../fixtures.ts';
import { hands } from '../hand.ts';
import { wizard } from '../wizard.ts';
import { ended, executable, folder, opened } from './packaged.ts';

/** The wizard as it is installed: what it can do, and what its fuses keep others from doing with it. */

const version: unknown = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')).version;
const refused = 'defender-proxy-wizard: unknown argument "--frob": use --lab SCENARIO and, with it, --state DIR.';

let work = '';
test.beforeEach(async () => {
  work = await mkdtemp(path.join(os.tmpdir(), 'packaged-'));
});
test.afterEach(() => rm(work, { recursive: true, force: true }));

const profile = () => `--user-data-dir=${path.join(work, 'profile')}`;

test('walks the corridor, and applies by the console program that is installed with it', async () => {
  const { page, close } = await opened([
    profile(),
    '--lang=en-US',
    '--lab',
    'sensor-v2',
    '--state',
    path.join(work, 'lab'),
  ]);
  const at = wizard(page, hands.mouse(page));
  await at.detected();
  expect(await page.evaluate('typeof require')).toBe('undefined');
  await at.chooseStaticProxy('proxy.contoso.com:8080');
  await at.review();
  await at.apply();
  await at.tested();
  await expect(at.section('Result')).toContainText('Defender for Identity');
  await at.report();
  await close();
  const journals = spawnSync('find', [path.join(work, 'lab'), '-name', 'journal.jsonl'], { encoding: 'utf8' });
  const [journal = ''] = journals.stdout.trim().split('\n');
  expect(readFileSync(journal, 'utf8')).toContain('"state":"applied"');
});

test('has every fuse as it is stated', () => {
  const found = Object.entries(readFuses(executable));
  const stated: Readonly<Record<string, boolean>> = statedFuses();
  expect(found.filter(([name, on]) => stated[name] !== on)).toEqual([]);
  expect(found.map(([name]) => name)).toContain('onlyLoadAppFromAsar');
});

test('says that nobody signed it', async () => {
  const { page, close } = await opened([profile(), '--lab', 'direct', '--state', path.join(work, 'lab')]);
  await wizard(page, hands.mouse(page)).detected();
  const names = spawnSync('xwininfo', ['-root', '-tree'], { encoding: 'utf8' });
  expect(names.stdout).toContain('unsigned build');
  await close();
});

test('is no Node, whatever the environment says', async () => {
  const args = ['-p', '40 + 2'];
  const env = { ELECTRON_RUN_AS_NODE: '1' };
  const runtime = await ensureElectron();
  expect((await ended(runtime.executable, args, env)).out).toContain('42');
  expect((await ended(executable, args, env)).out).not.toContain('42');
});

test('loads nothing that NODE_OPTIONS names, though the same runtime does before it is packaged', async () => {
  const planted = path.join(work, 'planted.cjs');
  const trace = path.join(work, 'trace');
  await writeFile(planted, `require('node:fs').writeFileSync(${JSON.stringify(trace)}, 'here')`);
  const env = { NODE_OPTIONS: `--require ${planted}` };
  const ours = await ended(executable, [profile(), '--frob'], env);
  expect([ours.err.includes(refused), existsSync(trace)]).toEqual([true, false]);
  const runtime = await ensureElectron();
  await ended(runtime.executable, [root, profile(), '--frob'], env);
  expect(existsSync(trace)).toBe(true);
});

test('opens no debugger, though the same runtime does before it is packaged', async () => {
  const ours = await ended(executable, [profile(), '--inspect=0', '--frob']);
  expect([ours.err.includes(refused), ours.err.includes('Debugger listening')]).toEqual([true, false]);
  const runtime = await ensureElectron();
  const before = await ended(runtime.executable, ['--inspect=0', root, profile(), '--frob']);
  expect(before.err).toContain('Debugger listening');
});

test('takes no folder beside its archive for the program', async () => {
  const planted = path.join(folder, 'resources/app');
  try {
    await mkdir(planted);
    await writeFile(path.join(planted, 'package.json'), JSON.stringify({ name: 'planted', main: 'main.js' }));
    await writeFile(path.join(planted, 'main.js'), "console.error('planted'); process.exit(42)");
    const { code, err } = await ended(executable, [profile(), '--frob']);
    expect([code, err.includes(refused), err.includes('planted')]).toEqual([2, true, false]);
  } finally {
    await rm(planted, { recursive: true, force: true });
  }
});

test('starts its threads from inside the archive', async () => {
  const runtime = await ensureElectron();
  const thread = (name: string) => {
    const file = path.join(folder, 'resources/app.asar/out/worker', name);
    const code = `const { Worker } = require('node:worker_threads');
      new Worker(${JSON.stringify(file)}, { workerData: { file: '', parameters: '', owner: '0' } })
        .on('error', (error) => console.log(error.message));`;
    return ended(runtime.executable, ['-e', code], { ELECTRON_RUN_AS_NODE: '1' });
  };
  // Beyond here is Windows: what fails is its library, not the thread.
  expect((await thread('elevation-worker.cjs')).out).toContain('Failed to load shared library');
  expect((await thread('no-such-worker.cjs')).out).toContain('Cannot find module');
});

test('brings a console program of the same version', () => {
  const { stdout } = spawnSync(path.join(folder, 'console/defender-proxy'), ['--version'], { encoding: 'utf8' });
  expect(stdout.trim()).toBe(version);
});
