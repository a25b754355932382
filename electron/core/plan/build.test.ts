import { describe, expect, test } from 'vitest';
import { decodeConnectionSettings } from '../codecs/connection-settings.ts';
import { bytesOf, dwordImage, szImage } from '../codecs/registry-data.ts';
import {
  bytes,
  connection,
  denied,
  dword,
  type MachineOfTest,
  sealedAs,
  sensorRead,
  text,
  v2Services,
  v3Services,
  winHttp,
  winHttpDirect,
  workspaceHost,
} from '../effective/readings-for-tests.ts';
import { planFor } from './build.ts';
import { exampleIntent } from './example-intent.ts';
import type { Intent } from './intent.ts';
import type { Operation } from './operation.ts';
import { operationFault } from './operation-fault.ts';
import { Plan } from './plan.ts';
import { made, snapshotOf, wish } from './snapshot-for-tests.ts';

const proxy = 'proxy.contoso.com:8080';
const toProxy = { kind: 'static', proxy } as const;
const direct = { kind: 'direct' } as const;
const keep = { kind: 'keep' } as const;
const wpad = { kind: 'wpad' } as const;
const pac = { kind: 'pac', url: 'http://pac.contoso.com/p.pac' } as const;
const url = `http://${proxy}`;

const bypass = ['<local>', '*.contoso.local'];
const winhttp = { winhttp: { route: toProxy, bypass, also32Bit: false } } satisfies Partial<Intent>;
const mde = { mde: { route: toProxy } } satisfies Partial<Intent>;
const mdav = { mdav: { route: toProxy, bypass: [] } } satisfies Partial<Intent>;
const mdi = (route: NonNullable<Intent['mdi']>['route'], legacy: NonNullable<Intent['mdi']>['legacy'] = 'migrate') =>
  ({ mdi: { route, workspace: null, legacy } }) satisfies Partial<Intent>;

const legacy = connection(3, 'old:3128', '<local>');
const allLegacy = {
  'wininet.localSystem.connection': legacy,
  'wininet.localSystem.legacy': legacy,
  'wininet.localService.connection': legacy,
  'wininet.localService.legacy': legacy,
};
const machineDecides = { 'wininet.perUserPolicy': dword(0) };
const blobs = [
  'wininet.localSystem.connection',
  'wininet.localSystem.legacy',
  'wininet.localService.connection',
  'wininet.localService.legacy',
];

function plan(machine: MachineOfTest, intent: Partial<Intent>): Plan {
  const result = planFor(snapshotOf(machine), wish(intent), made);
  if (!result.ok) throw new Error(JSON.stringify(result.problem));
  expect(Plan.parse(result.value)).toEqual(result.value);
  expect(operationFault(result.value.operations)).toBeNull();
  return result.value;
}

/** `value=data`, short enough for a table. */
function short(operation: Operation): string {
  switch (operation.kind) {
    case 'value': {
      if (operation.after.state === 'absent') return `-${operation.value}`;
      const { hex, type } = operation.after;
      if (type === 4) return `${operation.value}=${Number.parseInt(hex.slice(0, 2), 16)}`;
      if (type === 1) return `${operation.value}=${String.fromCharCode(...bytesOf(hex)).replaceAll('\0', '')}`;
      return operation.value;
    }
    case 'winhttp':
    case 'winhttp-32':
      return `${operation.kind}=${operation.after.access === 'direct' ? 'direct' : `${operation.after.proxy} ${operation.after.bypass}`}`;
    case 'sensor':
      return `sensor=${operation.after?.url ?? 'none'}`;
    case 'restart':
      return `restart ${operation.service}`;
    default:
      return operation satisfies never;
  }
}

const operationsOf = (machine: MachineOfTest, intent: Partial<Intent>) => plan(machine, intent).operations.map(short);

const onMde = { 'mde.telemetryProxyServer': text(proxy), 'mde.disableEnterpriseAuthProxy': dword(1) };
const mdeOps = [`mde.telemetryProxyServer=${proxy}`, 'mde.disableEnterpriseAuthProxy=1', 'restart DiagTrack'];
const clearMde = ['-mde.telemetryProxyServer', '-mde.disableEnterpriseAuthProxy', 'restart DiagTrack'];

interface Row {
  readonly what: string;
  readonly machine?: MachineOfTest;
  readonly intent: Partial<Intent>;
  readonly operations: readonly string[];
}

const rows: readonly Row[] = [
  {
    what: 'nothing in scope changes nothing',
    machine: { values: { ...onMde, ...allLegacy } },
    intent: {},
    operations: [],
  },
  {
    what: 'keep changes nothing, however the machine is',
    machine: {
      sensor: 'http://old:1',
      values: { ...onMde, ...allLegacy, 'winhttp.machine': winHttp('old:1'), 'mdav.policy.proxyServer': text('old:1') },
    },
    intent: {
      winhttp: { ...winhttp.winhttp, route: keep, also32Bit: true },
      mde: { route: keep },
      mdav: { route: keep, bypass: ['a'] },
      ...mdi(keep, 'migrate-and-clear'),
      noRevocationPath: true,
    },
    operations: [],
  },
  // WinHTTP
  { what: 'WinHTTP static', intent: winhttp, operations: [`winhttp=${proxy} <local>;*.contoso.local`] },
  {
    what: 'WinHTTP static, there already in another order and case',
    machine: { values: { 'winhttp.machine': winHttp('PROXY.contoso.com:8080', '*.contoso.local;<local>') } },
    intent: winhttp,
    operations: [],
  },
  {
    what: 'WinHTTP static, bypass differs',
    machine: { values: { 'winhttp.machine': winHttp(proxy, '<local>') } },
    intent: winhttp,
    operations: [`winhttp=${proxy} <local>;*.contoso.local`],
  },
  {
    what: 'WinHTTP direct',
    machine: { values: { 'winhttp.machine': winHttp(proxy) } },
    intent: { winhttp: { ...winhttp.winhttp, route: direct } },
    operations: ['winhttp=direct'],
  },
  {
    what: 'WinHTTP direct where absent is direct',
    intent: { winhttp: { ...winhttp.winhttp, route: direct, also32Bit: true } },
    operations: [],
  },
  {
    what: 'WinHTTP direct where it is written',
    machine: { values: { 'winhttp.machine': winHttpDirect } },
    intent: { winhttp: { ...winhttp.winhttp, route: direct } },
    operations: [],
  },
  {
    what: 'WinHTTP direct over a named proxy without a name',
    machine: { values: { 'winhttp.machine': bytes('2800000000000000030000000000000000000000') } },
    intent: { winhttp: { ...winhttp.winhttp, route: direct } },
    operations: ['winhttp=direct'],
  },
  {
    what: 'WinHTTP over a corrupt value',
    machine: { values: { 'winhttp.machine': bytes('28') } },
    intent: winhttp,
    operations: [`winhttp=${proxy} <local>;*.contoso.local`],
  },
  {
    what: 'the 32-bit copy follows where it exists',
    machine: { values: { 'winhttp.machine32': winHttp('old:1') } },
    intent: winhttp,
    operations: [`winhttp=${proxy} <local>;*.contoso.local`, `winhttp-32=${proxy} <local>;*.contoso.local`],
  },
  {
    what: 'the 32-bit copy is made where it is asked for',
    intent: { winhttp: { ...winhttp.winhttp, also32Bit: true } },
    operations: [`winhttp=${proxy} <local>;*.contoso.local`, `winhttp-32=${proxy} <local>;*.contoso.local`],
  },
  {
    what: 'the 32-bit copy alone',
    machine: {
      values: { 'winhttp.machine': winHttp(proxy, '*.contoso.local;<local>'), 'winhttp.machine32': winHttpDirect },
    },
    intent: winhttp,
    operations: [`winhttp-32=${proxy} *.contoso.local;<local>`],
  },
  // MDE
  { what: 'MDE static is a pair', intent: mde, operations: mdeOps },
  { what: 'MDE static, there already', machine: { values: onMde }, intent: mde, operations: [] },
  {
    what: 'MDE static, the half that is missing',
    machine: { values: { 'mde.telemetryProxyServer': text(proxy) } },
    intent: mde,
    operations: ['mde.disableEnterpriseAuthProxy=1', 'restart DiagTrack'],
  },
  {
    what: 'MDE static over the same with a scheme',
    machine: { values: { ...onMde, 'mde.telemetryProxyServer': text(url) } },
    intent: mde,
    operations: [mdeOps[0] ?? '', 'restart DiagTrack'],
  },
  {
    what: 'MDAV static over one without a port',
    machine: { values: { 'mdav.policy.proxyServer': text('http://proxy.contoso.com') } },
    intent: { mdav: { route: { kind: 'static', proxy: 'proxy.contoso.com:80' }, bypass: [] } },
    operations: ['mdav.policy.proxyServer=http://proxy.contoso.com:80'],
  },
  {
    what: 'MDE static over a value of the wrong type',
    machine: { values: { ...onMde, 'mde.telemetryProxyServer': bytes('00') } },
    intent: mde,
    operations: [mdeOps[0] ?? '', 'restart DiagTrack'],
  },
  {
    what: 'MDE static over a sealed credential',
    machine: { values: { ...onMde, 'mde.telemetryProxyServer': sealedAs(text(`****:****@${proxy}`)) } },
    intent: mde,
    operations: [mdeOps[0] ?? '', 'restart DiagTrack'],
  },
  {
    what: 'MDE static without another way',
    machine: { values: onMde },
    intent: { ...mde, noRevocationPath: true },
    operations: ['mde.preferStaticProxy=1'],
  },
  {
    what: 'a switch that is set already stays without being asked for',
    machine: { values: { ...onMde, 'mde.preferStaticProxy': dword(1) } },
    intent: mde,
    operations: [],
  },
  {
    what: 'MDE direct clears the pair',
    machine: { values: onMde },
    intent: { mde: { route: direct } },
    operations: clearMde,
  },
  {
    what: 'MDE by WPAD clears the pair',
    machine: { values: onMde },
    intent: { mde: { route: wpad } },
    operations: clearMde,
  },
  {
    what: 'MDE direct leaves the second value alone where there is no pair',
    machine: { values: { 'mde.disableEnterpriseAuthProxy': dword(1) } },
    intent: { mde: { route: direct } },
    operations: [],
  },
  {
    what: 'a stopped DiagTrack stays stopped',
    machine: { services: { ...v2Services, DiagTrack: 'stopped' } },
    intent: mde,
    operations: mdeOps.slice(0, 2),
  },
  // MDAV
  { what: 'MDAV static has its scheme', intent: mdav, operations: [`mdav.policy.proxyServer=${url}`] },
  {
    what: 'MDAV static, there already in capitals',
    machine: { values: { 'mdav.policy.proxyServer': text('HTTP://PROXY.contoso.com:8080') } },
    intent: mdav,
    operations: [],
  },
  {
    what: 'MDAV static over one without a scheme',
    machine: { values: { 'mdav.policy.proxyServer': text(proxy) } },
    intent: mdav,
    operations: [`mdav.policy.proxyServer=${url}`],
  },
  {
    what: 'MDAV static takes a PAC file away',
    machine: { values: { 'mdav.policy.proxyPacUrl': text(pac.url) } },
    intent: mdav,
    operations: [`mdav.policy.proxyServer=${url}`, '-mdav.policy.proxyPacUrl'],
  },
  {
    what: 'MDAV by PAC takes the server away, which would win',
    machine: { values: { 'mdav.policy.proxyServer': text(url) } },
    intent: { mdav: { route: pac, bypass: [] } },
    operations: ['-mdav.policy.proxyServer', `mdav.policy.proxyPacUrl=${pac.url}`],
  },
  {
    what: 'MDAV with one exception',
    intent: { mdav: { route: toProxy, bypass: ['intranet.contoso.local'] } },
    operations: [`mdav.policy.proxyServer=${url}`, 'mdav.policy.proxyBypass=intranet.contoso.local'],
  },
  {
    what: 'MDAV with several exceptions writes none',
    machine: { values: { 'mdav.policy.proxyServer': text(url), 'mdav.policy.proxyBypass': text('x') } },
    intent: { mdav: { route: toProxy, bypass: ['a', 'b'] } },
    operations: [],
  },
  {
    what: 'MDAV without exceptions takes them away',
    machine: { values: { 'mdav.policy.proxyServer': text(url), 'mdav.policy.proxyBypass': text('x') } },
    intent: mdav,
    operations: ['-mdav.policy.proxyBypass'],
  },
  {
    what: 'MDAV direct takes all three away',
    machine: {
      values: {
        'mdav.policy.proxyServer': text(url),
        'mdav.policy.proxyPacUrl': text(pac.url),
        'mdav.policy.proxyBypass': text('x'),
        'mdav.policy.sslOptions': dword(2),
      },
    },
    intent: { mdav: { route: direct, bypass: [] }, noRevocationPath: true },
    operations: ['-mdav.policy.proxyServer', '-mdav.policy.proxyPacUrl', '-mdav.policy.proxyBypass'],
  },
  {
    what: 'MDAV without another way',
    intent: { ...mdav, noRevocationPath: true },
    operations: [`mdav.policy.proxyServer=${url}`, 'mdav.policy.sslOptions=2'],
  },
  {
    what: 'no revocation check without being asked for',
    machine: { values: { 'mdav.policy.proxyServer': text(url), 'mdav.policy.sslOptions': dword(0) } },
    intent: mdav,
    operations: [],
  },
  // MDI v2
  { what: 'MDI static is the address of the sensor', intent: mdi(toProxy), operations: [`sensor=${url}`] },
  { what: 'MDI static, there already', machine: { sensor: `${url}/` }, intent: mdi(toProxy), operations: [] },
  {
    what: 'MDI static over an address with a credential',
    machine: { sensor: `http://****:****@${proxy}` },
    intent: mdi(toProxy),
    operations: [`sensor=${url}`],
  },
  {
    what: 'MDI static migrates and leaves the accounts',
    machine: { values: allLegacy },
    intent: mdi(toProxy, 'migrate'),
    operations: [`sensor=${url}`],
  },
  {
    what: 'MDI static migrates and clears',
    machine: { values: allLegacy },
    intent: mdi(toProxy, 'migrate-and-clear'),
    operations: [`sensor=${url}`, ...blobs],
  },
  {
    what: 'MDI static clears only what names a proxy',
    machine: {
      sensor: url,
      values: {
        ...allLegacy,
        'wininet.localSystem.legacy': connection(9),
        'wininet.localService.connection': connection(1, 'old:1'),
      },
    },
    intent: mdi(toProxy, 'migrate-and-clear'),
    operations: ['wininet.localSystem.connection', 'wininet.localService.legacy'],
  },
  {
    what: 'MDI static updates all four in place, then restarts',
    machine: { values: allLegacy },
    intent: mdi(toProxy, 'update'),
    operations: [...blobs, 'restart AATPSensorUpdater'],
  },
  {
    what: 'MDI static in place completes a half',
    machine: {
      values: {
        'wininet.localSystem.connection': connection(3, proxy, '<local>'),
        'wininet.localSystem.legacy': connection(3, proxy, '<local>'),
      },
    },
    intent: mdi(toProxy, 'update'),
    operations: [...blobs.slice(2), 'restart AATPSensorUpdater'],
  },
  {
    what: 'MDI static in place, there already',
    machine: { values: { ...Object.fromEntries(blobs.map((id) => [id, connection(3, proxy.toUpperCase(), 'a')])) } },
    intent: mdi(toProxy, 'update'),
    operations: [],
  },
  {
    what: 'nothing to update in place means the address of the sensor',
    intent: mdi(toProxy, 'update'),
    operations: [`sensor=${url}`],
  },
  {
    what: 'an address of the sensor is updated, not the accounts behind it',
    machine: { sensor: 'http://old:1', values: allLegacy },
    intent: mdi(toProxy, 'update'),
    operations: [`sensor=${url}`],
  },
  {
    what: 'accounts that do not decide are not updated',
    machine: { values: { ...allLegacy, 'wininet.perUserPolicy': dword(0) } },
    intent: mdi(toProxy, 'update'),
    operations: [`sensor=${url}`],
  },
  {
    what: 'MDI by PAC in place',
    machine: { values: allLegacy },
    intent: mdi(pac, 'update'),
    operations: [...blobs, 'restart AATPSensorUpdater'],
  },
  {
    what: 'MDI direct takes the address away',
    machine: { sensor: url },
    intent: mdi(direct),
    operations: ['sensor=none'],
  },
  {
    what: 'MDI direct takes the accounts out as well',
    machine: { sensor: url, values: allLegacy },
    intent: mdi(direct),
    operations: ['sensor=none', ...blobs, 'restart AATPSensorUpdater'],
  },
  {
    what: 'MDI direct leaves auto-detection alone',
    machine: { values: { 'wininet.localSystem.connection': connection(9) } },
    intent: mdi(direct),
    operations: [],
  },
  {
    what: 'MDI by WPAD takes the accounts to auto-detection',
    machine: { values: { 'wininet.localSystem.connection': legacy } },
    intent: mdi(wpad),
    operations: ['wininet.localSystem.connection', 'restart AATPSensorUpdater'],
  },
  {
    what: 'a stopped updater stays stopped',
    machine: { services: { ...v2Services, AATPSensorUpdater: 'stopped' }, values: allLegacy },
    intent: mdi(toProxy, 'update'),
    operations: blobs,
  },
  // MDI v3
  {
    what: 'MDI v3 goes through MDE and MDAV',
    machine: { services: v3Services, senseIdentity: true },
    intent: mdi(toProxy),
    operations: [mdeOps[0] ?? '', mdeOps[1] ?? '', `mdav.policy.proxyServer=${url}`, 'restart DiagTrack'],
  },
  {
    what: 'MDI v3 beside the same wish for MDE and MDAV',
    machine: { services: v3Services, senseIdentity: true },
    intent: { ...mde, ...mdav, ...mdi(toProxy) },
    operations: [mdeOps[0] ?? '', mdeOps[1] ?? '', `mdav.policy.proxyServer=${url}`, 'restart DiagTrack'],
  },
  {
    what: 'MDI v3 without another way',
    machine: { services: v3Services, senseIdentity: true, values: { ...onMde, 'mdav.policy.proxyServer': text(url) } },
    intent: { ...mdi(toProxy), noRevocationPath: true },
    operations: ['mde.preferStaticProxy=1', 'mdav.policy.sslOptions=2'],
  },
  {
    what: 'MDI v3 direct clears both',
    machine: { services: v3Services, senseIdentity: true, values: { ...onMde, 'mdav.policy.proxyServer': text(url) } },
    intent: mdi(direct),
    operations: [clearMde[0] ?? '', clearMde[1] ?? '', '-mdav.policy.proxyServer', 'restart DiagTrack'],
  },
  {
    what: 'MDI v3 leaves the exceptions of MDAV alone',
    machine: {
      services: v3Services,
      senseIdentity: true,
      values: { ...onMde, 'mdav.policy.proxyServer': text(url), 'mdav.policy.proxyBypass': text('x') },
    },
    intent: mdi(toProxy),
    operations: [],
  },
  {
    what: 'MDI v3 agrees with "keep" where it is so already',
    machine: { services: v3Services, senseIdentity: true, values: { ...onMde, 'mdav.policy.proxyServer': text(url) } },
    intent: { mde: { route: keep }, mdav: { route: keep, bypass: [] }, ...mdi(toProxy) },
    operations: [],
  },
  // .NET
  {
    what: 'four values, then a restart',
    intent: { strongCrypto: true },
    operations: [
      'dotnet.systemDefaultTls=1',
      'dotnet.strongCrypto=1',
      'dotnet.systemDefaultTls32=1',
      'dotnet.strongCrypto32=1',
      'restart AATPSensorUpdater',
    ],
  },
  {
    what: 'only those of the four that are missing',
    machine: {
      services: v3Services,
      values: {
        'dotnet.systemDefaultTls': dword(1),
        'dotnet.strongCrypto': dword(0),
        'dotnet.systemDefaultTls32': dword(1),
        'dotnet.strongCrypto32': dword(1),
      },
    },
    intent: { strongCrypto: true },
    operations: ['dotnet.strongCrypto=1'],
  },
  {
    what: 'the operation of the sensor is restart enough',
    machine: {
      values: {
        'dotnet.systemDefaultTls': dword(1),
        'dotnet.strongCrypto': dword(1),
        'dotnet.systemDefaultTls32': dword(1),
      },
    },
    intent: { strongCrypto: true, ...mdi(toProxy) },
    operations: ['dotnet.strongCrypto32=1', `sensor=${url}`],
  },
  // All
  {
    what: 'everything in the order of its effect',
    machine: { values: { ...allLegacy, 'winhttp.machine32': winHttpDirect } },
    intent: { ...exampleIntent, noRevocationPath: true, strongCrypto: true, ...mdi(toProxy, 'migrate-and-clear') },
    operations: [
      `winhttp=${proxy} <local>;*.contoso.local`,
      `winhttp-32=${proxy} <local>;*.contoso.local`,
      `mde.telemetryProxyServer=${proxy}`,
      'mde.disableEnterpriseAuthProxy=1',
      'mde.preferStaticProxy=1',
      `mdav.policy.proxyServer=${url}`,
      'mdav.policy.sslOptions=2',
      'dotnet.systemDefaultTls=1',
      'dotnet.strongCrypto=1',
      'dotnet.systemDefaultTls32=1',
      'dotnet.strongCrypto32=1',
      `sensor=${url}`,
      ...blobs,
      'restart DiagTrack',
    ],
  },
];

const managed = { state: 'managed', gpo: 'Defender proxies' } as const;

type BlockerRow = readonly [what: string, MachineOfTest, Partial<Intent>, Plan['blockers'], count?: number];

const blockerRows: readonly BlockerRow[] = [
  [
    'a value that a Group Policy owns',
    {
      values: { 'mde.telemetryProxyServer': text('old:1'), 'mde.disableEnterpriseAuthProxy': dword(1) },
      management: { 'mde.telemetryProxyServer': managed },
    },
    mde,
    [{ kind: 'policy-managed', value: 'mde.telemetryProxyServer', gpo: 'Defender proxies' }],
  ],
  [
    'a value that a Group Policy owns and that is as wanted',
    { values: onMde, management: { 'mde.telemetryProxyServer': managed } },
    mde,
    [],
  ],
  [
    'a value that a Group Policy owns out of scope',
    { values: { 'mde.telemetryProxyServer': text('old:1') }, management: { 'mde.telemetryProxyServer': managed } },
    mdav,
    [],
    1,
  ],
  [
    'a value that could not be read',
    { values: { ...onMde, 'mde.disableEnterpriseAuthProxy': denied } },
    mde,
    [{ kind: 'unreadable', value: 'mde.disableEnterpriseAuthProxy', win32: 5 }],
  ],
  [
    'a WinHTTP value that could not be read',
    { values: { 'winhttp.machine': denied } },
    winhttp,
    [{ kind: 'unreadable', value: 'winhttp.machine', win32: 5 }],
  ],
  [
    'a 32-bit copy that could not be read',
    { values: { 'winhttp.machine32': denied } },
    winhttp,
    [{ kind: 'unreadable', value: 'winhttp.machine32', win32: 5 }],
    1,
  ],
  [
    'hives that could not be read, where they decide',
    { values: { 'wininet.localService.connection': denied } },
    mdi(toProxy, 'update'),
    [{ kind: 'unreadable', value: 'wininet.localService.connection', win32: 5 }],
  ],
  [
    'hives that could not be read, where they do not',
    { values: { 'wininet.localService.connection': denied } },
    mdi(toProxy, 'migrate'),
    [],
    1,
  ],
  [
    'hives that could not be read and are to be cleared',
    { values: { 'wininet.localService.legacy': denied } },
    mdi(toProxy, 'migrate-and-clear'),
    [{ kind: 'unreadable', value: 'wininet.localService.legacy', win32: 5 }],
    1,
  ],
  [
    'hives that could not be read, to go direct',
    { values: { 'wininet.localService.connection': denied } },
    mdi(direct),
    [{ kind: 'unreadable', value: 'wininet.localService.connection', win32: 5 }],
  ],
  [
    'a switch of the accounts that could not be read',
    { values: { ...allLegacy, 'wininet.perUserPolicy': denied } },
    mdi(toProxy, 'update'),
    [{ kind: 'unreadable', value: 'wininet.perUserPolicy', win32: 5 }],
  ],
  [
    'a switch of the accounts that is no number',
    { values: { ...allLegacy, 'wininet.perUserPolicy': text('0') } },
    mdi(toProxy, 'update'),
    [{ kind: 'malformed-account-blob', value: 'wininet.perUserPolicy' }],
  ],
  [
    'a corrupt account blob',
    { values: { ...allLegacy, 'wininet.localService.legacy': bytes('46') } },
    mdi(toProxy, 'update'),
    [{ kind: 'malformed-account-blob', value: 'wininet.localService.legacy' }],
  ],
  ...([direct, wpad] as const).flatMap((route): BlockerRow[] => [
    [
      `a machine-wide proxy that the sensor would use, to go by ${route.kind}`,
      { values: { ...machineDecides, 'wininet.machine.connection': legacy }, sensor: 'http://old:3128' },
      mdi(route),
      [{ kind: 'machine-wide-proxy', value: 'wininet.machine.connection' }],
    ],
    [
      `a machine-wide setting that could not be read, to go by ${route.kind}`,
      { values: { ...machineDecides, 'wininet.machine.connection': denied } },
      mdi(route),
      [{ kind: 'unreadable', value: 'wininet.machine.connection', win32: 5 }],
    ],
    [
      `a machine-wide setting that names none, to go by ${route.kind}`,
      { values: { ...machineDecides, 'wininet.machine.connection': connection(1) } },
      mdi(route),
      [],
    ],
  ]),
  ['a machine-wide proxy that does not decide', { values: { 'wininet.machine.connection': legacy } }, mdi(direct), []],
  [
    'a machine-wide proxy, where the sensor gets its own',
    { values: { ...machineDecides, 'wininet.machine.connection': legacy } },
    mdi(toProxy),
    [],
    1,
  ],
  [
    'a sensor file that could not be read',
    { sensor: { state: 'unreadable', win32: 5 } },
    mdi(toProxy),
    [{ kind: 'sensor-unreadable', win32: 5 }],
  ],
  [
    'a malformed sensor file',
    { sensor: { state: 'malformed', path: 'C:\\s', fault: 'not-json' } },
    mdi(toProxy),
    [{ kind: 'sensor-malformed', path: 'C:\\s' }],
  ],
  ['a sensor file that could not be read, kept', { sensor: { state: 'unreadable', win32: 5 } }, mdi(keep), []],
  ['no sensor', { services: v3Services }, mdi(toProxy), []],
  ['no sensor, by a PAC file', { services: v3Services }, mdi(pac), [{ kind: 'pac-not-for-mdi' }]],
  ['no sensor, kept', { services: v3Services }, mdi(keep), []],
  [
    'a sensor that could not be looked for',
    { services: v3Services, senseIdentity: null },
    mdi(toProxy),
    [{ kind: 'sensor-not-installed' }],
  ],
  ['both sensors', { senseIdentity: true }, mdi(toProxy), [{ kind: 'both-sensors' }]],
  ['PAC for MDI without the legacy method', {}, mdi(pac, 'update'), [{ kind: 'pac-not-for-mdi' }]],
  ['PAC for MDI against the legacy method', { values: allLegacy }, mdi(pac, 'migrate'), [{ kind: 'pac-not-for-mdi' }]],
  ['PAC for MDI v3', { services: v3Services, senseIdentity: true }, mdi(pac, 'update'), [{ kind: 'pac-not-for-mdi' }]],
  [
    'MDI v3 and MDE of two minds',
    { services: v3Services, senseIdentity: true, values: { 'mdav.policy.proxyServer': text(url) } },
    { mde: { route: { kind: 'static', proxy: 'other:1' } }, ...mdi(toProxy) },
    [{ kind: 'v3-routes-differ', product: 'mde' }],
    3,
  ],
  [
    'MDI v3 and MDAV of two minds',
    { services: v3Services, senseIdentity: true, values: onMde },
    { mdav: { route: pac, bypass: [] }, ...mdi(toProxy) },
    [{ kind: 'v3-routes-differ', product: 'mdav' }],
    1,
  ],
  [
    'MDI v3 and MDE that is to be kept',
    { services: v3Services, senseIdentity: true, values: { 'mdav.policy.proxyServer': text(url) } },
    { mde: { route: keep }, ...mdi(toProxy) },
    [{ kind: 'v3-routes-differ', product: 'mde' }],
  ],
  ['no MDE', { services: { WinDefend: null } }, mde, [{ kind: 'product-not-installed', product: 'mde' }]],
  ['no antivirus', { services: { Sense: null } }, mdav, [{ kind: 'product-not-installed', product: 'mdav' }]],
];

test('exceptions that match everything leave the services that take WinHTTP without the proxy', () => {
  const made = plan({}, { winhttp: { ...winhttp.winhttp, bypass: ['*'] } });
  const routes = made.expected.filter(({ service }) => service === 'revocation' || service === 'windows-update');
  expect(routes.map(({ route }) => route.kind)).toEqual(['direct', 'direct']);
  expect(made.cautions).toContain('bypass-excepts-everything');
});

test('that an exception for everything leaves Antivirus without its proxy is not certain', () => {
  const { expected } = plan({}, { mdav: { route: toProxy, bypass: ['*'] } });
  const cloud = expected.filter(({ service }) => service === 'mdav-cloud');
  expect(cloud.map(({ route, certainty }) => [route.kind, certainty])).toEqual([['direct', 'unverified']]);
});

type CautionRow = readonly [what: string, MachineOfTest, Partial<Intent>, Plan['cautions']];
const uncovered = { winhttp: { ...winhttp.winhttp, bypass: ['<local>'] } };
const excepting = (...list: string[]) => ({ winhttp: { ...winhttp.winhttp, bypass: list } });
const policyCaution = 'policy-values-may-be-overwritten' as const;
const v3 = { services: v3Services, senseIdentity: true } as const;
const bare = 'winhttp-direct-for-revocation' as const;
const signedIn = (at: string) =>
  sensorRead(at, { proxy: { url: at, userName: 'CONTOSO\\svcProxy', passwordStored: true } });
const withoutSignIn: Partial<Intent> = {
  mdi: { route: toProxy, workspace: null, legacy: 'migrate', signIn: { kind: 'none' } },
};
const cautionRows: readonly CautionRow[] = [
  ['WinHTTP', {}, winhttp, ['winhttp-affects-all-services']],
  ['WinHTTP without the domain', {}, uncovered, ['winhttp-affects-all-services', 'bypass-lacks-domain']],
  [
    'WinHTTP without the domain where there is none',
    { machine: { domain: null } },
    uncovered,
    ['winhttp-affects-all-services'],
  ],
  [
    'WinHTTP with everything excepted',
    {},
    { ...excepting('*'), ...mdi(toProxy) },
    ['winhttp-affects-all-services', 'bypass-excepts-everything'],
  ],
  [
    'WinHTTP with everything excepted, there already',
    { values: { 'winhttp.machine': winHttp(proxy, '*.*') } },
    excepting('*.*'),
    ['bypass-excepts-everything'],
  ],
  [
    'WinHTTP with hosts of Defender excepted',
    {},
    excepting('*.contoso.local', '*.microsoft.com'),
    ['winhttp-affects-all-services', 'bypass-excepts-defender'],
  ],
  [
    'Antivirus with everything excepted',
    {},
    { mdav: { route: toProxy, bypass: ['*'] } },
    [policyCaution, 'mdav-caches-proxy', 'mdav-updates-not-covered', 'bypass-excepts-everything', bare],
  ],
  ['MDE', {}, mde, [policyCaution, 'sense-needs-time', bare]],
  ['MDE as it is', { values: onMde }, mde, []],
  ['MDE with WinHTTP', { values: { 'winhttp.machine': winHttp(proxy) } }, mde, [policyCaution, 'sense-needs-time']],
  ['MDE by WPAD', {}, { mde: { route: wpad } }, ['mde-wpad-unverified']],
  [
    'an old MDE sensor',
    { services: { ...v2Services, Sense: '10.8040.1.1' }, values: onMde },
    { ...mde, noRevocationPath: true },
    [policyCaution, 'sense-needs-time', 'prefer-static-version-too-old'],
  ],
  [
    'an MDE sensor between the branches',
    { services: { ...v2Services, Sense: '10.8100.1.1' }, values: onMde },
    { ...mde, noRevocationPath: true },
    [policyCaution, 'sense-needs-time', 'prefer-static-version-unverified'],
  ],
  [
    'an MDE sensor of unknown version',
    { services: { ...v2Services, Sense: null }, values: onMde },
    { ...mde, noRevocationPath: true },
    [policyCaution, 'sense-needs-time', 'prefer-static-version-unknown'],
  ],
  ['MDAV', {}, mdav, [policyCaution, 'mdav-caches-proxy', 'mdav-updates-not-covered', bare]],
  ['MDAV with WinHTTP', { values: { 'winhttp.machine': winHttp(proxy) } }, mdav, [policyCaution, 'mdav-caches-proxy']],
  [
    'MDAV direct',
    { values: { 'mdav.policy.proxyServer': text(url) } },
    { mdav: { route: direct, bypass: [] } },
    [policyCaution, 'mdav-caches-proxy'],
  ],
  [
    'MDAV without revocation check',
    { values: { 'mdav.policy.proxyServer': text(url) } },
    { ...mdav, noRevocationPath: true },
    [policyCaution, 'ssl-options-lowers-security'],
  ],
  [
    'a value whose owner is unknown',
    { values: onMde, management: { 'mde.preferStaticProxy': { state: 'unknown' } } },
    { ...mde, noRevocationPath: true },
    ['management-unknown', 'sense-needs-time'],
  ],
  ['MDI', {}, mdi(toProxy), [bare]],
  [
    'MDI to another proxy with a stored sign-in',
    { sensor: signedIn('http://old:3128') },
    mdi(toProxy),
    ['sign-in-goes-along', bare],
  ],
  ['MDI at its proxy with a stored sign-in', { sensor: signedIn(url) }, mdi(toProxy), []],
  ['MDI to another proxy, the sign-in taken away', { sensor: signedIn('http://old:3128') }, withoutSignIn, [bare]],
  ['MDI in place', { values: allLegacy }, mdi(toProxy, 'update'), ['legacy-affects-account', bare]],
  ['MDI v3 by WPAD', v3, mdi(wpad), ['mdi-v3-is-mde-and-mdav', 'mde-wpad-unverified']],
  [
    'MDI v3 that already is as wanted',
    { ...v3, values: { ...onMde, 'mdav.policy.proxyServer': text(url) } },
    mdi(toProxy),
    ['mdi-v3-is-mde-and-mdav'],
  ],
  ['MDI v3 that is only tested', v3, mdi(keep), []],
];

type ManualRow = readonly [what: string, MachineOfTest, Partial<Intent>, Plan['manual']];
const preferred = {
  'mdav.preference.proxyServer': text('http://pref:1'),
  'mdav.preference.proxyPacUrl': text('http://x/p'),
};
const remains = (value: 'proxyServer' | 'proxyPacUrl' | 'proxyBypass') =>
  ({ kind: 'mdav-preference-remains', value: `mdav.preference.${value}` }) as const;
const manualRows: readonly ManualRow[] = [
  [
    'several exceptions of MDAV',
    {},
    { mdav: { route: toProxy, bypass: ['a', 'b'] } },
    [{ kind: 'mdav-bypass', entries: ['a', 'b'] }],
  ],
  ['preferences beside a server', { values: preferred }, mdav, [remains('proxyServer'), remains('proxyPacUrl')]],
  ['a preference that says the same', { values: { 'mdav.preference.proxyServer': text(url) } }, mdav, []],
  [
    'preferences that would come up',
    { values: { ...preferred, 'mdav.preference.proxyBypass': text('x') } },
    { mdav: { route: direct, bypass: [] } },
    [remains('proxyServer'), remains('proxyPacUrl'), remains('proxyBypass')],
  ],
  [
    'a preference server beside a PAC file',
    { values: { 'mdav.preference.proxyServer': text('http://pref:1') } },
    { mdav: { route: pac, bypass: [] } },
    [remains('proxyServer')],
  ],
  ['preferences that could not be read', { values: { 'mdav.preference.proxyServer': denied } }, mdav, []],
  [
    'a value of a Group Policy',
    {
      values: { ...onMde, 'mde.telemetryProxyServer': text('old:1') },
      management: { 'mde.telemetryProxyServer': { state: 'managed', gpo: null } },
    },
    mde,
    [{ kind: 'change-gpo', value: 'mde.telemetryProxyServer', gpo: null }],
  ],
];

describe('plan', () => {
  test.each(rows)('$what', ({ machine, intent, operations }) => {
    const found = plan(machine ?? {}, intent);
    expect(found.blockers).toEqual([]);
    expect(found.operations.map(short)).toEqual(operations);
  });

  test.each(
    blockerRows.map(([what, machine, intent, blockers, count]) => ({ what, machine, intent, blockers, count })),
  )('stands in the way: $what', ({ machine, intent, blockers, count }) => {
    const found = plan(machine, intent);
    expect(found.blockers).toEqual(blockers);
    expect(found.operations).toHaveLength(count ?? 0);
  });

  test.each(cautionRows)('cautions: %s', (_what, machine, intent, cautions) => {
    expect([...plan(machine, intent).cautions].sort()).toEqual([...cautions].sort());
  });

  test.each(manualRows)('by hand: %s', (_what, machine, intent, manual) => {
    expect(plan(machine, intent).manual).toEqual(manual);
  });

  test('refuses an intent that is not valid', () => {
    const intent = wish({ mde: { route: { kind: 'static', proxy: 'http://p:1' } } });
    expect(planFor(snapshotOf({}), intent, made)).toMatchObject({ ok: false, problem: { at: 'mde.route.proxy' } });
  });

  test('carries the machine as it was, and who made it', () => {
    const snapshot = snapshotOf({ values: onMde });
    const result = planFor(snapshot, wish(mde), made);
    expect(result).toMatchObject({
      ok: true,
      value: {
        ...made,
        before: { snapshotId: snapshot.id, takenAt: snapshot.takenAt, effective: snapshot.effective },
        machine: snapshot.machine,
        expected: snapshot.effective,
        operations: [],
      },
    });
  });

  test('says what each service will use', () => {
    const { expected } = plan({ values: { 'winhttp.machine32': winHttpDirect } }, exampleIntent);
    expect(expected.map(({ service, route }) => [service, route.kind === 'static' && route.proxies[0]?.host])).toEqual(
      ['mdi-sensor', 'mdi-updater', 'sense', 'diagtrack', 'mdav-cloud', 'revocation', 'windows-update'].map((id) => [
        id,
        'proxy.contoso.com',
      ]),
    );
  });

  test('names what was there and why, and whom it touches', () => {
    const machine = {
      values: { 'mde.telemetryProxyServer': text('old:1'), 'mde.disableEnterpriseAuthProxy': dword(1) },
    };
    expect(plan(machine, mde).operations[0]).toEqual({
      id: 1,
      kind: 'value',
      product: 'mde',
      reason: 'mde-static-proxy',
      citation: 'mde-configure-proxy',
      services: ['sense', 'diagtrack'],
      alsoAffects: 'nobody',
      value: 'mde.telemetryProxyServer',
      before: szImage('old:1'),
      after: szImage(proxy),
    });
  });

  test('gives MDI as the reason where MDE and MDAV are set for its v3 sensor', () => {
    const { operations } = plan(v3, mdi(toProxy));
    expect(operations.map(({ product, reason }) => `${product} ${reason}`)).toEqual([
      'mdi v3-through-mde',
      'mdi v3-through-mde',
      'mdi v3-through-mdav',
      'mdi restart-to-read',
    ]);
    expect(operations[0]?.services).toEqual(['sense', 'diagtrack', 'mdi-v3']);
  });

  test('keeps counter, tail and bypass list of a blob that it writes in place', () => {
    const { operations } = plan(
      { values: { ...allLegacy, 'wininet.localService.legacy': { state: 'absent', missingKeys: 2 } } },
      mdi(toProxy, 'update'),
    );
    const written = operations.flatMap((operation) => {
      if (operation.kind !== 'value' || operation.after.state !== 'present') return [];
      const settings = decodeConnectionSettings(bytesOf(operation.after.hex));
      return settings.state === 'ok' ? [settings] : [];
    });
    expect(written).toHaveLength(4);
    for (const settings of written) expect(settings).toMatchObject({ flags: 3, proxy, bypass: '<local>' });
    expect(written[0]).toMatchObject({ counter: 10, tail: Uint8Array.from({ length: 32 }, (_, at) => at) });
    expect(written[3]).toMatchObject({ counter: 1, tail: new Uint8Array(32) });
  });

  test('leaves a bypass list out that holds a masked credential', () => {
    const blob = sealedAs(connection(3, '****:****@old:1', '****:****@x;<local>'));
    const { operations } = plan({ values: { 'wininet.localService.connection': blob } }, mdi(toProxy, 'update'));
    expect(operations).toHaveLength(5);
    expect(JSON.stringify(operations.map((each) => (each.kind === 'value' ? each.after : null)))).not.toContain('2a2a');
  });

  test.each([
    ['the sensor', {}, 'commercial', null, workspaceHost],
    ['the sensor, whatever was typed', {}, 'commercial', 'other', workspaceHost],
    ['the workspace', { services: v3Services }, 'commercial', 'contoso-corp', 'contoso-corpsensorapi.atp.azure.com'],
    [
      'the workspace in GCC',
      { services: v3Services },
      'gcc',
      'contoso-corp',
      'contoso-corpsensorapi.gcc.atp.azure.com',
    ],
    [
      'the workspace in GCC High',
      { services: v3Services },
      'gcchigh',
      'contoso-corp',
      'contoso-corpsensorapi.atp.azure.us',
    ],
    [
      'the workspace in DoD',
      { sensor: sensorRead(null, { apiHost: null }) },
      'dod',
      'contoso-corp',
      'contoso-corpsensorapi.atp.azure.us',
    ],
    ['nobody', { services: v3Services }, 'commercial', null, null],
  ] as const)('takes the sensor API host from %s', (_what, machine, cloud, workspace, host) => {
    const intent = { cloud, mdi: { route: keep, workspace, legacy: 'migrate' as const } };
    expect(plan(machine, intent).sensorApiHost).toBe(host);
  });

  test('never writes a scheme into the static proxy of MDE', () => {
    for (const machine of [{}, v3]) {
      const telemetry = operationsOf(machine, { ...exampleIntent, mde: null }).filter((each) =>
        each.includes('telemetry'),
      );
      for (const each of telemetry) expect(each).not.toContain('://');
    }
  });

  test('writes a switch as a number', () => {
    const written = plan({}, mde).operations[1];
    expect(written?.kind === 'value' && written.after).toEqual(dwordImage(1));
  });
});
