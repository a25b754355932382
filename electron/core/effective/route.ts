import { proxyFor } from '../codecs/proxy-list.ts';
import type { EffectiveRoute, ProxyEntry } from './effective.ts';

/** A route that is known. */
export type KnownRoute = Exclude<EffectiveRoute, { kind: 'unknown' }>;

/** Text of one proxy, `HOST:PORT` with its scheme where it has one. */
function proxyShown(proxy: ProxyEntry): string {
  const address = `${proxy.tls === true ? 'https://' : ''}${proxy.host}:${proxy.port}`;
  return proxy.scheme === null ? address : `${proxy.scheme}=${address}`;
}

/** A route in one line of text for the facts of a finding, at most 4096 characters. */
export function routeShown(route: EffectiveRoute): string {
  switch (route.kind) {
    case 'direct':
    case 'auto-detect':
    case 'unknown':
      return route.kind;
    case 'static':
      return route.proxies.map(proxyShown).join(';').slice(0, 4096);
    case 'pac':
      return route.url;
    default:
      return route satisfies never;
  }
}

/**
 * Whether two routes lead the same way for the traffic of the Defender services, which is HTTPS: `http=` entries and
 * bypass lists are left out. Two unknown routes are never the same.
 */
export function sameWay(a: EffectiveRoute, b: EffectiveRoute): boolean {
  return a.kind !== 'unknown' && b.kind !== 'unknown' && way(a) === way(b);
}

function way(route: KnownRoute): string {
  switch (route.kind) {
    case 'direct':
    case 'auto-detect':
      return route.kind;
    case 'pac':
      return `pac ${route.url}`;
    case 'static': {
      const proxies = proxyFor(route.proxies, 'https');
      return proxies.map((proxy) => proxyShown({ ...proxy, scheme: null }).toLowerCase()).join(';') || 'direct';
    }
    default:
      return route satisfies never;
  }
}

/** Whether two routes are the same in everything: each proxy, its order, and the bypass list in any order. */
export function sameRoute(a: EffectiveRoute, b: EffectiveRoute): boolean {
  if (a.kind === 'static' && b.kind === 'static')
    return sameProxies(a, b) && bypassKey(a.bypass) === bypassKey(b.bypass);
  if (a.kind === 'unknown' && b.kind === 'unknown') return a.store === b.store;
  return a.kind === b.kind && routeShown(a) === routeShown(b);
}

/** Whether two routes name the same proxies in the same order, whatever their bypass lists are. */
export const sameProxies = (a: EffectiveRoute, b: EffectiveRoute): boolean =>
  a.kind === 'static' && b.kind === 'static' && routeShown(a).toLowerCase() === routeShown(b).toLowerCase();

/** A bypass list for comparing: neither order, capitals nor repetition matter. */
export function bypassKey(entries: readonly string[]): string {
  return [...new Set(entries.map((entry) => entry.toLowerCase()))].sort().join(';');
}
