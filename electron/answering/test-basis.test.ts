import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sha256 } from '../disk/sha256.ts';
import { shipped, shippedText } from '../verify/shipped-catalogue.ts';
import { testBasis } from './test-basis.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'basis-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function written(name: string, content: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
}

const own = shippedText.replace('"version": "1"', '"version": "contoso-2"');
const values = [{ name: 'AzureAdvancedThreatProtection', properties: { addressPrefixes: ['20.36.120.0/22'] } }];

/** A person who chooses these files one after another, and closes the question where there is none. */
function choosing(...files: (string | null)[]) {
  const asked: string[] = [];
  const basis = testBasis(async (title) => {
    asked.push(title);
    return files.shift() ?? null;
  });
  return { basis, asked };
}

test('begins with the shipped catalogue and without service tags', () => {
  expect(choosing().basis.now()).toEqual({ catalogue: shipped().stamp, serviceTags: null });
});

test('an own catalogue is what the next tests are made by, until the shipped one is chosen again', async () => {
  const file = written('own.json', own);
  const { basis } = choosing(file);
  const hash = sha256(new TextEncoder().encode(own));
  expect(await basis.chooseEndpoints('own')).toMatchObject({
    value: { catalogue: { origin: 'own', version: 'contoso-2', sha256: hash } },
  });
  expect(basis.options().catalogue.stamp.version).toBe('contoso-2');
  expect(basis.files()).toEqual({ endpoints: file, serviceTags: null });
  expect(await basis.chooseEndpoints('shipped')).toMatchObject({ value: { catalogue: shipped().stamp } });
  expect(basis.files()).toEqual({ endpoints: null, serviceTags: null });
  // A ticket of tests that were made before still finds theirs.
  expect(basis.catalogueOf(hash).version).toBe('contoso-2');
  expect(basis.catalogueOf('ab'.repeat(32))).toBe(shipped().catalogue);
});

test('service tags are held and taken away again', async () => {
  const file = written('tags.json', JSON.stringify({ changeNumber: 7, cloud: 'Public', values }));
  const { basis } = choosing(file);
  const names = ['AzureAdvancedThreatProtection'];
  expect(await basis.chooseServiceTags('file')).toMatchObject({
    value: { serviceTags: { cloud: 'Public', changeNumber: 7, names } },
  });
  expect(basis.options().serviceTags?.tagOf('20.36.121.1')).toBe('AzureAdvancedThreatProtection');
  expect(basis.files()).toEqual({ endpoints: null, serviceTags: file });
  expect(await basis.chooseServiceTags('none')).toMatchObject({ value: { serviceTags: null } });
  expect(basis.files()).toEqual({ endpoints: null, serviceTags: null });
  expect(basis.options()).not.toHaveProperty('serviceTags');
});

test('a closed question and a file that is not right leave everything as it was', async () => {
  const { basis, asked } = choosing(written('own.json', own), null, written('bad.json', '{}'), null);
  await basis.chooseEndpoints('own');
  const before = basis.now();
  expect(await basis.chooseEndpoints('own')).toEqual({ ok: true, value: before });
  expect(await basis.chooseEndpoints('own')).toMatchObject({
    ok: false,
    problem: { kind: 'bad-field', file: 'endpoints' },
  });
  expect(await basis.chooseServiceTags('file')).toEqual({ ok: true, value: before });
  expect(basis.now()).toEqual(before);
  expect(asked).toHaveLength(4);
});
