import type { ServiceId } from '../effective/effective.ts';
import type { MachineFacts } from '../plan/snapshot.ts';

/** The entry that means every name without a dot. */
export const localEntry = '<local>';

/** The entries of a stored bypass text; `;` or white space parts them. Any string is accepted. */
export function parseBypassList(text: string): string[] {
  return text.split(/[;\s]+/).filter((entry) => entry !== '');
}

/** The text as WinHTTP and WinINET store it. */
export function formatBypassList(entries: readonly string[]): string {
  return entries.join(';');
}

/**
 * Whether a host as the caller writes it goes around the proxy. Patterns are compared with that text only: `10.*`
 * matches the literal `10.0.0.6`, not a name that resolves to it. `*` stands for any characters, `<local>` for every
 * name without a dot; capitals do not matter. An entry with a scheme or port matches nothing here.
 */
export function bypasses(list: readonly string[], host: string): boolean {
  return list.some((entry) => matches(entry, host));
}

/** What is odd about a bypass list; wording makes the sentences. `instead` is the entry to write, where it is plain. */
export interface BypassLint {
  readonly kind:
    | 'duplicate'
    | 'bypasses-everything'
    | 'bypasses-defender'
    | 'scheme-in-entry'
    | 'port-in-entry'
    | 'address-range'
    | 'leading-dot'
    | 'ipv6'
    | 'unusual-characters'
    | 'domain-missing'
    | 'local-missing';
  readonly entry: string | null;
  readonly instead: string | null;
}

const sensorApis = [
  'contoso-corpsensorapi.atp.azure.com',
  'contoso-corpsensorapi.gcc.atp.azure.com',
  'contoso-corpsensorapi.atp.azure.us',
];
const endpointHosts = [
  'edr-eus.us.endpoint.security.microsoft.com',
  'edr-eus.us.endpoint.security.microsoft.us',
  'winatp-gw-eus.microsoft.com',
];

/** Hosts of each service, one of each kind and cloud (the catalogue of endpoints has them all). */
const hosts = {
  'mdi-sensor': sensorApis,
  'mdi-updater': sensorApis,
  'mdi-v3': endpointHosts,
  sense: endpointHosts,
  diagtrack: ['us-v20.events.data.microsoft.com', 'us-v20.events.endpoint.security.microsoft.com'],
  'mdav-cloud': ['wdcp.microsoft.com', 'mdav.us.endpoint.security.microsoft.com'],
  revocation: ['crl.microsoft.com', 'ctldl.windowsupdate.com', 'www.microsoft.com'],
  'windows-update': ['fe3.delivery.mp.microsoft.com', 'download.windowsupdate.com'],
} as const satisfies Record<ServiceId, readonly string[]>;

/** Hosts that have to take the proxy; an own update source may well be reached without it. */
const defenderHosts = [...sensorApis, ...endpointHosts, ...hosts.diagtrack, ...hosts['mdav-cloud']];

/** The entries that except hosts of this service, or of any Defender service where none is named. */
export function exceptingHostsOf(list: readonly string[], service: ServiceId | null): readonly string[] {
  const own = service === null ? defenderHosts : hosts[service];
  return list.filter((entry) => own.some((host) => matches(entry, host)));
}

/** Whether one entry excepts every host that has a dot, as all hosts of the services have: then nothing takes the proxy. */
export const exceptsEverything = (list: readonly string[]): boolean => list.some(isEverything);

// Both samples share no character but one dot, so nothing but stars and that dot can be in the entry.
const isEverything = (entry: string): boolean => matches(entry, 'a.b') && matches(entry, '1.2.3.4');

/** Looks a list over for one machine. A domain controller should reach its own domain without the proxy. */
export function lintBypass(
  list: readonly string[],
  machine: { readonly domain: string | null; readonly role: MachineFacts['role'] },
): BypassLint[] {
  const seen = new Set<string>();
  const found = list.flatMap((entry) => {
    const again = seen.has(entry.toLowerCase());
    seen.add(entry.toLowerCase());
    return again ? [{ kind: 'duplicate', entry, instead: null } as const] : lintEntry(entry);
  });
  if (machine.role !== 'domain-controller') return found;
  if (machine.domain !== null && !bypasses(list, `dc1.${machine.domain}`))
    found.push({ kind: 'domain-missing', entry: null, instead: `*.${machine.domain}` });
  if (!bypasses(list, 'dc1')) found.push({ kind: 'local-missing', entry: null, instead: localEntry });
  return found;
}

function lintEntry(entry: string): BypassLint[] {
  const lint = (kind: BypassLint['kind'], instead: string | null = null): BypassLint[] => [{ kind, entry, instead }];
  if (entry.toLowerCase() === localEntry) return [];
  const scheme = /^[a-z][a-z0-9+.-]*:\/\/([^/]*)/i.exec(entry);
  if (scheme !== null) return lint('scheme-in-entry', scheme[1] === '' ? null : (scheme[1] ?? null));
  if (/^\[|:.*:/.test(entry)) return lint('ipv6');
  const range = /^((?:\d{1,3}\.){3}\d{1,3})\/(\d{1,2})$/.exec(entry);
  if (range !== null) return lint('address-range', prefixPattern(range[1] ?? '', Number(range[2])));
  const port = /^([^:]+):[\d*]+$/.exec(entry);
  if (port !== null) return lint('port-in-entry', port[1] ?? null);
  if (/^\.[a-z0-9]/i.test(entry)) return lint('leading-dot', `*${entry}`);
  if (!/^[a-z0-9_.*-]+$/i.test(entry)) return lint('unusual-characters');
  if (isEverything(entry)) return lint('bypasses-everything');
  if (defenderHosts.some((host) => matches(entry, host))) return lint('bypasses-defender');
  return [];
}

/** `10.0.0.0/8` as the pattern `10.*`; only whole octets can be told. */
export function prefixPattern(address: string, bits: number): string | null {
  if (bits !== 8 && bits !== 16 && bits !== 24) return null;
  return `${address
    .split('.')
    .slice(0, bits / 8)
    .join('.')}.*`;
}

function matches(entry: string, host: string): boolean {
  if (entry.toLowerCase() === localEntry) return host !== '' && !host.includes('.');
  return globMatches(entry.toLowerCase(), host.toLowerCase());
}

/** `*` stands for any run of characters. Linear in both lengths but for one step back per star. */
function globMatches(pattern: string, text: string): boolean {
  let [at, star, mark, seen] = [0, -1, 0, 0];
  while (seen < text.length) {
    if (pattern[at] === '*') {
      star = at;
      mark = seen;
      at += 1;
    } else if (at < pattern.length && pattern[at] === text[seen]) {
      at += 1;
      seen += 1;
    } else if (star >= 0) {
      mark += 1;
      at = star + 1;
      seen = mark;
    } else return false;
  }
  while (pattern[at] === '*') at += 1;
  return at === pattern.length;
}
