import { expect, test } from 'vitest';
import { bodyMatches, bodyPatternFault } from './body-pattern.ts';

const ping = '^(Ok|\\d+\\.\\d+\\.\\d+\\.\\d+)$';

test.each([
  ['Ok', true],
  [' Ok\r\n', true],
  ['2.245.18712.41312', true],
  ['Ok, but more', false],
  ['', false],
  [`${'1'.repeat(62)}.1.1.1`, false],
])('the ping answer %j fits: %s', (body, fits) => {
  expect(bodyMatches(ping, body)).toBe(fits);
});

test.each([
  [ping, null],
  ['^[a-z]{2,4}$', null],
  ['^\\(\\+\\)$', null],
  ['(a+)+$', 'a pattern in which no group is repeated'],
  ['(a|b)*', 'a pattern in which no group is repeated'],
  ['(?=a)', 'a pattern with plain groups only'],
  ['(a)\\1', 'a pattern without references to groups'],
  ['a*b*c*d*e*', 'a pattern with at most four repeated parts'],
  ['a'.repeat(201), 'a pattern of at most 200 characters'],
  ['[', 'a regular expression'],
])('the pattern %s: %s', (source, fault) => {
  expect(bodyPatternFault(source)).toBe(fault);
});

test('a refused pattern fits nothing', () => {
  expect(bodyMatches('(a+)+$', 'aaaa')).toBe(false);
});

test('the worst accepted pattern ends soon', () => {
  const start = performance.now();
  bodyMatches('^a*a*a*a*$', `${'a'.repeat(63)}b`);
  expect(performance.now() - start).toBeLessThan(500);
});
