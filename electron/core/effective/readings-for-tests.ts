import { encodeConnectionSettings } from '../codecs/connection-settings.ts';
import { binaryImage, bytesOf, dwordImage, hexOf, szImage } from '../codecs/registry-data.ts';
import { decodeWinHttpSettings, encodeWinHttpSettings } from '../codecs/winhttp-settings.ts';
import type { OtherAgents } from '../plan/other-agents.ts';
import type { Readings, SensorReading, ServiceFact, ServiceName } from '../plan/snapshot.ts';
import { type ValueId, valueIds } from '../settings/catalogue.ts';
import type { Management, Present, Reading, Setting } from '../settings/reading.ts';

/** For tests only: the readings of a machine, said by what differs from a domain controller on which nothing is set. */
export interface MachineOfTest {
  readonly values?: Partial<Record<ValueId, Reading>>;
  readonly management?: Partial<Record<ValueId, Management>>;
  /** Installed and running services with their versions; default: MDE, antivirus and the v2 sensor. */
  readonly services?: Partial<Record<ServiceName, string | null | ServiceFact['state']>>;
  /** Text: the sensor's ProxyUrl. Null: a sensor without a proxy. Default: as `services` says. */
  readonly sensor?: string | null | SensorReading;
  readonly senseIdentity?: boolean | null;
  readonly machine?: Partial<Readings['machine']>;
  /** Default: WinHTTP answers what is stored. */
  readonly winHttpAnswer?: Readings['winHttpAnswer'];
  readonly advProxy?: Readings['advProxy'];
  /** Default: none. */
  readonly otherAgents?: OtherAgents;
  readonly onboarding?: Readings['onboarding'];
}

const noAgent = { state: 'not-installed', version: null, proxy: null } as const;
export const noAgents: OtherAgents = {
  logAnalytics: { ...noAgent, workspaces: null },
  omsGateway: noAgent,
  azureArc: noAgent,
};

export const absent: Reading = { state: 'absent', missingKeys: 0 };
export const denied: Reading = { state: 'unreadable', win32: 5 };
export const text = (value: string): Present => szImage(value);
export const dword = (value: number): Present => dwordImage(value);
export const bytes = (hex: string): Present => ({ state: 'present', type: 3, hex });
export const sealedAs = (image: Present): Reading => ({ ...image, state: 'sealed', sha256: 'ab'.repeat(32) });

export const winHttp = (proxy: string, bypass = ''): Present =>
  binaryImage(encodeWinHttpSettings({ access: 'named', proxy, bypass }));
export const winHttpDirect: Present = binaryImage(encodeWinHttpSettings({ access: 'direct' }));

/** A connection blob. `flags`: 1 direct, 2 manual proxy, 4 PAC file, 8 auto-detection; its tail is not all zeros. */
export function connection(flags: number, proxy = '', bypass = '', pacUrl = ''): Present {
  const tail = Uint8Array.from({ length: 32 }, (_, at) => at);
  const settings = { state: 'ok', version: 0x46, counter: 9, flags, proxy, bypass, pacUrl, tail } as const;
  return { state: 'present', type: 3, hex: hexOf(encodeConnectionSettings(settings)) };
}

export const v2Services = {
  AATPSensor: '2.245.1.1',
  AATPSensorUpdater: '2.245.1.1',
  Sense: '10.8760.20348.2849',
  DiagTrack: '10.0.20348.1',
  WinDefend: '4.18.26090.4',
} as const;
export const v3Services = { Sense: '10.8760.20348.2849', DiagTrack: null, WinDefend: '4.18.26090.4' } as const;

export const workspaceHost = 'contoso-corpsensorapi.atp.azure.com';

export function sensorRead(url: string | null, more: Partial<Extract<SensorReading, { state: 'read' }>> = {}) {
  return {
    state: 'read',
    path: 'C:\\Program Files\\Azure Advanced Threat Protection Sensor\\2.245.1.1\\SensorConfiguration.json',
    version: '2.245.1.1',
    sha256: 'cd'.repeat(32),
    proxy: url === null ? null : { url, userName: null, passwordStored: false },
    apiHost: workspaceHost,
    thumbprint: 'AB'.repeat(20),
    ...more,
  } as const satisfies SensorReading;
}

const states: readonly string[] = ['not-installed', 'stopped', 'running', 'changing', 'unknown'];

function service(name: ServiceName, said: string | null): ServiceFact {
  const isState = said !== null && states.includes(said);
  // A text that is one of the listed states is a state.
  return { name, state: isState ? (said as ServiceFact['state']) : 'running', version: isState ? null : said };
}

function answerOf(reading: Reading): Readings['winHttpAnswer'] {
  const stored = 'hex' in reading ? decodeWinHttpSettings(bytesOf(reading.hex)) : null;
  return stored?.state === 'named'
    ? { state: 'named', proxy: stored.proxy, bypass: stored.bypass }
    : { state: 'direct' };
}

export function readingsOf(test: MachineOfTest = {}): Readings {
  const services = Object.entries(test.services ?? v2Services).map(([name, said]) =>
    // The keys of a record over service names are service names.
    service(name as ServiceName, said),
  );
  const hasSensor = services.some((found) => found.name === 'AATPSensor');
  const sensor = test.sensor === undefined ? (hasSensor ? null : 'none') : test.sensor;
  const setting = (id: ValueId): Setting => ({
    reading: test.values?.[id] ?? absent,
    management: test.management?.[id] ?? { state: 'unmanaged' },
  });
  const settings = Object.fromEntries(valueIds.map((id) => [id, setting(id)])) as Readings['settings']; // for every id
  return {
    schema: 1,
    id: '11111111-1111-4111-8111-111111111111',
    takenAt: '2026-11-02T08:00:00.000Z',
    machine: {
      name: 'DC1',
      domain: 'contoso.local',
      role: 'domain-controller',
      os: { product: 'Windows Server 2022', build: '20348.2849', serverCore: false },
      elevated: true,
      lab: null,
      ...test.machine,
    },
    services,
    senseIdentity: test.senseIdentity === undefined ? false : test.senseIdentity,
    sensor:
      sensor === 'none'
        ? { state: 'not-installed' }
        : typeof sensor === 'object' && sensor !== null
          ? sensor
          : sensorRead(sensor),
    otherAgents: test.otherAgents ?? noAgents,
    onboarding: test.onboarding ?? null,
    settings,
    winHttpAnswer: test.winHttpAnswer ?? answerOf(settings['winhttp.machine'].reading),
    advProxy: test.advProxy ?? null,
  };
}
