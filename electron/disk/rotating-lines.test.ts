import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { rotatingLines } from './rotating-lines.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'lines-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const fill = (count: number) => Array.from({ length: count }, (_, at) => `line ${String(at).padStart(4, '0')}`);

it('keeps the newest lines in at most so many files of so many bytes', async () => {
  const lines = rotatingLines(path.join(folder, 'logs'), 'wizard', { limit: 100, files: 3 });
  for (const line of fill(100)) lines.append(line);
  const text = await lines.read();
  const names = await readdir(path.join(folder, 'logs'));
  expect(names.sort()).toEqual(['wizard.1.jsonl', 'wizard.2.jsonl', 'wizard.jsonl']);
  for (const name of names) expect((await stat(path.join(folder, 'logs', name))).size).toBeLessThanOrEqual(100);
  // Ten bytes a line, ten lines a file.
  expect(text.trimEnd().split('\n')).toEqual(fill(100).slice(-30));
});

it('goes on where an earlier program stopped', async () => {
  for (const line of fill(3)) {
    const lines = rotatingLines(folder, 'wizard', { limit: 100, files: 3 });
    lines.append(line);
    await lines.settled();
  }
  expect(await rotatingLines(folder, 'wizard', { limit: 100, files: 3 }).read()).toBe(`${fill(3).join('\n')}\n`);
});

it('disturbs nobody where it cannot write, and leaves out a line that fits no file', async () => {
  await writeFile(path.join(folder, 'taken'), 'a file where the folder would be');
  const lines = rotatingLines(path.join(folder, 'taken', 'logs'), 'wizard', { limit: 100, files: 3 });
  lines.append('lost');
  await lines.settled();
  expect(await lines.read()).toBe('');
  const other = rotatingLines(folder, 'wizard', { limit: 10, files: 3 });
  other.append('far too long for ten bytes');
  expect(await other.read()).toBe('');
});

it.runIf(process.platform !== 'win32')('makes its files for their owner only', async () => {
  const lines = rotatingLines(path.join(folder, 'logs'), 'wizard', { limit: 100, files: 3 });
  lines.append('line');
  await lines.settled();
  expect((await stat(path.join(folder, 'logs', 'wizard.jsonl'))).mode & 0o077).toBe(0);
});
