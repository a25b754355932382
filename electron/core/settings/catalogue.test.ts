import { describe, expect, expectTypeOf, it } from 'vitest';
import { type CatalogueEntry, catalogue, entryOf, ValueId, valueIds, WritableValueId } from './catalogue.ts';

/** The tables of the settings as they are published: value by id, with its place and type. */
const places: Record<ValueId, readonly [path: string, name: string, type: CatalogueEntry['type']]> = {
  'winhttp.machine': [
    'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\Connections',
    'WinHttpSettings',
    'REG_BINARY',
  ],
  'winhttp.machine32': [
    'HKLM\\SOFTWARE\\WOW6432Node\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\Connections',
    'WinHttpSettings',
    'REG_BINARY',
  ],
  ...account('localSystem', 'S-1-5-18'),
  ...account('localService', 'S-1-5-19'),
  ...account('networkService', 'S-1-5-20'),
  'wininet.perUserPolicy': [
    'HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\CurrentVersion\\Internet Settings',
    'ProxySettingsPerUser',
    'REG_DWORD',
  ],
  'wininet.machine.connection': [
    'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\Connections',
    'DefaultConnectionSettings',
    'REG_BINARY',
  ],
  'wininet.machine.legacy': [
    'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\Connections',
    'SavedLegacySettings',
    'REG_BINARY',
  ],
  'wininet.machine.proxyEnable': [
    'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Internet Settings',
    'ProxyEnable',
    'REG_DWORD',
  ],
  'wininet.machine.proxyServer': [
    'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Internet Settings',
    'ProxyServer',
    'REG_SZ',
  ],
  'wininet.machine.proxyOverride': [
    'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Internet Settings',
    'ProxyOverride',
    'REG_SZ',
  ],
  'wininet.machine.autoConfigUrl': [
    'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Internet Settings',
    'AutoConfigURL',
    'REG_SZ',
  ],
  'wininet.user.proxyEnable': [
    'HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings',
    'ProxyEnable',
    'REG_DWORD',
  ],
  'wininet.user.proxyServer': [
    'HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings',
    'ProxyServer',
    'REG_SZ',
  ],
  'mde.telemetryProxyServer': [
    'HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\DataCollection',
    'TelemetryProxyServer',
    'REG_SZ',
  ],
  'mde.disableEnterpriseAuthProxy': [
    'HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\DataCollection',
    'DisableEnterpriseAuthProxy',
    'REG_DWORD',
  ],
  'mde.preferStaticProxy': [
    'HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows Advanced Threat Protection',
    'PreferStaticProxyForHttpRequest',
    'REG_DWORD',
  ],
  'mdav.policy.proxyServer': ['HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows Defender', 'ProxyServer', 'REG_SZ'],
  'mdav.policy.proxyPacUrl': ['HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows Defender', 'ProxyPacUrl', 'REG_SZ'],
  'mdav.policy.proxyBypass': ['HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows Defender', 'ProxyBypass', 'REG_SZ'],
  'mdav.policy.sslOptions': [
    'HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows Defender\\Spynet',
    'SSLOptions',
    'REG_DWORD',
  ],
  'mdav.preference.proxyServer': ['HKLM\\SOFTWARE\\Microsoft\\Windows Defender', 'ProxyServer', 'REG_SZ'],
  'mdav.preference.proxyPacUrl': ['HKLM\\SOFTWARE\\Microsoft\\Windows Defender', 'ProxyPacUrl', 'REG_SZ'],
  'mdav.preference.proxyBypass': ['HKLM\\SOFTWARE\\Microsoft\\Windows Defender', 'ProxyBypass', 'REG_SZ'],
  'mdav.preference.forceUseProxyOnly': [
    'HKLM\\SOFTWARE\\Microsoft\\Windows Defender',
    'ForceUseProxyOnly',
    'REG_DWORD',
  ],
  'env.httpsProxy': ['HKLM\\SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Environment', 'HTTPS_PROXY', 'REG_SZ'],
  'env.httpProxy': ['HKLM\\SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Environment', 'HTTP_PROXY', 'REG_SZ'],
  'env.noProxy': ['HKLM\\SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Environment', 'NO_PROXY', 'REG_SZ'],
  'env.allProxy': ['HKLM\\SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Environment', 'ALL_PROXY', 'REG_SZ'],
  'dotnet.systemDefaultTls': [
    'HKLM\\SOFTWARE\\Microsoft\\.NETFramework\\v4.0.30319',
    'SystemDefaultTlsVersions',
    'REG_DWORD',
  ],
  'dotnet.strongCrypto': ['HKLM\\SOFTWARE\\Microsoft\\.NETFramework\\v4.0.30319', 'SchUseStrongCrypto', 'REG_DWORD'],
  'dotnet.systemDefaultTls32': [
    'HKLM\\SOFTWARE\\WOW6432Node\\Microsoft\\.NETFramework\\v4.0.30319',
    'SystemDefaultTlsVersions',
    'REG_DWORD',
  ],
  'dotnet.strongCrypto32': [
    'HKLM\\SOFTWARE\\WOW6432Node\\Microsoft\\.NETFramework\\v4.0.30319',
    'SchUseStrongCrypto',
    'REG_DWORD',
  ],
  'tls.client12.enabled': [
    'HKLM\\SYSTEM\\CurrentControlSet\\Control\\SecurityProviders\\SCHANNEL\\Protocols\\TLS 1.2\\Client',
    'Enabled',
    'REG_DWORD',
  ],
  'tls.client12.disabledByDefault': [
    'HKLM\\SYSTEM\\CurrentControlSet\\Control\\SecurityProviders\\SCHANNEL\\Protocols\\TLS 1.2\\Client',
    'DisabledByDefault',
    'REG_DWORD',
  ],
  'tls.winhttpProtocols': [
    'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\WinHttp',
    'DefaultSecureProtocols',
    'REG_DWORD',
  ],
  'tls.winhttpProtocols32': [
    'HKLM\\SOFTWARE\\WOW6432Node\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\WinHttp',
    'DefaultSecureProtocols',
    'REG_DWORD',
  ],
  'tls.disableRootAutoUpdate': [
    'HKLM\\SOFTWARE\\Policies\\Microsoft\\SystemCertificates\\AuthRoot',
    'DisableRootAutoUpdate',
    'REG_DWORD',
  ],
  'mde.onboardingState': [
    'HKLM\\SOFTWARE\\Microsoft\\Windows Advanced Threat Protection\\Status',
    'OnboardingState',
    'REG_DWORD',
  ],
  'mde.lastConnected': [
    'HKLM\\SOFTWARE\\Microsoft\\Windows Advanced Threat Protection\\Status',
    'LastConnected',
    'REG_BINARY',
  ],
  'mde.onboardedInfo': ['HKLM\\SOFTWARE\\Microsoft\\Windows Advanced Threat Protection', 'OnboardedInfo', 'REG_SZ'],
  'mde.onboardingInfo': [
    'HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows Advanced Threat Protection',
    'OnboardingInfo',
    'REG_SZ',
  ],
};

function account<N extends 'localSystem' | 'localService' | 'networkService'>(name: N, sid: string) {
  const settings = `HKU\\${sid}\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings`;
  const values = {
    connection: [`${settings}\\Connections`, 'DefaultConnectionSettings', 'REG_BINARY'],
    legacy: [`${settings}\\Connections`, 'SavedLegacySettings', 'REG_BINARY'],
    proxyEnable: [settings, 'ProxyEnable', 'REG_DWORD'],
    proxyServer: [settings, 'ProxyServer', 'REG_SZ'],
    proxyOverride: [settings, 'ProxyOverride', 'REG_SZ'],
    autoConfigUrl: [settings, 'AutoConfigURL', 'REG_SZ'],
  } as const;
  // The keys are built from the same two parts as the catalogue's.
  return Object.fromEntries(Object.entries(values).map(([key, place]) => [`wininet.${name}.${key}`, place])) as {
    [K in keyof typeof values as `wininet.${N}.${K}`]: (typeof values)[K];
  };
}

/** What apply may write, and nothing else; the compiler checks that the list is the type's. */
const writable: Record<WritableValueId, true> = {
  'winhttp.machine': true,
  'winhttp.machine32': true,
  'wininet.localSystem.connection': true,
  'wininet.localSystem.legacy': true,
  'wininet.localService.connection': true,
  'wininet.localService.legacy': true,
  'mde.telemetryProxyServer': true,
  'mde.disableEnterpriseAuthProxy': true,
  'mde.preferStaticProxy': true,
  'mdav.policy.proxyServer': true,
  'mdav.policy.proxyPacUrl': true,
  'mdav.policy.proxyBypass': true,
  'mdav.policy.sslOptions': true,
  'dotnet.systemDefaultTls': true,
  'dotnet.strongCrypto': true,
  'dotnet.systemDefaultTls32': true,
  'dotnet.strongCrypto32': true,
};

describe('catalogue', () => {
  it.each(valueIds)('%s is at its published place', (id) => {
    const entry = entryOf(id);
    expect([`${entry.hive}\\${entry.key}`, entry.name, entry.type]).toEqual(places[id]);
  });

  it('names no value twice', () => {
    const all = valueIds.map((id) => {
      const entry = entryOf(id);
      return `${entry.hive}\\${entry.key}\\${entry.name}`.toLowerCase();
    });
    expect(new Set(all).size).toBe(valueIds.length);
  });

  it('takes the 32-bit view for the paths of 32-bit programs and no others', () => {
    const narrow = valueIds.filter((id) => entryOf(id).view === 32);
    expect(narrow).toEqual(valueIds.filter((id) => entryOf(id).key.includes('WOW6432Node')));
    expect(narrow).toHaveLength(4);
  });

  it('lets apply write exactly the intended values', () => {
    expect([...WritableValueId.options].sort()).toEqual(Object.keys(writable).sort());
    expect(valueIds.filter((id) => entryOf(id).writable).sort()).toEqual(Object.keys(writable).sort());
  });

  it('has no type of a writable value for what is only read', () => {
    expectTypeOf<Extract<WritableValueId, `wininet.networkService.${string}`>>().toBeNever();
    expectTypeOf<Extract<WritableValueId, `wininet.machine.${string}` | `wininet.user.${string}`>>().toBeNever();
    expectTypeOf<Extract<WritableValueId, `mdav.preference.${string}`>>().toBeNever();
    expectTypeOf<Extract<WritableValueId, `env.${string}` | `tls.${string}`>>().toBeNever();
    expectTypeOf<Extract<WritableValueId, 'mde.onboardedInfo' | 'mde.onboardingState'>>().toBeNever();
  });

  it.each(['wininet.networkService.connection', 'mdav.preference.proxyServer', 'env.httpsProxy', 'HKLM\\SOFTWARE'])(
    'refuses %s as a value to write',
    (id) => {
      expect(WritableValueId.safeParse(id).success).toBe(false);
    },
  );

  it('knows no value by any other name', () => {
    expect(ValueId.safeParse('winhttp').success).toBe(false);
    expect(ValueId.safeParse('toString').success).toBe(false);
  });

  it('calls policy what lies below a Policies key, and only that', () => {
    for (const id of valueIds) {
      const entry = entryOf(id);
      if (entry.origin !== 'inventory')
        expect([id, entry.origin === 'policy']).toEqual([id, entry.key.includes('\\Policies\\')]);
    }
  });

  it('needs administrator rights for the hives of other accounts', () => {
    for (const id of valueIds) expect([id, entryOf(id).readNeedsAdmin]).toEqual([id, entryOf(id).hive === 'HKU']);
  });

  it('seals every value that may name a proxy, and keeps tenant identifiers out', () => {
    const texts = /ProxyServer|ProxyPacUrl|ProxyBypass|ProxyOverride|AutoConfigURL|_PROXY|Settings$/;
    for (const id of valueIds)
      if (texts.test(entryOf(id).name)) expect([id, entryOf(id).sensitivity]).toEqual([id, 'proxy-text']);
    expect(valueIds.filter((id) => entryOf(id).sensitivity === 'tenant')).toEqual([
      'mde.onboardedInfo',
      'mde.onboardingInfo',
    ]);
  });

  it('names the Group Policy setting of what has one', () => {
    expect(valueIds.filter((id) => entryOf(id).policy !== null)).toEqual([
      'mde.telemetryProxyServer',
      'mde.disableEnterpriseAuthProxy',
      'mdav.policy.proxyServer',
      'mdav.policy.proxyPacUrl',
      'mdav.policy.proxyBypass',
    ]);
    expect(catalogue['mdav.policy.proxyServer'].policy).toEqual({
      admx: 'WindowsDefender.admx',
      id: 'ProxyServer',
      path: 'Windows Components > Microsoft Defender Antivirus > Define proxy server for connecting to the network',
    });
  });
});
