import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { expect, type Folders, launched, programArguments, root, test } from './fixtures.ts';

/** How the program starts and refuses to start: as a process, without a test runner inside. */

// The package's main module is the path of the runtime, as its own command line uses it.
const electron = createRequire(import.meta.url)('electron') as string;
const sandbox = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];

interface Ended {
  readonly code: number | null;
  readonly stderr: string;
}

async function ended(child: ChildProcess): Promise<Ended> {
  let stderr = '';
  child.stderr?.on('data', (chunk) => {
    stderr += chunk;
  });
  const [code] = await once(child, 'close');
  return { code, stderr };
}

const start = (args: readonly string[]) => spawn(electron, [...sandbox, ...args], { cwd: root });

/** The program's own lines; the runtime writes about graphics and buses beside them. */
const sentences = (stderr: string) => stderr.split('\n').filter((line) => line.startsWith('defender-proxy-wizard:'));

for (const [args, says] of [
  [['--frob'], 'unknown argument "--frob"'],
  [['--lab'], '--lab has no value'],
  [['--state', 'x'], '--state needs --lab'],
  [['--lab', 'no-such-scenario', '--state', 'never-made'], 'no-such-scenario'],
] as const)
  test(`refuses ${args.join(' ')} with one sentence and exit code 2`, async ({ folders }) => {
    const { code, stderr } = await ended(start([root, `--user-data-dir=${folders.profile}`, ...args]));
    expect(sentences(stderr)).toEqual([expect.stringContaining(says)]);
    expect(code).toBe(2);
  });

test('a second start ends at once and leaves the first window', async ({ app, page, folders, scenario }) => {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const { code, stderr } = await ended(start(programArguments(folders, scenario)));
  expect(sentences(stderr)).toEqual(['defender-proxy-wizard: it is open already.']);
  expect(code).toBe(0);
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('says that its own folder cannot be used, and does not take that for a window that is open', async ({
  folders,
}) => {
  await writeFile(folders.profile, 'no folder');
  const { code, stderr } = await ended(start(programArguments(folders, 'no-sensor')));
  expect(sentences(stderr)).toEqual([
    expect.stringContaining(`own folder cannot be used: ${folders.profile}. Make it a folder`),
  ]);
  expect(code).toBe(1);
});

/** Starts the program with something done before its first line. */
async function startAfter(folders: Folders, scenario: string, before: string): Promise<Ended> {
  const program = path.join(folders.ticket, 'program');
  await mkdir(program);
  await writeFile(path.join(program, 'package.json'), JSON.stringify({ main: 'main.cjs' }));
  const main = path.join(root, 'out/main/main.cjs');
  await writeFile(path.join(program, 'main.cjs'), `${before}\nrequire(${JSON.stringify(main)});`);
  return ended(start(programArguments(folders, scenario, program)));
}

test('a window that is closed while its page loads ends the program without a complaint', async ({
  folders,
  scenario,
}) => {
  const { code, stderr } = await startAfter(
    folders,
    scenario,
    "require('electron').app.on('browser-window-created', (_event, window) => setImmediate(() => window.close()));",
  );
  expect(sentences(stderr)).toEqual([]);
  expect(code).toBe(0);
});

test('a program whose page nobody answers any more says so and ends', async ({ folders, scenario }) => {
  const { code, stderr } = await startAfter(
    folders,
    scenario,
    `const threads = require('node:worker_threads');
threads.Worker = class extends threads.Worker {
  constructor(...given) {
    super(...given);
    this.once('message', () => this.terminate());
  }
};`,
  );
  expect(sentences(stderr)).toEqual([expect.stringContaining('met a fault of its own and cannot go on')]);
  expect(code).toBe(1);
});

test('ends when its window is closed', async ({ folders, scenario }) => {
  const app = await launched(folders, scenario);
  const page = await app.firstWindow();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const ended = once(app.process(), 'exit');
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  expect(await ended).toEqual([0, null]);
});
