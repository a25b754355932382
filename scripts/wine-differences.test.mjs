// Keeps the list of what Wine does otherwise true: each entry is met by a test of the Windows suite, which asserts it.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { root } from './setup.mjs';

const folder = path.join(root, 'e2e/windows');
const sources = readdirSync(folder).map((name) => ({ name, text: readFileSync(path.join(folder, name), 'utf8') }));
const list = sources.find(({ name }) => name === 'wine.ts')?.text.match(/differences = \{([^}]*)\}/)?.[1] ?? '';
const listed = [...list.matchAll(/^ {2}'([a-z-]+)':/gm)].map((match) => match[1]).sort();
const others = sources.filter(({ name }) => name !== 'wine.ts');
const met = others.flatMap(({ text }) => [...text.matchAll(/\bdiffers\('([a-z-]+)'\)/g)].map((match) => match[1]));

test('what the suite meets is what is listed', () => {
  assert.ok(listed.length > 10);
  assert.deepEqual([...new Set(met)].sort(), listed);
});

test('no test asks for Wine by itself, and none is skipped', () => {
  const asking = others.filter(({ text }) => /wine_get_version|\bunderWine\b|WINEDEBUG/.test(text));
  const skipping = others.filter(({ text }) => /\b(?:skip|todo)\b\s*[(:]/.test(text));
  assert.deepEqual(
    [...asking, ...skipping].map(({ name }) => name),
    [],
  );
});
