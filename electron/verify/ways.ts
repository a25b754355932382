import { bypasses, parseBypassList } from '../core/codecs/bypass-list.ts';
import { parseProxyList, proxyFor } from '../core/codecs/proxy-list.ts';
import type { ProbeTarget, ProbeVia } from '../core/connectivity/observation.ts';
import type { NotTestedWhy } from '../core/connectivity/verdict.ts';
import type { EffectiveRoute, ProxyEntry } from '../core/effective/effective.ts';

/** In the order of fail-over. */
export type Ways = readonly ProbeVia[];

/** Why a route alone does not say the way: it is decided by a script, or is not known. */
export type Unwalkable = Extract<NotTestedWhy, 'pac' | 'auto-detect' | 'unknown-route'>;

/**
 * The ways by which a service with this route reaches a target. What the bypass list names, and a scheme for which no
 * proxy is set, goes direct.
 */
export function waysOf(route: EffectiveRoute, target: ProbeTarget): Ways | Unwalkable {
  switch (route.kind) {
    case 'direct':
      return directly;
    case 'static':
      return throughAny(route.proxies, route.bypass, target);
    case 'pac':
    case 'auto-detect':
      return route.kind;
    case 'unknown':
      return 'unknown-route';
    default:
      return route satisfies never;
  }
}

/** The ways by a proxy list and bypass list as WinHTTP gives them; null where a part of the list cannot be read. */
export function waysByList(proxy: string, bypass: string, target: ProbeTarget): Ways | null {
  const { entries, faults } = parseProxyList(proxy);
  return faults.length > 0 || entries.length === 0 ? null : throughAny(entries, parseBypassList(bypass), target);
}

function throughAny(entries: readonly ProxyEntry[], bypass: readonly string[], target: ProbeTarget): Ways {
  const proxies = bypasses(bypass, target.host) ? [] : proxyFor(entries, target.scheme);
  if (proxies.length === 0) return directly;
  return proxies.map(({ host, port, tls }) => ({
    kind: 'proxy',
    scheme: tls === true ? 'https' : 'http',
    host,
    port,
  }));
}

export const directly: Ways = [{ kind: 'direct' }];
