import { type ConnectionSettings, connectionFlag, decodeConnectionSettings } from '../codecs/connection-settings.ts';
import { binaryOf, dwordOf, textOf } from '../codecs/registry-data.ts';
import type { Readings } from '../plan/snapshot.ts';
import type { ValueId } from '../settings/catalogue.ts';
import type { Reading } from '../settings/reading.ts';
import type { StoreId } from './effective.ts';
import { empty, listed, malformed, type Place, routed, type StoreView } from './store-view.ts';

/** Whose WinINET settings: the accounts of the MDI services, or the machine's where policy says so. */
export type WinInetScope = 'localSystem' | 'localService' | 'machine';

/** The values of one scope that the order of sources looks at, and the store's name there. */
export const winInetValues = {
  localSystem: {
    store: 'wininet-local-system',
    connection: 'wininet.localSystem.connection',
    legacy: 'wininet.localSystem.legacy',
    proxyEnable: 'wininet.localSystem.proxyEnable',
    proxyServer: 'wininet.localSystem.proxyServer',
    autoConfigUrl: 'wininet.localSystem.autoConfigUrl',
  },
  localService: {
    store: 'wininet-local-service',
    connection: 'wininet.localService.connection',
    legacy: 'wininet.localService.legacy',
    proxyEnable: 'wininet.localService.proxyEnable',
    proxyServer: 'wininet.localService.proxyServer',
    autoConfigUrl: 'wininet.localService.autoConfigUrl',
  },
  machine: {
    store: 'wininet-machine',
    connection: 'wininet.machine.connection',
    legacy: 'wininet.machine.legacy',
    proxyEnable: 'wininet.machine.proxyEnable',
    proxyServer: 'wininet.machine.proxyServer',
    autoConfigUrl: 'wininet.machine.autoConfigUrl',
  },
} as const satisfies Record<WinInetScope, { readonly store: StoreId } & Record<string, ValueId | StoreId>>;

/** A connection blob as it was found. */
export type Blob =
  | { readonly state: 'absent' }
  | { readonly state: 'ok'; readonly settings: ConnectionSettings }
  | { readonly state: 'malformed' }
  | { readonly state: 'unreadable'; readonly win32: number };

export function blobOf(reading: Reading): Blob {
  const decoded = binaryOf(reading);
  if (decoded.state === 'absent' || decoded.state === 'unreadable') return decoded;
  if (decoded.state !== 'value') return { state: 'malformed' };
  const settings = decodeConnectionSettings(decoded.value);
  return settings.state === 'ok' ? { state: 'ok', settings } : { state: 'malformed' };
}

/** Whether the blob names a proxy or a PAC file (flags 0x02 and 0x04), the mark of the legacy method. */
export const namesProxy = (settings: ConnectionSettings): boolean =>
  (settings.flags & (connectionFlag.manual | connectionFlag.pac)) !== 0;

/** `ProxySettingsPerUser`: 0 means that WinINET takes the machine's settings for every account (D5). */
export function perUser(readings: Readings): 'accounts' | 'machine' | 'unreadable' | 'malformed' {
  const decoded = dwordOf(readings.settings['wininet.perUserPolicy'].reading);
  if (decoded.state === 'absent') return 'accounts';
  if (decoded.state === 'value') return decoded.value === 0 ? 'machine' : 'accounts';
  return decoded.state === 'unreadable' ? 'unreadable' : 'malformed';
}

/** The WinINET place of an account in the order of the services that run as it. */
export function winInetPlace(readings: Readings, account: 'localSystem' | 'localService'): Place {
  const scope = perUser(readings);
  if (scope === 'unreadable') return { store: 'wininet-machine', view: { state: 'unreadable' } };
  if (scope === 'malformed') return { store: 'wininet-machine', view: malformed(null) };
  const from = scope === 'machine' ? 'machine' : account;
  return { store: winInetValues[from].store, view: winInetView(readings, from) };
}

/**
 * What one scope's WinINET settings say. The blob is authoritative and is read in WinINET's own precedence:
 * auto-detection, PAC file, manual proxy. Where more than one is on, the next is used when the first finds nothing,
 * which no stored value tells, so that is not certain. Without a blob the string copies are not known to be used.
 */
export function winInetView(readings: Readings, scope: WinInetScope): StoreView {
  const blob = blobOf(readings.settings[winInetValues[scope].connection].reading);
  switch (blob.state) {
    case 'absent':
      return onlyStrings(readings, scope);
    case 'unreadable':
      return { state: 'unreadable' };
    case 'malformed':
      return malformed(null);
    case 'ok':
      return settingsView(blob.settings);
    default:
      return blob satisfies never;
  }
}

/** What one blob says, in WinINET's own precedence. */
export function settingsView(settings: ConnectionSettings): StoreView {
  const [auto, pac, manual] = [connectionFlag.autoDetect, connectionFlag.pac, connectionFlag.manual].map(
    (flag) => (settings.flags & flag) !== 0,
  );
  const url = pac === true ? settings.pacUrl.trim() : '';
  const proxies = manual === true ? listed(settings.proxy, settings.bypass) : empty;
  if (auto === true) return routed({ kind: 'auto-detect' }, null, url === '' && proxies.state === 'empty');
  if (url !== '') return routed({ kind: 'pac', url }, url, proxies.state === 'empty');
  return proxies;
}

/** The string copies where there is no blob: nothing published says whether WinINET then takes them. */
function onlyStrings(readings: Readings, scope: WinInetScope): StoreView {
  const values = winInetValues[scope];
  const [enable, server, url] = [
    dwordOf(readings.settings[values.proxyEnable].reading),
    textOf(readings.settings[values.proxyServer].reading),
    textOf(readings.settings[values.autoConfigUrl].reading),
  ];
  const named = server.state === 'value' ? server.value.trim() !== '' : server.state !== 'absent';
  if (named && enable.state === 'value' && enable.value !== 0)
    return malformed(server.state === 'value' ? server.value : null);
  return url.state === 'value' && url.value.trim() !== '' ? malformed(url.value) : empty;
}
