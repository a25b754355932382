import {
  allByPac,
  allSet,
  configured,
  directly,
  pacFile,
  proxyOnly,
  sensorDirect,
  unconfigured,
  untouched,
  withoutSensor,
  withSensor,
} from './blocks.ts';
import type { Scenario } from './scenario.ts';
import { text } from './stored-values.ts';

const mmaVersion = '10.20.18069.0';
const arcVersion = '1.52.2943.1';

/** Servers on which nothing is wrong: the ordinary starting points. */
export const stories = {
  direct: {
    ...unconfigured,
    line: 'No proxy anywhere, and none is needed: the server reaches the Internet directly.',
    network: { ...proxyOnly, egress: 'open' },
    evidence: directly,
  },
  'static-proxy': { ...configured, line: 'One static proxy, set right in all four places.' },
  'pac-file': {
    ...configured,
    line: 'A PAC file leads the sensor (by WinINET) and Defender Antivirus; MDE and WinHTTP have the proxy itself.',
    values: allByPac,
    sensor: sensorDirect,
    pac: pacFile,
  },
  'sensor-v2': {
    ...unconfigured,
    line: 'Classic MDI sensor, nothing configured; only proxy.contoso.com:8080 leads out.',
  },
  'sensor-v3': {
    ...unconfigured,
    line: 'MDI sensor v3 inside Defender for Endpoint, nothing configured; only the proxy leads out.',
    values: untouched,
    services: withoutSensor,
    sensor: null,
    senseIdentity: true,
  },
  'no-sensor': {
    ...unconfigured,
    line: 'No MDI sensor yet; Defender for Endpoint and Antivirus are there, nothing configured; only the proxy leads out.',
    services: withoutSensor,
    sensor: null,
  },
  'black-hole': {
    ...unconfigured,
    line: 'Nothing configured; direct connections are dropped in silence, the proxy works.',
    sensor: sensorDirect,
    network: { ...proxyOnly, egress: 'dropped' },
  },
  'with-agents': {
    ...configured,
    line: 'Beside a well configured Defender: the Log Analytics agent, Azure Arc with a proxy, and HTTPS_PROXY.',
    values: { ...allSet, 'env.httpsProxy': text('http://proxy-old.contoso.com:3128') },
    services: [
      ...withSensor,
      { name: 'HealthService', state: 'running', version: mmaVersion },
      { name: 'himds', state: 'running', version: arcVersion },
    ],
    otherAgents: {
      ...unconfigured.otherAgents,
      logAnalytics: {
        state: 'running',
        version: mmaVersion,
        proxy: { state: 'not-read', why: 'no-way' },
        workspaces: 1,
      },
      azureArc: {
        state: 'running',
        version: arcVersion,
        proxy: { state: 'set', text: 'http://proxy-old.contoso.com:3128' },
      },
    },
  },
} as const satisfies Record<string, Scenario>;
