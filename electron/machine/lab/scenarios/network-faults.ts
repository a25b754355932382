import { configured, cutOff, directly, proxyOnly, sensorWithCredentials } from './blocks.ts';
import type { Scenario } from './scenario.ts';

/** Servers that are set up right, behind a network that is not. */
export const networkFaults = {
  'proxy-403': {
    ...configured,
    line: 'The proxy refuses every destination by its allow-list (403 and a block page).',
    network: { ...proxyOnly, proxy: 'block' },
    evidence: cutOff,
  },
  'proxy-407': {
    ...configured,
    line: 'The proxy wants a sign-in (407: Negotiate, NTLM, Basic) that system services cannot give.',
    sensor: sensorWithCredentials,
    network: { ...proxyOnly, proxy: 'login' },
    evidence: cutOff,
  },
  'proxy-503': {
    ...configured,
    line: 'The proxy itself answers 503: it has no way to the Internet.',
    network: { ...proxyOnly, proxy: 'unavailable' },
    evidence: cutOff,
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
    evidence: { ...cutOff, traffic: 'proxy', log: ['two-way-ssl'] },
  },
  'root-missing': {
    ...configured,
    line: 'The machine does not have DigiCert Global Root G2, so the genuine chain is not trusted.',
    network: { ...proxyOnly, missingRoots: ['digicert-global-root-g2'] },
    evidence: { ...configured.evidence, log: ['missing-roots'] },
  },
  'chain-incomplete': {
    ...configured,
    line: 'The origins send their own certificate without the issuing CAs.',
    network: { ...proxyOnly, chain: 'leaf' },
  },
  'past-the-proxy': {
    ...configured,
    line: 'The proxy is set right and works, and the services hold connections past it: the firewall lets them out.',
    network: { ...proxyOnly, egress: 'open' },
    evidence: directly,
  },
} as const satisfies Record<string, Scenario>;
