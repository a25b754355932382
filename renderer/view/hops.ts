import type { Observation } from '../../electron/core/connectivity/observation.ts';
import type { ProbeResult } from '../../electron/core/plan/verification.ts';

export interface RouteNode {
  readonly kind: 'server' | 'proxy' | 'inspection' | 'origin';
  /** Host and port, or the name of who answered; empty for this server. */
  readonly name: string;
  /** The answer that the verdict rests on came from here, and it was not the expected one. */
  readonly broken: boolean;
}

export interface RouteLeg {
  /** `cancelled`: a person ended the test while it was under way there, which proves nothing. */
  readonly state: 'reached' | 'broken' | 'cancelled' | 'not-reached';
  readonly ms: number | null;
}

/** A connection as a picture: nodes with the legs between them (one leg fewer than nodes). */
export interface RouteView {
  readonly nodes: readonly RouteNode[];
  readonly legs: readonly RouteLeg[];
}

export type StageName = 'dns' | 'tcp' | 'proxyTls' | 'connect' | 'tls' | 'http';

/** The stages in the order in which they happen. */
export const stageNames = ['dns', 'tcp', 'proxyTls', 'connect', 'tls', 'http'] as const satisfies StageName[];

/** Draws what a probe did; null where it was not made. */
export function routeOf(probe: Pick<ProbeResult, 'observation' | 'verdict'>): RouteView | null {
  const { observation, verdict } = probe;
  if (observation === null) return null;
  const { target, via } = observation;
  const bad = verdict.grade === 'fails';
  const server: RouteNode = { kind: 'server', name: '', broken: false };
  const origin: RouteNode = {
    kind: 'origin',
    name: `${target.host}:${target.port}`,
    broken: bad && verdict.responder === 'service',
  };
  const inspected = verdict.responder === 'interceptor';
  const inspection: RouteNode = {
    kind: 'inspection',
    name: verdict.facts.vendor ?? verdict.facts.ca ?? verdict.facts.issuer ?? '',
    broken: bad,
  };
  const between = inspected ? [inspection] : [];
  // What lies behind an inspecting device cannot be seen from here, only that an answer came through.
  const behind: RouteLeg = { state: bad ? 'not-reached' : 'reached', ms: null };

  if (via.kind === 'direct') {
    const first = legOf(observation, ['dns', 'tcp', 'tls', 'http'], bad && verdict.responder === 'nobody');
    return {
      nodes: [server, ...between, origin],
      legs: inspected ? [first, behind] : [first],
    };
  }
  const proxy: RouteNode = {
    kind: 'proxy',
    name: `${via.host}:${via.port}`,
    broken: bad && verdict.responder === 'proxy',
  };
  const toProxy = legOf(observation, ['dns', 'tcp', 'proxyTls'], false);
  // A test that was given up at the proxy, as at its 407, says nothing of what lies behind.
  const gaveUp = verdict.grade === 'not-tested' && verdict.kind !== 'cancelled';
  const stopped = toProxy.state !== 'reached' || proxy.broken || gaveUp;
  const onward = stopped
    ? ({ state: 'not-reached', ms: null } as const)
    : legOf(observation, ['connect', 'tls', 'http'], bad && verdict.responder === 'nobody');
  return {
    nodes: [server, proxy, ...between, origin],
    legs: inspected ? [toProxy, onward, behind] : [toProxy, onward],
  };
}

/** A stage that a person ended, and nothing on the way. */
export const isCancelled = (stage: Observation[StageName]): boolean =>
  stage.state === 'failed' && stage.code === 'CANCELLED';

function legOf(observation: Observation, stages: readonly StageName[], broken: boolean): RouteLeg {
  const seen = stages.map((name) => observation[name]);
  const ms = seen.reduce((sum, stage) => sum + (stage.state === 'skipped' ? 0 : stage.ms), 0);
  if (seen.some(isCancelled)) return { state: 'cancelled', ms };
  if (broken || seen.some((stage) => stage.state === 'failed')) return { state: 'broken', ms };
  return seen.some((stage) => stage.state === 'done') ? { state: 'reached', ms } : { state: 'not-reached', ms: null };
}
