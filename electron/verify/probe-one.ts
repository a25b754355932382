import { type EndpointCatalogue, endpointOfHost, knownRoots } from '../core/connectivity/endpoint.ts';
import { type Expectation, expectationOf } from '../core/connectivity/expectation.ts';
import type { Observation, ProbeTarget, ProbeVia } from '../core/connectivity/observation.ts';
import type { ServiceTags } from '../core/connectivity/service-tags.ts';
import type { SystemLimit } from '../core/connectivity/system-observation.ts';
import type { Verdict } from '../core/connectivity/verdict.ts';
import type { Machine } from '../machine/machine.ts';
import { type ProbeOptions, probe } from '../probe/probe.ts';
import { type SystemProbeOptions, systemProbe } from '../probe/system-probe.ts';
import { recognising } from './recognising.ts';
import { shippedCatalogue } from './shipped-catalogue.ts';
import { storeJudge } from './store-judge.ts';

export interface SingleTest {
  readonly target: ProbeTarget;
  readonly via: ProbeVia;
  /** `mdi`: the healthy answers of MDI's sensor API; `any`: every answer that is no server error. */
  readonly expect: 'mdi' | 'any';
}

/** Tests one target by one path, whatever this machine has configured. */
export async function probeOne(
  machine: Pick<Machine, 'route' | 'trust' | 'missingRoots'>,
  { target, via, expect }: SingleTest,
  options: ProbeOptions & Known,
): Promise<{ readonly observation: Observation; readonly verdict: Verdict }> {
  const { catalogue = shippedCatalogue(), serviceTags } = options;
  const eyes = { route: machine.route.bind(machine), trust: recognising(machine.trust, catalogue) };
  const observation = await probe(eyes, { target, via }, options);
  const expectation = singleExpectation(expect, catalogue, target);
  const judged = storeJudge(machine);
  const verdict = await judged(observation, { ...expectation, ...(serviceTags && { tags: serviceTags }) });
  return { observation, verdict };
}

/** The same by Windows' own HTTP, with what that leaves open; null where this machine has none, or a proxy wants TLS. */
export async function probeOneBySystem(
  machine: Pick<Machine, 'trust' | 'systemRequest' | 'missingRoots'>,
  { target, via, expect }: SingleTest,
  options: SystemProbeOptions & Known,
): Promise<{
  readonly observation: Observation;
  readonly verdict: Verdict;
  readonly limits: readonly SystemLimit[];
} | null> {
  const { catalogue = shippedCatalogue(), serviceTags } = options;
  const eyes = { systemRequest: machine.systemRequest, trust: recognising(machine.trust, catalogue) };
  const seen = await systemProbe(eyes, { target, via }, options);
  if (seen === null) return null;
  const expectation = singleExpectation(expect, catalogue, target);
  const judged = storeJudge(machine);
  const verdict = await judged(seen.observation, { ...expectation, ...(serviceTags && { tags: serviceTags }) });
  return { ...seen, verdict };
}

/** What a single test is judged by. */
export interface Known {
  /** The shipped one unless said. */
  readonly catalogue?: EndpointCatalogue;
  readonly serviceTags?: ServiceTags;
}

/** What a healthy answer of one target is, where nothing but the target is known. */
function singleExpectation(
  expect: SingleTest['expect'],
  catalogue: EndpointCatalogue,
  target: ProbeTarget,
): Expectation {
  return expect === 'mdi' ? mdiExpectation(catalogue, target) : anyExpectation(catalogue, target);
}

function mdiExpectation(catalogue: EndpointCatalogue, target: ProbeTarget): Expectation {
  const own = endpointOfHost(catalogue, target.host, target.port);
  const row = own?.product === 'mdi-v2' ? own : catalogue.endpoints.find(({ id }) => id === 'mdi-sensorapi-commercial');
  // A catalogue without the row: the acceptance rule stays, the healthy statuses are unknown.
  return row === undefined ? { ...generic(catalogue), role: 'mdi', status: [] } : expectationOf(catalogue, row, null);
}

/** A host of the catalogue keeps its rule for the chain: whoever intercepts it is found out all the same. */
function anyExpectation(catalogue: EndpointCatalogue, target: ProbeTarget): Expectation {
  const row = endpointOfHost(catalogue, target.host, target.port);
  if (row === null) return generic(catalogue);
  const { role, roots, pinned } = expectationOf(catalogue, row, null);
  return { ...generic(catalogue), role, roots, pinned };
}

function generic(catalogue: EndpointCatalogue): Expectation {
  return {
    role: 'generic',
    status: 'any',
    body: null,
    strength: 'weak',
    roots: [],
    pinned: false,
    known: knownRoots(catalogue),
    via: null,
  };
}
