import { describe, expect, test } from 'vitest';
import type { EffectiveProxy, EffectiveRoute } from '../effective/effective.ts';
import type { Matrix, MatrixCell, MatrixRow } from '../plan/matrix.ts';
import { rowForTests } from '../plan/matrix-for-tests.ts';
import { columnsOf, marksIn } from './path-text.ts';

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
const shown = (matrix: Pick<Matrix, 'paths' | 'proposed' | 'rows'>) =>
  columnsOf({ ...matrix, effective: [] }).map((column) => [column.route, ...column.paths.map(({ path }) => path)]);

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

describe('the mark of a service', () => {
  const excepting: EffectiveRoute = { ...proxy, bypass: ['*.contoso.com'] };
  const set: Matrix['paths'] = [
    { path: 'direct', route: direct },
    { path: 'winhttp', route: excepting },
    { path: 'mde', route: proxy },
    { path: 'proposed', route: null },
  ];
  const goes = (service: EffectiveProxy['service'], route: EffectiveRoute): EffectiveProxy => ({
    service,
    account: 'local-system',
    route,
    steps: [],
    certainty: 'documented',
  });
  const verdict = { kind: 'healthy', grade: 'works', confidence: 'certain', responder: 'service', facts: {} } as const;
  const cell = (names: MatrixCell['paths'], rest: Partial<MatrixCell> = {}): MatrixCell => ({
    paths: names,
    takes: [],
    wouldTake: [],
    ways: [{ kind: 'direct' }],
    observation: null,
    verdict,
    ...rest,
  });
  const target = { scheme: 'https', host: 'edr.contoso.com', port: 443, path: '/' } as const;
  const head = {
    endpoint: 'edr',
    purpose: 'EDR',
    service: 'sense',
    route: direct,
    observation: null,
    verdict,
  } as const;
  const row = (...cells: MatrixCell[]): MatrixRow => ({ ...rowForTests(head), target, cells });

  /** The columns by their first path, each with its marks in this row; `others` part them. */
  function marks(of: MatrixRow, effective: EffectiveProxy[], others: MatrixRow[] = []) {
    const columns = columnsOf({ paths: set, proposed, rows: [of, ...others], effective });
    return Object.fromEntries(columns.map((column) => [column.paths[0].path, marksIn(of, column, columns)]));
  }

  // An address that an exception leads around the proxy, and one that it does not.
  const around = row(cell(['direct', 'winhttp'], { takes: ['sense'] }), cell(['mde', 'proposed']));
  const through = row(cell(['direct']), cell(['winhttp', 'mde', 'proposed'], { takes: ['sense'] }));

  test('stands below its setting in every row, also where exceptions make its way one with another', () => {
    const once = { direct: [], mde: [], winhttp: ['now'] };
    expect(marks(around, [goes('sense', excepting)], [through])).toEqual(once);
    expect(marks(through, [goes('sense', excepting)], [around])).toEqual(once);
  });

  test('stands below the setting that leads it, of two that lead the same way here', () => {
    expect(marks(through, [goes('sense', proxy)], [around])).toEqual({ direct: [], winhttp: [], mde: ['now'] });
  });

  test('stands where the plan has a column of its own, beside what is in use', () => {
    const both = row(
      cell(['direct', 'winhttp', 'proposed'], { takes: ['sense'], wouldTake: ['sense'] }),
      cell(['mde']),
    );
    const parting = row(cell(['direct']), cell(['winhttp']), cell(['proposed']), cell(['mde']));
    expect(marks(both, [goes('sense', excepting)], [parting])).toEqual({
      direct: [],
      winhttp: ['now'],
      mde: [],
      proposed: ['proposed'],
    });
  });

  test('stands once for each of two services that take one way by settings of their own', () => {
    const shared = row(cell(['direct']), cell(['winhttp', 'mde', 'proposed'], { takes: ['sense', 'diagtrack'] }));
    const seen = marks(shared, [goes('sense', excepting), goes('diagtrack', proxy)], [around]);
    expect(seen).toEqual({ direct: [], winhttp: ['now'], mde: ['now'] });
  });

  test('stands where its way is tested if the route is that of no setting', () => {
    expect(marks(around, [goes('sense', { kind: 'auto-detect' })], [through])).toMatchObject({ direct: ['now'] });
  });

  test('stands nowhere in a row without an address, whose only cell stands for every way', () => {
    const all = cell(['direct', 'winhttp', 'mde', 'proposed'], { takes: ['sense'], ways: [] });
    const nowhere = { ...row(all), target: null };
    expect(Object.values(marks(nowhere, [goes('sense', excepting)], [around, through])).flat()).toEqual([]);
  });
});
