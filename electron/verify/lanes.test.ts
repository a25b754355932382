import { expect, test } from 'vitest';
import { lanes } from './lanes.ts';

/** Pieces of work that end when they are told to, and what has begun. */
function workshop(perLane: number, altogether: number) {
  const inLane = lanes(perLane, altogether);
  const begun: string[] = [];
  const ends = new Map<string, (how: 'well' | 'badly') => void>();
  const add = (lane: string, name: string, urgent = false) =>
    inLane(lane, urgent, () => {
      begun.push(name);
      return new Promise<string>((resolve, reject) => {
        ends.set(name, (how) => (how === 'well' ? resolve(name) : reject(new Error(name))));
      });
    });
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
  const end = (name: string, how: 'well' | 'badly' = 'well') => {
    ends.get(name)?.(how);
    return turn();
  };
  return { begun, add, end, turn };
}

test('no lane has more than its number running, and all together no more than theirs', async () => {
  const { begun, add, turn } = workshop(2, 3);
  for (const name of ['a1', 'a2', 'a3']) void add('a', name);
  for (const name of ['b1', 'b2']) void add('b', name);
  await turn();
  expect(begun).toEqual(['a1', 'b1', 'a2']);
});

test('a place goes to the lane with the fewest running: one that hangs holds nobody up', async () => {
  const { begun, add, end, turn } = workshop(3, 4);
  for (const name of ['slow1', 'slow2', 'slow3', 'slow4']) void add('slow', name);
  for (const name of ['quick1', 'quick2', 'quick3']) void add('quick', name);
  await turn();
  for (const name of ['quick1', 'quick2', 'quick3']) await end(name);
  expect(begun.filter((name) => name.startsWith('quick'))).toEqual(['quick1', 'quick2', 'quick3']);
  expect(begun.filter((name) => name.startsWith('slow')).length).toBe(3);
});

test('in a lane the urgent go first', async () => {
  const { begun, add, end, turn } = workshop(1, 1);
  void add('a', 'first');
  await turn();
  void add('a', 'ordinary');
  void add('a', 'urgent', true);
  await end('first');
  expect(begun).toEqual(['first', 'urgent']);
});

test('work that fails gives its place back and its failure to whoever asked', async () => {
  const { begun, add, end, turn } = workshop(1, 1);
  const failing = expect(add('a', 'failing')).rejects.toThrow('failing');
  void add('a', 'next');
  await turn();
  await end('failing', 'badly');
  await failing;
  expect(begun).toEqual(['failing', 'next']);
});
