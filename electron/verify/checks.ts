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

/** One test to make: which service, to which endpoint. */
export interface Check {
  readonly service: ServiceId;
  /** The row whose expectation counts. */
  readonly endpoint: Endpoint;
  /** Null: nothing can be dialled, and why. */
  readonly target: ProbeTarget | null;
  readonly why: Extract<NotTestedWhy, 'no-workspace' | 'no-known-host'> | null;
}

/**
 * What is tested for a plan: the sensor API by both services of the v2 sensor or the identity API by the v3 sensor,
 * MDE's command and control and the hosts that this device was onboarded with, Antivirus' cloud, and one revocation
 * list and one trust list. A product that the plan leaves out is not tested.
 */
export function checksOf(catalogue: EndpointCatalogue, plan: Plan, snapshot: Snapshot): readonly Check[] {
  const { products, sensor, onboarding } = snapshot;
  const { cloud, geography, mdi, mde, mdav } = plan.intent;
  const sensorApiHost = plan.sensorApiHost ?? (sensor.state === 'read' ? sensor.apiHost : null);
  const rows = (product: EndpointProduct) => {
    const query = { products: [product], cloud, geography, sensorApiHost } as const;
    return [
      ...endpointsFor(catalogue, { ...query, connectivity: 'streamlined' }),
      ...endpointsFor(catalogue, { ...query, connectivity: 'standard' }),
    ];
  };
  const about = (product: EndpointProduct, purpose: string) => {
    const found = rows(product).filter(({ endpoint }) => endpoint.purpose.startsWith(purpose));
    // Where streamlined hosts are published they stand first, and are what a device onboarded today uses.
    const used = found.find(({ endpoint }) => endpoint.connectivity === connectivityOf(onboarding)) ?? found[0];
    return found.filter(({ endpoint }) => endpoint.connectivity === used?.endpoint.connectivity);
  };
  const control = about('mde', 'EDR command and control');
  const device = deviceRows(catalogue, onboarding);
  const { generation } = products.mdi;
  return [
    ...(mdi !== null && generation !== 'v3' ? sensorApi(catalogue, cloud, rows('mdi-v2')[0]) : []),
    ...(mdi !== null && (generation === 'v3' || generation === 'both')
      ? identityApi(catalogue, control, device.control)
      : []),
    ...(mde === null
      ? []
      : orUnknown(catalogue, 'sense', 'mde', [...control, ...others(device.control, control), ...device.events])),
    ...(mdav === null
      ? []
      : orUnknown(
          catalogue,
          'mdav-cloud',
          'mdav',
          [...about('mdav', 'cloud protection (MAPS)'), ...about('mdav', 'MAPS')].slice(0, 1),
        )),
    ...revocationLists(rows('common')),
  ];
}

function sensorApi(catalogue: EndpointCatalogue, cloud: string, row: TestableEndpoint | undefined): Check[] {
  const endpoint =
    row?.endpoint ??
    catalogue.endpoints.find((one) => one.product === 'mdi-v2' && one.cloud.split(',').includes(cloud));
  if (endpoint === undefined) return [];
  const services = ['mdi-sensor', 'mdi-updater'] as const;
  return services.map((service) => ({
    service,
    endpoint,
    target: row?.target ?? null,
    why: row === undefined ? 'no-workspace' : null,
  }));
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
  if (hosts.length === 0) return [{ service: 'mdi-v3', endpoint, target: null, why: 'no-known-host' }];
  return hosts.map(({ target }) => ({
    service: 'mdi-v3',
    endpoint,
    target: { ...target, path: endpoint.probe.path },
    why: null,
  }));
}

function orUnknown(
  catalogue: EndpointCatalogue,
  service: ServiceId,
  product: EndpointProduct,
  rows: readonly TestableEndpoint[],
): Check[] {
  if (rows.length > 0) return rows.map(({ endpoint, target }) => ({ service, endpoint, target, why: null }));
  const endpoint = catalogue.endpoints.find((row) => row.product === product && row.testHost === null);
  return endpoint === undefined ? [] : [{ service, endpoint, target: null, why: 'no-known-host' }];
}

/** One list of revoked certificates and the list of trusted roots; Windows fetches both by the same proxy. */
function revocationLists(rows: readonly TestableEndpoint[]): Check[] {
  const crl = rows.find(({ target }) => target.port === 80 && target.path.endsWith('.crl'));
  const ctl = rows.find(({ target }) => target.port === 80 && /\/trustedr\/.*\.cab$/.test(target.path));
  return [crl, ctl].flatMap((row) =>
    row === undefined
      ? []
      : [{ service: 'revocation' as const, endpoint: row.endpoint, target: row.target, why: null }],
  );
}
