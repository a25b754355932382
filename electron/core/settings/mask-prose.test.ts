import { expect, it } from 'vitest';
import { maskProse } from './mask-prose.ts';

it.each([
  ['Via http://user:pa55@proxy:8080 it failed.', 'Via http://****:****@proxy:8080 it failed.'],
  ['<a href="HTTP://u:p@p:1/x">', '<a href="HTTP://*:*@p:1/x">'],
  ['cannot reach user:p@ss@p:1', 'cannot reach ****:****@p:1'],
  ['to=http://token@p:1', '*******:*******@p:1'],
  ['user%3apass%40p', '***********%40p'],
])('masks the credentials in %j', (text, expected) => {
  expect(maskProse(text)).toBe(expected);
});

it.each([
  '',
  'Blocked. Ask proxy-team@contoso.com at 12:00: they know.',
  '<a href="mailto:proxy-team@contoso.com">mail</a>',
  'status: 403\nserver: squid\nvia: 1.1 proxy.contoso.com:8080',
])('leaves %j as it is', (text) => {
  expect(maskProse(text)).toBe(text);
});

it('keeps the length', () => {
  const text = 'a u:p@h b mailto:x@y c://d:e@f\n';
  expect(maskProse(text)).toHaveLength(text.length);
});
