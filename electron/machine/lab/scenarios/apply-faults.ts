import { mdeSet, unconfigured, untouched } from './blocks.ts';
import type { Scenario } from './scenario.ts';
import { dword, text } from './stored-values.ts';

/** Servers that resist the change. */
export const applyFaults = {
  'policy-locked': {
    ...unconfigured,
    line: 'The GPO "Defender proxy - servers" owns TelemetryProxyServer and DisableEnterpriseAuthProxy.',
    values: {
      ...untouched,
      ...mdeSet,
      'mde.telemetryProxyServer': text('proxy-old.contoso.com:3128'),
      'mde.disableEnterpriseAuthProxy': dword(1),
    },
    policy: {
      gpo: 'Defender proxy - servers',
      values: ['mde.telemetryProxyServer', 'mde.disableEnterpriseAuthProxy'],
    },
  },
  'reverted-by-policy': {
    ...unconfigured,
    line: 'Something outside puts the old proxy of Defender Antivirus back as soon as a change is over.',
    values: { ...untouched, 'mdav.policy.proxyServer': text('http://proxy-old.contoso.com:3128') },
    policy: { gpo: null, values: ['mdav.policy.proxyServer'] },
  },
  'third-write-denied': {
    ...unconfigured,
    line: 'The third write of a run is denied (Win32 5), so everything done is undone.',
    deniedWrite: 3,
  },
  'service-stuck': {
    ...unconfigured,
    line: 'The sensor updater does not start again once it was stopped (Win32 1053).',
    updaterStuck: true,
  },
  'uac-declined': {
    ...unconfigured,
    line: 'The elevation prompt is declined every time.',
    token: 'limited',
    limitedReads: true,
    declines: true,
  },
  'limited-user': {
    ...unconfigured,
    line: "An ordinary token: the service accounts' hives and the sensor's file need administrator rights to read.",
    token: 'limited',
  },
} as const satisfies Record<string, Scenario>;
