import { configured, proxyOnly, sensorWithCredentials } from './blocks.ts';
import type { Scenario } from './scenario.ts';

/** Servers that are set up right, behind a network that is not. */
export const networkFaults = {
  'proxy-403': {
    ...configured,
    line: 'The proxy refuses every destination by its allow-list (403 and a block page).',
    network: { ...proxyOnly, proxy: 'block' },
  },
  'proxy-407': {
    ...configured,
    line: 'The proxy wants a sign-in (407: Negotiate, NTLM, Basic) that system services cannot give.',
    sensor: sensorWithCredentials,
    network: { ...proxyOnly, proxy: 'login' },
  },
  'proxy-503': {
    ...configured,
    line: 'The proxy itself answers 503: it has no way to the Internet.',
    network: { ...proxyOnly, proxy: 'unavailable' },
  },
  'origin-503': {
    ...configured,
    line: 'The sensor API itself answers 503 over a good chain, as older workspaces do: that is success.',
    network: { ...proxyOnly, sensorPing: 503 },
  },
  inspection: {
    ...configured,
    line: 'The proxy inspects TLS with the Contoso Proxy Inspection CA, which Group Policy made trusted.',
    network: { ...proxyOnly, proxy: 'inspect', inspectionCaTrusted: true },
  },
  'root-missing': {
    ...configured,
    line: 'The machine does not have DigiCert Global Root G2, so the genuine chain is not trusted.',
    network: { ...proxyOnly, missingRoots: ['digicert-global-root-g2'] },
  },
  'chain-incomplete': {
    ...configured,
    line: 'The origins send their own certificate without the issuing CAs.',
    network: { ...proxyOnly, chain: 'leaf' },
  },
} as const satisfies Record<string, Scenario>;
