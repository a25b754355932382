import { EndpointProduct } from '../connectivity/endpoint.ts';
import { Observation, ProbeTarget, ProbeVia } from '../connectivity/observation.ts';
import { Verdict } from '../connectivity/verdict.ts';
import { EffectiveRoute, ServiceId } from '../effective/effective.ts';
import { PathId } from '../effective/path.ts';
import { z } from '../zod.ts';

/**
 * Every endpoint by every path. Paths whose ways are the same for an endpoint share one cell and one probe, so a cell
 * names the paths that it stands for.
 */
export const MatrixCell = z.strictObject({
  /** In the order of `PathId`; empty where there is no address, or a service is not there to take a path. */
  paths: z.array(PathId).max(PathId.options.length),
  /** The services of the row that go this way as things are set now. */
  takes: z.array(ServiceId).max(8),
  /** The services of the row that would go this way by the plan; empty where the matrix has no proposal. */
  wouldTake: z.array(ServiceId).max(8),
  /** The way, in the order of fail-over; empty: it could not be found. */
  ways: z.array(ProbeVia).max(32),
  /** Of the last way that was tried. */
  observation: Observation.nullable(),
  /** `wrong-path`: it works by this way, and another was expected of the services of the row. */
  verdict: Verdict,
});
export type MatrixCell = z.infer<typeof MatrixCell>;

/** Everything about one endpoint that does not depend on the path. */
export const MatrixRowHead = z.strictObject({
  /** Names the row within its matrix; the same in every matrix of the same plan. */
  id: z.string().min(1).max(80),
  /** Id of the endpoint in the catalogue, or a `deviceRow`. */
  endpoint: z.string().max(64),
  product: EndpointProduct,
  purpose: z.string().max(200),
  necessity: z.enum(['required', 'optional', 'legacy-only']),
  /** Who uses the endpoint; none of ours where it is only of use to something else on this machine. */
  services: z.array(ServiceId).max(8),
  /** Null: there is nothing to dial, and its only cell says why. */
  target: ProbeTarget.nullable(),
});
export type MatrixRowHead = z.infer<typeof MatrixRowHead>;

export const MatrixRow = MatrixRowHead.extend({
  /** Each service of the row stands in `takes` of exactly one cell, and in a proposal in `wouldTake` of exactly one. */
  cells: z.array(MatrixCell).max(PathId.options.length + 1),
});
export type MatrixRow = z.infer<typeof MatrixRow>;

/** A column: where it leads for every endpoint that no bypass list names. */
export const MatrixPath = z.strictObject({
  path: PathId,
  /** Null: nothing is set there, or (of `proposed`) each service has a route of its own. */
  route: EffectiveRoute.nullable(),
});
export type MatrixPath = z.infer<typeof MatrixPath>;

export const Matrix = z.strictObject({
  /** Which marks decide the result of a service: the way that it takes now, or the one that the plan gives it. */
  decides: z.enum(['now', 'proposed']),
  paths: z.array(MatrixPath).max(PathId.options.length),
  /** The route that the plan gives each service; empty where nothing is proposed. */
  proposed: z.array(z.strictObject({ service: ServiceId, route: EffectiveRoute })).max(16),
  rows: z.array(MatrixRow).max(2200),
});
export type Matrix = z.infer<typeof Matrix>;

/** Who decides, for one cell. */
export const decidedBy = (cell: MatrixCell, decides: Matrix['decides']): readonly ServiceId[] =>
  decides === 'now' ? cell.takes : cell.wouldTake;

/** Cells in the order of their paths; those with the same way are one, with what the first of them saw. */
export function mergedCells(cells: readonly MatrixCell[]): MatrixCell[] {
  const byWay = new Map<string, MatrixCell>();
  for (const [at, cell] of cells.entries()) {
    const key = cell.ways.length === 0 ? String(at) : JSON.stringify(cell.ways);
    const known = byWay.get(key);
    byWay.set(key, known === undefined ? cell : union(known, cell));
  }
  return [...byWay.values()].sort((a, b) => placeOf(a) - placeOf(b));
}

const union = (one: MatrixCell, other: MatrixCell): MatrixCell => ({
  ...one,
  paths: PathId.options.filter((path) => one.paths.includes(path) || other.paths.includes(path)),
  takes: [...new Set([...one.takes, ...other.takes])],
  wouldTake: [...new Set([...one.wouldTake, ...other.wouldTake])],
});

/** By the first path that a cell stands for; one that stands for none comes last. */
const placeOf = ({ paths: [first] }: MatrixCell): number =>
  first === undefined ? PathId.options.length : PathId.options.indexOf(first);
