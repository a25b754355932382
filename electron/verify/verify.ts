import { setMaxListeners } from 'node:events';
import { notTested } from '../core/connectivity/conclusion.ts';
import type { EndpointCatalogue } from '../core/connectivity/endpoint.ts';
import { expectationOf } from '../core/connectivity/expectation.ts';
import { judge } from '../core/connectivity/judge.ts';
import type { ProbeVia } from '../core/connectivity/observation.ts';
import type { NotTestedWhy, VerdictKind } from '../core/connectivity/verdict.ts';
import type { EffectiveProxy, EffectiveRoute, ServiceId } from '../core/effective/effective.ts';
import { findingsOf } from '../core/effective/findings.ts';
import { deviationsOf, unexpectedOf } from '../core/plan/deviations.ts';
import type { Plan } from '../core/plan/plan.ts';
import type { Snapshot } from '../core/plan/snapshot.ts';
import type { ProbeResult, Verification } from '../core/plan/verification.ts';
import { detect } from '../detect/detect.ts';
import type { Machine } from '../machine/machine.ts';
import { probe } from '../probe/probe.ts';
import { type Check, checksOf } from './checks.ts';
import { wayFinder } from './find-ways.ts';
import { inParallel } from './in-parallel.ts';
import { missingRootsOf } from './missing-roots.ts';
import { shippedCatalogue } from './shipped-catalogue.ts';

/** Probes that run at once. */
const together = 16;

export interface VerifyOptions {
  readonly now: () => Date;
  readonly newId: () => string;
  /** The run that is verified; null for "only test". */
  readonly run: string | null;
  /** Aborting it ends the running probes at once; the rest is reported as not tested. */
  readonly signal?: AbortSignal;
  /** Called as each probe ends, in the order in which they end. */
  readonly onProbe?: (done: number, total: number, latest: ProbeResult) => void;
}

/**
 * Looks at the machine anew, compares it with the plan, and tests each endpoint by the route that its service takes
 * now, also where a PAC file or WPAD decides it. A way that cannot be found is not tested, never guessed.
 */
export async function verify(machine: Machine, plan: Plan, options: VerifyOptions): Promise<Verification> {
  const { now, newId, run, signal, onProbe } = options;
  const snapshot = await detect(machine, { now, newId });
  const { products, effective, takenAt } = snapshot;
  const catalogue = shippedCatalogue();
  const checks = checksOf(catalogue, plan, snapshot);
  const missingRoots = await missingRootsOf(machine, catalogue, checks);
  // Every running probe listens to it; Node otherwise takes more than ten listeners for a leak.
  if (signal !== undefined) setMaxListeners(0, signal);
  const findWays = wayFinder(machine, signal);
  let done = 0;
  const probes = await inParallel(checks, together, async (check) => {
    const signsIn = givesSignIn(snapshot, check.service);
    const result = await testOne(machine, catalogue, check, plan.expected, effective, {
      now,
      signal,
      findWays,
      signsIn,
    });
    done += 1;
    onProbe?.(done, checks.length, result);
    return result;
  });
  return {
    schema: 1,
    takenAt,
    run,
    products,
    effective,
    findings: findingsOf(snapshot, effective, probes, missingRoots),
    deviations: deviationsOf(plan, snapshot),
    unexpected: unexpectedOf(plan, effective),
    probes,
  };
}

interface Context {
  readonly now: () => Date;
  readonly signal: AbortSignal | undefined;
  readonly findWays: ReturnType<typeof wayFinder>;
  readonly signsIn: boolean;
}

async function testOne(
  machine: Machine,
  catalogue: EndpointCatalogue,
  check: Check,
  expected: readonly EffectiveProxy[],
  effective: readonly EffectiveProxy[],
  { now, signal, findWays, signsIn }: Context,
): Promise<ProbeResult> {
  const { service, endpoint, target } = check;
  const route = routeOf(effective, service);
  const common = {
    service,
    endpoint: endpoint.id,
    purpose: endpoint.purpose,
    route: route ?? { kind: 'direct' },
  } as const;
  const untested = (why: NotTestedWhy, win32: number | null = null): ProbeResult => ({
    ...common,
    observation: null,
    verdict: notTested(why, { host: target?.host ?? endpoint.host, port: endpoint.port, win32 }),
  });
  if (target === null) return untested(check.why ?? 'no-known-host');
  if (route === null) return untested('not-installed');
  const ways = await findWays(route, target);
  if ('why' in ways) return untested(ways.why, ways.win32);

  const planned = routeOf(expected, service);
  const plannedWays = planned === null ? null : await findWays(planned, target);
  const via = plannedWays === null || 'why' in plannedWays ? null : (plannedWays[0] ?? null);
  const expectation = { ...expectationOf(catalogue, endpoint, via), signsIn };
  let latest: ProbeResult | null = null;
  for (const way of ways) {
    if (signal?.aborted) break;
    const observation = await probe(
      machine,
      { target, via: way },
      { now, ...(signal === undefined ? {} : { signal }) },
    );
    latest = { ...common, observation, verdict: judge(observation, expectation) };
    if (!goesOn(way, latest.verdict.kind)) break;
  }
  return latest ?? untested('cancelled');
}

/** Whether the service goes by the sensor's own setting, and a sign-in is stored with it. */
function givesSignIn({ sensor, effective }: Snapshot, service: ServiceId): boolean {
  if (sensor.state !== 'read' || sensor.proxy?.userName == null || !sensor.proxy.passwordStored) return false;
  const steps = effective.find((row) => row.service === service)?.steps ?? [];
  return steps.some(({ store, outcome }) => store === 'sensor-configuration' && outcome === 'used');
}

function routeOf(list: readonly EffectiveProxy[], service: ServiceId): EffectiveRoute | null {
  return list.find((one) => one.service === service)?.route ?? null;
}

/** A fail-over list is followed as services do: only where the proxy itself cannot be reached. */
function goesOn(way: ProbeVia, kind: VerdictKind): boolean {
  return way.kind === 'proxy' && (kind === 'dns' || kind === 'tcp-refused' || kind === 'tcp-timeout');
}
