import { configured, proxyOnly, sensorDirect, unconfigured, untouched, withoutSensor } from './blocks.ts';
import type { Scenario } from './scenario.ts';

/** Servers on which nothing is wrong: the ordinary starting points. */
export const stories = {
  direct: {
    ...unconfigured,
    line: 'No proxy anywhere, and none is needed: the server reaches the Internet directly.',
    network: { ...proxyOnly, egress: 'open' },
  },
  'static-proxy': { ...configured, line: 'One static proxy, set right in all four places.' },
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
  'black-hole': {
    ...unconfigured,
    line: 'Nothing configured; direct connections are dropped in silence, the proxy works.',
    sensor: sensorDirect,
    network: { ...proxyOnly, egress: 'dropped' },
  },
} as const satisfies Record<string, Scenario>;
