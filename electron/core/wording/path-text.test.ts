import { expect, test } from 'vitest';
import type { EffectiveRoute } from '../effective/effective.ts';
import type { Matrix } from '../plan/matrix.ts';
import { rowForTests } from '../plan/matrix-for-tests.ts';
import { columnsOf } from './path-text.ts';

const direct: EffectiveRoute = { kind: 'direct' };
const proxy: EffectiveRoute = {
  kind: 'static',
  proxies: [{ scheme: null, host: 'proxy.contoso.com', port: 8080 }],
  bypass: [],
};
const paths: Matrix['paths'] = [
  { path: 'direct', route: direct },
  { path: 'winhttp', route: direct },
  { path: 'mde', route: proxy },
  { path: 'mdav', route: null },
  { path: 'proposed', route: null },
];
const proposed: Matrix['proposed'] = [{ service: 'sense', route: proxy }];
const shown = (matrix: Parameters<typeof columnsOf>[0]) =>
  columnsOf(matrix).map((column) => [column.route, ...column.paths.map(({ path }) => path)]);

test('before the first result a column has the paths that lead the same way, never others', () => {
  expect(shown({ paths, proposed, rows: [] })).toEqual([
    ['direct', 'direct', 'winhttp'],
    ['proxy.contoso.com:8080', 'mde', 'proposed'],
  ]);
});

test('paths that a row parts have a column each', () => {
  const row = rowForTests({
    endpoint: 'edr',
    purpose: 'EDR',
    service: 'sense',
    route: direct,
    observation: null,
    verdict: { kind: 'healthy', grade: 'works', confidence: 'certain', responder: 'service', facts: {} },
  });
  const [cell] = row.cells;
  const parted = cell === undefined ? [] : [cell, { ...cell, paths: ['winhttp' as const] }];
  expect(shown({ paths: paths.slice(0, 2), proposed: [], rows: [{ ...row, cells: parted }] })).toEqual([
    ['direct', 'direct'],
    ['direct', 'winhttp'],
  ]);
});
