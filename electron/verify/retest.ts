import { findingsOf } from '../core/effective/findings.ts';
import type { PathId } from '../core/effective/path.ts';
import { type MatrixCell, mergedCells } from '../core/plan/matrix.ts';
import type { Plan } from '../core/plan/plan.ts';
import { probesOf, type Verification } from '../core/plan/verification.ts';
import { detect } from '../detect/detect.ts';
import type { Machine } from '../machine/machine.ts';
import { checksOf } from './checks.ts';
import { type Ask, plannedRows } from './matrix-rows.ts';
import { missingRootsOf } from './missing-roots.ts';
import { shipped } from './shipped-catalogue.ts';
import { signInOf } from './sign-in.ts';
import { testRows } from './test-rows.ts';
import type { VerifyOptions } from './verify.ts';

/** What is tested again: the cell that stands for a path, or the whole row. */
export interface Retest {
  readonly row: string;
  readonly path: PathId | null;
}

/**
 * Tests one cell or one row again by the routes that it had, and returns the verification with it in its place and the
 * findings drawn anew; null where there is no such row or cell.
 */
export async function retest(
  machine: Machine,
  plan: Plan,
  earlier: Verification,
  { row: id, path }: Retest,
  options: Omit<VerifyOptions, 'run' | 'decides' | 'onFrame'>,
): Promise<Verification | null> {
  const { now, newId, catalogue: { catalogue } = shipped() } = options;
  const { matrix, effective } = earlier;
  const old = matrix.rows.find((row) => row.id === id);
  const cell = path === null ? null : old?.cells.find(({ paths }) => paths.includes(path));
  const snapshot = await detect(machine, { now, newId });
  const checks = checksOf(catalogue, plan, snapshot);
  const planned = plannedRows(checks, {
    ...matrix,
    effective,
    expected: plan.expected,
    signIn: signInOf(plan, snapshot),
  }).find(({ head }) => head.id === id);
  if (old === undefined || cell === undefined || planned === undefined) return null;
  const asks = cell === null ? planned.asks : planned.asks.filter((ask) => standsIn(cell, ask));
  const [tested] = await testRows(machine, catalogue, [{ ...planned, asks }], options);
  if (tested === undefined) return null;
  const others = cell === null ? [] : old.cells.filter((each) => each !== cell);
  const row = { ...tested, cells: mergedCells([...tested.cells, ...others]) };
  const changed = { ...matrix, rows: matrix.rows.map((each) => (each.id === id ? row : each)) };
  const missingRoots = await missingRootsOf(machine, catalogue, checks);
  const probes = probesOf({ matrix: changed, effective }, 'now');
  return { ...earlier, matrix: changed, findings: findingsOf(snapshot, effective, probes, missingRoots) };
}

function standsIn(cell: MatrixCell, { as }: Ask): boolean {
  switch (as.kind) {
    case 'path':
      return cell.paths.includes(as.path);
    case 'takes':
      return cell.takes.includes(as.service);
    case 'would-take':
      return cell.wouldTake.includes(as.service);
    default:
      return as satisfies never;
  }
}
