import { expect, test } from 'vitest';
import { announcer } from './announcer.ts';

const probes = { kind: 'probes', done: 1, total: 2, latest: null } as const;

test('tells what fits the contract, and throws on what does not', () => {
  const told: unknown[] = [];
  const announce = announcer((...event) => void told.push(event));
  announce('progress', probes);
  expect(() => announce('progress', { ...probes, done: -1 })).toThrow();
  expect(told).toEqual([['progress', probes]]);
});
