import { describe, expect, test } from 'vitest';
import { decidingPath } from './deciding-path.ts';
import type { EffectiveRoute, ServiceId } from './effective.ts';
import { pathRoutes } from './path.ts';
import {
  connection,
  denied,
  dword,
  type MachineOfTest,
  readingsOf,
  text,
  v3Services,
  winHttp,
} from './readings-for-tests.ts';
import { effectiveProxies } from './resolve.ts';
import { sameRoute } from './route.ts';

const own = 'proxy.contoso.com:8080';
const excepting = winHttp(own, '*.contoso.com');
const telemetry = { 'mde.telemetryProxyServer': text(own) };

function deciding(machine: MachineOfTest, service: ServiceId) {
  const readings = readingsOf(machine);
  const found = effectiveProxies(readings).find((each) => each.service === service);
  if (found === undefined) throw new Error(`No row for ${service}.`);
  return decidingPath(found, pathRoutes(readings));
}

test.each<[string, ServiceId, MachineOfTest, string | null]>([
  ['the sensor of its own address', 'mdi-sensor', { sensor: 'http://own:1' }, 'mdi'],
  ['the sensor without one of its account', 'mdi-sensor', {}, 'local-service'],
  ['the updater without one of its account', 'mdi-updater', {}, 'local-system'],
  ['MDE of WinHTTP where nothing is set', 'sense', {}, 'winhttp'],
  ['MDE of its own proxy', 'sense', { values: telemetry }, 'mde'],
  [
    'MDE of WinHTTP with exceptions, not of the same proxy without',
    'sense',
    { values: { ...telemetry, 'winhttp.machine': excepting } },
    'winhttp',
  ],
  [
    'telemetry of its own proxy, not of the same with exceptions',
    'diagtrack',
    { values: { ...telemetry, 'winhttp.machine': excepting } },
    'mde',
  ],
  [
    'MDE of its own proxy where that is preferred',
    'sense',
    { values: { ...telemetry, 'winhttp.machine': winHttp('other:1'), 'mde.preferStaticProxy': dword(1) } },
    'mde',
  ],
  [
    'Antivirus of its own address',
    'mdav-cloud',
    { values: { 'mdav.policy.proxyServer': text(`http://${own}`) } },
    'mdav',
  ],
  ['Antivirus without one of WinHTTP', 'mdav-cloud', { values: { 'winhttp.machine': excepting } }, 'winhttp'],
  ['revocation lists of WinHTTP, never of a product', 'revocation', { values: telemetry }, 'winhttp'],
  [
    'a setting that cannot be read of that setting',
    'mdav-cloud',
    { values: { 'mdav.policy.proxyServer': denied } },
    'mdav',
  ],
  [
    'two settings of which nobody knows the order of none',
    'sense',
    { values: { ...telemetry, 'winhttp.machine': winHttp('other:1'), 'mde.preferStaticProxy': denied } },
    null,
  ],
])('the way is decided for %s', (_what, service, machine, path) => {
  expect(deciding(machine, service)).toBe(path);
});

describe('whatever is set', () => {
  const values = [
    telemetry,
    { 'winhttp.machine': excepting },
    { 'mde.preferStaticProxy': dword(1) },
    { 'mdav.policy.proxyServer': text('http://antivirus:1') },
    { 'mdav.preference.proxyPacUrl': text('http://pac.contoso.com/p.pac') },
    { 'wininet.localSystem.connection': connection(3, 'system:1', '<local>') },
    { 'wininet.localService.connection': connection(5, '', '', 'http://pac.contoso.com/p.pac') },
    { 'wininet.perUserPolicy': dword(0), 'wininet.machine.connection': connection(3, 'machine:1') },
  ];
  const machines = Array.from({ length: 2 ** values.length }, (_, mask): MachineOfTest[] => {
    const set = Object.assign({}, ...values.filter((_value, at) => (mask >> at) & 1));
    return [
      { values: set },
      { values: set, sensor: 'http://sensor:1' },
      { values: set, services: v3Services, senseIdentity: true },
    ];
  }).flat();

  test('the path of a service whose route is known leads where the service goes', () => {
    const lost = machines.flatMap((machine) => {
      const readings = readingsOf(machine);
      const paths = pathRoutes(readings);
      const leads = (path: string | null, route: EffectiveRoute) =>
        paths.some((each) => each.path === path && each.route !== null && sameRoute(each.route, route));
      return effectiveProxies(readings).filter(
        (each) => each.route.kind !== 'unknown' && !leads(decidingPath(each, paths), each.route),
      );
    });
    expect(lost).toEqual([]);
  });
});
