import type { EffectiveProxy } from '../core/effective/effective.ts';
import type { Evidence, EvidenceItem } from '../core/evidence/evidence.ts';
import type { ConnectionsSeen } from '../core/evidence/facts.ts';
import { judgeConnections } from '../core/evidence/judge-connections.ts';
import {
  judgeLastContact,
  judgeMapsTest,
  judgeSenseEvents,
  judgeSensorLog,
  sensorApiTest,
} from '../core/evidence/judge-evidence.ts';
import type { Snapshot } from '../core/plan/snapshot.ts';
import type { Machine } from '../machine/machine.ts';

export interface EvidenceOptions {
  readonly now: () => Date;
  /** When the change whose effect is looked for was done; null where nothing was changed. */
  readonly changedAt: Date | null;
  readonly signal?: AbortSignal;
}

/**
 * What the services themselves show. Connections are looked at before and after the antivirus' test, which makes one;
 * everything is judged by the moment at which all of it was read. Null where it was ended before that.
 */
export async function gatherEvidence(
  { evidence }: Pick<Machine, 'evidence'>,
  { effective, products, settings }: Pick<Snapshot, 'effective' | 'products' | 'settings'>,
  { now, changedAt, signal }: EvidenceOptions,
): Promise<Evidence | null> {
  const mde = products.mde.installed;
  const v2 = effective.some(({ service }) => service === 'mdi-sensor');
  const early = await evidence.connections();
  const questions = Promise.all([
    proxyAddresses(effective, evidence.addresses),
    mde ? evidence.senseEvents() : null,
    v2 ? evidence.sensorLog() : null,
    products.mdav.installed ? evidence.mapsTest(signal) : null,
    v2 ? evidence.sensorModule() : null,
    evidence.bootedAt(),
  ]);
  const answers = await unlessAborted(questions, signal);
  if (answers === null) return null;
  const [addresses, events, log, maps, module, bootedAt] = answers;
  const connections = together(early, await evidence.connections());
  const takenAt = now();
  const moments = { now: takenAt, changedAt, bootedAt };
  const items: readonly (EvidenceItem | null)[] = [
    ...effective.map(({ service, route }) => judgeConnections(connections, service, { route, addresses, changedAt })),
    events === null ? null : judgeSenseEvents(events, moments),
    mde ? judgeLastContact(settings['mde.lastConnected'].reading, moments) : null,
    log === null ? null : judgeSensorLog(log, moments),
    v2 ? sensorApiTest(module) : null,
    maps === null ? null : judgeMapsTest(maps, moments),
  ];
  return {
    takenAt: takenAt.toISOString(),
    changedAt: changedAt?.toISOString() ?? null,
    items: items.filter((item) => item !== null),
  };
}

/** Null as soon as nobody waits for it any longer. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T | null> {
  if (signal === undefined) return work;
  let stop = () => {};
  const aborted = new Promise<null>((resolve) => {
    stop = () => resolve(null);
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
  });
  return Promise.race([work, aborted]).finally(() => signal.removeEventListener('abort', stop));
}

/** Each proxy host once, as this machine resolves it. */
async function proxyAddresses(
  effective: readonly EffectiveProxy[],
  resolve: Machine['evidence']['addresses'],
): Promise<ReadonlyMap<string, readonly string[] | null>> {
  const hosts = new Set(
    effective.flatMap(({ route }) => (route.kind === 'static' ? route.proxies.map(({ host }) => host) : [])),
  );
  return new Map(
    await Promise.all(
      [...hosts].map(async (host): Promise<readonly [string, readonly string[] | null]> => [host, await resolve(host)]),
    ),
  );
}

/** Two looks as one: what was there at either. */
function together(early: ConnectionsSeen, late: ConnectionsSeen): ConnectionsSeen {
  if (early.state === 'unread') return late;
  if (late.state === 'unread') return early;
  return {
    state: 'read',
    running: [...new Set([...early.running, ...late.running])],
    connections: [...early.connections, ...late.connections],
  };
}
