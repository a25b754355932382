import { CatalogueStamp } from '../connectivity/catalogue-stamp.ts';
import type { Observation } from '../connectivity/observation.ts';
import type { Verdict } from '../connectivity/verdict.ts';
import { EffectiveProxy, type EffectiveRoute, ServiceId } from '../effective/effective.ts';
import { Finding } from '../effective/finding.ts';
import { Evidence } from '../evidence/evidence.ts';
import { z } from '../zod.ts';
import { AccountTests } from './account-run.ts';
import { decidedBy, Matrix, type MatrixRow, MatrixRowHead } from './matrix.ts';
import { Changed } from './problem.ts';
import { Products } from './snapshot.ts';

const devicePrefix = 'device-';

/** Stands for an endpoint's id where the host is one that this very device was onboarded with. */
export const deviceRow = (purpose: string): string => `${devicePrefix}${purpose}`;
export const isDeviceRow = (endpoint: string): boolean => endpoint.startsWith(devicePrefix);

/** What re-detection and the probes showed before, after or without a change. */
export const Verification = z.strictObject({
  schema: z.literal(2),
  takenAt: z.iso.datetime(),
  /** The plan that was compared with, and whose products were tested. */
  plan: z.uuid(),
  /** The run that was verified; null for "only test". */
  run: z.uuid().nullable(),
  /** Which edition of the endpoint catalogue was tested. */
  catalogue: CatalogueStamp,
  products: Products,
  effective: z.array(EffectiveProxy).max(16),
  findings: z.array(Finding).max(500),
  /** Values that no longer hold what the plan wrote (a policy that came back, another hand); none in a proposal. */
  deviations: z.array(Changed).max(100),
  /** Services whose effective proxy is not the one the plan expected; none in a proposal. */
  unexpected: z.array(ServiceId).max(8),
  matrix: Matrix,
  /** What the services themselves showed; absent where nobody looked. */
  evidence: Evidence.optional(),
  /** The same as the accounts of the services see it; absent where that was not asked for. */
  accounts: z.array(AccountTests).max(2).optional(),
});
export type Verification = z.infer<typeof Verification>;

/** What is going to be tested: the matrix without its cells, and by which way each service goes. */
export const MatrixFrame = Matrix.omit({ rows: true }).extend({
  effective: Verification.shape.effective,
  rows: z.array(MatrixRowHead).max(2200),
});
export type MatrixFrame = z.infer<typeof MatrixFrame>;

/** The test that decides for one service at one endpoint: drawn from the matrix, never kept beside it. */
export interface ProbeResult extends Pick<MatrixRowHead, 'endpoint' | 'purpose' | 'necessity'> {
  readonly service: ServiceId;
  /** Id of the row in the matrix. */
  readonly row: string;
  /** The route that decides; `direct` where nothing is set for the service. */
  readonly route: EffectiveRoute;
  readonly observation: Observation | null;
  readonly verdict: Verdict;
}

/** The results by which the services are judged, in the order of the rows. */
export function probesOf(
  { matrix, effective }: Pick<Verification, 'effective' | 'matrix'>,
  decides: Matrix['decides'] = matrix.decides,
): ProbeResult[] {
  return matrix.rows.flatMap((row) => probesOfRow(row, { decides, proposed: matrix.proposed, effective }));
}

/** The same of one row, as far as its cells are there. */
export function probesOfRow(
  row: MatrixRow,
  { decides, proposed, effective }: Pick<MatrixFrame, 'decides' | 'proposed' | 'effective'>,
): ProbeResult[] {
  const routes: readonly { readonly service: ServiceId; readonly route: EffectiveRoute }[] =
    decides === 'now' ? effective : proposed;
  return row.services.flatMap((service) => {
    const cell = row.cells.find((each) => decidedBy(each, decides).includes(service));
    if (cell === undefined) return [];
    const route = routes.find((one) => one.service === service)?.route ?? { kind: 'direct' };
    const { id, endpoint, purpose, necessity } = row;
    const { observation, verdict } = cell;
    return [{ service, row: id, endpoint, purpose, necessity, route, observation, verdict }];
  });
}
