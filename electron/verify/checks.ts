import {
  type Endpoint,
  type EndpointCatalogue,
  type EndpointProduct,
  endpointsFor,
  type TestableEndpoint,
} from '../core/connectivity/endpoint.ts';
import type { ProbeTarget } from '../core/connectivity/observation.ts';
import type { NotTestedWhy } from '../core/connectivity/verdict.ts';
import type { ServiceId } from '../core/effective/effective.ts';
import type { Plan } from '../core/plan/plan.ts';
import type { Snapshot } from '../core/plan/snapshot.ts';
import { deviceRow } from '../core/plan/verification.ts';
import { deviceRows } from './device-rows.ts';

/** One endpoint to test, and who uses it. */
export interface Check {
  /** The row whose expectation counts. */
  readonly endpoint: Endpoint;
  /** Null: nothing can be dialled, and why. */
  readonly target: ProbeTarget | null;
  readonly why: Extract<NotTestedWhy, 'no-workspace' | 'no-known-host'> | null;
  readonly services: readonly ServiceId[];
  /** The paths that matter: Windows fetches lists by WinHTTP alone, and push notifications go by no proxy. */
  readonly scope: 'every-path' | 'winhttp' | 'direct';
}

/**
 * Every endpoint of the products that a plan has, for its cloud and geography and for the connectivity that this device
 * was onboarded with, together with the device's own hosts; and the lists that Windows itself fetches. What can be
 * tested by no concrete name is left out, unless nothing else of its kind is known.
 */
export function checksOf(catalogue: EndpointCatalogue, plan: Plan, snapshot: Snapshot): readonly Check[] {
  const { products, sensor, onboarding } = snapshot;
  const { cloud, geography, mdi, mde, mdav } = plan.intent;
  const sensorApiHost = plan.sensorApiHost ?? (sensor.state === 'read' ? sensor.apiHost : null);
  const rowsBy = (connectivity: 'streamlined' | 'standard') => (product: EndpointProduct) =>
    endpointsFor(catalogue, { products: [product], cloud, geography, connectivity, sensorApiHost });
  const [streamlined, standard] = [rowsBy('streamlined'), rowsBy('standard')];
  /** By the connectivity of this device; where that is not known or not published, by the newer of those that are. */
  const rows = (product: EndpointProduct, anchor: RegExp) => {
    const known = connectivityOf(onboarding);
    const order = known === 'standard' ? [standard, streamlined] : [streamlined, standard];
    const isAnchor = ({ endpoint: { purpose } }: TestableEndpoint) => anchor.test(purpose);
    const chosen = order.find((of) => of(product).some(isAnchor));
    const found = (chosen ?? order[0] ?? streamlined)(product);
    return { found, anchors: found.filter(isAnchor) };
  };
  const control = rows('mde', /^EDR command and control/);
  const maps = rows('mdav', /^(?:cloud protection \(MAPS\)|MAPS)/);
  const device = deviceRows(catalogue, onboarding);
  const diagTrack = snapshot.effective.some(({ service }) => service === 'diagtrack');
  const telemetry: ServiceId = diagTrack ? 'diagtrack' : 'sense';
  const { generation } = products.mdi;
  return [
    ...(mdi !== null && generation !== 'v3' ? [sensorApi(catalogue, cloud, streamlined('mdi-v2')[0])].flat() : []),
    ...(mdi !== null && (generation === 'v3' || generation === 'both')
      ? identityApi(catalogue, control.anchors, device.control)
      : []),
    ...(mde === null
      ? []
      : [
          ...(control.anchors.length + device.control.length === 0 ? unknownHost(catalogue, 'sense', 'mde') : []),
          ...[...control.found, ...others(device.control, control.anchors)].map((row) => ofMde(row, telemetry)),
          ...others(device.events, control.found).map((row) => ofMde(row, telemetry)),
        ]),
    ...(mdav === null
      ? []
      : [
          ...(maps.anchors.length === 0 ? unknownHost(catalogue, 'mdav-cloud', 'mdav') : []),
          ...[...maps.found, ...streamlined('network-protection')].map((row) => check(row, ['mdav-cloud'])),
          ...streamlined('mdav-updates').map((row) => check(row, ['windows-update'])),
        ]),
    ...streamlined('common').map((row) => check(row, ['revocation'], 'winhttp')),
  ];
}

const check = (
  { endpoint, target }: TestableEndpoint,
  services: readonly ServiceId[],
  scope: Check['scope'] = 'every-path',
): Check => ({ endpoint, target, why: null, services, scope });

/** DiagTrack sends the telemetry of the MDE sensor. Push notifications are of no service of ours. */
function ofMde(row: TestableEndpoint, telemetry: ServiceId): Check {
  const { purpose } = row.endpoint;
  if (/^live response push/.test(purpose)) return check(row, [], 'direct');
  return check(row, [/^(?:EDR cyber data|telemetry)/.test(purpose) ? telemetry : 'sense']);
}

const unreachable = (endpoint: Endpoint, services: readonly ServiceId[], why: Exclude<Check['why'], null>): Check => ({
  endpoint,
  target: null,
  why,
  services,
  scope: 'every-path',
});

function sensorApi(catalogue: EndpointCatalogue, cloud: string, row: TestableEndpoint | undefined): Check[] {
  const services = ['mdi-sensor', 'mdi-updater'] as const;
  if (row !== undefined) return [check(row, services)];
  const endpoint = catalogue.endpoints.find(
    ({ product, cloud: clouds }) => product === 'mdi-v2' && clouds.split(',').includes(cloud),
  );
  return endpoint === undefined ? [] : [unreachable(endpoint, services, 'no-workspace')];
}

const connectivityOf = (onboarding: Snapshot['onboarding']) =>
  onboarding !== null && 'connectivity' in onboarding ? onboarding.connectivity : null;

/** Rows whose host is not among those of the others. */
const others = (rows: readonly TestableEndpoint[], known: readonly TestableEndpoint[]) =>
  rows.filter(({ target }) => !known.some((row) => row.target.host === target.host));

/** The v3 sensor talks to the MDE host of its tenant; where that is not known each of the geography is asked. */
function identityApi(
  catalogue: EndpointCatalogue,
  control: readonly TestableEndpoint[],
  device: readonly TestableEndpoint[],
): Check[] {
  const row = catalogue.endpoints.find(({ product }) => product === 'mdi-v3');
  if (row === undefined) return [];
  const streamlined = (rows: readonly TestableEndpoint[]) =>
    rows.filter(({ endpoint: { connectivity } }) => connectivity === 'streamlined');
  const own = streamlined(device);
  const endpoint = own.length === 0 ? row : { ...row, id: deviceRow('identity') };
  const hosts = own.length === 0 ? streamlined(control) : own;
  if (hosts.length === 0) return [unreachable(endpoint, ['mdi-v3'], 'no-known-host')];
  return hosts.map(({ target }) => check({ endpoint, target: { ...target, path: endpoint.probe.path } }, ['mdi-v3']));
}

/** Stands for what a service surely needs and of which no host is published or known here. */
function unknownHost(catalogue: EndpointCatalogue, service: ServiceId, product: EndpointProduct): Check[] {
  const endpoint = catalogue.endpoints.find((row) => row.product === product && row.testHost === null);
  return endpoint === undefined
    ? []
    : [unreachable({ ...endpoint, requirement: 'required' }, [service], 'no-known-host')];
}
