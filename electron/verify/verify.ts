import type { ServiceTags } from '../core/connectivity/service-tags.ts';
import { findingsOf } from '../core/effective/findings.ts';
import { pathRoutes } from '../core/effective/path.ts';
import { deviationsOf, unexpectedOf } from '../core/plan/deviations.ts';
import type { Matrix, MatrixRow } from '../core/plan/matrix.ts';
import type { Plan } from '../core/plan/plan.ts';
import type { Snapshot } from '../core/plan/snapshot.ts';
import { type MatrixFrame, probesOf, type Verification } from '../core/plan/verification.ts';
import { detect } from '../detect/detect.ts';
import type { Machine } from '../machine/machine.ts';
import { checksOf } from './checks.ts';
import { gatherEvidence } from './gather-evidence.ts';
import { plannedRows, type Routes } from './matrix-rows.ts';
import { missingRootsOf } from './missing-roots.ts';
import { type ChosenCatalogue, shipped } from './shipped-catalogue.ts';
import { signInOf } from './sign-in.ts';
import { type Limits, testRows } from './test-rows.ts';

export interface VerifyOptions {
  readonly now: () => Date;
  readonly newId: () => string;
  /** The run that is verified; null for "only test". */
  readonly run: string | null;
  /**
   * `proposed`: the services are judged by the routes that the plan would give them, and nothing is said of values that
   * are not written yet. Nothing is written either way. `now` unless said.
   */
  readonly decides?: Matrix['decides'];
  /** When what was applied was done (ISO 8601): what the services show counts from then on. Null or absent: nothing was. */
  readonly changedAt?: string | null;
  /** The shipped one unless said. */
  readonly catalogue?: ChosenCatalogue;
  /** Azure's service tags, where the admin has handed over Microsoft's file. */
  readonly serviceTags?: ServiceTags;
  /** `usualLimits` unless said. */
  readonly limits?: Limits;
  /** Aborting it ends the running probes at once; the rest is reported as not tested. */
  readonly signal?: AbortSignal;
  /** Called once, before the first test. */
  readonly onFrame?: (frame: MatrixFrame) => void;
  /** Called as tests end, with the row as far as it is known; `done` and `total` count paths and services of all rows. */
  readonly onRow?: (done: number, total: number, row: MatrixRow) => void;
}

/**
 * Looks at the machine anew, compares it with the plan, and tests each endpoint by every path, also where a PAC file or
 * WPAD decides it. A way that cannot be found is not tested, never guessed.
 */
export async function verify(machine: Machine, plan: Plan, options: VerifyOptions): Promise<Verification> {
  const { now, newId, run, decides = 'now' } = options;
  const { catalogue, stamp } = options.catalogue ?? shipped();
  const snapshot = await detect(machine, { now, newId });
  const { products, effective, takenAt } = snapshot;
  const checks = checksOf(catalogue, plan, snapshot);
  const missingRoots = missingRootsOf(machine, catalogue, checks);
  const routes = routesOf(plan, snapshot, run, decides);
  const planned = plannedRows(checks, routes);
  const frame = { decides, paths: [...routes.paths], proposed: [...routes.proposed] };
  options.onFrame?.({ ...frame, effective, rows: planned.map(({ head }) => head) });
  const changedAt = options.changedAt == null ? null : new Date(options.changedAt);
  const looking = decides === 'proposed' ? null : gatherEvidence(machine, snapshot, { ...options, changedAt });
  const matrix = { ...frame, rows: await testRows(machine, catalogue, planned, options) };
  const probes = probesOf({ matrix, effective }, 'now');
  const evidence = await looking;
  return {
    schema: 2,
    takenAt,
    plan: plan.id,
    run,
    catalogue: stamp,
    products,
    effective,
    findings: findingsOf(snapshot, effective, probes, await missingRoots),
    deviations: decides === 'proposed' ? [] : deviationsOf(plan, snapshot),
    unexpected: decides === 'proposed' ? [] : unexpectedOf(plan, effective),
    matrix,
    ...(evidence !== null && { evidence }),
  };
}

/** Who goes where. A plan that was applied proposes nothing any more: what it expects is to be so now. */
function routesOf(plan: Plan, snapshot: Snapshot, run: string | null, decides: Matrix['decides']): Routes {
  const proposes = decides === 'proposed' || (run === null && plan.operations.length > 0);
  const proposed = proposes ? plan.expected.map(({ service, route }) => ({ service, route })) : [];
  const column = proposes ? [{ path: 'proposed', route: null } as const] : [];
  return {
    paths: [...pathRoutes(snapshot), ...column],
    effective: snapshot.effective,
    expected: plan.expected,
    proposed,
    decides,
    signIn: signInOf(plan, snapshot),
  };
}
