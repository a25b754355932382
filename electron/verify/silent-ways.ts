import type { Observation, ProbeVia, StageFailure } from '../core/connectivity/observation.ts';

/** The least time that a test is worth: resolving a name and connecting may each take as much. */
const leastTestMs = 6_000;

/**
 * What is known of the ways of one round: by which of them something answered, and by which nothing ever did. More
 * tests than may run at once wait for one another, so that a silent proxy would hold up a long list of endpoints for as
 * many times as it is full; those that wait learn here that it is silent. `endMs` is the end of the round for a silent
 * way, `clock` a monotonic one, both in milliseconds.
 */
export function silentWays(endMs: number, clock: () => number) {
  const silent = new Set<string>();
  const answered = new Set<string>();
  const connected = new Set<string>();
  return {
    note({ via, ...seen }: Observation): void {
      if (isCancelled(seen)) return;
      (isSilent(seen) ? silent : answered).add(wayKey(via));
      if (seen.tcp.state === 'done') connected.add(wayKey(via));
    },
    /** Whether no test by it so much as connected: then a service goes on with the next of its list. */
    isUnreached: (via: ProbeVia): boolean => !connected.has(wayKey(via)),
    /** Time for a test by this way: as much as is wanted, but where nothing answers what is left, or 0 for too little. */
    leftMs(via: ProbeVia): number {
      const key = wayKey(via);
      if (answered.has(key) || !silent.has(key)) return Number.POSITIVE_INFINITY;
      const left = endMs - clock();
      return left < leastTestMs ? 0 : left;
    },
  };
}

/** What is held to one limit: a proxy, or everything that goes directly. */
export function wayKey(via: ProbeVia | undefined): string {
  return via === undefined || via.kind === 'direct' ? 'direct' : `${via.scheme}://${via.host}:${via.port}`;
}

type Seen = Omit<Observation, 'via'>;

const timeouts: ReadonlySet<string> = new Set(['TIMEOUT', 'ETIMEDOUT']);

/** Nothing came back at all: an accepted connection alone is no answer. */
function isSilent(seen: Seen): boolean {
  const { proxyTls, connect, tls, http } = seen;
  const answered = [proxyTls, connect, tls, http].some(({ state }) => state === 'done');
  return !answered && seen.presented.length === 0 && failures(seen).some(({ code }) => timeouts.has(code));
}

const isCancelled = (seen: Seen): boolean => failures(seen).some(({ code }) => code === 'CANCELLED');

const failures = ({ dns, tcp, proxyTls, connect, tls, http }: Seen): StageFailure[] =>
  [dns, tcp, proxyTls, connect, tls, http].flatMap((stage) => (stage.state === 'failed' ? [stage] : []));
