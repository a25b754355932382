import { exceptsEverything } from '../codecs/bypass-list.ts';
import { dwordOf, textOf } from '../codecs/registry-data.ts';
import type { Readings } from '../plan/snapshot.ts';
import type { ValueId } from '../settings/catalogue.ts';
import type { EffectiveProxy } from './effective.ts';
import {
  directPlace,
  malformed,
  type Place,
  routed,
  type StoreView,
  throughProxies,
  walk,
  withoutValue,
  wpadPlace,
} from './store-view.ts';
import { proxyOfUrl } from './stored-proxy.ts';
import { winHttpView } from './winhttp.ts';
import { winInetPlace } from './wininet.ts';

/**
 * Antivirus cloud protection. The policy's text prints the order: server, PAC file, none, Internet Explorer settings,
 * auto-detect; for each value the policy hive wins over the preference hive. That "none" means the machine's WinHTTP
 * default is drawn from the advice to set it for MDAV and was never printed, so that step is not certain.
 */
export function mdavCloud(readings: Readings): EffectiveProxy {
  const bypass = bypassOf(readings);
  const forced = dwordOf(readings.settings['mdav.preference.forceUseProxyOnly'].reading);
  const walked = walk([
    ...mdavOwnPlaces(readings),
    { store: 'winhttp', view: uncertain(winHttpView(readings)) },
    directPlace,
    winInetPlace(readings, 'localSystem'),
    wpadPlace,
  ]);
  // ForceUseProxyOnly presumably forbids the direct step; its effect is not documented.
  const forbidden =
    walked.route.kind === 'direct' && forced.state !== 'absent' && !(forced.state === 'value' && forced.value === 0);
  const doubtful = forbidden || (walked.route.kind === 'static' && !bypass.certain);
  return { service: 'mdav-cloud', account: 'local-system', ...walked, ...(doubtful && { certainty: 'unverified' }) };
}

/** The settings of Antivirus itself, in its order. */
export function mdavOwnPlaces(readings: Readings): readonly Place[] {
  const { entries } = bypassOf(readings);
  return [
    { store: 'mdav-policy-server', view: serverView(readings, 'mdav.policy.proxyServer', entries) },
    { store: 'mdav-preference-server', view: serverView(readings, 'mdav.preference.proxyServer', entries) },
    { store: 'mdav-policy-pac', view: pacView(readings, 'mdav.policy.proxyPacUrl') },
    { store: 'mdav-preference-pac', view: pacView(readings, 'mdav.preference.proxyPacUrl') },
  ];
}

/** What one of the two `ProxyServer` values says: an address with its scheme and port, anything else is not certain. */
function serverView(readings: Readings, id: ValueId, bypass: readonly string[]): StoreView {
  const text = textOf(readings.settings[id].reading);
  if (text.state !== 'value' || text.value === '') return withoutValue(text) ?? { state: 'empty', shown: null };
  const stored = proxyOfUrl(text.value, true);
  if (stored === null || stored.credentials) return malformed(text.value);
  const view = throughProxies([stored.proxy], bypass, text.value);
  // What Antivirus makes of an exception that is no address is not documented.
  return exceptsEverything(bypass) ? uncertain(view) : view;
}

function pacView(readings: Readings, id: ValueId): StoreView {
  const text = textOf(readings.settings[id].reading);
  if (text.state !== 'value' || text.value === '') return withoutValue(text) ?? { state: 'empty', shown: null };
  if (!/^https?:\/\/[^\s/]\S*$/i.test(text.value) || text.value.length > 4096) return malformed(text.value);
  return routed({ kind: 'pac', url: text.value }, text.value);
}

/** The addresses that go around the MDAV proxy. How one text parts several is not documented, so it stays one entry. */
function bypassOf(readings: Readings): { readonly entries: readonly string[]; readonly certain: boolean } {
  const policy = textOf(readings.settings['mdav.policy.proxyBypass'].reading);
  const text = policy.state === 'absent' ? textOf(readings.settings['mdav.preference.proxyBypass'].reading) : policy;
  if (text.state === 'absent') return { entries: [], certain: true };
  if (text.state !== 'value' || text.value.length > 1024) return { entries: [], certain: false };
  return { entries: text.value === '' ? [] : [text.value], certain: !/[;,\s|]/.test(text.value) };
}

const uncertain = (view: StoreView): StoreView => (view.state === 'route' ? { ...view, certain: false } : view);
