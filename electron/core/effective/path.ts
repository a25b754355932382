import type { Readings } from '../plan/snapshot.ts';
import { z } from '../zod.ts';
import type { EffectiveProxy, EffectiveRoute, ServiceId, StoreId } from './effective.ts';
import { mdavOwnPlaces } from './mdav.ts';
import { telemetryView } from './mde.ts';
import { sensorView } from './mdi.ts';
import { directPlace, type Place, walk } from './store-view.ts';
import { winHttpDirect, winHttpView } from './winhttp.ts';
import { winInetPlace } from './wininet.ts';

/**
 * The ways on which this machine can reach an endpoint, by where they are set: without a proxy, WinHTTP of the machine,
 * WinINET of Local System and of Local Service, the own settings of the MDI sensor, of MDE and of Antivirus, and what
 * a plan that is not applied yet would set.
 */
export const PathId = z.enum(['direct', 'winhttp', 'local-system', 'local-service', 'mdi', 'mde', 'mdav', 'proposed']);
export type PathId = z.infer<typeof PathId>;

/** A path whose settings are on this machine. */
export type SetPath = Exclude<PathId, 'proposed'>;

/** Where each path leads, in the order of `PathId`; null: nothing is set there, so that nobody can take it. */
export function pathRoutes(readings: Readings): { readonly path: SetPath; readonly route: EffectiveRoute | null }[] {
  const winHttp: Place = { store: 'winhttp', view: winHttpView(readings) };
  return [
    { path: 'direct', route: { kind: 'direct' } },
    { path: 'winhttp', route: walk([winHttp, winHttpDirect(readings)]).route },
    { path: 'local-system', route: walk([winInetPlace(readings, 'localSystem'), directPlace]).route },
    { path: 'local-service', route: walk([winInetPlace(readings, 'localService'), directPlace]).route },
    { path: 'mdi', route: ownRoute([{ store: 'sensor-configuration', view: sensorView(readings) }]) },
    { path: 'mde', route: ownRoute([{ store: 'telemetry-proxy-server', view: telemetryView(readings) }]) },
    { path: 'mdav', route: ownRoute(mdavOwnPlaces(readings)) },
  ];
}

const ownRoute = (places: readonly Place[]): EffectiveRoute | null =>
  places.every(({ view }) => view.state === 'empty') ? null : walk(places).route;

/** The path that a service takes now; null for one that is not there, or of which no order is known. */
export function pathTaken(effective: readonly EffectiveProxy[], service: ServiceId): SetPath | null {
  const proxy = effective.find((row) => row.service === service);
  if (proxy === undefined) return null;
  const store =
    proxy.route.kind === 'unknown' ? proxy.route.store : proxy.steps.find(({ outcome }) => outcome === 'used')?.store;
  if (store === undefined) return proxy.route.kind === 'direct' ? 'direct' : null;
  // The v3 sensor has no settings of its own.
  if (store === 'mde-channel') return pathTaken(effective, 'sense');
  if (store === 'wininet-machine') return proxy.account === 'local-service' ? 'local-service' : 'local-system';
  return paths[store];
}

const paths: Readonly<Record<Exclude<StoreId, 'mde-channel' | 'wininet-machine'>, SetPath>> = {
  'sensor-configuration': 'mdi',
  'wininet-local-system': 'local-system',
  'wininet-local-service': 'local-service',
  'telemetry-proxy-server': 'mde',
  winhttp: 'winhttp',
  wpad: 'direct',
  'mdav-policy-server': 'mdav',
  'mdav-preference-server': 'mdav',
  'mdav-policy-pac': 'mdav',
  'mdav-preference-pac': 'mdav',
  direct: 'direct',
};
