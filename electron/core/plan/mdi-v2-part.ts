import { cleared, withAutoDetect, withManualProxy, withPac } from '../codecs/connection-settings.ts';
import { blobOf, namesProxy, perUser } from '../effective/wininet.ts';
import { asMdiProxyUrl, asTelemetryProxy } from '../settings/grammar.ts';
import type { Sha256 } from '../settings/reading.ts';
import { accountObstacles, accountsNameProxy, clearAccounts, rewriteAccounts } from './account-blobs.ts';
import { urlKey } from './holds.ts';
import type { Intent, SignIn } from './intent.ts';
import type { SensorAfter } from './operation.ts';
import { blocked, nothing, type Part, together } from './part.ts';
import type { Readings, SensorReading } from './snapshot.ts';
import { proxyOf } from './wanted-proxy.ts';

type MdiIntent = NonNullable<Intent['mdi']>;
type ReadSensor = Extract<SensorReading, { state: 'read' }>;
type SensorSignIn = NonNullable<SensorAfter>['signIn'];

/** Whether the sensor is to be given a user and a password. */
export const givesSignIn = (signIn: SignIn): boolean => signIn.kind === 'sealed' || signIn.kind === 'ask';

/**
 * The v2 sensor's own proxy address, or the accounts' WinINET settings where the legacy method is in use and is to be
 * kept: what was set up by one method is changed by the same. Without a proxy of any kind ("direct", "wpad") whatever
 * names one goes, in the sensor's file and in the accounts, whichever method was asked for. Only the sensor's own proxy
 * can have a sign-in; `sealed` is the hash of the file in which its password lies.
 */
export function mdiV2Part(readings: Readings, { route, legacy, signIn }: MdiIntent, sealed: Sha256 | null): Part {
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
      const wish = signIn ?? { kind: 'keep' };
      const own = sensorPart(sensor, { url: asMdiProxyUrl(proxy), signIn: plannedSignIn(wish, sealed) });
      if (legacy !== 'update' || ownAddress)
        return together(own, legacy === 'migrate-and-clear' ? clearedAccounts(readings, 'legacy-cleared') : nothing);
      return inPlace(readings, own, () =>
        givesSignIn(wish)
          ? blocked({ kind: 'sign-in-not-possible', because: 'legacy' })
          : rewriteAccounts(readings, (current, bypass) => withManualProxy(current, asTelemetryProxy(proxy), bypass)),
      );
    }
    case 'pac': {
      const refused = blocked({ kind: 'pac-not-for-mdi' });
      if (legacy !== 'update' || ownAddress) return refused;
      return inPlace(readings, refused, () => rewriteAccounts(readings, (current) => withPac(current, route.url)));
    }
    case 'direct':
      return machineWide(readings) ?? together(sensorPart(sensor, null), clearedAccounts(readings, 'legacy-in-place'));
    case 'wpad':
      return (
        machineWide(readings) ??
        together(sensorPart(sensor, null), clearedAccounts(readings, 'legacy-in-place', withAutoDetect))
      );
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

/**
 * Where WinINET takes the machine's settings for every account (D5) and these name a proxy, the sensor would use it as
 * soon as it has none of its own. They are not this product's to write.
 */
function machineWide(readings: Readings): Part | null {
  if (perUser(readings) !== 'machine') return null;
  const value = 'wininet.machine.connection';
  const blob = blobOf(readings.settings[value].reading);
  switch (blob.state) {
    case 'absent':
      return null;
    case 'ok':
      return namesProxy(blob.settings) ? blocked({ kind: 'machine-wide-proxy', value }) : null;
    case 'unreadable':
      return blocked({ kind: 'unreadable', value, win32: blob.win32 });
    case 'malformed':
      return blocked({ kind: 'malformed-account-blob', value });
    default:
      return blob satisfies never;
  }
}

function clearedAccounts(
  readings: Readings,
  reason: 'legacy-cleared' | 'legacy-in-place',
  next: typeof withAutoDetect = cleared,
): Part {
  const obstacles = accountObstacles(readings);
  return obstacles.blockers.length > 0 ? obstacles : clearAccounts(readings, reason, next);
}

/** A plan that says "sealed" is made only where there is something sealed; `planFor` has seen to that. */
function plannedSignIn(wish: SignIn, sealed: Sha256 | null): SensorSignIn {
  if (wish.kind !== 'sealed') return wish;
  if (sealed === null) throw new Error('A sealed password has a hash.');
  return { ...wish, sha256: sealed };
}

function sensorPart(sensor: ReadSensor, after: SensorAfter): Part {
  const reason = reasonFor(sensor, after);
  if (reason === null) return nothing;
  const signsIn = reason === 'sensor-sign-in';
  if (signsIn && sensor.thumbprint === null) return blocked({ kind: 'sensor-names-no-certificate' });
  return {
    ...nothing,
    operations: [
      {
        kind: 'sensor',
        product: 'mdi',
        reason,
        citation: 'mdi-configure-proxy',
        services: ['mdi-sensor', 'mdi-updater'],
        alsoAffects: 'nobody',
        before: { sha256: sensor.sha256, proxy: sensor.proxy },
        after,
      },
    ],
    cautions: signsIn ? ['only-mdi-signs-in'] : keepsSignIn(sensor, after) ? ['sign-in-goes-along'] : [],
  };
}

/** Whether a stored user and password would be given to another proxy than until now. */
function keepsSignIn({ proxy }: ReadSensor, after: SensorAfter): boolean {
  return after?.signIn.kind === 'keep' && proxy !== null && (proxy.userName !== null || proxy.passwordStored);
}

/** Why the sensor's proxy is written; null where it is as wanted. A password is always written: none can be compared. */
function reasonFor({ proxy }: ReadSensor, after: SensorAfter) {
  if (after === null) return proxy === null ? null : 'sensor-no-proxy';
  if (after.signIn.kind === 'sealed' || after.signIn.kind === 'ask') return 'sensor-sign-in';
  if (proxy === null || urlKey(proxy.url, false) !== urlKey(after.url, false)) return 'sensor-proxy';
  const stored = proxy.userName !== null || proxy.passwordStored;
  return after.signIn.kind === 'none' && stored ? 'sensor-no-sign-in' : null;
}
