import { productsOf } from '../plan/products.ts';
import type { Readings, ServiceName } from '../plan/snapshot.ts';
import type { EffectiveProxy } from './effective.ts';
import { mdavCloud } from './mdav.ts';
import { diagTrack, sense } from './mde.ts';
import { mdiSensor, mdiUpdater, mdiV3 } from './mdi.ts';
import { walk, wpadPlace } from './store-view.ts';
import { winHttpDirect, winHttpView } from './winhttp.ts';

/**
 * Which proxy each installed service really uses, and why, in a fixed order. Windows' own consumers are always there;
 * what is not installed has no row. Nothing is guessed: where a store that decides could not be read or understood,
 * the route is unknown and names it. Source: resolution order, sections 1 to 5.
 */
export function effectiveProxies(readings: Readings): EffectiveProxy[] {
  const products = productsOf(readings);
  const { generation } = products.mdi;
  const v2 = generation === 'v2' || generation === 'both';
  const mde = sense(readings);
  return [
    ...(v2 ? [mdiSensor(readings), mdiUpdater(readings)] : []),
    ...(generation === 'v3' || generation === 'both' ? [mdiV3(mde)] : []),
    ...(products.mde.installed ? [mde] : []),
    ...(products.mde.installed && isInstalled(readings, 'DiagTrack') ? [diagTrack(readings)] : []),
    ...(products.mdav.installed ? [mdavCloud(readings)] : []),
    revocation(readings),
    windowsUpdate(readings),
  ];
}

/** Lists of revoked certificates and of roots, fetched by CryptoAPI: never by the products' own static proxies. */
function revocation(readings: Readings): EffectiveProxy {
  return { service: 'revocation', account: 'network-service', ...walk(winHttpOnly(readings)) };
}

function windowsUpdate(readings: Readings): EffectiveProxy {
  return { service: 'windows-update', account: 'local-system', ...walk(winHttpOnly(readings)) };
}

const winHttpOnly = (readings: Readings) => [
  { store: 'winhttp', view: winHttpView(readings) } as const,
  wpadPlace,
  winHttpDirect(readings),
];

function isInstalled(readings: Readings, name: ServiceName): boolean {
  return readings.services.some((service) => service.name === name && service.state !== 'not-installed');
}
