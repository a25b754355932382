import { expect, test } from 'vitest';
import { byNumbers } from './service-list.ts';

test('platform folders are ordered by their numbers', () => {
  const newest = ['4.18.9.1-0', '4.18.24090.11-0', '4.18.2211.5-0', '4.18.24090.11-1', '4.9.30000.1-0'];
  expect([...newest].sort(byNumbers)).toEqual([
    '4.9.30000.1-0',
    '4.18.9.1-0',
    '4.18.2211.5-0',
    '4.18.24090.11-0',
    '4.18.24090.11-1',
  ]);
  expect(byNumbers('4.18.9.1-0', '4.18.9.1-0')).toBe(0);
});
