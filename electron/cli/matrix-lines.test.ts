import { expect, test } from 'vitest';
import type { Grade } from '../core/connectivity/verdict.ts';
import type { EffectiveProxy, EffectiveRoute } from '../core/effective/effective.ts';
import type { PathId } from '../core/effective/path.ts';
import type { Matrix, MatrixCell, MatrixRow } from '../core/plan/matrix.ts';
import { matrixLines } from './matrix-lines.ts';

const cell = (paths: PathId[], grade: Grade, takes: MatrixCell['takes'] = []): MatrixCell => ({
  paths,
  takes,
  wouldTake: [],
  ways: [{ kind: 'direct' }],
  observation: null,
  verdict: {
    kind: grade === 'fails' ? 'timeout' : 'healthy',
    grade,
    confidence: 'certain',
    responder: 'service',
    facts: {},
  },
});

const row = (host: string, cells: MatrixCell[], rest: Partial<MatrixRow> = {}): MatrixRow => ({
  id: host,
  endpoint: host,
  product: 'mde',
  purpose: 'EDR command and control',
  necessity: 'required',
  services: ['sense'],
  target: { scheme: 'https', host, port: 443, path: '/' },
  cells,
  ...rest,
});

const winHttp: EffectiveRoute = {
  kind: 'static',
  proxies: [{ scheme: null, host: 'proxy.contoso.com', port: 8080 }],
  bypass: [],
};
const effective: EffectiveProxy[] = [
  { service: 'sense', account: 'local-system', route: winHttp, steps: [], certainty: 'documented' },
];
const linesOf = (matrix: Matrix) => matrixLines({ matrix, effective });

const matrixOf = (rows: MatrixRow[]): Matrix => ({
  decides: 'now',
  paths: [
    { path: 'direct', route: { kind: 'direct' } },
    { path: 'winhttp', route: winHttp },
    { path: 'local-system', route: { kind: 'direct' } },
    { path: 'mdi', route: null },
  ],
  proposed: [],
  rows,
});

test('ways that are one everywhere share a letter, the way that a service takes is marked, and failing rows stand first', () => {
  const lines = linesOf(
    matrixOf([
      row('a.microsoft.com', [cell(['direct', 'local-system'], 'fails'), cell(['winhttp'], 'works', ['sense'])]),
      row('b.microsoft.com', [cell(['direct', 'local-system'], 'works'), cell(['winhttp'], 'fails', ['sense'])]),
      row('c.microsoft.com', [cell(['direct', 'local-system'], 'fails', ['sense'])], { necessity: 'optional' }),
    ]),
  );
  expect(lines.slice(0, 2)).toEqual([
    '  A  Without a proxy and WinINET of Local System: direct',
    '  B  WinHTTP: proxy.contoso.com:8080',
  ]);
  const hosts = lines.flatMap((line) => /^\s+\S.*\s(\w\.microsoft\.com)/.exec(line)?.[1] ?? []);
  expect(hosts).toEqual(['b.microsoft.com', 'c.microsoft.com', 'a.microsoft.com']);
  expect(lines.find((line) => line.includes('b.microsoft.com'))).toMatch(/^ {3}ok +\[FAIL\] +b\.microsoft/);
  expect(lines.find((line) => line.includes('a.microsoft.com'))).toMatch(/^ {3}FAIL +\[ok\] +a\.microsoft/);
  expect(lines.find((line) => line.includes('c.microsoft.com'))).toMatch(/^ {2}\[FAIL\] +c\.microsoft.*optional/);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(100);
});

test('a bypass list that parts two paths for one endpoint gives each a column', () => {
  const lines = linesOf(
    matrixOf([
      row('a.microsoft.com', [cell(['direct', 'local-system'], 'works', ['sense']), cell(['winhttp'], 'works')]),
      row('b.microsoft.com', [cell(['direct'], 'works', ['sense']), cell(['winhttp', 'local-system'], 'works')]),
    ]),
  );
  expect(lines.filter((line) => /^ {2}[A-C] {2}/.test(line))).toHaveLength(3);
});

test('a way that an exception makes one with another is marked once, where its service looks', () => {
  const lines = linesOf(
    matrixOf([
      row('a.microsoft.com', [cell(['direct', 'winhttp', 'local-system'], 'works', ['sense'])]),
      row('b.microsoft.com', [cell(['direct', 'local-system'], 'works'), cell(['winhttp'], 'fails', ['sense'])]),
    ]),
  );
  expect(lines.find((line) => line.includes('a.microsoft.com'))).toMatch(/^ {3}ok +\[ok\] +a\.microsoft/);
});

test('what a plan would set is marked in its own column only', () => {
  const made = cell(['direct', 'local-system', 'proposed'], 'works');
  const proposed = { service: 'sense', route: { kind: 'direct' } } as const;
  const lines = linesOf({
    ...matrixOf([
      row('a.microsoft.com', [{ ...made, wouldTake: ['sense'] }]),
      row('b.microsoft.com', [
        cell(['direct', 'local-system'], 'works'),
        { ...cell(['proposed'], 'works'), wouldTake: ['sense'] },
      ]),
    ]),
    decides: 'proposed',
    paths: [
      { path: 'direct', route: { kind: 'direct' } },
      { path: 'local-system', route: { kind: 'direct' } },
      { path: 'proposed', route: null },
    ],
    proposed: [proposed],
  });
  expect(lines.find((line) => line.includes('a.microsoft.com'))).toMatch(/^ {3}ok +\[ok\] +a\.microsoft/);
});
