import { decidingPath } from '../effective/deciding-path.ts';
import type { EffectiveProxy, ServiceId } from '../effective/effective.ts';
import type { PathId } from '../effective/path.ts';
import type { Matrix, MatrixCell, MatrixPath, MatrixRow } from '../plan/matrix.ts';
import { capitalised, listed, routeText } from './names.ts';

const names = {
  direct: 'without a proxy',
  winhttp: 'WinHTTP',
  'local-system': 'WinINET of Local System',
  'local-service': 'WinINET of Local Service',
  mdi: 'the setting of the MDI sensor',
  mde: 'the setting of MDE',
  mdav: 'the setting of Antivirus',
  proposed: 'the plan',
} as const satisfies Record<PathId, string>;

/** A path, as a column or a sentence names it. */
export const pathName = (path: PathId): string => names[path];

/** Paths that share their cell in every row, and so can share a column. */
export interface MatrixColumn {
  readonly paths: readonly [MatrixPath, ...MatrixPath[]];
  /** Which paths these are, for a heading. */
  readonly title: string;
  /** Where they lead, for every endpoint that no bypass list names. */
  readonly route: string;
  /** The services whose setting is one of these paths. */
  readonly settingOf: readonly ServiceId[];
}

/** What decides the columns: a matrix of which rows may still be to come, and where each service goes now. */
interface Ways extends Pick<Matrix, 'paths' | 'rows' | 'proposed'> {
  readonly effective: readonly EffectiveProxy[];
}

/** The columns of a matrix; paths on which nothing is set have none. */
export function columnsOf(matrix: Ways): readonly MatrixColumn[] {
  const groups: [MatrixPath, ...MatrixPath[]][] = [];
  for (const path of matrix.paths) {
    if (path.route === null && path.path !== 'proposed') continue;
    const group = groups.find((each) => each.every((other) => areOne(matrix, path, other)));
    if (group === undefined) groups.push([path]);
    else group.push(path);
  }
  return groups.map((paths) => ({
    paths,
    title: capitalised(listed(paths.map(({ path }) => names[path]))),
    route: routeOf(paths, matrix.proposed),
    settingOf: matrix.effective.flatMap((each) => {
      const own = decidingPath(each, matrix.paths);
      return own !== null && has(paths, own) ? [each.service] : [];
    }),
  }));
}

/**
 * Whether two paths have one cell in every row in which both are. A bypass list may part them for some endpoints. Where
 * no row has both, as before the first result, they are one if they lead the same way.
 */
function areOne({ rows, proposed }: Pick<Matrix, 'rows' | 'proposed'>, one: MatrixPath, other: MatrixPath): boolean {
  const both = rows.flatMap(({ cells }) => {
    const [a, b] = [one, other].map(({ path }) => cells.find(({ paths }) => paths.includes(path)));
    return a === undefined || b === undefined ? [] : [a === b];
  });
  return both.length === 0 ? routeOf([one], proposed) === routeOf([other], proposed) : both.every((same) => same);
}

function routeOf([first]: MatrixColumn['paths'], proposed: Matrix['proposed']): string {
  if (first.route !== null) return routeText(first.route);
  const routes = [...new Set(proposed.map(({ route }) => routeText(route)))];
  return routes.length === 1 ? (routes[0] ?? '') : 'each service by its own';
}

const shortNames = {
  direct: 'no proxy',
  winhttp: 'WinHTTP',
  'local-system': 'Local System',
  'local-service': 'Local Service',
  mdi: 'MDI',
  mde: 'MDE',
  mdav: 'Antivirus',
  proposed: 'the plan',
} as const satisfies Record<PathId, string>;

/** The same in few letters, for the head of a column that says by its place that it is about paths. */
export const shortPathName = (path: PathId): string => shortNames[path];

/** The address of a row, with its port where that is not the usual one; the name of the row where nothing is dialled. */
export function hostOf({ target, cells, endpoint }: MatrixRow): string {
  if (target === null) return cells[0]?.verdict.facts.host ?? endpoint;
  const usual = target.scheme === 'https' ? 443 : 80;
  return target.port === usual ? target.host : `${target.host}:${target.port}`;
}

const has = (paths: readonly MatrixPath[], path: PathId): boolean => paths.some((each) => each.path === path);

/** The cell of a row in a column; undefined where the endpoint is not reached by it. */
export const cellIn = (row: MatrixRow, { paths }: MatrixColumn): MatrixCell | undefined =>
  row.cells.find((cell) => paths.some(({ path }) => cell.paths.includes(path)));

/**
 * How a column is marked in a row: a service takes its way now, or would by the plan. Where exceptions make the ways of
 * two columns one, each service is marked once, by its setting, so that its marks stand below one another; the plan is
 * marked in its own column. A row without an address says nothing of ways.
 */
export function marksIn(row: MatrixRow, column: MatrixColumn, columns: readonly MatrixColumn[]): Matrix['decides'][] {
  const cell = cellIn(row, column);
  if (cell === undefined || row.target === null) return [];
  const alike = columns.filter((each) => cellIn(row, each) === cell);
  const isOwn = (own: (each: MatrixColumn) => boolean) => (alike.find(own) ?? alike[0]) === column;
  const now = cell.takes.some((service) => isOwn(({ settingOf }) => settingOf.includes(service)));
  const proposed = cell.wouldTake.length > 0 && isOwn(({ paths }) => has(paths, 'proposed'));
  return [...(now ? (['now'] as const) : []), ...(proposed ? (['proposed'] as const) : [])];
}
