import type { Grade } from '../connectivity/verdict.ts';
import { decidedBy, type Matrix, type MatrixCell, type MatrixRow } from './matrix.ts';

const grades = ['fails', 'differs', 'not-tested', 'works'] as const satisfies readonly Grade[];

/** The cells that decide for the services of a row; of a row that is of no service of ours, all of them. */
export function decisiveCells(row: MatrixRow, decides: Matrix['decides']): readonly MatrixCell[] {
  return row.services.length === 0 ? row.cells : row.cells.filter((cell) => decidedBy(cell, decides).length > 0);
}

/** What a row came to: the worst of the cells that decide. Null while there is none. */
export function gradeOf(row: MatrixRow, decides: Matrix['decides']): Grade | null {
  const seen = decisiveCells(row, decides).map(({ verdict }) => verdict.grade);
  return grades.find((grade) => seen.includes(grade)) ?? null;
}

/** What cannot be done without before what can, each with its failing rows first and otherwise as they stand. */
export function worstFirst({ rows, decides }: Pick<Matrix, 'rows' | 'decides'>): readonly MatrixRow[] {
  const rank = (row: MatrixRow) => {
    const grade = gradeOf(row, decides) ?? 'not-tested';
    const place = grades.indexOf(grade);
    // What works stands at the end, needed or not.
    return grade === 'works' ? 2 * grades.length : place + (row.necessity === 'required' ? 0 : grades.length);
  };
  return [...rows].sort((a, b) => rank(a) - rank(b));
}
