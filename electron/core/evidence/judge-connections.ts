import type { EffectiveRoute, ServiceId } from '../effective/effective.ts';
import type { EvidenceItem } from './evidence.ts';
import { type Connection, type ConnectionsSeen, type WatchedProgram, watchedPrograms } from './facts.ts';

export interface ConnectionsContext {
  readonly route: EffectiveRoute;
  /** Addresses of each proxy host of the route by name; null where a name could not be resolved. */
  readonly addresses: ReadonlyMap<string, readonly string[] | null>;
  readonly changedAt: Date | null;
}

const program = (service: ServiceId): WatchedProgram | undefined =>
  programs.find((name) => watchedPrograms[name] === service);
const programs = Object.keys(watchedPrograms) as WatchedProgram[]; // the keys of that very object

/** Most remote ends that are named. */
const mostEnds = 4;

/**
 * Whether a service's connections go by its route; null for a service whose program is not told apart. A connection
 * that is older than the change, or whose age is not known, proves nothing of it.
 */
export function judgeConnections(
  seen: ConnectionsSeen,
  service: ServiceId,
  { route, addresses, changedAt }: ConnectionsContext,
): EvidenceItem | null {
  const name = program(service);
  if (name === undefined) return null;
  const expected = route.kind === 'static' ? 'proxy' : route.kind === 'direct' ? 'direct' : scriptOrUnknown(route.kind);
  const item = (
    state: EvidenceItem['state'],
    facts: Readonly<Record<string, string>>,
    again: EvidenceItem['again'] = null,
  ): EvidenceItem => ({ kind: 'connections', service, state, again, facts: { program: name, expected, ...facts } });

  if (seen.state === 'unread') return item('unread', { win32: String(seen.win32) });
  if (!seen.running.includes(name)) return item('open', { why: 'not-running' });
  const own = seen.connections.filter((one) => one.program === name);
  const proxies = route.kind === 'static' ? route.proxies : [];
  const known = proxies.map(({ host, port }) => ({ port, addresses: addresses.get(host) ?? null }));
  const isProxy = ({ address, port }: Connection) =>
    known.some((proxy) => proxy.port === port && proxy.addresses?.includes(address) === true);
  const toProxy = own.filter(isProxy);
  const direct = own.filter((one) => !isProxy(one) && (one.port === 443 || one.port === 80) && isPublic(one.address));
  const isFresh = ({ since }: Connection) => changedAt === null || (since !== null && since >= changedAt);
  const facts = { ...ends('proxy', toProxy), ...ends('direct', direct) };

  if (expected === 'script' || expected === 'unknown') return item('open', { ...facts, why: 'no-route' });
  const as = expected === 'proxy' ? toProxy : direct;
  const otherwise = expected === 'proxy' ? direct : [];
  if (expected === 'proxy' && known.every((proxy) => proxy.addresses === null))
    return item('unread', { why: 'not-resolved' });
  // A direct connection may be to a proxy of that list whose name could not be resolved.
  if (otherwise.some(isFresh))
    return known.some((proxy) => proxy.addresses === null)
      ? item('unread', { ...facts, why: 'not-resolved' })
      : item('differs', facts);
  if (as.some((one) => isFresh(one) && one.state === 'established')) return item('confirms', facts);
  if (as.length + otherwise.length > 0 && changedAt !== null)
    return item('check-again', { ...facts, why: 'only-older' }, again(service, changedAt));
  return changedAt === null
    ? item('open', { ...facts, why: 'no-connection' })
    : item('check-again', { ...facts, why: 'no-connection' }, again(service, changedAt));
}

/** Antivirus keeps the last good proxy until that fails or the machine restarts; the others look anew by themselves. */
const again = (service: ServiceId, changedAt: Date): EvidenceItem['again'] => ({
  when: service === 'mdav-cloud' ? 'after-restart' : 'in-15-minutes',
  from: changedAt.toISOString(),
});

const scriptOrUnknown = (kind: 'pac' | 'auto-detect' | 'unknown') => (kind === 'unknown' ? 'unknown' : 'script');

function ends(name: 'proxy' | 'direct', connections: readonly Connection[]): Readonly<Record<string, string>> {
  const all = [...new Set(connections.map(endText))];
  if (all.length === 0) return {};
  const more = all.length > mostEnds ? [`${all.length - mostEnds} more`] : [];
  return { [name]: [...all.slice(0, mostEnds), ...more].join(', ') };
}

const endText = ({ address, port }: Connection): string =>
  address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;

/** Neither this computer nor a network of the organisation's own (RFC 1918, 6598, 3927, 4193, 4291). */
export function isPublic(address: string): boolean {
  if (address.includes(':')) return /^[23][0-9a-f]{3}:/.test(address);
  const [a = 0, b = 0] = address.split('.').map(Number);
  if (a === 0 || a === 10 || a === 127 || a >= 224) return false;
  return !(
    (a === 100 && b >= 64 && b < 128) ||
    (a === 169 && b === 254) ||
    (a === 172 && b >= 16 && b < 32) ||
    (a === 192 && b === 168)
  );
}
