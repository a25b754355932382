import { expect, test } from 'vitest';
import { text, winHttp } from '../effective/readings-for-tests.ts';
import { Intent } from './intent.ts';
import { keepIntent } from './keep-intent.ts';
import { snapshotOf } from './snapshot-for-tests.ts';

test('every installed product is in scope, and every route stays as it is', () => {
  const set = { 'winhttp.machine': winHttp('p:8080', '<local>'), 'mde.telemetryProxyServer': text('p:8080') };
  const kept = keepIntent(snapshotOf({ values: set, sensor: 'http://p:8080' }));
  expect(Intent.parse(kept)).toEqual(kept);
  const route = { kind: 'keep' };
  expect(kept).toMatchObject({
    noRevocationPath: false,
    strongCrypto: false,
    winhttp: { route, bypass: [], also32Bit: false },
    mde: { route },
    mdav: { route, bypass: [] },
    mdi: { route },
  });
});

test('a product that is not installed stays out of scope', () => {
  expect(keepIntent(snapshotOf({ services: {} }))).toMatchObject({ mde: null, mdav: null, mdi: null });
});
