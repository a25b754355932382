import type { EndpointProduct } from '../../electron/core/connectivity/endpoint.ts';
import type { Grade } from '../../electron/core/connectivity/verdict.ts';
import type { ServiceId } from '../../electron/core/effective/effective.ts';
import type { Matrix, MatrixCell, MatrixRow, MatrixRowHead } from '../../electron/core/plan/matrix.ts';
import { decisiveCells, gradeOf } from '../../electron/core/plan/matrix-order.ts';
import { hostOf } from '../../electron/core/wording/path-text.ts';
import type { Seen } from '../wizard/wizard.ts';

/** The rows of one purpose of one product, in the order of the matrix. */
export interface MatrixGroup {
  readonly product: EndpointProduct;
  readonly purpose: string;
  /** Who uses every row of the group; null where that is not the same for all. */
  readonly services: readonly ServiceId[] | null;
  readonly rows: readonly MatrixRow[];
}

/** What the table is narrowed to. */
export interface MatrixFilter {
  readonly onlyProblems: boolean;
  /** Part of a host, as it was typed. */
  readonly host: string;
}

/** The matrix while it comes in: a row without a result stands there empty, so that nothing jumps. */
export function matrixSeen({ frame, rows }: Seen): Matrix | null {
  if (frame === null) return null;
  const seen = new Map(rows.map((row) => [row.id, row]));
  const { decides, paths, proposed } = frame;
  return { decides, paths, proposed, rows: frame.rows.map((head) => seen.get(head.id) ?? emptyRow(head)) };
}

const empty = new WeakMap<MatrixRowHead, MatrixRow>();

/** One and the same for one head, so that a row that did not change is not drawn again. */
function emptyRow(head: MatrixRowHead): MatrixRow {
  const known = empty.get(head);
  if (known !== undefined) return known;
  const row = { ...head, cells: [] };
  empty.set(head, row);
  return row;
}

/** Whether somebody has to look at a row. What only others use, and can do without, is none of the products' problem. */
export function isProblem(row: MatrixRow, decides: Matrix['decides']): boolean {
  const grade = gradeOf(row, decides);
  return grade !== null && grade !== 'works' && (row.services.length > 0 || row.necessity === 'required');
}

/** Ids of the rows that a filter leaves. */
export function shownRows({ rows, decides }: Matrix, { onlyProblems, host }: MatrixFilter): ReadonlySet<string> {
  const wanted = host.trim().toLowerCase();
  const shown = rows.filter(
    (row) =>
      (!onlyProblems || isProblem(row, decides)) && (wanted === '' || hostOf(row).toLowerCase().includes(wanted)),
  );
  return new Set(shown.map(({ id }) => id));
}

/** All rows by product and purpose; products and purposes in the order of their first row. */
export function matrixGroups({ rows }: Pick<Matrix, 'rows'>): readonly MatrixGroup[] {
  const products = new Map<EndpointProduct, Map<string, MatrixRow[]>>();
  for (const row of rows) {
    const purposes = products.get(row.product) ?? new Map<string, MatrixRow[]>();
    products.set(row.product, purposes);
    const group = purposes.get(row.purpose);
    if (group === undefined) purposes.set(row.purpose, [row]);
    else group.push(row);
  }
  return [...products].flatMap(([product, purposes]) =>
    [...purposes].map(([purpose, group]) => ({ product, purpose, services: servicesOf(group), rows: group })),
  );
}

function servicesOf([first, ...others]: readonly MatrixRow[]): MatrixGroup['services'] {
  if (first === undefined) return null;
  const key = first.services.join(' ');
  return others.every(({ services }) => services.join(' ') === key) ? first.services : null;
}

/** What tells a row from the others of its group: the host, with the path where another has the same host. */
export function rowName(row: MatrixRow, group: readonly MatrixRow[]): string {
  const host = hostOf(row);
  const shared = group.some((other) => other !== row && hostOf(other) === host);
  return shared && row.target !== null ? `${host}${row.target.path}` : host;
}

/** The cell that is opened first: what decides, the worst of it before the others. */
export function openedFirst(row: MatrixRow, decides: Matrix['decides']): MatrixCell | null {
  const cells = decisiveCells(row, decides);
  const grade = gradeOf(row, decides);
  return cells.find(({ verdict }) => verdict.grade === grade) ?? row.cells[0] ?? null;
}

/** What each row came to in earlier tests, or by the routes that are set now. */
export function gradesOf({ rows }: Matrix, decides: Matrix['decides']): ReadonlyMap<string, Grade> {
  return new Map(
    rows.flatMap((row): [string, Grade][] => {
      const grade = gradeOf(row, decides);
      return grade === null ? [] : [[row.id, grade]];
    }),
  );
}
