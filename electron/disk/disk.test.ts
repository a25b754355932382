import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { appendFlushed } from './append-flushed.ts';
import { readCapped } from './read-capped.ts';
import { replaceFile } from './replace-file.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'disk-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));
const at = (name: string) => path.join(folder, name);
const bytes = (text: string) => new TextEncoder().encode(text);

test('reads a file of exactly the limit', async () => {
  await writeFile(at('f'), 'x'.repeat(100));
  expect(await readCapped(at('f'), 100, 'intent')).toEqual({ ok: true, value: bytes('x'.repeat(100)) });
});

test('reads an empty file as no bytes', async () => {
  await writeFile(at('f'), '');
  expect(await readCapped(at('f'), 100, 'intent')).toEqual({ ok: true, value: new Uint8Array(0) });
});

test('reads a file longer than one step whole', async () => {
  const long = 'ab'.repeat(100_000);
  await writeFile(at('f'), long);
  const read = await readCapped(at('f'), 1_000_000, 'plan');
  expect(read.ok && new TextDecoder().decode(read.value) === long).toBe(true);
});

test('refuses a file one byte over the limit', async () => {
  await writeFile(at('f'), 'x'.repeat(101));
  expect(await readCapped(at('f'), 100, 'intent')).toEqual({
    ok: false,
    problem: { kind: 'file-too-large', file: 'intent', limit: 100 },
  });
});

test.skipIf(process.platform === 'win32')(
  'stops at the limit in a file whose size the system does not know',
  async () => {
    // A file of /proc says that it has 0 bytes.
    expect((await stat('/proc/self/status')).size).toBe(0);
    expect(await readCapped('/proc/self/status', 10, 'intent')).toEqual({
      ok: false,
      problem: { kind: 'file-too-large', file: 'intent', limit: 10 },
    });
  },
);

test('names a file that is not there', async () => {
  expect(await readCapped(at('nope'), 10, 'plan')).toEqual({
    ok: false,
    problem: { kind: 'file-missing', file: 'plan', path: at('nope') },
  });
});

test('refuses a folder', async () => {
  await mkdir(at('d'));
  expect(await readCapped(at('d'), 10, 'plan')).toEqual({
    ok: false,
    problem: { kind: 'file-unreadable', file: 'plan', path: at('d'), code: 'EISDIR' },
  });
});

test.skipIf(process.platform === 'win32').each(['device', 'pipe'])(
  'refuses a %s without waiting for it',
  async (kind) => {
    const target = kind === 'device' ? '/dev/zero' : at('pipe');
    if (kind === 'pipe') execFileSync('mkfifo', [target]);
    expect(await readCapped(target, 10, 'plan')).toEqual({
      ok: false,
      problem: { kind: 'file-unreadable', file: 'plan', path: target, code: 'NOT-A-FILE' },
    });
  },
);

test('replaces a file in one step, for its owner only, and leaves nothing beside it', async () => {
  await writeFile(at('f'), 'old', { mode: 0o644 });
  expect(await replaceFile(at('f'), bytes('new'))).toEqual({ ok: true, value: null });
  expect(await readFile(at('f'), 'utf8')).toBe('new');
  expect(await readdir(folder)).toEqual(['f']);
  if (process.platform !== 'win32') expect((await stat(at('f'))).mode & 0o777).toBe(0o600);
});

test('says why a file cannot be written and leaves nothing behind', async () => {
  await mkdir(at('taken'));
  await writeFile(at('taken/x'), '');
  const written = await replaceFile(at('taken'), bytes('new'));
  expect(written).toMatchObject({ ok: false, problem: { kind: 'cannot-write-file', path: at('taken') } });
  expect(await readdir(folder)).toEqual(['taken']);
  expect(await replaceFile(at('no/such/f'), bytes('new'))).toMatchObject({ problem: { code: 'ENOENT' } });
});

test('adds lines at the end, each with its newline', async () => {
  await appendFlushed(at('log'), 'one');
  await appendFlushed(at('log'), 'two');
  expect(await readFile(at('log'), 'utf8')).toBe('one\ntwo\n');
  if (process.platform !== 'win32') expect((await stat(at('log'))).mode & 0o777).toBe(0o600);
});

test('says why a line could not be added', async () => {
  expect(await appendFlushed(folder, 'line')).toMatchObject({ ok: false, problem: { kind: 'cannot-write-file' } });
});
