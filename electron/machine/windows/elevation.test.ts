import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { elevation, resultOf } from './elevation.ts';

test.each([
  ['a declined prompt', { kind: 'refused', win32: 1223 }, { kind: 'not-confirmed' }],
  ['a missing program', { kind: 'refused', win32: 2 }, { kind: 'failed', win32: 2, detail: 'ShellExecuteExW' }],
  [
    'a denial by policy is no declined prompt',
    { kind: 'refused', win32: 5 },
    { kind: 'failed', win32: 5, detail: 'ShellExecuteExW' },
  ],
  ['a program that ended', { kind: 'exited', code: 5 }, { kind: 'exited', code: 5 }],
  ['a program that itself ended with 1223', { kind: 'exited', code: 1223 }, { kind: 'exited', code: 1223 }],
] as const)('%s', (_, answer, result) => {
  expect(resultOf(answer)).toEqual(result);
});

test('a caller that has the rights already starts the program itself, and nobody is asked', async () => {
  const owner = () => {
    throw new Error('a prompt was to be shown');
  };
  const started = (program: string) =>
    elevation({ program, worker: 'none', elevated: true, owner }).run(['undo', '--run', crypto.randomUUID()]);
  // Node takes the first argument for a script, which is not there.
  expect(await started(process.execPath)).toEqual({ kind: 'exited', code: 1 });
  expect(await started('/no/such/program')).toMatchObject({ kind: 'failed', win32: 0 });
});

/**
 * Which thread answers, and when it comes; what the true one does, and that it holds no program up, is shown on Windows.
 * Each of these counts its starts in a file beside it.
 */
describe('the thread that waits', () => {
  const argv = ['undo', '--run', crypto.randomUUID()] as const;
  let folder = '';
  const at = (name: string) => path.join(folder, name);
  const startsOf = async (name: string) =>
    readFile(at(`${name}.starts`), 'utf8').then(
      (text) => text.length,
      () => 0,
    );
  const counts = 'require("node:fs").appendFileSync(__filename.replace(".cjs", ".starts"), "x");';
  const listens = 'const { parentPort } = require("node:worker_threads"); parentPort.once("message", (request) =>';
  const answers = `${counts}${listens} parentPort.postMessage({ kind: "exited", code: request.parameters.length }));`;
  const made = async (name: string, text: string) => {
    await writeFile(at(`${name}.cjs`), text);
    return elevation({ program: 'p.exe', worker: at(`${name}.cjs`), elevated: false, owner: () => 0n });
  };
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'threads-'));
  });
  afterAll(() => rm(folder, { recursive: true }));
  const answered = { kind: 'exited', code: argv.join(' ').length } as const;

  test('is started when it is needed where nobody prepared it', async () => {
    const { run } = await made('plain', answers);
    expect(await startsOf('plain')).toBe(0);
    expect(await run(argv)).toEqual(answered);
    expect(await startsOf('plain')).toBe(1);
  });

  test('is started once by any number of preparations, and serves the next start alone', async () => {
    const { prepare, run } = await made('prepared', answers);
    prepare();
    prepare();
    expect(await run(argv)).toEqual(answered);
    expect(await startsOf('prepared')).toBe(1);
    expect(await run(argv)).toEqual(answered);
    expect(await startsOf('prepared')).toBe(2);
  });

  test('is a fault of the start and not of the preparation where it cannot be made', async () => {
    const { prepare, run } = await made('broken', `${counts} throw new Error("no native module");`);
    prepare();
    await expect.poll(() => startsOf('broken')).toBe(1);
    expect(await run(argv)).toEqual({ kind: 'failed', win32: 0, detail: 'no native module' });
  });

  test('that ends without an answer is a failed start', async () => {
    const { run } = await made('silent', `${listens} process.exit(0));`);
    expect(await run(argv)).toMatchObject({ kind: 'failed', win32: 0 });
  });
});
