import { describe, expect, test } from 'vitest';
import type { KnownRoot } from '../connectivity/endpoint.ts';
import type { VerdictKind } from '../connectivity/verdict.ts';
import { probeForTests } from '../plan/matrix-for-tests.ts';
import type { ProbeResult } from '../plan/verification.ts';
import type { AdvProxy } from '../settings/adv-proxy.ts';
import type { EffectiveRoute, ServiceId } from './effective.ts';
import { Finding, findingFacts, RuleId } from './finding.ts';
import { findingsOf } from './findings.ts';
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

type Grade = ProbeResult['verdict']['grade'];

function probe(service: ServiceId, grade: Grade, route: EffectiveRoute = { kind: 'direct' }): ProbeResult {
  const verdict = { kind: 'healthy', grade, confidence: 'certain', responder: 'unknown', facts: {} } as const;
  return probeForTests({ service, endpoint: 'custom', purpose: 'test', route, observation: null, verdict });
}

function findings(
  machine: MachineOfTest,
  probes: readonly ProbeResult[] = [],
  missingRoots: readonly KnownRoot[] | null = [],
): Finding[] {
  const readings = readingsOf(machine);
  return findingsOf(readings, effectiveProxies(readings), probes, missingRoots);
}

/** A failed test of the sensor for a reason of its own. */
function failedBy(kind: VerdictKind, facts: Record<string, string> = {}): ProbeResult {
  const failed = probe('mdi-sensor', 'fails');
  return { ...failed, verdict: { ...failed.verdict, kind, facts } };
}

const tlsFailed = failedBy('tls-version');
const rootG2 = { id: 'root-g2', cn: 'Root G2', sha256: 'ab'.repeat(32) };
const rootFailed = failedBy('root-missing', { missing: 'Root G2' });
const strong = {
  'dotnet.systemDefaultTls': dword(1),
  'dotnet.strongCrypto': dword(1),
  'dotnet.systemDefaultTls32': dword(1),
  'dotnet.strongCrypto32': dword(1),
};

const legacy = connection(3, 'p:8080', '<local>');
const bothLegacy = { 'wininet.localSystem.connection': legacy, 'wininet.localService.connection': legacy };
const oneLegacy = { 'wininet.localSystem.connection': legacy };
const unread = { 'wininet.localSystem.connection': denied, 'wininet.localService.connection': denied };
const machineWide = { 'wininet.perUserPolicy': dword(0) };
const telemetry = { 'mde.telemetryProxyServer': text('p:8080') };
const pair = { ...telemetry, 'mde.disableEnterpriseAuthProxy': dword(1) };
const prefer = { 'mde.preferStaticProxy': dword(1) };
const covered = winHttp('p:8080', '<local>;*.contoso.local');
const member = { role: 'member-server' } as const;
const named = (proxy: string, bypass = '') => ({ state: 'named', proxy, bypass }) as const;
const left = (said: Partial<AdvProxy>): AdvProxy => ({
  proxyEnabled: true,
  proxy: '',
  bypass: '',
  pacEnabled: true,
  pacUrl: '',
  autoDetect: false,
  perUser: false,
  ...said,
});

type Row = readonly [
  what: string,
  machine: MachineOfTest,
  severity: Finding['severity'] | null,
  facts?: Record<string, string> | undefined,
  probes?: readonly ProbeResult[],
  missingRoots?: readonly KnownRoot[] | null,
];

/** For each rule: what triggers it, near misses (null), and what leaves it undecided. */
const table: Readonly<Record<RuleId, readonly Row[]>> = {
  D1: [
    [
      'both accounts name a proxy',
      { values: bothLegacy },
      'warning',
      { localSystem: 'p:8080', localService: 'p:8080' },
    ],
    ['one account names a proxy', { values: oneLegacy }, 'warning'],
    [
      'a PAC file in one account',
      { values: { 'wininet.localService.connection': connection(5, '', '', 'http://x/p.pac') } },
      'warning',
      { localService: 'http://x/p.pac' },
    ],
    [
      'the machine names one where it decides',
      { values: { ...machineWide, 'wininet.machine.connection': legacy } },
      'warning',
      { machine: 'p:8080' },
    ],
    ['the accounts name one where the machine decides', { values: { ...machineWide, ...bothLegacy } }, null],
    ['auto-detection only', { values: { 'wininet.localSystem.connection': connection(9) } }, null],
    ['a proxy text whose flag is off', { values: { 'wininet.localSystem.connection': connection(1, 'p:8080') } }, null],
    ['an address of the sensor', { sensor: 'http://p:8080', values: bothLegacy }, null],
    ['no v2 sensor', { services: v3Services, values: bothLegacy }, null],
    [
      'a hive that could not be read',
      { values: { ...oneLegacy, 'wininet.localService.connection': denied } },
      'unknown',
      { why: 'unreadable', store: 'wininet-local-service' },
    ],
    [
      'a hive that is corrupt',
      { values: { 'wininet.localService.connection': bytes('46') } },
      'unknown',
      { why: 'malformed', store: 'wininet-local-service' },
    ],
    [
      'string copies without a blob',
      { values: { 'wininet.localService.proxyEnable': dword(1), 'wininet.localService.proxyServer': text('p:1') } },
      'unknown',
      { why: 'only-string-copies', store: 'wininet-local-service' },
    ],
    [
      'a sensor file that could not be read',
      { sensor: { state: 'unreadable', win32: 5 }, values: bothLegacy },
      'unknown',
      { why: 'unreadable', store: 'sensor-configuration' },
    ],
    [
      'a switch that could not be read',
      { values: { 'wininet.perUserPolicy': denied } },
      'unknown',
      { why: 'unreadable', store: 'wininet-machine' },
    ],
  ],
  D2: [
    ['only the updater has a proxy', { values: oneLegacy }, 'error', { localSystem: 'p:8080', localService: 'none' }],
    [
      'only the sensor has a proxy',
      { values: { 'wininet.localService.connection': legacy } },
      'error',
      { localSystem: 'none', localService: 'p:8080' },
    ],
    [
      'the proxies differ',
      { values: { ...oneLegacy, 'wininet.localService.connection': connection(3, 'q:8080') } },
      'error',
    ],
    [
      'one tries auto-detection first',
      { values: { ...oneLegacy, 'wininet.localService.connection': connection(11, 'p:8080') } },
      'error',
    ],
    ['both are the same', { values: bothLegacy }, null],
    [
      'only counter, capitals and bypass differ',
      { values: { ...oneLegacy, 'wininet.localService.connection': connection(3, 'P:8080', '10.*') } },
      null,
    ],
    ['neither has one', {}, null],
    ['the machine decides', { values: { ...machineWide, ...oneLegacy, 'wininet.machine.connection': legacy } }, null],
    [
      'a hive that could not be read',
      { values: { ...oneLegacy, 'wininet.localService.connection': denied } },
      'unknown',
    ],
    ['both hives could not be read', { values: unread }, 'unknown'],
  ],
  D3: [
    [
      'another proxy is left in an account',
      { sensor: 'http://own:8080', values: oneLegacy },
      'info',
      { sensor: 'http://own:8080', localSystem: 'p:8080' },
    ],
    ['the same proxy is left', { sensor: 'http://p:8080', values: bothLegacy }, null],
    ['nothing is left', { sensor: 'http://own:8080' }, null],
    ['no address of the sensor', { values: bothLegacy }, null],
    ['hives that could not be read', { sensor: 'http://own:8080', values: unread }, 'unknown'],
    [
      'a sensor file that could not be read',
      { sensor: { state: 'unreadable', win32: 5 }, values: bothLegacy },
      'unknown',
    ],
  ],
  D4: [
    [
      'WinHTTP alone, not tested',
      { values: { 'winhttp.machine': covered } },
      'info',
      { proxy: 'p:8080', tested: 'no' },
    ],
    [
      'WinHTTP alone, direct egress fails',
      { values: { 'winhttp.machine': covered } },
      'error',
      { proxy: 'p:8080', tested: 'yes', egress: 'fails' },
      [probe('mdi-sensor', 'fails')],
    ],
    [
      'WinHTTP alone, direct egress works',
      { values: { 'winhttp.machine': covered } },
      'info',
      { proxy: 'p:8080', tested: 'yes', egress: 'works' },
      [probe('mdi-sensor', 'fails'), probe('mdi-sensor', 'works')],
    ],
    [
      'a probe of another service shows nothing',
      { values: { 'winhttp.machine': covered } },
      'info',
      { proxy: 'p:8080', tested: 'no' },
      [probe('sense', 'fails')],
    ],
    [
      'a probe that was not made shows nothing',
      { values: { 'winhttp.machine': covered } },
      'info',
      { proxy: 'p:8080', tested: 'no' },
      [probe('mdi-sensor', 'not-tested')],
    ],
    ['WinHTTP direct', { values: { 'winhttp.machine': winHttpDirect } }, null],
    ['an address of the sensor', { sensor: 'http://p:8080', values: { 'winhttp.machine': covered } }, null],
    ['the legacy method', { values: { 'winhttp.machine': covered, ...oneLegacy } }, null],
    ['no v2 sensor', { services: v3Services, values: { 'winhttp.machine': covered } }, null],
    ['hives that could not be read', { values: { 'winhttp.machine': covered, ...unread } }, 'unknown'],
    ['WinHTTP that could not be read', { values: { 'winhttp.machine': denied } }, 'unknown'],
  ],
  D5: [
    [
      'the switch is 0',
      { values: { ...machineWide, 'wininet.machine.connection': legacy } },
      'info',
      { proxy: 'p:8080' },
    ],
    ['the switch is 0 and nothing is set', { values: machineWide }, 'info', { proxy: 'none' }],
    ['the switch is 1', { values: { 'wininet.perUserPolicy': dword(1) } }, null],
    ['no switch', {}, null],
    ['a switch that could not be read', { values: { 'wininet.perUserPolicy': denied } }, 'unknown'],
    ['a switch of the wrong type', { values: { 'wininet.perUserPolicy': text('0') } }, 'unknown'],
  ],
  D6: [
    [
      'a scheme',
      { values: { 'mde.telemetryProxyServer': text('http://p:8080') } },
      'error',
      { shown: 'http://p:8080', fault: 'scheme-not-allowed', instead: 'p:8080' },
    ],
    [
      'a space',
      { values: { 'mde.telemetryProxyServer': text('p:8080 ') } },
      'error',
      { shown: 'p:8080 ', fault: 'space', instead: 'p:8080' },
    ],
    [
      'a slash',
      { values: { 'mde.telemetryProxyServer': text('p:8080/') } },
      'error',
      { shown: 'p:8080/', fault: 'trailing-text', instead: 'p:8080' },
    ],
    [
      'a credential',
      { values: { 'mde.telemetryProxyServer': sealedAs(text('****:****@p:8080')) } },
      'error',
      { shown: '****:****@p:8080', fault: 'credentials', instead: 'p:8080' },
    ],
    [
      'no port',
      { values: { 'mde.telemetryProxyServer': text('proxy') } },
      'error',
      { shown: 'proxy', fault: 'port-missing' },
    ],
    ['an impossible port', { values: { 'mde.telemetryProxyServer': text('p:65536') } }, 'error'],
    ['host and port', { values: telemetry }, null],
    ['address and port', { values: { 'mde.telemetryProxyServer': text('10.0.0.6:8080') } }, null],
    ['an empty text', { values: { 'mde.telemetryProxyServer': text('') } }, null],
    ['a value that could not be read', { values: { 'mde.telemetryProxyServer': denied } }, 'unknown'],
  ],
  D7: [
    ['the static proxy alone', { values: telemetry }, 'warning', { proxy: 'p:8080', authProxy: 'none' }],
    [
      'sign-in allowed',
      { values: { ...telemetry, 'mde.disableEnterpriseAuthProxy': dword(0) } },
      'warning',
      { proxy: 'p:8080', authProxy: '0' },
    ],
    ['the pair', { values: pair }, null],
    ['the other half alone', { values: { 'mde.disableEnterpriseAuthProxy': dword(1) } }, null],
    ['neither', {}, null],
    [
      'a half that could not be read',
      { values: { ...telemetry, 'mde.disableEnterpriseAuthProxy': denied } },
      'unknown',
    ],
    ['a static proxy that could not be read', { values: { 'mde.telemetryProxyServer': denied } }, 'unknown'],
  ],
  D8: [
    ['static proxy only, not tested', { values: pair }, 'info', { proxy: 'p:8080', tested: 'no' }],
    [
      'static proxy only, no way to revocation lists',
      { values: pair },
      'error',
      { proxy: 'p:8080', tested: 'yes', egress: 'fails' },
      [probe('revocation', 'fails')],
    ],
    ['the switch is 0', { values: { ...pair, 'mde.preferStaticProxy': dword(0) } }, 'info'],
    ['revocation lists are reached', { values: pair }, null, undefined, [probe('revocation', 'works')]],
    [
      'a probe by another way shows nothing',
      { values: pair },
      'info',
      undefined,
      [probe('revocation', 'fails', { kind: 'auto-detect' })],
    ],
    ['WinHTTP leads out', { values: { ...pair, 'winhttp.machine': covered } }, null],
    ['the switch is set', { values: { ...pair, ...prefer } }, null],
    ['no static proxy', {}, null],
    ['a switch that could not be read', { values: { ...pair, 'mde.preferStaticProxy': denied } }, 'unknown'],
    ['WinHTTP that could not be read', { values: { ...pair, 'winhttp.machine': denied } }, 'unknown'],
    ['WinHTTP that is corrupt', { values: { ...pair, 'winhttp.machine': bytes('28') } }, 'unknown'],
    ['a static proxy that could not be read', { values: { 'mde.telemetryProxyServer': denied } }, 'unknown'],
  ],
  D9: [
    [
      'a sensor too old',
      { services: { ...v2Services, Sense: '10.8040.1.1' }, values: prefer },
      'warning',
      { version: '10.8040.1.1', support: 'no' },
    ],
    [
      'a sensor between the branches',
      { services: { ...v2Services, Sense: '10.8100.1.1' }, values: prefer },
      'info',
      { version: '10.8100.1.1', support: 'probably' },
    ],
    ['a sensor that knows it', { values: prefer }, null],
    ['an old sensor without the switch', { services: { ...v2Services, Sense: '10.8040.1.1' } }, null],
    ['no MDE', { services: { WinDefend: null }, values: prefer }, null],
    ['a sensor of unknown version', { services: { ...v2Services, Sense: null }, values: prefer }, 'unknown'],
    ['a switch that could not be read', { values: { 'mde.preferStaticProxy': denied } }, 'unknown'],
  ],
  D10: [
    [
      'the policy without a scheme',
      { values: { 'mdav.policy.proxyServer': text('10.0.0.6:8080') } },
      'warning',
      { shown: '10.0.0.6:8080', instead: 'http://10.0.0.6:8080' },
    ],
    ['the preference without a scheme', { values: { 'mdav.preference.proxyServer': text('p:8080') } }, 'warning'],
    ['with its scheme', { values: { 'mdav.policy.proxyServer': text('http://10.0.0.6:8080') } }, null],
    ['something else altogether', { values: { 'mdav.policy.proxyServer': text('a proxy') } }, null],
    ['a value that could not be read', { values: { 'mdav.policy.proxyServer': denied } }, 'unknown'],
  ],
  D11: [
    [
      'another server behind the policy',
      { values: { 'mdav.policy.proxyServer': text('http://p:1'), 'mdav.preference.proxyServer': text('http://q:1') } },
      'info',
      { name: 'ProxyServer', policy: 'http://p:1', preference: 'http://q:1' },
    ],
    [
      'another PAC file behind the policy',
      { values: { 'mdav.policy.proxyPacUrl': text('http://x/p'), 'mdav.preference.proxyPacUrl': text('http://x/q') } },
      'info',
    ],
    [
      'the same server',
      { values: { 'mdav.policy.proxyServer': text('http://p:1'), 'mdav.preference.proxyServer': text('http://p:1') } },
      null,
    ],
    ['no policy', { values: { 'mdav.preference.proxyServer': text('http://q:1') } }, null],
    [
      'policy and preference of different values',
      { values: { 'mdav.policy.proxyServer': text('http://p:1'), 'mdav.preference.proxyPacUrl': text('http://x/q') } },
      null,
    ],
    [
      'a preference that could not be read',
      { values: { 'mdav.policy.proxyServer': text('http://p:1'), 'mdav.preference.proxyServer': denied } },
      'unknown',
    ],
  ],
  D12: [
    ['0', { values: { 'mdav.policy.sslOptions': dword(0) } }, 'warning', { sslOptions: '0' }],
    ['1', { values: { 'mdav.policy.sslOptions': dword(1) } }, 'warning', { sslOptions: '1' }],
    ['2', { values: { 'mdav.policy.sslOptions': dword(2) } }, null],
    ['3', { values: { 'mdav.policy.sslOptions': dword(3) } }, null],
    ['absent', {}, null],
    ['a value that could not be read', { values: { 'mdav.policy.sslOptions': denied } }, 'unknown'],
  ],
  D13: [
    [
      'two proxies',
      { values: { ...pair, 'mdav.policy.proxyServer': text('http://q:8080') } },
      'info',
      { mde: 'p:8080', mdav: 'q:8080' },
    ],
    ['one of them direct', { values: pair }, 'info', { mde: 'p:8080', mdav: 'direct' }],
    ['the same proxy in two forms', { values: { ...pair, 'mdav.policy.proxyServer': text('http://P:8080') } }, null],
    ['both by WinHTTP', { values: { 'winhttp.machine': covered } }, null],
    ['no antivirus', { services: { Sense: null }, values: pair }, null],
    [
      'one that is not known',
      { values: { ...pair, 'mdav.policy.proxyServer': text('q:8080') } },
      'unknown',
      { why: 'malformed', store: 'mdav-policy-server' },
    ],
  ],
  D14: [
    [
      'two proxies',
      { values: { 'winhttp.machine': winHttp('p:1'), 'winhttp.machine32': winHttp('q:1') } },
      'warning',
      { copy64: 'p:1', copy32: 'q:1' },
    ],
    [
      'two bypass lists',
      { values: { 'winhttp.machine': winHttp('p:1', 'a'), 'winhttp.machine32': winHttp('p:1', 'b') } },
      'warning',
    ],
    ['one direct', { values: { 'winhttp.machine': winHttp('p:1'), 'winhttp.machine32': winHttpDirect } }, 'warning'],
    ['a proxy for 32-bit programs only', { values: { 'winhttp.machine32': winHttp('q:1') } }, 'warning'],
    [
      'no copy for 32-bit programs',
      { values: { 'winhttp.machine': winHttp('p:1') } },
      'info',
      { copy64: 'p:1', copy32: 'none' },
    ],
    [
      'the same in other bytes',
      { values: { 'winhttp.machine': winHttp('p:1', 'a;b'), 'winhttp.machine32': winHttp('P:1', 'b;a') } },
      null,
    ],
    ['direct and absent', { values: { 'winhttp.machine': winHttpDirect } }, null],
    [
      'a copy that could not be read',
      { values: { 'winhttp.machine': winHttp('p:1'), 'winhttp.machine32': denied } },
      'unknown',
    ],
    [
      'a copy that is corrupt',
      { values: { 'winhttp.machine': winHttp('p:1'), 'winhttp.machine32': bytes('28') } },
      'unknown',
    ],
  ],
  D15: [
    [
      'auto-detection',
      { values: { 'wininet.localSystem.connection': connection(9) } },
      'info',
      { store: 'wininet-local-system', pac: 'none', autoDetect: 'yes' },
    ],
    [
      'a PAC file',
      { values: { 'wininet.localService.connection': connection(5, '', '', 'http://x/p.pac') } },
      'info',
      { store: 'wininet-local-service', pac: 'http://x/p.pac', autoDetect: 'no' },
    ],
    [
      'the machine where it decides',
      { values: { ...machineWide, 'wininet.machine.connection': connection(9) } },
      'info',
    ],
    ['a manual proxy beside it', { values: { 'wininet.localSystem.connection': connection(11, 'p:8080') } }, null],
    ['direct', { values: { 'wininet.localSystem.connection': connection(1) } }, null],
    ['a hive that could not be read', { values: { 'wininet.localSystem.connection': denied } }, 'unknown'],
  ],
  D16: [
    ['the process runs', { services: v3Services, senseIdentity: true }, 'info', { version: '10.8760.20348.2849' }],
    ['it does not', { services: v3Services, senseIdentity: false }, null],
    ['not listed, and no MDE for it to live in', { services: {}, senseIdentity: null }, null],
    ['not listed', { services: v3Services, senseIdentity: null }, 'unknown', { why: 'not-listed' }],
  ],
  D17: [
    ['service and process', { senseIdentity: true }, 'error'],
    ['the service alone', {}, null],
    ['the process alone', { services: v3Services, senseIdentity: true }, null],
    ['the service, processes not listed', { senseIdentity: null }, 'unknown'],
  ],
  D18: [
    [
      'the agent without MDE',
      { services: { HealthService: null } },
      'unknown',
      { why: 'unreadable', store: 'HealthService' },
    ],
    ['the agent beside MDE', { services: { HealthService: null, Sense: null } }, null],
    ['neither', { services: {} }, null],
  ],
  D19: [
    [
      'a list without the domain',
      { values: { 'winhttp.machine': winHttp('p:1', '<local>') } },
      'warning',
      { domain: 'contoso.local', bypass: '<local>' },
    ],
    [
      'no list',
      { values: { 'winhttp.machine': winHttp('p:1') } },
      'warning',
      { domain: 'contoso.local', bypass: 'none' },
    ],
    ['a list with the domain', { values: { 'winhttp.machine': covered } }, null],
    ['a member server', { machine: member, values: { 'winhttp.machine': winHttp('p:1') } }, null],
    ['no proxy', {}, null],
    ['a value that could not be read', { values: { 'winhttp.machine': denied } }, 'unknown'],
  ],
  D20: [
    [
      'a sealed text',
      { values: { 'mdav.policy.proxyServer': sealedAs(text('http://****:****@p:8080')) } },
      'error',
      { count: '1', sensor: 'no' },
    ],
    [
      'a sealed environment variable',
      { values: { 'env.httpsProxy': sealedAs(text('http://****:****@p:8080')) } },
      'error',
    ],
    ["the sensor's address", { sensor: 'http://****:****@p:8080' }, 'error', { count: '1', sensor: 'yes' }],
    ['a sealed tenant identifier', { values: { 'mde.onboardedInfo': sealedAs(bytes('')) } }, null],
    [
      'a user name in a field of its own',
      {
        sensor: sensorRead('http://p:8080', {
          proxy: { url: 'http://p:8080', userName: 'CONTOSO\\svc', passwordStored: true },
        }),
      },
      null,
    ],
    [
      'values that could not be read',
      { values: { 'env.httpsProxy': denied } },
      'unknown',
      { count: '1', sensor: 'no', why: 'unreadable' },
    ],
  ],
  'tls12-disabled': [
    [
      'it is not enabled',
      { values: { 'tls.client12.enabled': dword(0) } },
      'warning',
      { enabled: '0', disabledByDefault: 'none' },
    ],
    [
      'it is disabled by default',
      { values: { 'tls.client12.enabled': dword(1), 'tls.client12.disabledByDefault': dword(1) } },
      'warning',
      { enabled: '1', disabledByDefault: '1' },
    ],
    [
      'both say that it is on',
      { values: { 'tls.client12.enabled': dword(0xffffffff), 'tls.client12.disabledByDefault': dword(0) } },
      null,
    ],
    ['nothing is set', {}, null],
    [
      'one could not be read',
      { values: { 'tls.client12.disabledByDefault': denied } },
      'unknown',
      { why: 'unreadable', store: 'tls.client12.disabledByDefault' },
    ],
    [
      'one is off, the other could not be read',
      { values: { 'tls.client12.enabled': dword(0), 'tls.client12.disabledByDefault': denied } },
      'warning',
    ],
  ],
  'winhttp-protocols': [
    [
      'TLS 1.0 and 1.1 only',
      { values: { 'tls.winhttpProtocols': dword(0x280) } },
      'warning',
      { protocols: '0x280', bits: '64' },
    ],
    [
      'for 32-bit programs',
      { values: { 'tls.winhttpProtocols32': dword(0) } },
      'warning',
      { protocols: '0x0', bits: '32' },
    ],
    ['TLS 1.2 among others', { values: { 'tls.winhttpProtocols': dword(0xa80) } }, null],
    ['nothing is set', {}, null],
    [
      'a text in its place',
      { values: { 'tls.winhttpProtocols': text('0x800') } },
      'unknown',
      { why: 'malformed', store: 'tls.winhttpProtocols' },
    ],
  ],
  'root-update-off': [
    ['it is off', { values: { 'tls.disableRootAutoUpdate': dword(1) } }, 'info', {}],
    ['it is on', { values: { 'tls.disableRootAutoUpdate': dword(0) } }, null],
    ['nothing is set', {}, null],
    ['it could not be read', { values: { 'tls.disableRootAutoUpdate': denied } }, 'unknown'],
  ],
  'dotnet-crypto': [
    ['one is 0', { values: { ...strong, 'dotnet.strongCrypto32': dword(0) } }, 'warning', { count: '1', tested: 'no' }],
    ['all are 1', { values: strong }, null, undefined, [tlsFailed]],
    ['none is there', {}, null],
    ['none is there, and TLS of the sensor failed', {}, 'info', { count: '4', tested: 'yes' }, [tlsFailed]],
    ['none is there, and the sensor was refused', {}, null, undefined, [probe('mdi-sensor', 'fails')]],
    ['one is 0 without the v2 sensor', { services: v3Services, values: { 'dotnet.strongCrypto': dword(0) } }, null],
    [
      'one could not be read',
      { values: { ...strong, 'dotnet.systemDefaultTls': denied } },
      'unknown',
      { why: 'unreadable', store: 'dotnet.systemDefaultTls' },
    ],
  ],
  'expected-root-missing': [
    [
      'Windows fetches it when it is needed',
      {},
      'info',
      { root: 'Root G2', id: 'root-g2', sha256: 'ab'.repeat(32), autoUpdate: 'on', tested: 'no' },
      [],
      [rootG2],
    ],
    [
      'Windows does not fetch it',
      { values: { 'tls.disableRootAutoUpdate': dword(1) } },
      'warning',
      undefined,
      [],
      [rootG2],
    ],
    ['a test failed for it', {}, 'error', undefined, [rootFailed], [rootG2]],
    ['none is missing', {}, null, undefined, [rootFailed], []],
    ['the store could not be read', {}, 'unknown', { why: 'roots-unreadable' }, [], null],
  ],
  'malformed-value': [
    [
      'a named proxy without a name',
      { values: { 'winhttp.machine': bytes('2800000000000000030000000000000000000000') } },
      'warning',
      { fault: 'empty-proxy' },
    ],
    ['a corrupt WinHTTP blob', { values: { 'winhttp.machine': bytes('28000000') } }, 'error', { fault: 'corrupt' }],
    [
      'a corrupt account blob',
      { values: { 'wininet.localSystem.connection': bytes('46') } },
      'error',
      { fault: 'corrupt' },
    ],
    [
      'an account proxy that is no list',
      { values: { 'wininet.localService.connection': connection(3, 'p:99999') } },
      'error',
      { fault: 'bad-list', shown: 'p:99999' },
    ],
    [
      'an antivirus server that is no address',
      { values: { 'mdav.policy.proxyServer': text('socks://p:1') } },
      'error',
      { fault: 'scheme-unknown', shown: 'socks://p:1', instead: 'http://p:1' },
    ],
    [
      'an antivirus PAC that is a path',
      { values: { 'mdav.preference.proxyPacUrl': text('\\\\server\\p.pac') } },
      'warning',
      { fault: 'scheme-missing', shown: '\\\\server\\p.pac' },
    ],
    [
      'SSLOptions out of range',
      { values: { 'mdav.policy.sslOptions': dword(7) } },
      'warning',
      { fault: 'out-of-range', shown: '7' },
    ],
    [
      'a text of half a character',
      { values: { 'env.noProxy': { state: 'present', type: 1, hex: '61' } } },
      'warning',
      { fault: 'bad-encoding' },
    ],
    [
      'a number of three bytes',
      { values: { 'mde.preferStaticProxy': { state: 'present', type: 4, hex: '010000' } } },
      'error',
      { fault: 'bad-encoding' },
    ],
    ['a server without a scheme is D10', { values: { 'mdav.policy.proxyServer': text('p:1') } }, null],
    ['a static proxy with a scheme is D6', { values: { 'mde.telemetryProxyServer': text('http://p:1') } }, null],
    [
      'good values',
      {
        values: {
          ...pair,
          ...bothLegacy,
          'winhttp.machine': covered,
          'mdav.policy.proxyServer': text('http://p:1'),
          'mdav.policy.sslOptions': dword(3),
        },
      },
      null,
    ],
    [
      'a PAC address that WinINET takes',
      { values: { 'wininet.localSystem.autoConfigUrl': text('file://x/p.pac') } },
      null,
    ],
    ['unread values', { values: { 'winhttp.machine': denied } }, null],
  ],
  'wrong-type': [
    [
      'a number as text',
      { values: { 'mde.disableEnterpriseAuthProxy': text('1') } },
      'error',
      { expected: 'REG_DWORD', found: 'REG_SZ' },
    ],
    [
      'a text as several',
      { values: { 'env.noProxy': { state: 'present', type: 7, hex: '' } } },
      'warning',
      { expected: 'REG_SZ', found: 'REG_MULTI_SZ' },
    ],
    [
      'a type that has no name',
      { values: { 'env.noProxy': { state: 'present', type: 99, hex: '' } } },
      'warning',
      { expected: 'REG_SZ', found: '99' },
    ],
    ['a text with variables', { values: { 'env.noProxy': { state: 'present', type: 2, hex: '6100' } } }, null],
    ['good types', { values: pair }, null],
  ],
  unreadable: [
    ['values of one status', { values: unread }, 'unknown', { win32: '5', count: '2' }],
    [
      'the sensor file',
      { sensor: { state: 'unreadable', win32: 32 } },
      'unknown',
      { win32: '32', count: '1', store: 'sensor-configuration' },
    ],
    ['nothing', {}, null],
  ],
  'mdi-not-running': [
    [
      'both services are stopped',
      { services: { ...v2Services, AATPSensor: 'stopped', AATPSensorUpdater: 'stopped' } },
      'error',
      { services: 'AATPSensor,AATPSensorUpdater' },
    ],
    [
      'the updater is stopped',
      { services: { ...v2Services, AATPSensorUpdater: 'stopped' } },
      'error',
      { services: 'AATPSensorUpdater' },
    ],
    ['they run', {}, null],
    ['it is just starting', { services: { ...v2Services, AATPSensor: 'changing' } }, null],
    ['no sensor', { services: v3Services }, null],
  ],
  'sensor-malformed': [
    [
      'a file that is no JSON',
      { sensor: { state: 'malformed', path: 'C:\\s', fault: 'not-json' } },
      'error',
      { path: 'C:\\s', fault: 'not-json' },
    ],
    [
      'an address without a scheme',
      { sensor: sensorRead('p:8080', { path: 'C:\\s' }) },
      'error',
      { path: 'C:\\s', fault: 'scheme-missing', shown: 'p:8080', instead: 'http://p:8080' },
    ],
    ['a good address', { sensor: 'http://p:8080' }, null],
    ['no address', {}, null],
  ],
  'winhttp-api-differs': [
    [
      'a proxy is stored and WinHTTP goes direct',
      { values: { 'winhttp.machine': winHttp('p:1', 'a') }, winHttpAnswer: { state: 'direct' } },
      'warning',
      { stored: 'p:1 (a)', answer: 'direct' },
    ],
    [
      'nothing is stored and WinHTTP has a proxy',
      { winHttpAnswer: named('p:1') },
      'warning',
      { stored: 'none', answer: 'p:1' },
    ],
    [
      'another bypass list',
      { values: { 'winhttp.machine': winHttp('p:1', 'a') }, winHttpAnswer: named('p:1', 'b') },
      'warning',
    ],
    [
      'a stored value that is cut short',
      { values: { 'winhttp.machine': bytes('28000000') }, winHttpAnswer: named('p:1') },
      'warning',
      { stored: 'malformed', answer: 'p:1' },
    ],
    [
      'WinHTTP does not answer',
      { values: { 'winhttp.machine': winHttp('p:1') }, winHttpAnswer: { state: 'unreadable', win32: 5 } },
      'unknown',
      { why: 'unreadable', store: 'winhttp', win32: '5' },
    ],
    ['the same', { values: { 'winhttp.machine': winHttp('p:1', 'a;b') }, winHttpAnswer: named('P:1', 'b;a') }, null],
    [
      'a named proxy that is none',
      { values: { 'winhttp.machine': winHttp('') }, winHttpAnswer: { state: 'direct' } },
      null,
    ],
    [
      'a stored value that could not be read',
      { values: { 'winhttp.machine': denied }, winHttpAnswer: named('p:1') },
      null,
    ],
    [
      'a password in both',
      { values: { 'winhttp.machine': winHttp('u:secret@p:1') }, winHttpAnswer: named('u:secret@p:1') },
      null,
    ],
  ],
  'advproxy-left': [
    ['a proxy', { advProxy: left({ proxy: 'p:1' }) }, 'warning', { proxy: 'p:1', pac: 'none', autoDetect: 'no' }],
    [
      'a PAC file beside direct',
      { values: { 'winhttp.machine': winHttpDirect }, advProxy: left({ pacUrl: 'http://p/a.pac', pacEnabled: null }) },
      'warning',
      { proxy: 'none', pac: 'http://p/a.pac', autoDetect: 'no' },
    ],
    [
      'auto-detection',
      { advProxy: left({ autoDetect: true }) },
      'warning',
      { proxy: 'none', pac: 'none', autoDetect: 'yes' },
    ],
    [
      'no word of whose it is',
      { advProxy: left({ proxy: 'p:1', perUser: null }) },
      'unknown',
      { why: 'no-scope', store: 'winhttp' },
    ],
    [
      'a stored value that could not be read',
      { values: { 'winhttp.machine': denied }, advProxy: left({ proxy: 'p:1' }) },
      'unknown',
      { why: 'unreadable', store: 'winhttp' },
    ],
    [
      'a stored value that is corrupt',
      { values: { 'winhttp.machine': bytes('28') }, advProxy: left({ proxy: 'p:1' }) },
      'unknown',
      { why: 'malformed', store: 'winhttp' },
    ],
    ['the settings of an account', { advProxy: left({ proxy: 'p:1', autoDetect: true, perUser: true }) }, null],
    [
      'switched off',
      { advProxy: left({ proxy: 'p:1', proxyEnabled: false, pacUrl: 'http://p', pacEnabled: false }) },
      null,
    ],
    ['nothing named', { advProxy: left({}) }, null],
    ['a stored proxy', { values: { 'winhttp.machine': winHttp('q:1') }, advProxy: left({ proxy: 'p:1' }) }, null],
    ['no such settings', {}, null],
  ],
};

const rows = RuleId.options.flatMap((rule) =>
  table[rule].map(([what, machine, severity, facts, probes, missingRoots]) => ({
    rule,
    what,
    machine,
    severity,
    facts,
    probes,
    missingRoots,
  })),
);

describe('findings', () => {
  test.each(rows)('$rule: $what', ({ rule, machine, severity, facts, probes, missingRoots }) => {
    const of = findings(machine, probes, missingRoots).filter((each) => each.rule === rule);
    expect(of.map((each) => each.severity)).toEqual(severity === null ? [] : [severity]);
    if (facts !== undefined) expect(of[0]?.facts).toEqual(facts);
  });

  test.each(RuleId.options)('%s has a row that triggers it and one that must not', (rule) => {
    expect(table[rule].some(([, , severity]) => severity !== null)).toBe(true);
    expect(table[rule].some(([, , severity]) => severity === null)).toBe(true);
  });

  test.each(rows)('$rule: $what is a valid finding with the facts of its rule', ({ machine, probes, missingRoots }) => {
    for (const each of findings(machine, probes, missingRoots)) {
      expect(Finding.parse(each)).toEqual(each);
      expect(findingFacts[each.rule]).toEqual(expect.arrayContaining(Object.keys(each.facts)));
      if (each.severity === 'unknown' && each.rule !== 'unreadable') expect(each.facts).toHaveProperty('why');
      expect(each.strength).toBe(each.facts.tested === 'yes' ? 'probed' : 'read');
    }
  });

  test('says nothing of a machine on which nothing is set', () => {
    expect(findings({})).toEqual([]);
  });

  test('puts the worst first, and the rules in their order', () => {
    const machine = {
      values: { ...telemetry, ...oneLegacy, 'mdav.policy.sslOptions': dword(0), 'env.httpProxy': denied },
      senseIdentity: true,
    };
    expect(findings(machine).map((each) => `${each.severity} ${each.rule}`)).toEqual([
      'error D2',
      'error D17',
      'warning D1',
      'warning D7',
      'warning D12',
      'unknown D20',
      'unknown unreadable',
      'info D8',
      'info D13',
      'info D16',
    ]);
  });

  test('tells one account of the other, one finding for each', () => {
    const both = { 'wininet.localSystem.connection': connection(9), 'wininet.localService.connection': connection(9) };
    const of = findings({ values: both }).filter((each) => each.rule === 'D15');
    expect(of.map((each) => each.facts.store)).toEqual(['wininet-local-system', 'wininet-local-service']);
  });

  test('never shows a credential', () => {
    const secret = text('http://user:secret@p:8080');
    const machine: MachineOfTest = {
      sensor: sensorRead('http://user:secret@p:8080'),
      values: {
        'mde.telemetryProxyServer': secret,
        'mdav.policy.proxyServer': secret,
        'mdav.preference.proxyServer': text('http://user:secret@q:8080'),
        'mdav.policy.proxyPacUrl': text('ftp://user:secret@q/p.pac'),
        'winhttp.machine': winHttp('user:secret@p:8080'),
        'winhttp.machine32': winHttp('user:secret@q:8080'),
        'wininet.localSystem.connection': connection(3, 'user:secret@p:8080'),
        'wininet.localService.connection': connection(5, '', '', 'http://user:secret@p/x.pac'),
      },
    };
    expect(findings(machine).length).toBeGreaterThan(5);
    expect(JSON.stringify(findings(machine))).not.toContain('secret');
    const answers = { winHttpAnswer: named('user:secret@r:8080'), advProxy: left({ proxy: 'user:secret@q:8080' }) };
    expect(JSON.stringify(findings(answers))).not.toContain('secret');
  });
});
