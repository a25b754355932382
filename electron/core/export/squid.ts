import type { AllowEntry } from './allow-list.ts';

/**
 * Lines for squid (5 or later) that let the entries through. They are meant to be included before every other rule:
 * squid takes the first `http_access` that fits, so that neither a denial nor the demand for a sign-in comes first.
 * http://www.squid-cache.org/Doc/config/acl/
 */
export function squidAccess(entries: readonly AllowEntry[]): string {
  const groups = [...groupsOf(entries).values()];
  const lines = groups.flatMap((group, at) => accessLines(group, `defender_${at + 1}`));
  return [
    '# Lets servers with Microsoft Defender reach its services. Include it before the first http_access line.',
    '# Without a sign-in: the services of Windows cannot give one.',
    'acl defender_connect method CONNECT',
    ...lines,
    '',
  ].join('\n');
}

/**
 * Lines for a squid that intercepts TLS (ssl-bump) and leaves these hosts alone; they need a squid built with OpenSSL.
 * Null where no entry is broken by inspection.
 * http://www.squid-cache.org/Doc/config/ssl_bump/
 */
export function squidNoInspection(entries: readonly AllowEntry[]): string | null {
  const hosts = domains(entries.filter(({ exempt }) => exempt));
  if (hosts.length === 0) return null;
  return [
    '# Leaves the TLS of Microsoft Defender alone. Include it before the first ssl_bump line.',
    `acl defender_no_inspection ssl::server_name ${hosts.join(' ')}`,
    'ssl_bump splice defender_no_inspection',
    '',
  ].join('\n');
}

/** Entries that one rule holds for: the same port and protocol, and each limited path by itself. */
function groupsOf(entries: readonly AllowEntry[]): Map<string, readonly [AllowEntry, ...AllowEntry[]]> {
  const groups = new Map<string, readonly [AllowEntry, ...AllowEntry[]]>();
  for (const entry of entries) {
    const key = JSON.stringify([entry.protocol, entry.port, entry.path]);
    const known = groups.get(key);
    groups.set(key, known === undefined ? [entry] : [...known, entry]);
  }
  return groups;
}

function accessLines([first, ...others]: readonly [AllowEntry, ...AllowEntry[]], name: string): string[] {
  const { protocol, port, path } = first;
  return [
    `acl ${name}_hosts dstdomain ${domains([first, ...others]).join(' ')}`,
    `acl ${name}_port port ${port}`,
    ...(path === null ? [] : [`acl ${name}_path urlpath_regex ^${path.replace(/[.]/g, '\\.')}`]),
    `http_access allow ${protocol === 'https' ? '' : '!'}defender_connect ${name}_hosts ${name}_port${path === null ? '' : ` ${name}_path`}`,
  ];
}

/** `.contoso.com` holds for the domain and everything below it, and squid refuses a name beside one that covers it. */
function domains(entries: readonly AllowEntry[]): string[] {
  const names = [...new Set(entries.map(({ host }) => host.replace(/^\*(?=\.)/, '')))];
  return names.filter(
    (name) =>
      !names.some((other) => other !== name && other.startsWith('.') && `.${name.replace(/^\./, '')}`.endsWith(other)),
  );
}
