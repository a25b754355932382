import { bypasses } from '../core/codecs/bypass-list.ts';
import { proxyFor } from '../core/codecs/proxy-list.ts';
import type { ProbeTarget, ProbeVia } from '../core/connectivity/observation.ts';
import type { NotTestedWhy } from '../core/connectivity/verdict.ts';
import type { EffectiveRoute } from '../core/effective/effective.ts';

/** Why a route cannot be walked by the probe's own sockets: these are decided inside Windows. */
export type Unwalkable = Extract<NotTestedWhy, 'pac' | 'auto-detect' | 'unknown-route'>;

/**
 * The ways by which a service with this route reaches a target, in the order of fail-over. What the bypass list names,
 * and a scheme for which no proxy is set, goes direct.
 */
export function waysOf(route: EffectiveRoute, target: ProbeTarget): readonly ProbeVia[] | Unwalkable {
  switch (route.kind) {
    case 'direct':
      return [direct];
    case 'static': {
      if (bypasses(route.bypass, target.host)) return [direct];
      const proxies = proxyFor(route.proxies, target.scheme);
      return proxies.length === 0
        ? [direct]
        : proxies.map(({ host, port, tls }) => ({
            kind: 'proxy',
            scheme: tls === true ? 'https' : 'http',
            host,
            port,
          }));
    }
    case 'pac':
    case 'auto-detect':
      return route.kind;
    case 'unknown':
      return 'unknown-route';
    default:
      return route satisfies never;
  }
}

const direct: ProbeVia = { kind: 'direct' };
