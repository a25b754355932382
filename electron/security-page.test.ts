import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const page = readFileSync(path.join(root, 'SECURITY.md'), 'utf8');
const named = [...page.matchAll(/`([\w./-]+\.(?:test|spec)\.ts)` "([^"]+)"/g)].map(
  ([, file = '', title = '']) => [file, title] as const,
);

const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

it('SECURITY.md names the test of every claim', () => {
  expect(named.length).toBeGreaterThan(40);
  // A file that is named in another way would be looked for by nobody.
  expect(page.match(/\.(?:test|spec)\.ts/g)).toHaveLength(named.length);
});

it.each(named)('%s has the test that SECURITY.md names: %s', (file, title) => {
  const at = path.join(root, file);
  expect(existsSync(at)).toBe(true);
  expect(readFileSync(at, 'utf8')).toMatch(new RegExp(`\\b(?:test|it)\\b[^'"\`]*\\(\\s*['"\`]${literal(title)}['"\`]`));
});
