import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from '../core/zod.ts';
import { appendFlushed } from './append-flushed.ts';
import { makeFolders } from './make-folders.ts';
import { readCapped } from './read-capped.ts';
import { readJson } from './read-json.ts';
import { replaceFile } from './replace-file.ts';
import { sha256 } from './sha256.ts';
import { utf8Text } from './utf8-text.ts';

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

const Named = z.strictObject({ name: z.string() });

test.each([
  ['UTF-8', Buffer.from('{"name":"Zürich"}')],
  ['UTF-8 with a byte order mark', Buffer.from('\ufeff{"name":"Zürich"}')],
  ['UTF-16 as PowerShell writes it', Buffer.from('\ufeff{"name":"Zürich"}', 'utf16le')],
])('reads JSON in %s', async (_, content) => {
  await writeFile(at('f.json'), content);
  expect(await readJson(at('f.json'), 1000, 'intent', Named)).toEqual({ ok: true, value: { name: 'Zürich' } });
});

test.each([
  ['cut', Buffer.from('{"name":'), { kind: 'file-not-json', file: 'intent' }],
  ['not text', Buffer.from([0x7b, 0xc3, 0x28]), { kind: 'file-not-json', file: 'intent' }],
  ['UTF-16 without its mark', Buffer.from('{"name":"x"}', 'utf16le'), { kind: 'file-not-json', file: 'intent' }],
  ['cut UTF-16', Buffer.from('\ufeff{"name":"x"}', 'utf16le').subarray(0, 9), { kind: 'file-not-json' }],
  ['of another form', Buffer.from('{"name":1}'), { kind: 'bad-field', file: 'intent', at: 'name' }],
  ['too large', Buffer.alloc(1001, 0x20), { kind: 'file-too-large', file: 'intent', limit: 1000 }],
])('refuses JSON that is %s', async (_, content, problem) => {
  await writeFile(at('f.json'), content);
  expect(await readJson(at('f.json'), 1000, 'intent', Named)).toMatchObject({ ok: false, problem });
});

test('hashes as certutil does', () => {
  expect(sha256(bytes('abc'))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});

test('keeps a byte order mark and does not replace what is no text', () => {
  expect(utf8Text(bytes('\ufeffx'))).toBe('\ufeffx');
  expect(utf8Text(Uint8Array.from([0xff]))).toBeNull();
});

test('makes a folder with those above it, for the owner only, and leaves what is there', async () => {
  await makeFolders(at('a/b/c'));
  await writeFile(at('a/b/c/f'), 'x');
  await makeFolders(at('a/b/c'));
  expect(await readdir(at('a/b/c'))).toEqual(['f']);
  if (process.platform !== 'win32')
    for (const name of ['a', 'a/b', 'a/b/c']) expect((await stat(at(name))).mode & 0o777).toBe(0o700);
});

test('a folder in a place where none can be made is a failure at once', async () => {
  await writeFile(at('file'), 'x');
  await expect(makeFolders(at('file/below'))).rejects.toMatchObject({ code: 'ENOTDIR' });
});

test.skipIf(process.platform !== 'linux')('a file system that makes no folders ends it', async () => {
  await expect(makeFolders('/proc/none/below')).rejects.toMatchObject({ code: 'ENOENT' });
});
