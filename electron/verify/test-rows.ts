import { setMaxListeners } from 'node:events';
import { performance } from 'node:perf_hooks';
import { notTested, pathFacts } from '../core/connectivity/conclusion.ts';
import type { EndpointCatalogue } from '../core/connectivity/endpoint.ts';
import { expectationOf } from '../core/connectivity/expectation.ts';
import type { Observation, ProbeTarget, ProbeVia } from '../core/connectivity/observation.ts';
import type { ServiceTags } from '../core/connectivity/service-tags.ts';
import type { NotTestedWhy, Verdict, VerdictKind } from '../core/connectivity/verdict.ts';
import { PathId } from '../core/effective/path.ts';
import { type MatrixCell, type MatrixRow, mergedCells } from '../core/plan/matrix.ts';
import type { Machine } from '../machine/machine.ts';
import { probe } from '../probe/probe.ts';
import { type NoWays, wayFinder } from './find-ways.ts';
import { lanes } from './lanes.ts';
import type { Ask, PlannedRow } from './matrix-rows.ts';
import { recognising } from './recognising.ts';
import { sharedCertificates } from './shared-certificates.ts';
import { silentWays, wayKey } from './silent-ways.ts';
import { storeJudge } from './store-judge.ts';
import type { Ways } from './ways.ts';

/** How much is done at once, and for how long. */
export interface Limits {
  /** Probes at once for each proxy, and for everything that goes directly. */
  readonly perWay: number;
  /** Probes at once altogether. */
  readonly altogether: number;
  /**
   * Most time for one cell, fail-over and the search for a PAC file included, in milliseconds; and for all cells
   * together of a way by which nothing answers.
   */
  readonly cellMs: number;
  /** Most time for the search for a PAC file: WPAD asks DHCP and DNS, and a script may ask DNS again. */
  readonly waysMs: number;
}

/**
 * All of sixty endpoints have to wait at the same time for a proxy that is silent, and with what comes before and after
 * a network that swallows everything is to be told within fifteen seconds; more at once would be felt by a small proxy.
 * Of a longer list those that have to wait for others are not tested where none of the others had an answer.
 */
export const usualLimits: Limits = { perWay: 64, altogether: 192, cellMs: 13_000, waysMs: 10_000 };

export interface TestOptions {
  readonly now: () => Date;
  /** Aborting it ends the running probes at once; the rest is reported as not tested. */
  readonly signal?: AbortSignal | undefined;
  /** Azure's service tags, where the admin has handed over Microsoft's file. */
  readonly serviceTags?: ServiceTags | undefined;
  /** Called as cells end, with the row as far as it is known; `done` and `total` count paths and services. */
  readonly onRow?: ((done: number, total: number, row: MatrixRow) => void) | undefined;
  /** `usualLimits` unless said. */
  readonly limits?: Limits | undefined;
}

/** Tests all rows, everything at once within the limits, and returns them in their order. Never rejects. */
export async function testRows(
  machine: Machine,
  catalogue: EndpointCatalogue,
  rows: readonly PlannedRow[],
  { now, signal, serviceTags, onRow, limits = usualLimits }: TestOptions,
): Promise<MatrixRow[]> {
  // Every running probe listens to it; Node otherwise takes more than ten listeners for a leak.
  if (signal !== undefined) setMaxListeners(0, signal);
  const findWays = wayFinder(machine, { timeoutMs: limits.waysMs, ...(signal && { signal }) });
  const eyes: Pick<Machine, 'route' | 'trust'> = {
    route: (peer) => machine.route(peer),
    trust: recognising(machine.trust, catalogue),
  };
  const inLane = lanes(limits.perWay, limits.altogether);
  const share = sharedCertificates();
  const judged = storeJudge(machine);
  const silence = silentWays(performance.now() + limits.cellMs, () => performance.now());
  const seen = new Map<string, Promise<Observation>>();
  const total = rows.reduce((sum, { asks }) => sum + asks.length, 0);
  let done = 0;

  /** The same address by the same way is tested once, whatever asks for it. */
  const observe = (target: ProbeTarget, via: ProbeVia, deadlineMs: number): Promise<Observation> => {
    const key = JSON.stringify([target, via]);
    const known =
      seen.get(key) ?? probe(eyes, { target, via }, { now, deadlineMs, ...(signal && { signal }) }).then(share);
    seen.set(key, known);
    return known;
  };

  const testCell = async (
    { head, endpoint, expected }: PlannedRow,
    target: ProbeTarget,
    { ways, asks }: Cell,
    spentMs: number,
  ): Promise<Pick<MatrixCell, 'observation' | 'verdict'>> => {
    const plannedWays = expected === null ? null : findWays(expected, target);
    const urgent = asks.some(({ as }) => as.kind !== 'path');
    return inLane(wayKey(ways[0]), urgent, async () => {
      const until = performance.now() + limits.cellMs - spentMs;
      let latest: Pick<MatrixCell, 'observation' | 'verdict'> | null = null;
      let silent: ProbeVia | null = null;
      for (const way of ways) {
        if (signal?.aborted) break;
        const ofWay = silence.leftMs(way);
        if (ofWay === 0) {
          silent = way;
          if (silence.isUnreached(way)) continue;
          break;
        }
        const left = Math.min(until - performance.now(), ofWay);
        if (latest !== null && left < 100) break;
        const observation = await observe(target, way, left);
        silence.note(observation);
        const planned = await plannedWays;
        const via = planned === null || 'why' in planned ? null : (planned[0] ?? null);
        latest = {
          observation,
          verdict: await judged(observation, {
            ...expectationOf(catalogue, endpoint, via),
            signsIn: asks.some((ask) => ask.signsIn),
            ...(serviceTags && { tags: serviceTags }),
          }),
        };
        if (!goesOn(way, latest.verdict.kind)) break;
      }
      if (latest !== null) return latest;
      if (silent === null || signal?.aborted)
        return { observation: null, verdict: untested(head, endpoint.host, 'cancelled') };
      return { observation: null, verdict: notTested('silent', pathFacts({ target, via: silent })) };
    });
  };

  const testRow = async (row: PlannedRow): Promise<MatrixRow> => {
    const { head, endpoint, why, asks } = row;
    const cells = new Map<string, Cell>();
    const rowNow = (): MatrixRow => ({ ...head, cells: mergedCells([...cells.values()].flatMap(finished)) });
    const tell = (count: number) => {
      done += count;
      onRow?.(done, total, rowNow());
    };

    const ask = async (one: Ask): Promise<void> => {
      const begun = performance.now();
      const found = await resolved(row, one, findWays);
      const key = JSON.stringify(found);
      const known = cells.get(key);
      if (known !== undefined) {
        known.asks.push(one);
        if (known.seen !== null) tell(1);
        return;
      }
      const cell: Cell = { asks: [one], ways: 'why' in found ? [] : found, seen: null };
      cells.set(key, cell);
      if ('why' in found || head.target === null)
        cell.seen = {
          observation: null,
          verdict: untested(
            head,
            endpoint.host,
            'why' in found ? found.why : (why ?? 'no-known-host'),
            'why' in found ? found.win32 : null,
          ),
        };
      else cell.seen = await testCell(row, head.target, cell, performance.now() - begun);
      tell(cell.asks.length);
    };

    await Promise.all(asks.map(ask));
    return rowNow();
  };

  return Promise.all(rows.map(testRow));
}

/** A cell while it is tested; what it stands for may grow when a PAC file gives the same way. */
interface Cell {
  readonly asks: Ask[];
  readonly ways: Ways;
  seen: Pick<MatrixCell, 'observation' | 'verdict'> | null;
}

type Unresolved = Omit<NoWays, 'why'> & { readonly why: NotTestedWhy };

async function resolved(
  { head: { target }, why }: PlannedRow,
  { route }: Ask,
  findWays: ReturnType<typeof wayFinder>,
): Promise<Ways | Unresolved> {
  if (target === null) return { why: why ?? 'no-known-host', win32: null };
  if (route === null) return { why: 'not-installed', win32: null };
  return findWays(route, target);
}

function finished({ asks, ways, seen }: Cell): MatrixCell[] {
  if (seen === null) return [];
  const paths = new Set(asks.flatMap(({ as }) => (as.kind === 'path' ? [as.path] : [])));
  const services = (kind: 'takes' | 'would-take') => asks.flatMap(({ as }) => (as.kind === kind ? [as.service] : []));
  return [
    {
      paths: PathId.options.filter((path) => paths.has(path)),
      takes: services('takes'),
      wouldTake: services('would-take'),
      ways: ways.slice(0, 32),
      ...seen,
    },
  ];
}

function untested(
  { target }: PlannedRow['head'],
  host: string,
  why: NotTestedWhy,
  win32: number | null = null,
): Verdict {
  return notTested(why, { host: target?.host ?? host, port: target?.port, win32 });
}

/** A fail-over list is followed as services do: only where the proxy itself cannot be reached. */
function goesOn(way: ProbeVia, kind: VerdictKind): boolean {
  return way.kind === 'proxy' && (kind === 'dns' || kind === 'tcp-refused' || kind === 'tcp-timeout');
}
