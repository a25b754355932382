import { parseProxyList } from '../codecs/proxy-list.ts';
import type { ProxyEntry } from './effective.ts';

/** One proxy as a product stores it, read for what it does; what we write has stricter grammars of its own. */
export interface StoredProxy {
  readonly proxy: ProxyEntry;
  readonly credentials: boolean;
}

const url = /^(https?):\/\/(?:([^/\s]*)@)?([^/@\s:;=]+)(?::(\d{1,5}))?\/?$/i;

/**
 * `http://HOST[:PORT]`, as the sensor's `ProxyUrl` and MDAV's `ProxyServer` hold it; null where it is not one. Without
 * a port a .NET `Uri` takes that of the scheme, so the sensor does; for MDAV nothing is published (`portNeeded`).
 */
export function proxyOfUrl(text: string, portNeeded: boolean): StoredProxy | null {
  const found = url.exec(text);
  if (found === null || (portNeeded && found[4] === undefined)) return null;
  const tls = found[1]?.toLowerCase() === 'https';
  const proxy = proxyOfHostPort(`${found[3]}:${found[4] ?? (tls ? 443 : 80)}`);
  return proxy && { proxy: tls ? { ...proxy, tls } : proxy, credentials: found[2] !== undefined };
}

/** `HOST:PORT` and nothing else, as `TelemetryProxyServer` holds it; null where it is not one. */
export function proxyOfHostPort(text: string): ProxyEntry | null {
  if (!/^[^:/@\s;=]+:\d{1,5}$/.test(text)) return null;
  const { entries, faults } = parseProxyList(text);
  return faults.length === 0 && entries.length === 1 ? (entries[0] ?? null) : null;
}
