import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const scripts: Readonly<Record<string, string>> = JSON.parse(read('package.json')).scripts;
const suites = Object.keys(scripts).filter((name) => name.startsWith('test:'));

it.each(['README.md', 'CONTRIBUTING.md'])('%s names every suite, and no command that is not there', (file) => {
  const page = read(file);
  expect(suites.filter((name) => !page.includes(name))).toEqual([]);
  const named = [...page.matchAll(/npm run (?:-s )?([a-z][\w:]*)|`(test:\w+)`/g)].map(
    ([, run, alone]) => run ?? alone ?? '',
  );
  expect(named.length).toBeGreaterThan(8);
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

it('each of these commands runs a suite that npm test runs too', () => {
  const page = read('scripts/test.mjs');
  const all = page.slice(page.indexOf('const suites = {'), page.indexOf('/** `npm run test:unit`'));
  for (const name of suites) {
    const suite = name.slice('test:'.length);
    expect(scripts[name]).toBe(`node scripts/test.mjs ${suite}`);
    expect(all).toMatch(new RegExp(`^  (?:async )?${suite}[:(,]`, 'm'));
  }
});
