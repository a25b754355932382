import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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
