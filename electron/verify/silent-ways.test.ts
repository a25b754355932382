import { expect, test } from 'vitest';
import type { Observation } from '../core/connectivity/observation.ts';
import { answer, done, failed, observation, proxy, skipped } from '../core/connectivity/observation-for-tests.ts';
import { silentWays } from './silent-ways.ts';

const nothing = { proxyTls: skipped, connect: skipped, tls: skipped, http: skipped, presented: [], trust: null };
const ofProxy = (change: Partial<Observation>) => observation({ ...nothing, via: proxy, ...change });

function round() {
  let now = 0;
  const ways = silentWays(14_000, () => now);
  return {
    ...ways,
    at: (ms: number) => {
      now = ms;
      return ways.leftMs(proxy);
    },
  };
}

test.each<[string, Partial<Observation>]>([
  ['does not take the connection', { tcp: failed('TIMEOUT') }],
  ['takes the connection and says nothing to CONNECT', { connect: failed('TIMEOUT') }],
  ['says nothing to a greeting', { proxyTls: failed('TIMEOUT') }],
  ['says nothing to a GET in clear', { http: failed('TIMEOUT') }],
  ['has a name that nobody resolves in time', { dns: failed('TIMEOUT'), tcp: skipped }],
])('a proxy that %s has no time left once a test would not end within the round', (_, seen) => {
  const { note, at } = round();
  note(ofProxy(seen));
  note(ofProxy(seen));
  expect([at(0), at(8_000), at(8_001)]).toEqual([14_000, 6_000, 0]);
});

test.each<[string, Partial<Observation>]>([
  ['refuses', { connect: done(answer(403)) }],
  ['opens a tunnel to a silent host', { connect: done(answer(200)), tls: failed('TIMEOUT') }],
  ['cuts the connection', { connect: failed('ECONNRESET') }],
  ['is not there', { tcp: failed('ECONNREFUSED') }],
])('a proxy that %s answers: all tests by it have their time, before and after', (_, seen) => {
  const { note, at } = round();
  note(ofProxy({ tcp: failed('TIMEOUT') }));
  note(ofProxy(seen));
  note(ofProxy({ tcp: failed('TIMEOUT') }));
  expect([at(0), at(13_999)]).toEqual([Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]);
});

test('a way is unreached until a connection was made', () => {
  const { note, isUnreached } = round();
  note(ofProxy({ tcp: failed('TIMEOUT') }));
  expect(isUnreached(proxy)).toBe(true);
  note(ofProxy({ connect: failed('TIMEOUT') }));
  expect(isUnreached(proxy)).toBe(false);
});

test('one silent way says nothing of another, and a cancelled test nothing at all', () => {
  const { note, leftMs, at } = round();
  note(ofProxy({ connect: failed('CANCELLED') }));
  expect(at(13_000)).toBe(Number.POSITIVE_INFINITY);
  note(ofProxy({ connect: failed('TIMEOUT') }));
  expect(at(13_000)).toBe(0);
  expect(leftMs({ ...proxy, port: 3128 })).toBe(Number.POSITIVE_INFINITY);
  expect(leftMs({ kind: 'direct' })).toBe(Number.POSITIVE_INFINITY);
  note(ofProxy({ connect: failed('CANCELLED') }));
  expect(at(13_000)).toBe(0);
});
