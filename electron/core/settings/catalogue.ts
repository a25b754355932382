import { z } from '../zod.ts';

/**
 * Every registry value that this product reads or writes, as data. Callers name values by their id; a free key path
 * is accepted nowhere. All paths are the 64-bit view unless `view` says 32. Sources: `Citation` ids, see wording.
 */
type Hive = 'HKLM' | 'HKU' | 'HKCU';

/** Which of the stored text's formats applies when it is written (`core/settings/grammar.ts`). */
type GrammarId =
  | 'host-port'
  | 'proxy-url'
  | 'pac-url'
  | 'winhttp-blob'
  | 'wininet-blob'
  | 'proxy-list'
  | 'bypass-list'
  | 'bypass-url'
  | 'flag'
  | 'ssl-options'
  | 'free-text';

export type ProductId = 'mdi' | 'mde' | 'mdav' | 'windows' | 'arc';

/** Where a value stands in the order of sources. */
type Origin = 'policy' | 'preference' | 'machine' | 'account-hive' | 'environment' | 'inventory';

export interface CatalogueEntry {
  readonly hive: Hive;
  readonly key: string;
  readonly name: string;
  readonly view: 64 | 32;
  readonly type: 'REG_SZ' | 'REG_DWORD' | 'REG_BINARY' | 'REG_EXPAND_SZ' | 'REG_QWORD';
  readonly origin: Origin;
  readonly product: ProductId;
  readonly grammar: GrammarId;
  /** Whether apply may write it; everything else is read only. */
  readonly writable: boolean;
  /** Reading needs administrator rights (account hives other than one's own). */
  readonly readNeedsAdmin: boolean;
  /** What it means that the value is not there. */
  readonly absent: AbsentMeaning;
  /** `tenant`: holds identifiers of the customer's tenant; only what is derived from it leaves `detect`. */
  readonly sensitivity: 'proxy-text' | 'tenant' | 'none';
  /** The Group Policy setting that writes it, for doing it by hand. */
  readonly policy: PolicyName | null;
  /** What about this entry was never confirmed in a published source; shown to the admin, not asserted. */
  readonly unverified: string | null;
}

export interface PolicyName {
  readonly admx: string;
  readonly id: string;
  readonly path: string;
}

/** The meanings of absence; `wording` turns them into sentences. */
export type AbsentMeaning =
  | 'direct'
  | 'no-value'
  | 'step-skipped'
  | 'auth-proxy-allowed'
  | 'default-winhttp-preferred'
  | 'pinning-and-revocation-on'
  | 'per-user'
  | 'system-default'
  | 'not-onboarded';

const internetSettings = 'SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Internet Settings';
const internetSettings32 = 'SOFTWARE\\WOW6432Node\\Microsoft\\Windows\\CurrentVersion\\Internet Settings';
const dataCollection = 'SOFTWARE\\Policies\\Microsoft\\Windows\\DataCollection';
const defenderPolicy = 'SOFTWARE\\Policies\\Microsoft\\Windows Defender';
const defenderPreference = 'SOFTWARE\\Microsoft\\Windows Defender';
const atp = 'SOFTWARE\\Microsoft\\Windows Advanced Threat Protection';
const atpPolicy = 'SOFTWARE\\Policies\\Microsoft\\Windows Advanced Threat Protection';
const dotnet = 'SOFTWARE\\Microsoft\\.NETFramework\\v4.0.30319';
const dotnet32 = 'SOFTWARE\\WOW6432Node\\Microsoft\\.NETFramework\\v4.0.30319';
const tls12Client = 'SYSTEM\\CurrentControlSet\\Control\\SecurityProviders\\SCHANNEL\\Protocols\\TLS 1.2\\Client';
const environment = 'SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Environment';

const telemetryPolicyPath = 'Windows Components > Data Collection and Preview Builds';
const antivirusPolicyPath = 'Windows Components > Microsoft Defender Antivirus';

const machineValue = {
  hive: 'HKLM',
  view: 64,
  writable: false,
  readNeedsAdmin: false,
  sensitivity: 'none',
  policy: null,
  unverified: null,
} as const;

function accountConnections<W extends boolean>(sid: string, writable: W) {
  const shared = {
    ...machineValue,
    hive: 'HKU',
    origin: 'account-hive',
    product: 'mdi',
    readNeedsAdmin: true,
    sensitivity: 'proxy-text',
  } as const;
  const key = `${sid}\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings`;
  return {
    connection: connection(shared, `${key}\\Connections`, 'DefaultConnectionSettings', writable),
    legacy: connection(shared, `${key}\\Connections`, 'SavedLegacySettings', writable),
    proxyEnable: { ...shared, key, name: 'ProxyEnable', type: 'REG_DWORD', grammar: 'flag', absent: 'no-value' },
    proxyServer: { ...shared, key, name: 'ProxyServer', type: 'REG_SZ', grammar: 'proxy-list', absent: 'no-value' },
    proxyOverride: {
      ...shared,
      key,
      name: 'ProxyOverride',
      type: 'REG_SZ',
      grammar: 'bypass-list',
      absent: 'no-value',
    },
    autoConfigUrl: { ...shared, key, name: 'AutoConfigURL', type: 'REG_SZ', grammar: 'pac-url', absent: 'no-value' },
  } as const satisfies Record<string, CatalogueEntry>;
}

function connection<S extends object, W extends boolean>(shared: S, key: string, name: string, writable: W) {
  return { ...shared, key, name, type: 'REG_BINARY', grammar: 'wininet-blob', absent: 'direct', writable } as const;
}

const localSystem = accountConnections('S-1-5-18', true);
const localService = accountConnections('S-1-5-19', true);
const networkService = accountConnections('S-1-5-20', false);

const machineInternet = {
  ...machineValue,
  key: internetSettings,
  origin: 'machine',
  product: 'windows',
  sensitivity: 'proxy-text',
} as const;
const userInternet = {
  ...machineInternet,
  hive: 'HKCU',
  key: internetSettings.replace('SOFTWARE', 'Software'),
  origin: 'account-hive',
} as const;
const telemetry = { ...machineValue, key: dataCollection, origin: 'policy', product: 'mde', writable: true } as const;
const antivirusPolicy = {
  ...machineValue,
  key: defenderPolicy,
  type: 'REG_SZ',
  origin: 'policy',
  product: 'mdav',
  writable: true,
  absent: 'step-skipped',
  sensitivity: 'proxy-text',
} as const;
const antivirusPreference = {
  ...antivirusPolicy,
  key: defenderPreference,
  origin: 'preference',
  writable: false,
} as const;
const env = {
  ...machineValue,
  key: environment,
  type: 'REG_SZ',
  origin: 'environment',
  product: 'arc',
  grammar: 'free-text',
  absent: 'no-value',
  sensitivity: 'proxy-text',
} as const;
const strongCrypto = {
  ...machineValue,
  type: 'REG_DWORD',
  origin: 'machine',
  product: 'mdi',
  grammar: 'flag',
  absent: 'system-default',
  writable: true,
} as const;
const tlsFact = {
  ...machineValue,
  type: 'REG_DWORD',
  origin: 'machine',
  product: 'windows',
  grammar: 'flag',
  absent: 'system-default',
} as const;
const inventory = { ...machineValue, origin: 'inventory', product: 'mde', grammar: 'free-text' } as const;

const antivirusPolicyName = (id: string, text: string): PolicyName => ({
  admx: 'WindowsDefender.admx',
  id,
  path: `${antivirusPolicyPath} > ${text}`,
});

/** The catalogue. The order is that in which `detect` shows the values. */
export const catalogue = {
  'winhttp.machine': {
    ...machineInternet,
    key: `${internetSettings}\\Connections`,
    name: 'WinHttpSettings',
    type: 'REG_BINARY',
    grammar: 'winhttp-blob',
    absent: 'direct',
    writable: true,
    unverified: 'The layout of this value is not documented by Microsoft.',
  },
  'winhttp.machine32': {
    ...machineInternet,
    key: `${internetSettings32}\\Connections`,
    name: 'WinHttpSettings',
    type: 'REG_BINARY',
    grammar: 'winhttp-blob',
    absent: 'direct',
    writable: true,
    view: 32,
    unverified: 'Whether netsh also refreshes the 32-bit copy on every build is not documented.',
  },
  'wininet.localSystem.connection': localSystem.connection,
  'wininet.localSystem.legacy': localSystem.legacy,
  'wininet.localSystem.proxyEnable': localSystem.proxyEnable,
  'wininet.localSystem.proxyServer': localSystem.proxyServer,
  'wininet.localSystem.proxyOverride': localSystem.proxyOverride,
  'wininet.localSystem.autoConfigUrl': localSystem.autoConfigUrl,
  'wininet.localService.connection': localService.connection,
  'wininet.localService.legacy': localService.legacy,
  'wininet.localService.proxyEnable': localService.proxyEnable,
  'wininet.localService.proxyServer': localService.proxyServer,
  'wininet.localService.proxyOverride': localService.proxyOverride,
  'wininet.localService.autoConfigUrl': localService.autoConfigUrl,
  'wininet.networkService.connection': networkService.connection,
  'wininet.networkService.legacy': networkService.legacy,
  'wininet.networkService.proxyEnable': networkService.proxyEnable,
  'wininet.networkService.proxyServer': networkService.proxyServer,
  'wininet.networkService.proxyOverride': networkService.proxyOverride,
  'wininet.networkService.autoConfigUrl': networkService.autoConfigUrl,
  'wininet.perUserPolicy': {
    ...tlsFact,
    key: 'SOFTWARE\\Policies\\Microsoft\\Windows\\CurrentVersion\\Internet Settings',
    name: 'ProxySettingsPerUser',
    origin: 'policy',
    absent: 'per-user',
  },
  'wininet.machine.connection': connection(
    machineInternet,
    `${internetSettings}\\Connections`,
    'DefaultConnectionSettings',
    false,
  ),
  'wininet.machine.legacy': connection(
    machineInternet,
    `${internetSettings}\\Connections`,
    'SavedLegacySettings',
    false,
  ),
  'wininet.machine.proxyEnable': {
    ...machineInternet,
    name: 'ProxyEnable',
    type: 'REG_DWORD',
    grammar: 'flag',
    absent: 'no-value',
  },
  'wininet.machine.proxyServer': {
    ...machineInternet,
    name: 'ProxyServer',
    type: 'REG_SZ',
    grammar: 'proxy-list',
    absent: 'no-value',
  },
  'wininet.machine.proxyOverride': {
    ...machineInternet,
    name: 'ProxyOverride',
    type: 'REG_SZ',
    grammar: 'bypass-list',
    absent: 'no-value',
  },
  'wininet.machine.autoConfigUrl': {
    ...machineInternet,
    name: 'AutoConfigURL',
    type: 'REG_SZ',
    grammar: 'pac-url',
    absent: 'no-value',
  },
  'wininet.user.proxyEnable': {
    ...userInternet,
    name: 'ProxyEnable',
    type: 'REG_DWORD',
    grammar: 'flag',
    absent: 'no-value',
  },
  'wininet.user.proxyServer': {
    ...userInternet,
    name: 'ProxyServer',
    type: 'REG_SZ',
    grammar: 'proxy-list',
    absent: 'no-value',
  },
  'mde.telemetryProxyServer': {
    ...telemetry,
    name: 'TelemetryProxyServer',
    type: 'REG_SZ',
    grammar: 'host-port',
    absent: 'default-winhttp-preferred',
    sensitivity: 'proxy-text',
    policy: {
      admx: 'DataCollection.admx',
      id: 'TelemetryProxy',
      path: `${telemetryPolicyPath} > Configure Connected User Experiences and Telemetry`,
    },
  },
  'mde.disableEnterpriseAuthProxy': {
    ...telemetry,
    name: 'DisableEnterpriseAuthProxy',
    type: 'REG_DWORD',
    grammar: 'flag',
    absent: 'auth-proxy-allowed',
    policy: {
      admx: 'DataCollection.admx',
      id: 'DisableEnterpriseAuthProxy',
      path: `${telemetryPolicyPath} > Configure Authenticated Proxy usage for the Connected User Experience and Telemetry service`,
    },
  },
  'mde.preferStaticProxy': {
    ...telemetry,
    key: atpPolicy,
    name: 'PreferStaticProxyForHttpRequest',
    type: 'REG_DWORD',
    grammar: 'flag',
    absent: 'default-winhttp-preferred',
    unverified: 'The sensor versions from 10.8050 up to 10.8209 are not named in the documentation.',
  },
  'mdav.policy.proxyServer': {
    ...antivirusPolicy,
    name: 'ProxyServer',
    grammar: 'proxy-url',
    policy: antivirusPolicyName('ProxyServer', 'Define proxy server for connecting to the network'),
  },
  'mdav.policy.proxyPacUrl': {
    ...antivirusPolicy,
    name: 'ProxyPacUrl',
    grammar: 'pac-url',
    policy: antivirusPolicyName('ProxyPacUrl', 'Define proxy auto-config (.pac) for connecting to the network'),
  },
  'mdav.policy.proxyBypass': {
    ...antivirusPolicy,
    name: 'ProxyBypass',
    grammar: 'bypass-url',
    policy: antivirusPolicyName('ProxyBypass', 'Define addresses to bypass proxy server'),
    unverified: 'How several addresses are separated in this value is not documented.',
  },
  'mdav.policy.sslOptions': {
    ...antivirusPolicy,
    key: `${defenderPolicy}\\Spynet`,
    name: 'SSLOptions',
    type: 'REG_DWORD',
    grammar: 'ssl-options',
    absent: 'pinning-and-revocation-on',
    sensitivity: 'none',
  },
  'mdav.preference.proxyServer': { ...antivirusPreference, name: 'ProxyServer', grammar: 'proxy-url' },
  'mdav.preference.proxyPacUrl': { ...antivirusPreference, name: 'ProxyPacUrl', grammar: 'pac-url' },
  'mdav.preference.proxyBypass': { ...antivirusPreference, name: 'ProxyBypass', grammar: 'free-text' },
  'mdav.preference.forceUseProxyOnly': {
    ...antivirusPreference,
    name: 'ForceUseProxyOnly',
    type: 'REG_DWORD',
    grammar: 'flag',
    sensitivity: 'none',
    absent: 'no-value',
    unverified: 'The exact effect of this preference is not documented.',
  },
  'env.httpsProxy': { ...env, name: 'HTTPS_PROXY' },
  'env.httpProxy': { ...env, name: 'HTTP_PROXY' },
  'env.noProxy': { ...env, name: 'NO_PROXY' },
  'env.allProxy': { ...env, name: 'ALL_PROXY' },
  'dotnet.systemDefaultTls': { ...strongCrypto, key: dotnet, name: 'SystemDefaultTlsVersions' },
  'dotnet.strongCrypto': { ...strongCrypto, key: dotnet, name: 'SchUseStrongCrypto' },
  'dotnet.systemDefaultTls32': { ...strongCrypto, key: dotnet32, name: 'SystemDefaultTlsVersions', view: 32 },
  'dotnet.strongCrypto32': { ...strongCrypto, key: dotnet32, name: 'SchUseStrongCrypto', view: 32 },
  'tls.client12.enabled': { ...tlsFact, key: tls12Client, name: 'Enabled' },
  'tls.client12.disabledByDefault': { ...tlsFact, key: tls12Client, name: 'DisabledByDefault' },
  'tls.winhttpProtocols': { ...tlsFact, key: `${internetSettings}\\WinHttp`, name: 'DefaultSecureProtocols' },
  'tls.winhttpProtocols32': {
    ...tlsFact,
    key: `${internetSettings32}\\WinHttp`,
    name: 'DefaultSecureProtocols',
    view: 32,
  },
  'tls.disableRootAutoUpdate': {
    ...tlsFact,
    key: 'SOFTWARE\\Policies\\Microsoft\\SystemCertificates\\AuthRoot',
    name: 'DisableRootAutoUpdate',
    origin: 'policy',
  },
  'mde.onboardingState': {
    ...inventory,
    key: `${atp}\\Status`,
    name: 'OnboardingState',
    type: 'REG_DWORD',
    absent: 'not-onboarded',
  },
  'mde.lastConnected': {
    ...inventory,
    key: `${atp}\\Status`,
    name: 'LastConnected',
    type: 'REG_BINARY',
    absent: 'no-value',
  },
  'mde.onboardedInfo': {
    ...inventory,
    key: atp,
    name: 'OnboardedInfo',
    type: 'REG_SZ',
    absent: 'not-onboarded',
    sensitivity: 'tenant',
  },
  'mde.onboardingInfo': {
    ...inventory,
    key: atpPolicy,
    name: 'OnboardingInfo',
    type: 'REG_SZ',
    absent: 'no-value',
    sensitivity: 'tenant',
  },
} as const satisfies Record<string, CatalogueEntry>;

/** The name by which every part of the product means one registry value. */
export type ValueId = keyof typeof catalogue;

/** The values that apply may write. */
export type WritableValueId = {
  [K in ValueId]: (typeof catalogue)[K]['writable'] extends true ? K : never;
}[ValueId];

export const valueIds = Object.keys(catalogue) as [ValueId, ...ValueId[]]; // the keys of a constant object are its type's keys
export const ValueId = z.enum(valueIds);

/** Looks an entry up with its general type, for code that treats all alike. */
export function entryOf(id: ValueId): CatalogueEntry {
  return catalogue[id];
}

const writable = valueIds.filter((id): id is WritableValueId => entryOf(id).writable);
export const WritableValueId = z.enum(writable as [WritableValueId, ...WritableValueId[]]); // the catalogue has writable values
