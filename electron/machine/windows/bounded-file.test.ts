import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readBounded } from './bounded-file.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'bounded-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = path.join(folder, 'file');

test('a file of exactly the limit is read, one byte more is too large', () => {
  writeFileSync(file, 'abcd');
  expect(readBounded(file, 4)).toEqual({ state: 'read', bytes: Uint8Array.from(Buffer.from('abcd')) });
  expect(readBounded(file, 3)).toEqual({ state: 'too-large' });
});

test('an empty file is read', () => {
  writeFileSync(file, '');
  expect(readBounded(file, 4)).toEqual({ state: 'read', bytes: new Uint8Array() });
});

test('a missing file and one below a file are missing', () => {
  expect(readBounded(path.join(folder, 'none'), 4)).toEqual({ state: 'missing' });
  expect(readBounded(path.join(file, 'below'), 4)).toEqual({ state: 'missing' });
});

test('a folder is no file', () => {
  expect(readBounded(folder, 1 << 20)).toEqual({ state: 'unreadable' });
});

test.skipIf(process.platform === 'win32')('a link is followed, unless it is to be none', () => {
  writeFileSync(file, 'abcd');
  const link = path.join(folder, 'link');
  symlinkSync(file, link);
  expect(readBounded(link, 4)).toMatchObject({ state: 'read' });
  expect(readBounded(link, 4, 'no-link')).toEqual({ state: 'unreadable' });
  expect(readBounded(file, 4, 'no-link')).toMatchObject({ state: 'read' });
  expect(readBounded(path.join(folder, 'none'), 4, 'no-link')).toEqual({ state: 'missing' });
});
