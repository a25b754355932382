import type { Connection, WatchedProgram } from '../../core/evidence/facts.ts';
import type { ServiceName } from '../../core/plan/snapshot.ts';
import type { EvidenceSource, ServiceControl } from '../machine.ts';
import type { RegistryFile } from './registry-file.ts';
import type { Scenario } from './scenarios/scenario.ts';
import type { Token } from './token.ts';

/** The proxies of the lab's network, as its servers' resolver knows them. */
const addresses: Readonly<Record<string, readonly string[]>> = {
  'proxy.contoso.com': ['10.20.0.8'],
  'upstream.contoso.com': ['10.20.0.9'],
  'proxy-old.contoso.com': ['10.20.0.7'],
};
const proxyEnd = { address: '10.20.0.8', port: 8080 } as const;
/** In a block for documentation (RFC 5737). */
const serviceEnd = { address: '203.0.113.44', port: 443 } as const;
const senseHost = 'edr-eus3.us.endpoint.security.microsoft.com';
const dayMs = 24 * 60 * 60 * 1000;

const runsIn: readonly (readonly [WatchedProgram, ServiceName])[] = [
  ['Microsoft.Tri.Sensor.exe', 'AATPSensor'],
  ['Microsoft.Tri.Sensor.Updater.exe', 'AATPSensorUpdater'],
  ['MsSense.exe', 'Sense'],
  ['MsMpEng.exe', 'WinDefend'],
];

interface Around {
  readonly token: Token;
  readonly services: ServiceControl;
  readonly registry: RegistryFile;
}

/** What the services of a scenario show; what has a time is of the moment in which one looks. */
export function serviceEvidence(
  { evidence, sensor, senseIdentity }: Scenario,
  { token, services, registry }: Around,
): EvidenceSource {
  const running = async (): Promise<readonly WatchedProgram[]> => {
    const list = await services.list();
    const found = runsIn.flatMap(([program, name]) =>
      list.some((service) => service.name === name && service.state === 'running') ? [program] : [],
    );
    return senseIdentity ? [...found, 'SenseIdentity.exe'] : found;
  };
  const hasAntivirusProxy = async () => {
    const values = await registry.read(['mdav.policy.proxyServer', 'mdav.policy.proxyPacUrl']);
    return [...values.values()].some(({ state }) => state === 'present');
  };
  return {
    async connections() {
      const programs = await running();
      const since = new Date();
      const end = evidence.traffic === 'proxy' ? proxyEnd : serviceEnd;
      const connections = programs.map((program): Connection => ({ program, state: 'established', ...end, since }));
      return { state: 'read', running: programs, connections: evidence.traffic === 'none' ? [] : connections };
    },
    addresses: async (host) => addresses[host.toLowerCase()] ?? null,
    async senseEvents() {
      if (evidence.sense === 'silent') return { state: 'read', events: [] };
      const works = evidence.sense === 'contacts';
      const event = { at: new Date().toISOString(), host: senseHost, count: works ? 3 : 12 };
      return { state: 'read', events: [works ? { ...event, id: 4, code: null } : { ...event, id: 5, code: 12007 }] };
    },
    async sensorLog() {
      if (sensor === null) return { state: 'not-installed' };
      if (!token.readsProtected) return { state: 'unread', why: 'denied' };
      const entries = evidence.log.map((fault) => ({ fault, at: new Date().toISOString() }));
      return { state: 'read', files: [{ name: 'Microsoft.Tri.Sensor-Errors.log', entries }] };
    },
    async mapsTest() {
      const found = (await services.list()).find(({ name }) => name === 'WinDefend');
      if (found === undefined || found.state === 'not-installed') return { state: 'not-installed' };
      if (!token.elevated) return { state: 'not-run', why: 'not-elevated' };
      const works = evidence.maps === 'works' || (evidence.maps === 'needs-proxy' && (await hasAntivirusProxy()));
      return works
        ? { state: 'ran', code: 0, hresult: null, http: null }
        : { state: 'ran', code: 2, hresult: '0x80072EFD', http: null };
    },
    sensorModule: async () => (sensor === null ? 'absent' : 'present'),
    bootedAt: async () => new Date(Date.now() - 3 * dayMs),
  };
}
