import { cleared, withAutoDetect, withManualProxy, withPac } from '../codecs/connection-settings.ts';
import { perUser } from '../effective/wininet.ts';
import { asMdiProxyUrl, asTelemetryProxy } from '../settings/grammar.ts';
import { accountObstacles, accountsNameProxy, clearAccounts, rewriteAccounts } from './account-blobs.ts';
import { urlKey } from './holds.ts';
import type { Intent } from './intent.ts';
import { blocked, nothing, type Part, together } from './part.ts';
import type { Readings, SensorReading } from './snapshot.ts';
import { proxyOf } from './wanted-proxy.ts';

type MdiIntent = NonNullable<Intent['mdi']>;
type ReadSensor = Extract<SensorReading, { state: 'read' }>;

/**
 * The v2 sensor's own proxy address, or the accounts' WinINET settings where the legacy method is in use and is to be
 * kept: what was set up by one method is changed by the same. Without a proxy of any kind ("direct", "wpad") whatever
 * names one goes, in the sensor's file and in the accounts, whichever method was asked for.
 */
export function mdiV2Part(readings: Readings, { route, legacy }: MdiIntent): Part {
  if (route.kind === 'keep') return nothing;
  const { sensor } = readings;
  switch (sensor.state) {
    case 'not-installed':
      return blocked({ kind: 'sensor-not-installed' });
    case 'unreadable':
      return blocked({ kind: 'sensor-unreadable', win32: sensor.win32 });
    case 'malformed':
      return blocked({ kind: 'sensor-malformed', path: sensor.path });
    case 'read':
      break;
    default:
      return sensor satisfies never;
  }
  const ownAddress = sensor.proxy !== null;
  switch (route.kind) {
    case 'static': {
      const proxy = proxyOf(route);
      const url = asMdiProxyUrl(proxy);
      if (legacy !== 'update' || ownAddress)
        return together(
          sensorPart(sensor, url),
          legacy === 'migrate-and-clear' ? clearedAccounts(readings, 'legacy-cleared') : nothing,
        );
      return inPlace(readings, sensorPart(sensor, url), () =>
        rewriteAccounts(readings, (current, bypass) => withManualProxy(current, asTelemetryProxy(proxy), bypass)),
      );
    }
    case 'pac': {
      const refused = blocked({ kind: 'pac-not-for-mdi' });
      if (legacy !== 'update' || ownAddress) return refused;
      return inPlace(readings, refused, () => rewriteAccounts(readings, (current) => withPac(current, route.url)));
    }
    case 'direct':
      return together(sensorPart(sensor, null), clearedAccounts(readings, 'legacy-in-place'));
    case 'wpad':
      return together(sensorPart(sensor, null), clearedAccounts(readings, 'legacy-in-place', withAutoDetect));
    default:
      return route satisfies never;
  }
}

/** Changes the accounts where they are in use; `otherwise` where they are not. What decides that has to be readable. */
function inPlace(readings: Readings, otherwise: Part, change: () => Part): Part {
  const scope = perUser(readings);
  const policy = readings.settings['wininet.perUserPolicy'].reading;
  if (policy.state === 'unreadable')
    return blocked({ kind: 'unreadable', value: 'wininet.perUserPolicy', win32: policy.win32 });
  if (scope === 'malformed') return blocked({ kind: 'malformed-account-blob', value: 'wininet.perUserPolicy' });
  // Where the machine's settings decide for every account, writing the accounts' own would change nothing.
  if (scope === 'machine') return otherwise;
  const obstacles = accountObstacles(readings);
  if (obstacles.blockers.length > 0) return obstacles;
  return accountsNameProxy(readings) ? change() : otherwise;
}

function clearedAccounts(
  readings: Readings,
  reason: 'legacy-cleared' | 'legacy-in-place',
  next: typeof withAutoDetect = cleared,
): Part {
  const obstacles = accountObstacles(readings);
  return obstacles.blockers.length > 0 ? obstacles : clearAccounts(readings, reason, next);
}

function sensorPart(sensor: ReadSensor, url: string | null): Part {
  const now = sensor.proxy === null ? null : urlKey(sensor.proxy.url, false);
  if (now === (url === null ? null : urlKey(url, false))) return nothing;
  return {
    ...nothing,
    operations: [
      {
        kind: 'sensor',
        product: 'mdi',
        reason: url === null ? 'sensor-no-proxy' : 'sensor-proxy',
        citation: 'mdi-configure-proxy',
        services: ['mdi-sensor', 'mdi-updater'],
        alsoAffects: 'nobody',
        before: { sha256: sensor.sha256, proxy: sensor.proxy },
        after: url === null ? null : { url },
      },
    ],
  };
}
