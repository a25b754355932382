import { exceptsEverything, parseBypassList } from '../codecs/bypass-list.ts';
import { parseProxyList } from '../codecs/proxy-list.ts';
import type { Decoded } from '../codecs/registry-data.ts';
import { maskText } from '../settings/seal.ts';
import type { EffectiveProxy, EffectiveRoute, EffectiveStep, ProxyEntry, StoreId } from './effective.ts';
import type { KnownRoute } from './route.ts';

/** What one store says, as the service that looks at it understands it. */
export type StoreView =
  | { readonly state: 'route'; readonly route: KnownRoute; readonly shown: string | null; readonly certain: boolean }
  | { readonly state: 'empty'; readonly shown: string | null }
  /** Holds no value that could be read (auto-discovery is asked of the network, not of this machine). */
  | { readonly state: 'not-looked-at' }
  | { readonly state: 'unreadable' }
  | { readonly state: 'malformed'; readonly shown: string | null };

/** One place in a service's order. */
export interface Place {
  readonly store: StoreId;
  readonly view: StoreView;
}

export const empty: StoreView = { state: 'empty', shown: null };
export const malformed = (text: string | null): StoreView => ({ state: 'malformed', shown: shown(text) });
export const routed = (route: KnownRoute, text: string | null, certain = true): StoreView => ({
  state: 'route',
  route,
  shown: shown(text),
  certain,
});

/** WPAD as a step of its own: whether the network answers is for a test to show. */
export const wpadPlace: Place = { store: 'wpad', view: { state: 'not-looked-at' } };

/** The end of every order: nothing named a proxy. */
export const directPlace: Place = { store: 'direct', view: routed({ kind: 'direct' }, null) };

/** A stored text as it may be shown: without credentials, at most 4096 characters. */
export function shown(text: string | null): string | null {
  return text === null ? null : maskText(text).text.slice(0, 4096);
}

/** What a decoded value says where it holds no usable data; null where it does. */
export function withoutValue<T>(decoded: Decoded<T>): StoreView | null {
  switch (decoded.state) {
    case 'absent':
      return empty;
    case 'unreadable':
      return { state: 'unreadable' };
    case 'wrong-type':
    case 'malformed':
      return malformed(null);
    case 'value':
      return null;
    default:
      return decoded satisfies never;
  }
}

/**
 * A proxy list with its bypass list, as WinHTTP and WinINET store them. A list of which one part cannot be read is
 * malformed as a whole: which proxy would be taken is then not certain.
 */
export function listed(proxy: string, bypass: string): StoreView {
  if (proxy.trim() === '') return { state: 'empty', shown: null };
  const list = parseProxyList(proxy);
  const entries = parseBypassList(bypass);
  const fits = list.entries.length <= 32 && entries.length <= 512 && entries.every((entry) => entry.length <= 1024);
  if (list.faults.length > 0 || list.entries.length === 0 || !fits) return malformed(proxy);
  return throughProxies(list.entries, entries, proxy);
}

/**
 * A proxy with its exceptions; `text` is what is stored for the proxy. Where everything is an exception the way is
 * direct, and the exceptions are shown with the proxy because they are the reason.
 */
export const throughProxies = (proxies: readonly ProxyEntry[], bypass: readonly string[], text: string): StoreView =>
  exceptsEverything(bypass)
    ? routed({ kind: 'direct' }, `${text} (${bypass.join(';')})`)
    : routed({ kind: 'static', proxies: [...proxies], bypass: [...bypass] }, text);

/**
 * Goes through a service's places in order. The first that is not empty decides; where that one cannot be understood
 * the route is unknown, because what the service makes of it is not known either.
 */
export function walk(places: readonly Place[]): Pick<EffectiveProxy, 'route' | 'steps' | 'certainty'> {
  const at = places.findIndex(({ view }) => view.state !== 'empty' && view.state !== 'not-looked-at');
  const deciding = places[at];
  const steps = places.map((place, index) => step(place, at >= 0 && index > at));
  if (deciding?.view.state === 'route')
    return { route: deciding.view.route, steps, certainty: deciding.view.certain ? 'documented' : 'unverified' };
  const route: EffectiveRoute =
    deciding === undefined ? { kind: 'direct' } : { kind: 'unknown', store: deciding.store };
  return { route, steps, certainty: 'documented' };
}

function step({ store, view }: Place, behind: boolean): EffectiveStep {
  const text = 'shown' in view ? view.shown : null;
  if (behind || view.state === 'not-looked-at') return { store, outcome: 'not-reached', shown: text };
  return { store, outcome: view.state === 'route' ? 'used' : view.state, shown: text };
}
