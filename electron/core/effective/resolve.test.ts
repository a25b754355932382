import { describe, expect, test } from 'vitest';
import { EffectiveProxy, type EffectiveRoute, type ServiceId } from './effective.ts';
import {
  bytes,
  connection,
  denied,
  dword,
  type MachineOfTest,
  readingsOf,
  sealedAs,
  sensorRead,
  text,
  v2Services,
  v3Services,
  winHttp,
  winHttpDirect,
} from './readings-for-tests.ts';
import { effectiveProxies } from './resolve.ts';

const via = (host: string, port = 8080, bypass: string[] = []): EffectiveRoute => ({
  kind: 'static',
  proxies: [{ scheme: null, host, port }],
  bypass,
});
const direct: EffectiveRoute = { kind: 'direct' };
const auto: EffectiveRoute = { kind: 'auto-detect' };
const pac = (url: string): EffectiveRoute => ({ kind: 'pac', url });
const unknown = (store: Extract<EffectiveRoute, { kind: 'unknown' }>['store']): EffectiveRoute => ({
  kind: 'unknown',
  store,
});

function row(machine: MachineOfTest, service: ServiceId): EffectiveProxy {
  const found = effectiveProxies(readingsOf(machine)).find((proxy) => proxy.service === service);
  if (found === undefined) throw new Error(`No row for ${service}.`);
  return EffectiveProxy.parse(found);
}

const manual = connection(3, 'legacy:3128', '<local>');
const perMachine = { 'wininet.perUserPolicy': dword(0) };
const telemetry = { 'mde.telemetryProxyServer': text('mde:8080') };
const older = { ...v2Services, Sense: '10.8040.1.1' };
const between = { ...v2Services, Sense: '10.8100.1.1' };

type Row = readonly [
  what: string,
  service: ServiceId,
  machine: MachineOfTest,
  route: EffectiveRoute,
  certain?: 'unverified',
];

const rows: readonly Row[] = [
  // MDI v2: the sensor's own address, then WinINET of the account, then direct; never WinHTTP.
  [
    'the sensor takes its own address first',
    'mdi-sensor',
    { sensor: 'http://own:8080', values: { 'wininet.localService.connection': manual } },
    via('own'),
  ],
  ['the updater takes the same address', 'mdi-updater', { sensor: 'http://own:8080' }, via('own')],
  ['an address without a port means that of its scheme', 'mdi-sensor', { sensor: 'http://own/' }, via('own', 80)],
  [
    'an https address means TLS to the proxy',
    'mdi-sensor',
    { sensor: 'https://own' },
    { kind: 'static', proxies: [{ scheme: null, host: 'own', port: 443, tls: true }], bypass: [] },
  ],
  ['a masked credential does not hide the proxy', 'mdi-sensor', { sensor: 'http://****:****@own:8080' }, via('own')],
  [
    'the sensor takes WinINET of Local Service',
    'mdi-sensor',
    { values: { 'wininet.localService.connection': manual } },
    via('legacy', 3128, ['<local>']),
  ],
  [
    'the updater does not take WinINET of Local Service',
    'mdi-updater',
    { values: { 'wininet.localService.connection': manual } },
    direct,
  ],
  [
    'the updater takes WinINET of Local System',
    'mdi-updater',
    { values: { 'wininet.localSystem.connection': manual } },
    via('legacy', 3128, ['<local>']),
  ],
  [
    'the sensor does not take WinINET of Local System',
    'mdi-sensor',
    { values: { 'wininet.localSystem.connection': manual } },
    direct,
  ],
  [
    'exceptions that match everything leave no proxy',
    'mdi-sensor',
    { values: { 'wininet.localService.connection': connection(3, 'legacy:3128', '*') } },
    direct,
  ],
  ['WinHTTP has no influence on the sensor', 'mdi-sensor', { values: { 'winhttp.machine': winHttp('p:1') } }, direct],
  ['nothing set is direct', 'mdi-sensor', {}, direct],
  [
    'a hive that could not be read decides',
    'mdi-sensor',
    { values: { 'wininet.localService.connection': denied } },
    unknown('wininet-local-service'),
  ],
  [
    'a hive that could not be read does not matter behind an own address',
    'mdi-sensor',
    { sensor: 'http://own:8080', values: { 'wininet.localService.connection': denied } },
    via('own'),
  ],
  [
    'a sensor file that could not be read decides',
    'mdi-sensor',
    { sensor: { state: 'unreadable', win32: 5 } },
    unknown('sensor-configuration'),
  ],
  [
    'a malformed sensor file decides',
    'mdi-updater',
    { sensor: { state: 'malformed', path: 'C:\\x', fault: 'not-json' } },
    unknown('sensor-configuration'),
  ],
  ['an address without a scheme is no route', 'mdi-sensor', { sensor: 'own:8080' }, unknown('sensor-configuration')],
  [
    'a corrupt blob is no route',
    'mdi-sensor',
    { values: { 'wininet.localService.connection': bytes('4600') } },
    unknown('wininet-local-service'),
  ],
  [
    'a blob of the wrong type is no route',
    'mdi-sensor',
    { values: { 'wininet.localService.connection': text('legacy:3128') } },
    unknown('wininet-local-service'),
  ],
  [
    'a blob with an unreadable proxy list is no route',
    'mdi-sensor',
    { values: { 'wininet.localService.connection': connection(3, 'legacy:99999') } },
    unknown('wininet-local-service'),
  ],
  [
    'the blob wins over the string copies',
    'mdi-sensor',
    {
      values: {
        'wininet.localService.connection': connection(1),
        'wininet.localService.proxyEnable': dword(1),
        'wininet.localService.proxyServer': text('old:1'),
      },
    },
    direct,
  ],
  [
    'string copies without a blob are no certain route',
    'mdi-sensor',
    { values: { 'wininet.localService.proxyEnable': dword(1), 'wininet.localService.proxyServer': text('old:1') } },
    unknown('wininet-local-service'),
  ],
  [
    'string copies that are off are nothing',
    'mdi-sensor',
    { values: { 'wininet.localService.proxyEnable': dword(0), 'wininet.localService.proxyServer': text('old:1') } },
    direct,
  ],
  // WinINET inside one account.
  [
    'auto-detection comes before PAC and manual',
    'mdi-sensor',
    { values: { 'wininet.localService.connection': connection(15, 'p:1', '', 'http://x/p.pac') } },
    auto,
    'unverified',
  ],
  [
    'auto-detection alone is certain',
    'mdi-sensor',
    { values: { 'wininet.localService.connection': connection(9) } },
    auto,
  ],
  [
    'PAC comes before manual',
    'mdi-sensor',
    { values: { 'wininet.localService.connection': connection(7, 'p:1', '', 'http://x/p.pac') } },
    pac('http://x/p.pac'),
    'unverified',
  ],
  [
    'PAC alone is certain',
    'mdi-sensor',
    { values: { 'wininet.localService.connection': connection(5, 'p:1', '', 'http://x/p.pac') } },
    pac('http://x/p.pac'),
  ],
  [
    'texts whose flag is off are nothing',
    'mdi-sensor',
    { values: { 'wininet.localService.connection': connection(1, 'p:1', '', 'http://x/p.pac') } },
    direct,
  ],
  [
    'a manual flag without a proxy is nothing',
    'mdi-sensor',
    { values: { 'wininet.localService.connection': connection(3) } },
    direct,
  ],
  // Machine-wide WinINET.
  [
    'ProxySettingsPerUser=0 moves the source to the machine',
    'mdi-sensor',
    {
      values: {
        ...perMachine,
        'wininet.machine.connection': manual,
        'wininet.localService.connection': connection(3, 'other:1'),
      },
    },
    via('legacy', 3128, ['<local>']),
  ],
  [
    'ProxySettingsPerUser=1 leaves it with the account',
    'mdi-updater',
    { values: { 'wininet.perUserPolicy': dword(1), 'wininet.machine.connection': manual } },
    direct,
  ],
  [
    'a machine-wide switch that could not be read decides',
    'mdi-sensor',
    { values: { 'wininet.perUserPolicy': denied } },
    unknown('wininet-machine'),
  ],
  [
    'a machine-wide switch of the wrong type decides',
    'mdi-sensor',
    { values: { 'wininet.perUserPolicy': text('0') } },
    unknown('wininet-machine'),
  ],
  // SENSE.
  [
    'WinHTTP is the default of MDE',
    'sense',
    { values: { 'winhttp.machine': winHttp('p:1', '<local>') } },
    via('p', 1, ['<local>']),
  ],
  [
    'the static proxy is taken where WinHTTP is direct',
    'sense',
    { values: { ...telemetry, 'winhttp.machine': winHttpDirect } },
    via('mde'),
  ],
  [
    'both set without the switch is not documented',
    'sense',
    { values: { ...telemetry, 'winhttp.machine': winHttp('p:1') } },
    via('p', 1),
    'unverified',
  ],
  [
    'both set to the same proxy leaves no doubt',
    'sense',
    { values: { ...telemetry, 'winhttp.machine': winHttp('mde:8080') } },
    via('mde'),
  ],
  [
    'the switch puts the static proxy first',
    'sense',
    { values: { ...telemetry, 'winhttp.machine': winHttp('p:1'), 'mde.preferStaticProxy': dword(1) } },
    via('mde'),
  ],
  [
    'a sensor too old does not know the switch',
    'sense',
    { services: older, values: { ...telemetry, 'winhttp.machine': winHttp('p:1'), 'mde.preferStaticProxy': dword(1) } },
    via('p', 1),
    'unverified',
  ],
  [
    'a version between the branches is not documented',
    'sense',
    {
      services: between,
      values: { ...telemetry, 'winhttp.machine': winHttp('p:1'), 'mde.preferStaticProxy': dword(1) },
    },
    via('mde'),
    'unverified',
  ],
  [
    'a switch that could not be read decides where both are set',
    'sense',
    { values: { ...telemetry, 'winhttp.machine': winHttp('p:1'), 'mde.preferStaticProxy': denied } },
    unknown('telemetry-proxy-server'),
  ],
  [
    'a switch that could not be read does not matter where one is set',
    'sense',
    { values: { ...telemetry, 'mde.preferStaticProxy': denied } },
    via('mde'),
  ],
  [
    'a static proxy with a scheme is no route',
    'sense',
    { values: { 'mde.telemetryProxyServer': text('http://mde:8080') } },
    unknown('telemetry-proxy-server'),
  ],
  [
    'a WinHTTP value that could not be read decides',
    'sense',
    { values: { ...telemetry, 'winhttp.machine': denied } },
    unknown('winhttp'),
  ],
  ['nothing set is direct, with discovery untested', 'sense', {}, direct, 'unverified'],
  [
    'WinINET is no input of SENSE',
    'sense',
    { values: { 'wininet.localSystem.connection': manual } },
    direct,
    'unverified',
  ],
  // DiagTrack.
  [
    'DiagTrack takes the static proxy first',
    'diagtrack',
    { values: { ...telemetry, 'winhttp.machine': winHttp('p:1') } },
    via('mde'),
  ],
  ['DiagTrack falls back to WinHTTP', 'diagtrack', { values: { 'winhttp.machine': winHttp('p:1') } }, via('p', 1)],
  ['DiagTrack ends direct', 'diagtrack', {}, direct],
  // MDAV.
  [
    'the policy server comes first',
    'mdav-cloud',
    {
      values: {
        'mdav.policy.proxyServer': text('http://av:8080'),
        'mdav.preference.proxyServer': text('http://pref:8080'),
        'mdav.policy.proxyPacUrl': text('http://x/p.pac'),
      },
    },
    via('av'),
  ],
  [
    'the preference server is taken where no policy is',
    'mdav-cloud',
    { values: { 'mdav.preference.proxyServer': text('http://pref:8080') } },
    via('pref'),
  ],
  [
    'a preference server beats a policy PAC',
    'mdav-cloud',
    {
      values: {
        'mdav.preference.proxyServer': text('http://pref:8080'),
        'mdav.policy.proxyPacUrl': text('http://x/p.pac'),
      },
    },
    via('pref'),
  ],
  [
    'the policy PAC beats the preference PAC',
    'mdav-cloud',
    {
      values: {
        'mdav.policy.proxyPacUrl': text('http://x/p.pac'),
        'mdav.preference.proxyPacUrl': text('http://x/q.pac'),
      },
    },
    pac('http://x/p.pac'),
  ],
  [
    'the preference PAC is taken last of the four',
    'mdav-cloud',
    { values: { 'mdav.preference.proxyPacUrl': text('http://x/q.pac') } },
    pac('http://x/q.pac'),
  ],
  [
    'direct comes before the account settings',
    'mdav-cloud',
    { values: { 'wininet.localSystem.connection': manual } },
    direct,
  ],
  [
    'WinHTTP is used in practice only',
    'mdav-cloud',
    { values: { 'winhttp.machine': winHttp('p:1') } },
    via('p', 1),
    'unverified',
  ],
  [
    'a server without a scheme is no route',
    'mdav-cloud',
    { values: { 'mdav.policy.proxyServer': text('av:8080') } },
    unknown('mdav-policy-server'),
  ],
  [
    'a server that could not be read decides',
    'mdav-cloud',
    { values: { 'mdav.policy.proxyServer': denied } },
    unknown('mdav-policy-server'),
  ],
  [
    'a PAC path that is no address is no route',
    'mdav-cloud',
    { values: { 'mdav.policy.proxyPacUrl': text('\\\\server\\proxy.pac') } },
    unknown('mdav-policy-pac'),
  ],
  [
    'the policy bypass goes with the server',
    'mdav-cloud',
    {
      values: {
        'mdav.policy.proxyServer': text('http://av:8080'),
        'mdav.policy.proxyBypass': text('intranet.contoso.local'),
        'mdav.preference.proxyBypass': text('x'),
      },
    },
    via('av', 8080, ['intranet.contoso.local']),
  ],
  [
    'several bypass addresses in one text are not certain',
    'mdav-cloud',
    { values: { 'mdav.policy.proxyServer': text('http://av:8080'), 'mdav.policy.proxyBypass': text('a;b') } },
    via('av', 8080, ['a;b']),
    'unverified',
  ],
  [
    'ForceUseProxyOnly makes direct uncertain',
    'mdav-cloud',
    { values: { 'mdav.preference.forceUseProxyOnly': dword(1) } },
    direct,
    'unverified',
  ],
  [
    'an https server means TLS to the proxy',
    'mdav-cloud',
    { values: { 'mdav.policy.proxyServer': text('https://av:8443') } },
    { kind: 'static', proxies: [{ scheme: null, host: 'av', port: 8443, tls: true }], bypass: [] },
  ],
  // Windows.
  ['revocation takes WinHTTP', 'revocation', { values: { 'winhttp.machine': winHttp('p:1') } }, via('p', 1)],
  [
    'revocation never takes the static proxies',
    'revocation',
    { sensor: 'http://own:8080', values: { ...telemetry, 'mdav.policy.proxyServer': text('http://av:8080') } },
    direct,
  ],
  [
    'a per-scheme list keeps its schemes',
    'revocation',
    { values: { 'winhttp.machine': winHttp('http=a:80;https=b:88') } },
    {
      kind: 'static',
      proxies: [
        { scheme: 'http', host: 'a', port: 80 },
        { scheme: 'https', host: 'b', port: 88 },
      ],
      bypass: [],
    },
  ],
  [
    'an empty named proxy is direct',
    'revocation',
    { values: { 'winhttp.machine': bytes('2800000000000000030000000000000000000000') } },
    direct,
  ],
  [
    'a corrupt WinHTTP value is no route',
    'revocation',
    { values: { 'winhttp.machine': bytes('2800') } },
    unknown('winhttp'),
  ],
  ['Windows Update takes WinHTTP', 'windows-update', { values: { 'winhttp.machine': winHttp('p:1') } }, via('p', 1)],
  [
    'Windows Update does not take the antivirus proxy',
    'windows-update',
    { values: { 'mdav.policy.proxyServer': text('http://av:8080') } },
    direct,
  ],
  [
    'a machine-wide WinINET proxy makes WinHTTP direct uncertain',
    'revocation',
    { values: { ...perMachine, 'wininet.machine.connection': manual } },
    direct,
    'unverified',
  ],
  [
    'a list of which one part cannot be read is no route',
    'revocation',
    { values: { 'winhttp.machine': winHttp('p:1;q:99999') } },
    unknown('winhttp'),
  ],
  [
    'an antivirus server with a credential is no route',
    'mdav-cloud',
    { values: { 'mdav.policy.proxyServer': sealedAs(text('http://****:****@av:8080')) } },
    unknown('mdav-policy-server'),
  ],
  [
    'more proxies than can be shown are no route',
    'revocation',
    { values: { 'winhttp.machine': winHttp(Array.from({ length: 33 }, (_, at) => `p${at}:1`).join(';')) } },
    unknown('winhttp'),
  ],
  [
    'more bypass entries than can be shown are no route',
    'revocation',
    { values: { 'winhttp.machine': winHttp('p:1', Array.from({ length: 513 }, (_, at) => `h${at}`).join(';')) } },
    unknown('winhttp'),
  ],
  [
    'a PAC address too long to be shown is no route',
    'mdav-cloud',
    { values: { 'mdav.policy.proxyPacUrl': text(`http://x/${'a'.repeat(4096)}`) } },
    unknown('mdav-policy-pac'),
  ],
  // MDI v3.
  [
    'the v3 sensor goes the way of MDE',
    'mdi-v3',
    { services: v3Services, senseIdentity: true, values: { ...telemetry } },
    via('mde'),
  ],
  [
    'the v3 sensor does not use the account settings',
    'mdi-v3',
    { services: v3Services, senseIdentity: true, values: { 'wininet.localService.connection': manual } },
    direct,
    'unverified',
  ],
];

describe('effective proxy', () => {
  test.each(rows.map(([what, service, machine, route, certain]) => ({ what, service, machine, route, certain })))(
    '$what',
    ({ service, machine, route, certain }) => {
      const found = row(machine, service);
      expect(found.route).toEqual(route);
      expect(found.certainty).toBe(certain ?? 'documented');
    },
  );

  test('lists every store in the order of the service, with what became of it', () => {
    const found = row({ values: { 'wininet.localService.connection': manual } }, 'mdi-sensor');
    expect(found.account).toBe('local-service');
    expect(found.steps).toEqual([
      { store: 'sensor-configuration', outcome: 'empty', shown: null },
      { store: 'wininet-local-service', outcome: 'used', shown: 'legacy:3128' },
      { store: 'direct', outcome: 'not-reached', shown: null },
    ]);
  });

  test('shows what lies behind the deciding store, too', () => {
    const values = { ...telemetry, 'winhttp.machine': winHttp('p:1'), 'mde.preferStaticProxy': dword(1) };
    expect(row({ values }, 'sense').steps).toEqual([
      { store: 'telemetry-proxy-server', outcome: 'used', shown: 'mde:8080' },
      { store: 'winhttp', outcome: 'not-reached', shown: 'p:1' },
      { store: 'wpad', outcome: 'not-reached', shown: null },
      { store: 'direct', outcome: 'not-reached', shown: null },
    ]);
  });

  test('says of two stores that hold the same proxy that both are used, where their order is not documented', () => {
    const both = { ...telemetry, 'winhttp.machine': winHttp('mde:8080') };
    const used = (values: MachineOfTest['values'] = {}, services?: MachineOfTest['services']) =>
      row({ values, ...(services && { services }) }, 'sense')
        .steps.filter(({ outcome }) => outcome === 'used')
        .map(({ store }) => store);
    expect(used(both)).toEqual(['winhttp', 'telemetry-proxy-server']);
    const switched = { ...both, 'mde.preferStaticProxy': dword(1) };
    expect(used(switched, older)).toEqual(['winhttp', 'telemetry-proxy-server']);
    expect(used(switched, between)).toEqual(['telemetry-proxy-server', 'winhttp']);
    expect(used(switched)).toEqual(['telemetry-proxy-server']);
    expect(used({ ...telemetry, 'winhttp.machine': winHttp('p:1') })).toEqual(['winhttp']);
  });

  test('names a malformed store as such', () => {
    const steps = row({ values: { 'mdav.policy.proxyServer': text('av:8080') } }, 'mdav-cloud').steps;
    expect(steps[0]).toEqual({ store: 'mdav-policy-server', outcome: 'malformed', shown: 'av:8080' });
  });

  test('masks credentials wherever they are shown', () => {
    const machine = {
      sensor: sensorRead('http://user:secret@own:8080'),
      values: { 'mdav.policy.proxyServer': text('http://user:secret@av:8080') },
    };
    expect(JSON.stringify(effectiveProxies(readingsOf(machine)))).not.toContain('secret');
  });

  test('reads a sealed value as what it shows', () => {
    const values = { 'winhttp.machine': sealedAs(winHttp('p:1')) };
    expect(row({ values }, 'revocation').route).toEqual(via('p', 1));
  });

  test.each([
    ['nothing installed', {}, false, ['revocation', 'windows-update']],
    ['MDE only', { Sense: null, DiagTrack: null }, false, ['sense', 'diagtrack', 'revocation', 'windows-update']],
    ['DiagTrack without MDE', { DiagTrack: null }, false, ['revocation', 'windows-update']],
    ['MDAV only', { WinDefend: 'stopped' }, false, ['mdav-cloud', 'revocation', 'windows-update']],
    ['MDAV removed', { WinDefend: 'not-installed' }, false, ['revocation', 'windows-update']],
    ['v3', v3Services, true, ['mdi-v3', 'sense', 'diagtrack', 'mdav-cloud', 'revocation', 'windows-update']],
    [
      'v2 only',
      { AATPSensor: null, AATPSensorUpdater: null },
      false,
      ['mdi-sensor', 'mdi-updater', 'revocation', 'windows-update'],
    ],
    [
      'both sensors',
      v2Services,
      true,
      ['mdi-sensor', 'mdi-updater', 'mdi-v3', 'sense', 'diagtrack', 'mdav-cloud', 'revocation', 'windows-update'],
    ],
    [
      'a v3 sensor that could not be looked for',
      v3Services,
      null,
      ['sense', 'diagtrack', 'mdav-cloud', 'revocation', 'windows-update'],
    ],
  ] as const)('gives rows to what is installed: %s', (_what, services, senseIdentity, ids) => {
    const found = effectiveProxies(readingsOf({ services, senseIdentity }));
    expect(found.map((proxy) => proxy.service)).toEqual(ids);
  });
});
