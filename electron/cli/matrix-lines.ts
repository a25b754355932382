import type { Grade } from '../core/connectivity/verdict.ts';
import type { Matrix, MatrixCell, MatrixRow } from '../core/plan/matrix.ts';
import { decisiveCells, worstFirst } from '../core/plan/matrix-order.ts';
import type { Verification } from '../core/plan/verification.ts';
import { listed, serviceName } from '../core/wording/names.ts';
import { cellIn, columnsOf, hostOf, type MatrixColumn, marksIn } from '../core/wording/path-text.ts';
import { verdictText } from '../core/wording/verdict-text.ts';
import { labelled, table } from './layout.ts';

const marks = { works: 'ok', differs: 'diff', fails: 'FAIL', 'not-tested': '?' } as const satisfies Record<
  Grade,
  string
>;

/** Every address by every way: the ways as letters, then a line for each address, the failing ones first. */
export function matrixLines({ matrix, effective }: Pick<Verification, 'matrix' | 'effective'>): string[] {
  const columns = columnsOf({ ...matrix, effective }).slice(0, letters.length);
  const rows = worstFirst(matrix);
  if (rows.length === 0) return [];
  return [
    ...columns.flatMap((column, at) => labelled(letters[at] ?? '', `${column.title}: ${column.route}`, 2, 3)),
    '',
    '  ok works, diff works differently, FAIL fails, ? not tested; [ ] is the way of its service.',
    '',
    ...table([
      [...columns.map((_, at) => ` ${letters[at]}`), 'Address'],
      ...rows.map((row) => [
        ...columns.map((column) => mark(row, column, columns, matrix.decides)),
        addressText(row, matrix),
      ]),
    ]),
  ];
}

const letters = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'];

function mark(row: MatrixRow, column: MatrixColumn, columns: readonly MatrixColumn[], decides: Matrix['decides']) {
  const cell = cellIn(row, column);
  if (cell === undefined) return '';
  const text = marks[cell.verdict.grade];
  return marksIn(row, column, columns).includes(decides) ? `[${text}]` : ` ${text}`;
}

/** The host with what it is for, who uses it, and what is wrong where something is. */
function addressText(row: MatrixRow, { decides }: Matrix): string {
  const host = hostOf(row);
  const users = row.services.length === 0 ? [] : [listed(row.services.map(serviceName))];
  const optional = row.necessity === 'required' ? [] : ['optional'];
  const short = [...new Set(decisiveCells(row, decides).flatMap(problemOf))];
  return `${host} – ${row.purpose}${short.length === 0 ? '' : `: ${short.join(', ')}`} (${[...users, ...optional].join(', ')})`;
}

function problemOf({ verdict }: MatrixCell): string[] {
  if (verdict.grade === 'works') return [];
  const { word, short } = verdictText(verdict);
  return [short === '' ? word.toLowerCase() : short];
}
