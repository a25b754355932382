import { parseProxyList, proxyFor } from '../codecs/proxy-list.ts';
import { dwordOf, textOf } from '../codecs/registry-data.ts';
import type { ProxyEntry, StoreId } from '../effective/effective.ts';
import type { StoreView } from '../effective/store-view.ts';
import { winHttpView } from '../effective/winhttp.ts';
import { blobOf, settingsView, winInetValues, winInetView } from '../effective/wininet.ts';
import { parseHostPort } from '../settings/grammar.ts';
import type { Snapshot } from './snapshot.ts';

/** A place that names a proxy; beside those that services look at, accounts whose setting people know by heart. */
export type ProxyPlace = StoreId | 'wininet-network-service' | 'wininet-user';

/** A proxy that is set somewhere on this server, as `HOST:PORT`, with every place that names it. */
export interface ProxySet {
  readonly proxy: string;
  readonly places: readonly ProxyPlace[];
}

/**
 * The fixed proxies that WinHTTP, an account or a product has now, those of most places first. One that an intent cannot
 * say (TLS to the proxy, an address of IPv6) is left out, and so is a list of several for the same purpose.
 */
export function proxiesSet(snapshot: Snapshot): readonly ProxySet[] {
  const found = new Map<string, { readonly proxy: string; readonly places: Set<ProxyPlace> }>();
  for (const [place, entries] of named(snapshot)) {
    const [only, more] = proxyFor(entries, 'https');
    if (only === undefined || more !== undefined || only.tls === true) continue;
    const proxy = `${only.host}:${only.port}`;
    if (!parseHostPort(proxy).ok) continue;
    const known = found.get(proxy.toLowerCase()) ?? { proxy, places: new Set() };
    known.places.add(place);
    found.set(proxy.toLowerCase(), known);
  }
  return [...found.values()]
    .map(({ proxy, places }) => ({ proxy, places: [...places] }))
    .sort((a, b) => b.places.length - a.places.length);
}

type Named = readonly [place: ProxyPlace, entries: readonly ProxyEntry[]];

function named(snapshot: Snapshot): readonly Named[] {
  const scopes = ['localSystem', 'localService', 'machine'] as const;
  const network = blobOf(snapshot.settings['wininet.networkService.connection'].reading);
  return [
    ['winhttp', fixed(winHttpView(snapshot))],
    ...scopes.map((scope): Named => [winInetValues[scope].store, fixed(winInetView(snapshot, scope))]),
    ['wininet-network-service', network.state === 'ok' ? fixed(settingsView(network.settings)) : []],
    ['wininet-user', ofUser(snapshot)],
    // What products have of their own; the places above are among the steps too, and are only counted once.
    ...snapshot.effective.flatMap(({ steps }) => steps.map(({ store, shown }): Named => [store, ofText(store, shown)])),
  ];
}

const fixed = (view: StoreView): readonly ProxyEntry[] =>
  view.state === 'route' && view.route.kind === 'static' ? view.route.proxies : [];

const own: ReadonlySet<StoreId> = new Set([
  'sensor-configuration',
  'telemetry-proxy-server',
  'mdav-policy-server',
  'mdav-preference-server',
]);

function ofText(store: StoreId, shown: string | null): readonly ProxyEntry[] {
  if (shown === null || !own.has(store)) return [];
  const list = parseProxyList(shown);
  return list.faults.length > 0 || list.credentials ? [] : list.entries;
}

/** The person who looks has no blob among what is read; the strings are what the settings page of Windows shows. */
function ofUser({ settings }: Snapshot): readonly ProxyEntry[] {
  const server = textOf(settings['wininet.user.proxyServer'].reading);
  const enable = dwordOf(settings['wininet.user.proxyEnable'].reading);
  const on = enable.state === 'value' && enable.value !== 0;
  if (!on || server.state !== 'value') return [];
  const list = parseProxyList(server.value);
  return list.faults.length > 0 || list.credentials ? [] : list.entries;
}
