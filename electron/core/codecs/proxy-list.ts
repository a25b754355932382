import type { ProxyEntry } from '../effective/effective.ts';
import { maskText } from '../settings/seal.ts';

/** A stored proxy text, taken apart. */
export interface ProxyList {
  /** In the order of the text, which is the order of fail-over. */
  readonly entries: ProxyEntry[];
  /** The parts that could not be read, masked. Where there is one, the list as a whole is not certain. */
  readonly faults: string[];
  /** Parts for protocols that no Defender service speaks (`ftp=`), masked. */
  readonly others: string[];
  /** Whether the text held a user name or a password. Neither is kept. */
  readonly credentials: boolean;
}

/** The port that WinHTTP takes where the text names none (WINHTTP_PROXY_INFO, `lpszProxy`). */
const defaultPort = { http: 80, https: 443 } as const;

/**
 * Reads `HOST:PORT`, per-scheme lists (`http=a:1;https=b:2`) and fail-over lists (`p1:8080;p2:8080`), parted by `;` or
 * white space, each with an optional `http://` before the host. Any string is accepted; nothing is thrown.
 */
export function parseProxyList(text: string): ProxyList {
  const masked = maskText(text);
  const list: ProxyList = { entries: [], faults: [], others: [], credentials: masked.masked || text.includes('@') };
  for (const part of masked.text.split(/[;\s]+/).filter((piece) => piece !== '')) {
    if (/^(?:ftp|gopher|ws|wss)=/i.test(part)) list.others.push(part);
    else {
      const entry = parseEntry(part);
      if (entry === null) list.faults.push(part);
      else list.entries.push(entry);
    }
  }
  return list;
}

/** The proxies for one scheme, in the order of fail-over: its own entries or, where it has none, those for all. */
export function proxyFor(entries: readonly ProxyEntry[], scheme: 'http' | 'https'): ProxyEntry[] {
  const own = entries.filter((entry) => entry.scheme === scheme);
  return own.length > 0 ? own : entries.filter((entry) => entry.scheme === null);
}

const entryShape =
  /^(?:(?<scheme>https?)=)?(?:(?<via>https?):\/\/)?(?:[^@]*@)?(?<host>[a-z0-9_](?:[a-z0-9._-]{0,251}[a-z0-9_.])?)(?::(?<port>\d{1,5}))?\/?$/i;

function parseEntry(part: string): ProxyEntry | null {
  const found = entryShape.exec(part)?.groups;
  if (found?.host === undefined) return null;
  const scheme = found.scheme?.toLowerCase();
  const tls = found.via?.toLowerCase() === 'https';
  const port = found.port === undefined ? defaultPort[tls ? 'https' : 'http'] : Number(found.port);
  if (port < 1 || port > 65_535 || found.host.includes('..')) return null;
  const entry = { scheme: scheme === 'http' || scheme === 'https' ? scheme : null, host: found.host, port } as const;
  return tls ? { ...entry, tls } : entry;
}
