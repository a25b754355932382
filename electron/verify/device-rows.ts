import type { EndpointCatalogue, TestableEndpoint } from '../core/connectivity/endpoint.ts';
import { ProbeTarget } from '../core/connectivity/observation.ts';
import type { Onboarding } from '../core/plan/onboarding.ts';
import { deviceRow } from '../core/plan/verification.ts';

type Purpose = 'control' | 'events';

/**
 * What a host of the onboarding is for, told by its form; a row of the catalogue for the same purpose says how it is
 * tested. SECURITY: a stored value names these hosts, so nothing is dialled but hosts of the service.
 */
const forms: readonly {
  readonly purpose: Purpose;
  readonly host: RegExp;
  readonly connectivity: 'streamlined' | 'standard';
}[] = [
  {
    purpose: 'control',
    host: /^edr-[a-z0-9]+(?:\.[a-z0-9-]+)?\.endpoint\.security\.microsoft\.(?:com|us)$/,
    connectivity: 'streamlined',
  },
  { purpose: 'control', host: /^winatp-gw-[a-z0-9]+\.microsoft\.com$/, connectivity: 'standard' },
  {
    purpose: 'events',
    host: /^[a-z0-9]+-v20\.events\.endpoint\.security\.microsoft\.(?:com|us)$/,
    connectivity: 'streamlined',
  },
  { purpose: 'events', host: /^[a-z0-9]+-v20\.events\.data\.microsoft\.com$/, connectivity: 'standard' },
];

/** How the purposes begin in the catalogue. */
const purposes = { control: 'EDR command and control', events: 'EDR cyber data' } as const satisfies Record<
  Purpose,
  string
>;

/**
 * What Microsoft's client analyser counts as success for any address. Nothing more is published for the hosts that take
 * events: the catalogue's statuses for them are what somebody saw (`unverified-any-answer`, `path-seen-in-mdatp-test`),
 * so another answer stays unverified and turns nothing red.
 */
const analyserSuccess = [200, 400, 404, 405];

/** A row for each host that this device was onboarded with and that can be tested; other hosts are left alone. */
export function deviceRows(
  catalogue: EndpointCatalogue,
  onboarding: Onboarding | null,
): Readonly<Record<Purpose, readonly TestableEndpoint[]>> {
  const hosts = onboarding === null || 'fault' in onboarding ? [] : onboarding.hosts;
  const of = (purpose: Purpose) => hosts.flatMap((host) => rowOf(catalogue, host, purpose));
  return { control: of('control'), events: of('events') };
}

function rowOf(catalogue: EndpointCatalogue, host: string, purpose: Purpose): TestableEndpoint[] {
  const form = forms.find((each) => each.purpose === purpose && each.host.test(host));
  const like = catalogue.endpoints.find(
    (row) =>
      row.product === 'mde' &&
      row.testHost !== null &&
      row.connectivity === form?.connectivity &&
      row.purpose.startsWith(purposes[purpose]),
  );
  if (like === undefined) return [];
  const target = ProbeTarget.safeParse({ scheme: like.protocol, host, port: like.port, path: like.probe.path });
  if (!target.success) return [];
  const endpoint = {
    ...like,
    id: deviceRow(purpose),
    host,
    testHost: host,
    geo: 'tenant' as const,
    purpose: `${purposes[purpose]}, the host of this device`,
    probe: purpose === 'events' ? { ...like.probe, expectStatus: analyserSuccess } : like.probe,
  };
  return [{ endpoint, target: target.data }];
}
