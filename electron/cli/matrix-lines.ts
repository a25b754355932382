import type { Grade } from '../core/connectivity/verdict.ts';
import type { ServiceId } from '../core/effective/effective.ts';
import type { PathId } from '../core/effective/path.ts';
import { decidedBy, type Matrix, type MatrixCell, type MatrixRow } from '../core/plan/matrix.ts';
import { decisiveCells, worstFirst } from '../core/plan/matrix-order.ts';
import { listed, serviceName } from '../core/wording/names.ts';
import { cellIn, columnsOf, hostOf, type MatrixColumn } from '../core/wording/path-text.ts';
import { verdictText } from '../core/wording/verdict-text.ts';
import { labelled, table } from './layout.ts';

const marks = { works: 'ok', differs: 'diff', fails: 'FAIL', 'not-tested': '?' } as const satisfies Record<
  Grade,
  string
>;

/** Every address by every way: the ways as letters, then a line for each address, the failing ones first. */
export function matrixLines(matrix: Matrix): string[] {
  const columns = columnsOf(matrix).slice(0, letters.length);
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
  const decidedHere = decidedBy(cell, decides).some(
    (service) => ownColumn(row, cell, service, columns, decides) === column,
  );
  return decidedHere ? `[${text}]` : ` ${text}`;
}

/**
 * The one column in which the way of a service is marked. Exceptions may make two ways one for an address; the service
 * still takes it by the setting that it looks at, and a plan by its own column.
 */
function ownColumn(
  row: MatrixRow,
  cell: MatrixCell,
  service: ServiceId,
  columns: readonly MatrixColumn[],
  decides: Matrix['decides'],
): MatrixColumn | undefined {
  const own: readonly PathId[] = decides === 'proposed' ? ['proposed'] : pathsLookedAt[service];
  const there = columns.filter((column) => cellIn(row, column) === cell);
  const [first] = own.flatMap((path) =>
    there.filter(({ paths }) => cell.paths.includes(path) && paths.some((each) => each.path === path)),
  );
  return first ?? there[0];
}

/** The paths of the settings that each service looks at, in its order. */
const pathsLookedAt = {
  'mdi-sensor': ['mdi', 'local-service'],
  'mdi-updater': ['mdi', 'local-system'],
  'mdi-v3': ['mde', 'winhttp'],
  sense: ['mde', 'winhttp'],
  diagtrack: ['mde', 'winhttp'],
  'mdav-cloud': ['mdav', 'winhttp', 'local-system'],
  revocation: ['winhttp'],
  'windows-update': ['winhttp'],
} as const satisfies Record<ServiceId, readonly PathId[]>;

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
