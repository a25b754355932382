import { describe, expect, it } from 'vitest';
import type { Grade } from '../../electron/core/connectivity/verdict.ts';
import type { Matrix, MatrixCell, MatrixRow } from '../../electron/core/plan/matrix.ts';
import { rowForTests } from '../../electron/core/plan/matrix-for-tests.ts';
import { probeOf } from '../wizard/values-for-tests.ts';
import { gradesOf, isProblem, matrixGroups, matrixSeen, openedFirst, rowName, shownRows } from './matrix.ts';

const verdict = (grade: Grade) => ({ ...probeOf().verdict, grade });

function rowOf(id: string, grade: Grade, change: Partial<MatrixRow> = {}): MatrixRow {
  const target = { scheme: 'https', host: `${id}.contoso.com`, port: 443, path: '/' } as const;
  return { ...rowForTests(probeOf({ verdict: verdict(grade) }), id), target, ...change };
}

const matrixOf = (rows: readonly MatrixRow[]): Matrix => ({ decides: 'now', paths: [], proposed: [], rows: [...rows] });
const idsOf = (groups: ReturnType<typeof matrixGroups>) => groups.map(({ rows }) => rows.map(({ id }) => id));

describe('the rows of the matrix', () => {
  it('stand by product and purpose, each in the order of its first row', () => {
    const rows = [
      rowOf('a', 'works', { product: 'mde', purpose: 'x' }),
      rowOf('b', 'works', { product: 'mdav', purpose: 'y' }),
      rowOf('c', 'works', { product: 'mde', purpose: 'z' }),
      rowOf('d', 'works', { product: 'mde', purpose: 'x' }),
    ];
    expect(idsOf(matrixGroups({ rows }))).toEqual([['a', 'd'], ['c'], ['b']]);
  });

  it('name their services once for the group where all have the same', () => {
    const mixed = [
      rowOf('a', 'works', { purpose: 'x' }),
      rowOf('b', 'works', { purpose: 'x', services: ['sense'] }),
      rowOf('c', 'works', { purpose: 'y' }),
    ];
    expect(matrixGroups({ rows: mixed }).map(({ services }) => services)).toEqual([null, ['mdi-sensor']]);
  });

  it('are narrowed by a part of the host, in whatever case it is typed', () => {
    const rows = [rowOf('edr-cus', 'works'), rowOf('mdav', 'works')];
    expect([...shownRows(matrixOf(rows), { onlyProblems: false, host: ' EDR' })]).toEqual(['edr-cus']);
    expect(shownRows(matrixOf(rows), { onlyProblems: false, host: ' ' }).size).toBe(2);
  });

  it.each([
    ['works', false],
    ['differs', true],
    ['fails', true],
    ['not-tested', true],
  ] as const)('that come to "%s" are a problem: %s', (grade, problem) => {
    const row = rowOf('a', grade);
    expect(isProblem(row, 'now')).toBe(problem);
    expect(shownRows(matrixOf([row]), { onlyProblems: true, host: '' }).has('a')).toBe(problem);
  });

  it('are no problem by a way that nobody takes, for what only others can do without, or before a result', () => {
    const row = rowOf('a', 'works');
    const aside = row.cells.map((cell): MatrixCell => ({ ...cell, takes: [], verdict: verdict('fails') }));
    expect(isProblem({ ...row, cells: [...row.cells, ...aside] }, 'now')).toBe(false);
    const foreign = rowOf('b', 'fails', { services: [], necessity: 'optional' });
    expect(isProblem(foreign, 'now')).toBe(false);
    expect(isProblem({ ...foreign, necessity: 'required' }, 'now')).toBe(true);
    expect(isProblem({ ...row, cells: [] }, 'now')).toBe(false);
  });

  it('with one host are told apart by their paths', () => {
    const target = { scheme: 'http', host: 'www.contoso.com', port: 80, path: '/pki/a' } as const;
    const one = rowOf('a', 'works', { target });
    const other = rowOf('b', 'works', { target: { ...target, path: '/pki/b' } });
    expect(rowName(one, [one, other])).toBe('www.contoso.com/pki/a');
    expect(rowName(one, [one])).toBe('www.contoso.com');
  });

  it('open at the worst of what decides, and never at a way that nobody takes', () => {
    const row = rowOf('a', 'works', { services: ['mdi-sensor', 'mdi-updater'] });
    const [works] = row.cells;
    if (works === undefined) throw new Error('no cell');
    const fails: MatrixCell = { ...works, takes: ['mdi-updater'], verdict: verdict('fails') };
    const aside: MatrixCell = { ...works, takes: [], verdict: verdict('fails') };
    expect(openedFirst({ ...row, cells: [aside, works, fails] }, 'now')).toBe(fails);
    expect(openedFirst({ ...row, cells: [aside, works] }, 'now')).toBe(works);
    expect(openedFirst({ ...row, cells: [] }, 'now')).toBeNull();
  });

  it('are held against what each came to before', () => {
    expect([...gradesOf(matrixOf([rowOf('a', 'fails'), rowOf('b', 'works', { cells: [] })]), 'now')]).toEqual([
      ['a', 'fails'],
    ]);
  });
});

describe('the matrix while it comes in', () => {
  const row = rowOf('a', 'works');
  const { cells: _, ...head } = row;
  const { rows: __, ...rest } = matrixOf([]);
  const frame = { ...rest, effective: [], rows: [head, { ...head, id: 'b' }] };

  it('has every row in its place before its first result, the same one each time', () => {
    const seen = { done: 0, total: 2, frame, rows: [row] };
    const one = matrixSeen(seen);
    expect(one?.rows.map(({ id, cells }) => [id, cells.length])).toEqual([
      ['a', 1],
      ['b', 0],
    ]);
    expect(matrixSeen({ ...seen, rows: [] })?.rows[1]).toBe(one?.rows[1]);
  });

  it('is not there before it is known what is tested', () => {
    expect(matrixSeen({ done: 0, total: 0, frame: null, rows: [] })).toBeNull();
  });
});
