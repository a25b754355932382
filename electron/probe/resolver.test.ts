import { expect, test } from 'vitest';
import { type Settled, settled } from './attempt.ts';
import { resolver } from './resolver.ts';

/** A resolver that answers when it is told to, and what it was asked. */
function system() {
  const asked: string[] = [];
  const waiting = new Map<string, (answer: Settled<readonly string[]>) => void>();
  const { origin, proxy } = resolver((host, told) => {
    asked.push(host);
    waiting.set(host, told);
  });
  const { signal } = new AbortController();
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    asked,
    origin: (host: string, limitMs = 10_000, by = signal) => origin(host, by, limitMs),
    proxy: (host: string, limitMs = 10_000) => proxy(host, signal, limitMs),
    turn,
    answer: (host: string) => {
      waiting.get(host)?.(settled(['10.0.0.1']));
      return turn();
    },
  };
}

test('the names of services are asked for one after the other, and a proxy beside them at once', async () => {
  const { asked, origin, proxy, answer, turn } = system();
  const [first] = [origin('a'), origin('b'), origin('c'), proxy('p')];
  await turn();
  expect(asked).toEqual(['a', 'p']);
  await answer('a');
  expect((await first)?.result).toEqual({ ok: true, value: ['10.0.0.1'] });
  expect(asked).toEqual(['a', 'p', 'b']);
});

test('a name that is being asked for is not asked for twice, and afterwards it is', async () => {
  const { asked, proxy, answer } = system();
  const both = Promise.all([proxy('p'), proxy('p')]);
  await answer('p');
  expect((await both).every(({ result }) => result.ok)).toBe(true);
  expect(asked).toEqual(['p']);
  void proxy('p');
  expect(asked).toEqual(['p', 'p']);
});

test('where one name takes the whole limit, it and all that wait behind it end, and say why', async () => {
  const { asked, origin, proxy, answer } = system();
  const ends = await Promise.all([origin('a', 50), origin('b', 50), origin('c', 50)]);
  expect(ends.map(({ result }) => !result.ok && [result.code, result.detail.includes('busy')])).toEqual([
    ['TIMEOUT', false],
    ['TIMEOUT', true],
    ['TIMEOUT', true],
  ]);
  // The system is still busy with it, and a proxy is asked for all the same.
  expect((await origin('d', 50)).result).toMatchObject({ ok: false, code: 'TIMEOUT' });
  const way = proxy('p');
  await answer('p');
  expect((await way).result.ok).toBe(true);
  expect(asked).toEqual(['a', 'p']);
  // Answered at last, the line moves again.
  await answer('a');
  const later = origin('e');
  await answer('e');
  expect((await later).result.ok).toBe(true);
});

test('whoever waits goes on while the line moves, and the time of a name is that of its own question', async () => {
  const { asked, origin, answer } = system();
  const names = ['a', 'b', 'c', 'd'];
  const all = Promise.all(names.map((name) => origin(name, 60)));
  for (const name of names) {
    await new Promise((resolve) => setTimeout(resolve, 25));
    await answer(name);
  }
  const ends = await all;
  expect(asked).toEqual(names);
  expect(ends.every(({ result }) => result.ok)).toBe(true);
  expect(Math.max(...ends.map(({ ms }) => ms))).toBeLessThan(60);
});

test('whoever stops leaves the line', async () => {
  const { asked, origin, answer } = system();
  const control = new AbortController();
  void origin('a');
  const stopped = origin('b', 10_000, control.signal);
  void origin('c');
  control.abort('CANCELLED');
  expect((await stopped).result).toMatchObject({ ok: false, code: 'CANCELLED' });
  await answer('a');
  expect(asked).toEqual(['a', 'c']);
});
