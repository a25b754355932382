import type { Grade, Verdict } from '../connectivity/verdict.ts';
import type { EffectiveProxy, ServiceId } from '../effective/effective.ts';
import { sameProxies, sameRoute } from '../effective/route.ts';
import type { Snapshot } from '../plan/snapshot.ts';
import { type ProbeResult, probesOf, type Verification } from '../plan/verification.ts';
import { changeTexts } from '../report/every-text.ts';
import { withoutSecrets } from '../report/secrets.ts';
import { withoutTenantHosts } from '../report/tenant-hosts.ts';
import type { Ticket } from '../report/ticket.ts';
import { Audit, type AuditedEndpoint, type AuditedService, driftOf } from './audit.ts';
import { auditedValues } from './audited-values.ts';

/** The server as it is now. */
export interface Now {
  readonly snapshot: Snapshot;
  readonly verification: Verification;
}

/** What this audit says of itself. */
export interface AuditMade {
  /** ISO 8601 in UTC. */
  readonly madeAt: string;
  readonly toolVersion: string;
}

/**
 * Compares a ticket with now: each setting that it changed, the way of each service, and each endpoint by that way.
 * What cannot be read or was not tested on one of the sides is said, and is no drift. Holds neither secrets nor the
 * hosts of the tenant.
 */
export function auditOf(ticket: Ticket, { snapshot, verification }: Now, made: AuditMade): Audit {
  const { name, domain, role, lab } = snapshot.machine;
  const found = {
    values: auditedValues(ticket, snapshot),
    services: servicesOf(effectiveOf(ticket), verification.effective),
    endpoints: endpointsOf(ticket.after ?? ticket.before, verification),
  };
  const drift = driftOf(found);
  const audit: Audit = {
    schema: 1,
    kind: 'audit',
    ...made,
    machine: { name, domain, role, lab },
    ticket: { number: ticket.fields.number, plan: ticket.plan.id, digest: ticket.digest, madeAt: ticket.madeAt },
    drift: Object.values(drift).some((found) => found.length > 0),
    ...found,
  };
  const ownIds = new Set([ticket.plan.id]);
  return changeTexts(Audit, audit, {
    text: (text, path) => withoutSecrets(text, path, ownIds),
    hex: (hex) => hex,
  });
}

/** The ways of the services when the ticket was made. */
const effectiveOf = ({ plan, before, after }: Ticket): readonly EffectiveProxy[] =>
  (after ?? before)?.effective ?? plan.before.effective;

function servicesOf(before: readonly EffectiveProxy[], now: readonly EffectiveProxy[]): AuditedService[] {
  const services = [...new Set([...before, ...now].map(({ service }) => service))];
  return services.map((service): AuditedService => {
    const [was, is] = [before, now].map((rows) => rows.find((row) => row.service === service)?.route ?? null);
    return { service, before: was ?? null, now: is ?? null, state: stateOfRoute(was ?? null, is ?? null) };
  });
}

function stateOfRoute(
  was: EffectiveProxy['route'] | null,
  is: EffectiveProxy['route'] | null,
): AuditedService['state'] {
  if (was?.kind === 'unknown' || is?.kind === 'unknown') return 'unknown';
  if (was === null || is === null) return 'changed';
  if (sameRoute(was, is)) return 'same';
  return sameProxies(was, is) ? 'exceptions' : 'changed';
}

type Results = ReadonlyMap<string, ProbeResult>;

function endpointsOf(before: Verification | null, now: Verification): AuditedEndpoint[] {
  if (before === null) return [];
  const [was, is] = [resultsOf(before), resultsOf(now)];
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((key) => endpointOf(was.get(key), is.get(key)) ?? []);
}

/** The worst result of each endpoint and service, by the way that the service takes. */
function resultsOf(verification: Verification): Results {
  const results = new Map<string, ProbeResult>();
  for (const probe of probesOf(withoutTenantHosts(verification), 'now')) {
    const key = `${probe.endpoint} ${probe.service}`;
    const known = results.get(key);
    if (known === undefined || ranks[probe.verdict.grade] < ranks[known.verdict.grade]) results.set(key, probe);
  }
  return results;
}

function endpointOf(was: ProbeResult | undefined, is: ProbeResult | undefined): AuditedEndpoint | null {
  const probe = is ?? was;
  if (probe === undefined) return null;
  const { endpoint, service } = probe;
  return {
    endpoint,
    service: service satisfies ServiceId,
    address: addressOf(probe),
    before: resultOf(was),
    now: resultOf(is),
    state: stateOfResult(was?.verdict, is?.verdict),
  };
}

function addressOf({ observation, verdict }: ProbeResult): string {
  const { host, port } = observation?.target ?? { host: verdict.facts.host, port: verdict.facts.port };
  return host === undefined ? '' : `${host}${port === undefined ? '' : `:${port}`}`.slice(0, 300);
}

const resultOf = (probe: ProbeResult | undefined): AuditedEndpoint['now'] =>
  probe === undefined ? null : { kind: probe.verdict.kind, grade: probe.verdict.grade };

/** Worst first; of what was not tested nothing follows. */
const ranks = { fails: 0, differs: 1, 'not-tested': 2, works: 3 } as const satisfies Record<Grade, number>;

function stateOfResult(was: Verdict | undefined, is: Verdict | undefined): AuditedEndpoint['state'] {
  if (was === undefined || is === undefined) return 'unknown';
  if (was.grade === is.grade) return was.kind === is.kind || was.grade === 'works' ? 'same' : 'other';
  if (was.grade === 'not-tested' || is.grade === 'not-tested') return 'unknown';
  return ranks[is.grade] < ranks[was.grade] ? 'worse' : 'better';
}
