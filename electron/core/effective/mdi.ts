import type { Readings } from '../plan/snapshot.ts';
import type { EffectiveProxy } from './effective.ts';
import { directPlace, empty, malformed, routed, type StoreView, shown, walk } from './store-view.ts';
import { proxyOfUrl } from './stored-proxy.ts';
import { winInetPlace } from './wininet.ts';

/** What the v2 sensor's own configuration says. Both MDI services read the same file. */
export function sensorView(readings: Readings): StoreView {
  const { sensor } = readings;
  switch (sensor.state) {
    case 'not-installed':
      return empty;
    case 'unreadable':
      return { state: 'unreadable' };
    case 'malformed':
      return malformed(null);
    case 'read': {
      if (sensor.proxy === null) return empty;
      const stored = proxyOfUrl(sensor.proxy.url, false);
      if (stored === null) return malformed(sensor.proxy.url);
      return routed({ kind: 'static', proxies: [stored.proxy], bypass: [] }, sensor.proxy.url);
    }
    default:
      return sensor satisfies never;
  }
}

/** The v2 sensor runs as Local Service: its own proxy address, then the account's WinINET settings, then direct. */
export function mdiSensor(readings: Readings): EffectiveProxy {
  return {
    service: 'mdi-sensor',
    account: 'local-service',
    ...walk([
      { store: 'sensor-configuration', view: sensorView(readings) },
      winInetPlace(readings, 'localService'),
      directPlace,
    ]),
  };
}

/** The updater runs as Local System, so without the sensor's own address it can go another way than the sensor. */
export function mdiUpdater(readings: Readings): EffectiveProxy {
  return {
    service: 'mdi-updater',
    account: 'local-system',
    ...walk([
      { store: 'sensor-configuration', view: sensorView(readings) },
      winInetPlace(readings, 'localSystem'),
      directPlace,
    ]),
  };
}

/** The v3 sensor has no store of its own: it goes the way of MDE's sensor. */
export function mdiV3(sense: EffectiveProxy): EffectiveProxy {
  const used = sense.steps.find((step) => step.outcome === 'used');
  const malformed = sense.steps.some((step) => step.outcome === 'malformed');
  const outcome = sense.route.kind !== 'unknown' ? 'used' : malformed ? 'malformed' : 'unreadable';
  return {
    service: 'mdi-v3',
    account: 'local-system',
    route: sense.route,
    steps: [{ store: 'mde-channel', outcome, shown: shown(used?.shown ?? null) }],
    certainty: sense.certainty,
  };
}
