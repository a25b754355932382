import { parseBypassList } from '../codecs/bypass-list.ts';
import { binaryOf } from '../codecs/registry-data.ts';
import { decodeWinHttpSettings, type WinHttpSettings } from '../codecs/winhttp-settings.ts';
import type { WinHttpProxy } from '../plan/operation.ts';
import type { Readings } from '../plan/snapshot.ts';
import type { Reading } from '../settings/reading.ts';
import type { WinHttpAnswer } from '../settings/winhttp-answer.ts';
import { bypassKey } from './route.ts';
import { empty, listed, malformed, type Place, routed, type StoreView, shown } from './store-view.ts';
import { perUser, winInetView } from './wininet.ts';

/** A stored WinHTTP default as it was found. Absent is the same as direct. */
export type WinHttpCopy =
  | Exclude<WinHttpSettings, { state: 'corrupt' }>
  | { readonly state: 'absent' }
  | { readonly state: 'malformed' }
  | { readonly state: 'unreadable'; readonly win32: number };

export function winHttpCopy(reading: Reading): WinHttpCopy {
  const decoded = binaryOf(reading);
  if (decoded.state === 'absent' || decoded.state === 'unreadable') return decoded;
  if (decoded.state !== 'value') return { state: 'malformed' };
  const settings = decodeWinHttpSettings(decoded.value);
  return settings.state === 'corrupt' ? { state: 'malformed' } : settings;
}

/** For comparing what is said of the proxy: neither capitals nor the order of the bypass list matter; absent is direct. */
export function winHttpMeaning(said: WinHttpCopy | WinHttpAnswer): string {
  return said.state === 'named' ? `${said.proxy.trim().toLowerCase()} ${bypassKey(parseBypassList(said.bypass))}` : '';
}

/** What is said in one line of text, masked: the proxy and its bypass list, `direct`, or `none` where it is absent. */
export function winHttpShown(said: WinHttpCopy | WinHttpAnswer): string {
  if (said.state !== 'named') return said.state === 'absent' ? 'none' : 'direct';
  return shown(said.bypass === '' ? said.proxy : `${said.proxy} (${said.bypass})`) ?? '';
}

/** Whether a stored copy means this proxy: neither capitals nor the order of the bypass list matter. */
export function meansWinHttp(copy: WinHttpCopy, proxy: WinHttpProxy): boolean {
  if (proxy.access === 'direct') return copy.state === 'absent' || (copy.state === 'direct' && !copy.emptyProxy);
  return (
    copy.state === 'named' &&
    copy.proxy.trim().toLowerCase() === proxy.proxy.trim().toLowerCase() &&
    bypassKey(parseBypassList(copy.bypass)) === bypassKey(parseBypassList(proxy.bypass))
  );
}

/** What the machine's default WinHTTP proxy says to a service that opens WinHTTP with the default. */
export function winHttpView(readings: Readings): StoreView {
  const copy = winHttpCopy(readings.settings['winhttp.machine'].reading);
  switch (copy.state) {
    case 'absent':
    case 'direct':
      return empty;
    case 'named':
      return listed(copy.proxy, copy.bypass);
    case 'malformed':
      return malformed(null);
    case 'unreadable':
      return { state: 'unreadable' };
    default:
      return copy satisfies never;
  }
}

/**
 * The end of the order of the WinHTTP services where WinHTTP itself names nothing. One field report says that they
 * pick up the machine-wide WinINET proxy (D5); direct is then not certain.
 */
export function winHttpDirect(readings: Readings): Place {
  const machineWide = perUser(readings) !== 'accounts' && winInetView(readings, 'machine').state !== 'empty';
  return { store: 'direct', view: routed({ kind: 'direct' }, null, !machineWide) };
}
