import { encodeConnectionSettings, withManualProxy } from '../codecs/connection-settings.ts';
import { binaryImage, bytesOf, dwordImage, szImage } from '../codecs/registry-data.ts';
import { encodeWinHttpSettings } from '../codecs/winhttp-settings.ts';
import { noAgents } from '../effective/readings-for-tests.ts';
import { exampleIntent } from '../plan/example-intent.ts';
import type { Operation } from '../plan/operation.ts';
import type { Plan } from '../plan/plan.ts';
import type { WritableValueId } from '../settings/catalogue.ts';
import { type Absent, type Present, regType, type ValueImage } from '../settings/reading.ts';

/** For tests only: a plan with every kind of change, and with texts that every format has to escape. */

export const digest = '0123456789abcdef'.repeat(4);

export const absent = (missingKeys = 0): Absent => ({ state: 'absent', missingKeys });
const expandImage = (text: string): Present => ({ ...szImage(text), type: regType.expandSz });

/** Quotes of every kind, the braces of templates, what shells expand, and a backslash at the end. */
export const nastyText = `http://o'ld.contoso.com:1/?a="b"&c=<d>;{{ lookup('env','X') }} $env:X $(x) \`%PATH%\` # \u2018\u2019 \u00fc !x\\`;

const old = encodeWinHttpSettings({ access: 'named', proxy: 'old.contoso.com:3128', bypass: '<local>' });
const account = (tail: string): Present => {
  const bytes = encodeConnectionSettings(withManualProxy(null, 'old.contoso.com:3128', '<local>'));
  return binaryImage(Uint8Array.from([...bytes, ...bytesOf(tail)]));
};

const wanted = { access: 'named', proxy: 'proxy.contoso.com:8080', bypass: '<local>;*.contoso.local' } as const;

/** `Omit` for each member of a union by itself. */
type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
export type Change = Without<Operation, 'id' | 'product' | 'reason' | 'citation' | 'services' | 'alsoAffects'>;

export const value = (id: WritableValueId, before: ValueImage, after: Absent | Present): Change => ({
  kind: 'value',
  value: id,
  before,
  after,
});

export const sensorChange: Extract<Change, { kind: 'sensor' }> = {
  kind: 'sensor',
  before: { sha256: 'ab'.repeat(32), proxy: null },
  after: { url: 'http://proxy.contoso.com:8080', signIn: { kind: 'none' } },
};

export const allChanges: readonly Change[] = [
  { kind: 'winhttp', before: binaryImage(Uint8Array.from([...old, 1, 2])), after: wanted },
  { kind: 'winhttp-32', before: absent(1), after: wanted },
  value('mde.telemetryProxyServer', absent(1), szImage('proxy.contoso.com:8080')),
  value('mde.disableEnterpriseAuthProxy', absent(1), dwordImage(1)),
  value('mde.preferStaticProxy', dwordImage(0), dwordImage(1)),
  value('mdav.policy.proxyServer', szImage('http://old.contoso.com:3128'), szImage('http://proxy.contoso.com:8080')),
  value('mdav.policy.proxyPacUrl', szImage('http://pac.contoso.com/old.pac?a=1&b="2"'), absent()),
  value('mdav.policy.proxyBypass', expandImage('http://%SERVER%.contoso.com'), absent()),
  value('mdav.policy.sslOptions', absent(1), dwordImage(2)),
  value('wininet.localService.connection', account('0001ff'), account('0002ff')),
  value('wininet.localSystem.legacy', absent(), account('')),
  value('dotnet.strongCrypto', dwordImage(0xfffffffe), dwordImage(1)),
  value('dotnet.systemDefaultTls32', absent(), dwordImage(1)),
  sensorChange,
  { kind: 'restart', service: 'AATPSensorUpdater' },
  { kind: 'restart', service: 'DiagTrack' },
];

export function planWith(changes: readonly Change[] = allChanges, said: Partial<Plan> = {}): Plan {
  return {
    schema: 1,
    id: '5b3e6f0e-28f5-4a12-9a8e-0d3c3f0f5a11',
    createdAt: '2026-11-20T08:00:00.000Z',
    toolVersion: '0.1.0',
    machine: {
      name: 'DC01',
      domain: 'contoso.local',
      role: 'domain-controller',
      os: { product: 'Windows Server 2022 Standard', build: '20348', serverCore: false },
      elevated: true,
      lab: null,
    },
    products: {
      mdi: { generation: 'v2', version: '2.240.18218.12345' },
      mde: { installed: true, onboarded: true, version: '10.8760.0.0' },
      mdav: { installed: true, running: true, version: '4.18.25100.1' },
    },
    intent: exampleIntent,
    before: {
      snapshotId: '6f2b1c1e-0f5f-4a57-9d6e-0d6cf1b5a111',
      takenAt: '2026-11-20T07:59:00.000Z',
      effective: [],
      findings: [],
      otherAgents: noAgents,
      environment: [],
    },
    operations: changes.map((change, at) => ({
      ...change,
      id: at + 1,
      product: 'windows',
      reason: 'winhttp-proxy',
      citation: 'winhttp-default-proxy',
      services: [],
      alsoAffects: 'nobody',
    })),
    blockers: [],
    cautions: [],
    manual: [],
    blastRadius: null,
    expected: [],
    sensorApiHost: 'contoso-corpsensorapi.atp.azure.com',
    ...said,
  };
}
