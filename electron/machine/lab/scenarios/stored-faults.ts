import { allSet, bypass, configured, proxy, sensorDirect, unconfigured, untouched, winHttpSet } from './blocks.ts';
import type { Scenario, Seeds } from './scenario.ts';
import { dword, text, winHttpCutShort, wininetConnection } from './stored-values.ts';

const { 'mde.disableEnterpriseAuthProxy': _missing, ...withoutAuthFlag } = allSet;

const legacyLocalSystem: Seeds = {
  'wininet.localSystem.connection': wininetConnection(3, proxy, bypass),
  'wininet.localSystem.legacy': wininetConnection(3, proxy, bypass),
  'wininet.localSystem.proxyEnable': dword(1),
  'wininet.localSystem.proxyServer': text(proxy),
  'wininet.localSystem.proxyOverride': text(bypass),
};

const legacyLocalService: Seeds = {
  'wininet.localService.connection': wininetConnection(3, proxy, bypass),
  'wininet.localService.legacy': wininetConnection(3, proxy, bypass),
  'wininet.localService.proxyEnable': dword(1),
  'wininet.localService.proxyServer': text(proxy),
  'wininet.localService.proxyOverride': text(bypass),
};

/** Servers on which what is stored is not what was meant. */
export const storedFaults = {
  'legacy-wininet': {
    ...configured,
    line: 'D1: the sensor is led by the WinINET settings of both service accounts (legacy method).',
    values: { ...allSet, ...legacyLocalSystem, ...legacyLocalService },
    sensor: sensorDirect,
  },
  'half-legacy': {
    ...configured,
    line: 'D2: the legacy method is set up for LocalService only, so the updater has no way out.',
    values: { ...allSet, ...legacyLocalService },
    sensor: sensorDirect,
  },
  'mde-incomplete-pair': {
    ...configured,
    line: 'D7: TelemetryProxyServer is set, DisableEnterpriseAuthProxy is not.',
    values: withoutAuthFlag,
  },
  'mdav-no-scheme': {
    ...configured,
    line: 'D10: the proxy of Defender Antivirus is written without http://.',
    values: { ...allSet, 'mdav.policy.proxyServer': text(proxy) },
  },
  'winhttp-only': {
    ...unconfigured,
    line: 'D4: only WinHTTP has the proxy, which the sensor never looks at.',
    values: { ...untouched, ...winHttpSet },
  },
  'winhttp-corrupt': {
    ...configured,
    line: 'The stored WinHTTP proxy is cut short; WinHTTP itself goes direct.',
    values: { ...allSet, 'winhttp.machine': winHttpCutShort(proxy, bypass) },
  },
  'advproxy-left': {
    ...unconfigured,
    line: 'netsh winhttp set advproxy left a proxy that resetting the WinHTTP proxy does not clear.',
    advProxy: {
      proxyEnabled: true,
      proxy: 'proxy-old.contoso.com:3128',
      bypass: '',
      pacEnabled: false,
      pacUrl: '',
      autoDetect: false,
      perUser: false,
    },
  },
  'credential-in-proxy': {
    ...configured,
    line: 'D20: stored proxy texts hold a user name and a password in clear.',
    values: {
      ...allSet,
      'mdav.policy.proxyServer': text(`http://svcProxy:Not-A-Real-Secret@${proxy}`),
      'env.httpsProxy': text(`http://svcProxy:Not-A-Real-Secret@${proxy}`),
    },
  },
} as const satisfies Record<string, Scenario>;
