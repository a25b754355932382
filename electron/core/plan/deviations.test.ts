import { describe, expect, test } from 'vitest';
import {
  absent,
  bytes,
  connection,
  denied,
  dword,
  type MachineOfTest,
  readingsOf,
  sensorRead,
  text,
  winHttp,
  winHttpDirect,
} from '../effective/readings-for-tests.ts';
import { effectiveProxies } from '../effective/resolve.ts';
import type { ValueId } from '../settings/catalogue.ts';
import type { Reading } from '../settings/reading.ts';
import { readingsAfter } from './after.ts';
import { planFor } from './build.ts';
import { deviationsOf, unexpectedOf } from './deviations.ts';
import { exampleIntent } from './example-intent.ts';
import type { Intent } from './intent.ts';
import type { Plan } from './plan.ts';
import type { Readings, SensorReading } from './snapshot.ts';
import { made, snapshotOf, wish } from './snapshot-for-tests.ts';

const proxy = 'proxy.contoso.com:8080';
const legacy = connection(3, 'old:1', '<local>');

function planOf(machine: MachineOfTest, intent: Partial<Intent>): { readonly plan: Plan; readonly after: Readings } {
  const snapshot = snapshotOf(machine);
  const result = planFor(snapshot, wish(intent), made);
  if (!result.ok) throw new Error(JSON.stringify(result.problem));
  return { plan: result.value, after: readingsAfter(snapshot, result.value.operations) };
}

const all = planOf(
  { values: { 'winhttp.machine32': winHttpDirect, 'mdav.policy.proxyPacUrl': text('http://x/p') } },
  exampleIntent,
);
const inPlace = planOf(
  { values: { 'wininet.localSystem.connection': legacy, 'wininet.localService.connection': legacy } },
  { mdi: { route: { kind: 'static', proxy }, workspace: null, legacy: 'update' } },
);

function with_(readings: Readings, values: Partial<Record<ValueId, Reading>>, sensor?: SensorReading): Readings {
  const settings = { ...readings.settings };
  for (const [id, reading] of Object.entries(values)) {
    // The keys of a record over value ids are value ids.
    const value = id as ValueId;
    settings[value] = { ...settings[value], reading };
  }
  return { ...readings, settings, sensor: sensor ?? readings.sensor };
}

describe('deviations', () => {
  test('are none right after the change', () => {
    expect(deviationsOf(all.plan, all.after)).toEqual([]);
    expect(deviationsOf(inPlace.plan, inPlace.after)).toEqual([]);
  });

  test.each([
    ['a policy that came back', { 'mde.telemetryProxyServer': text('gpo:1') }, ['mde.telemetryProxyServer']],
    [
      'a policy that took the value away',
      { 'mde.disableEnterpriseAuthProxy': absent },
      ['mde.disableEnterpriseAuthProxy'],
    ],
    ['a value of another type', { 'mdav.policy.proxyServer': dword(1) }, ['mdav.policy.proxyServer']],
    ['a value that came back', { 'mdav.policy.proxyPacUrl': text('http://x/p') }, ['mdav.policy.proxyPacUrl']],
    ['another WinHTTP proxy', { 'winhttp.machine': winHttp('gpp:1') }, ['winhttp.machine']],
    ['another bypass list', { 'winhttp.machine': winHttp(proxy, '<local>') }, ['winhttp.machine']],
    ['a corrupt 32-bit copy', { 'winhttp.machine32': bytes('28') }, ['winhttp.machine32']],
    [
      'the same WinHTTP proxy in other bytes',
      { 'winhttp.machine': winHttp('PROXY.contoso.com:8080', '*.contoso.local;<local>') },
      [],
    ],
    [
      'a value without its terminator',
      { 'mde.telemetryProxyServer': { state: 'present', type: 1, hex: text(proxy).hex.slice(0, -4) } },
      [],
    ],
    ['a value that cannot be read', { 'mde.telemetryProxyServer': denied, 'winhttp.machine': denied }, []],
    ['a value that the plan did not write', { 'mde.preferStaticProxy': dword(1) }, []],
  ] as const)('%s', (_what, values, changed) => {
    expect(deviationsOf(all.plan, with_(all.after, values))).toEqual(changed);
  });

  test.each([
    ['another address', sensorRead('http://other:1'), ['sensor-configuration']],
    ['no address', sensorRead(null), ['sensor-configuration']],
    ['a malformed file', { state: 'malformed', path: 'C:\\s', fault: 'not-json' }, ['sensor-configuration']],
    ['a sensor that is gone', { state: 'not-installed' }, ['sensor-configuration']],
    [
      'a new version with the same address',
      sensorRead(`http://${proxy}/`, { version: '2.246.1.1', sha256: 'ef'.repeat(32) }),
      [],
    ],
    ['a file that cannot be read', { state: 'unreadable', win32: 5 }, []],
  ] as const)("the sensor's file: %s", (_what, sensor, changed) => {
    expect(deviationsOf(all.plan, with_(all.after, {}, sensor))).toEqual(changed);
  });

  test('an account blob is compared by what it says, not by its counter', () => {
    const id = 'wininet.localService.connection';
    expect(deviationsOf(inPlace.plan, with_(inPlace.after, { [id]: connection(3, proxy, '<local>') }))).toEqual([]);
    expect(deviationsOf(inPlace.plan, with_(inPlace.after, { [id]: connection(11, proxy, '<local>') }))).toEqual([id]);
    expect(deviationsOf(inPlace.plan, with_(inPlace.after, { [id]: connection(3, proxy, 'x') }))).toEqual([id]);
  });
});

describe('unexpected routes', () => {
  const found = (values: Partial<Record<ValueId, Reading>>, sensor?: SensorReading) =>
    unexpectedOf(all.plan, effectiveProxies(with_(all.after, values, sensor)));

  test('are none right after the change', () => {
    expect(found({})).toEqual([]);
  });

  test('name each service that goes another way', () => {
    expect(found({ 'winhttp.machine': winHttp('gpp:1', '<local>;*.contoso.local') })).toEqual(
      expect.arrayContaining(['revocation', 'windows-update']),
    );
    expect(found({ 'mdav.policy.proxyServer': text('http://other:1') })).toEqual(['mdav-cloud']);
  });

  test('do not count a route that is not known', () => {
    expect(found({}, { state: 'unreadable', win32: 5 })).toEqual([]);
  });

  test('count a service that is gone', () => {
    const rows = effectiveProxies(readingsOf({ services: {} }));
    expect(unexpectedOf(all.plan, rows)).toEqual(expect.arrayContaining(['mdi-sensor', 'sense', 'mdav-cloud']));
  });
});
