import { parseBypassList } from '../codecs/bypass-list.ts';
import { type ConnectionSettings, connectionFlag } from '../codecs/connection-settings.ts';
import { dwordOf, textOf } from '../codecs/registry-data.ts';
import type { ProxyEntry } from '../effective/effective.ts';
import { bypassKey } from '../effective/route.ts';
import { proxyOfHostPort, proxyOfUrl } from '../effective/stored-proxy.ts';
import { blobOf } from '../effective/wininet.ts';
import { entryOf, type ValueId } from '../settings/catalogue.ts';
import type { Absent, Present, Reading } from '../settings/reading.ts';

/**
 * Whether a value holds by its meaning what a plan wants there, so that neither capitals in a host name nor WinINET's
 * change counter count as a difference. What could not be read or understood never holds.
 */
export function holds(id: ValueId, reading: Reading, wanted: Absent | Present): boolean {
  if (wanted.state === 'absent') return reading.state === 'absent';
  const { grammar } = entryOf(id);
  switch (grammar) {
    case 'flag':
    case 'ssl-options':
      return same(dwordOf(reading), dwordOf(wanted), String);
    case 'host-port':
      return same(textOf(reading), textOf(wanted), (text) => keyOr(proxyOfHostPort(text), text));
    case 'proxy-url':
      return same(textOf(reading), textOf(wanted), (text) => urlKey(text, true));
    case 'wininet-blob':
      return sameBlob(reading, wanted);
    case 'pac-url':
    case 'winhttp-blob':
    case 'proxy-list':
    case 'bypass-list':
    case 'bypass-url':
    case 'free-text':
      return same(textOf(reading), textOf(wanted), (text) => text);
    default:
      return grammar satisfies never;
  }
}

type Read<T> = { readonly state: string; readonly value?: T };

function same<T>(a: Read<T>, b: Read<T>, key: (value: T) => string): boolean {
  return a.value !== undefined && b.value !== undefined && key(a.value) === key(b.value);
}

/**
 * A proxy URL for comparing; one with a credential is never the one without. `portNeeded` as for reading: MDAV's form
 * has a port, so one without is not the same as one with that of its scheme.
 */
export function urlKey(text: string, portNeeded: boolean): string {
  const stored = proxyOfUrl(text, portNeeded);
  return keyOr(stored?.credentials === false ? stored.proxy : null, text);
}

/** What is no proxy is only the same as the very same text, and never as a proxy that looks like it. */
function keyOr(proxy: ProxyEntry | null, text: string): string {
  if (proxy === null) return `text ${text}`;
  return `${proxy.tls === true ? 'tls' : 'plain'} ${proxy.host.toLowerCase()}:${proxy.port}`;
}

function sameBlob(reading: Reading, wanted: Present): boolean {
  const [a, b] = [blobOf(reading), blobOf(wanted)];
  return a.state === 'ok' && b.state === 'ok' && blobKey(a.settings) === blobKey(b.settings);
}

/** What of a connection blob decides. Texts whose flag is off decide nothing, but the bypass list is kept in step. */
function blobKey({ flags, proxy, bypass, pacUrl }: ConnectionSettings): string {
  const manual = (flags & connectionFlag.manual) !== 0;
  return JSON.stringify([
    (flags & connectionFlag.autoDetect) !== 0,
    (flags & connectionFlag.pac) !== 0 ? pacUrl : null,
    manual ? proxy.toLowerCase() : null,
    manual ? bypassKey(parseBypassList(bypass)) : null,
  ]);
}
