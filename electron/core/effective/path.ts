import type { Readings } from '../plan/snapshot.ts';
import { z } from '../zod.ts';
import type { EffectiveRoute } from './effective.ts';
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

/** Where each path leads whose settings are on this machine, in the order of `PathId`; null: nothing is set there, so that nobody can take it. */
export function pathRoutes(
  readings: Readings,
): { readonly path: Exclude<PathId, 'proposed'>; readonly route: EffectiveRoute | null }[] {
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
