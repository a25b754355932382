import { expect, test } from 'vitest';
import { kept } from './kept.ts';

test('what was made of a key is made once, also where it is nothing', () => {
  const made: string[] = [];
  const of = kept<undefined>(2);
  const make = (key: string) => () => {
    made.push(key);
    return undefined;
  };
  for (const key of ['a', 'a', 'b', 'a']) of(key, make(key));
  expect(made).toEqual(['a', 'b']);
});

test('the oldest is let go where there are more', () => {
  const of = kept<number>(2);
  let count = 0;
  const next = () => ++count;
  expect(['a', 'b', 'c', 'b', 'c', 'a'].map((key) => of(key, next))).toEqual([1, 2, 3, 2, 3, 4]);
});

test('what is not worth it is not kept', () => {
  const of = kept<number>(2);
  let count = 0;
  const next = () => ++count;
  const isLarge = (made: number) => made > 1;
  expect(['a', 'a', 'a'].map((key) => of(key, next, isLarge))).toEqual([1, 2, 2]);
});
