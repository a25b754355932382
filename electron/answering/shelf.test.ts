import { expect, test } from 'vitest';
import { shelf } from './shelf.ts';

test('gives back what was put, and null for what was not', () => {
  const some = shelf<number>(2);
  some.put('a', 1);
  expect([some.get('a'), some.get('b')]).toEqual([1, null]);
});

test('lets go of the oldest when it is full', () => {
  const some = shelf<number>(2);
  some.put('a', 1);
  some.put('b', 2);
  some.put('a', 3);
  some.put('c', 4);
  expect([some.get('a'), some.get('b'), some.get('c')]).toEqual([3, null, 4]);
});

test('does not take names of objects for entries', () => {
  expect(shelf<number>(2).get('constructor')).toBeNull();
});
