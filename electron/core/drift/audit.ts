import { Grade, VerdictKind } from '../connectivity/verdict.ts';
import { EffectiveRoute, ServiceId } from '../effective/effective.ts';
import { MatrixRowHead } from '../plan/matrix.ts';
import { Changed } from '../plan/problem.ts';
import { MachineFacts } from '../plan/snapshot.ts';
import { Sha256 } from '../settings/reading.ts';
import { z } from '../zod.ts';

/** A stored value as it is shown: decoded, masked, and cut where nobody would read on. */
const Shown = z.string().max(4096);

/**
 * One changed setting. `as-left`: it still is what the ticket says was left there. `reverted`: it holds what was there
 * before the change. `unreadable` says nothing of it.
 */
export const AuditedValue = z.strictObject({
  /** Number of the change in the plan. */
  operation: z.int(),
  value: Changed,
  what: z.string().max(256),
  where: z.string().max(1024),
  before: Shown,
  after: Shown,
  now: Shown,
  state: z.enum(['as-left', 'reverted', 'changed', 'unreadable']),
});
export type AuditedValue = z.infer<typeof AuditedValue>;

/**
 * Where one service goes; null: it was or is not there. `exceptions`: by the same proxies, with other exceptions.
 * `unknown`: a route that is not known on one of the sides.
 */
export const AuditedService = z.strictObject({
  service: ServiceId,
  before: EffectiveRoute.nullable(),
  now: EffectiveRoute.nullable(),
  state: z.enum(['same', 'changed', 'exceptions', 'unknown']),
});
export type AuditedService = z.infer<typeof AuditedService>;

const Result = z.strictObject({ kind: VerdictKind, grade: Grade });

/**
 * One endpoint as one service reaches it; null: it was or is not tested for that service. `unknown`: it was not tested on
 * one of the sides, so nothing follows. `other`: the same grade for another reason.
 */
export const AuditedEndpoint = z.strictObject({
  endpoint: MatrixRowHead.shape.endpoint,
  service: ServiceId,
  /** `host:port` now or then; empty where there is none to name. */
  address: z.string().max(300),
  before: Result.nullable(),
  now: Result.nullable(),
  state: z.enum(['same', 'better', 'worse', 'other', 'unknown']),
});
export type AuditedEndpoint = z.infer<typeof AuditedEndpoint>;

/** What has changed on a server since a ticket. */
export const Audit = z.strictObject({
  schema: z.literal(1),
  kind: z.literal('audit'),
  madeAt: z.iso.datetime(),
  toolVersion: z.string().max(32),
  machine: MachineFacts.pick({ name: true, domain: true, role: true, lab: true }),
  /** The ticket that was compared with. */
  ticket: z.strictObject({ number: z.string().max(200), plan: z.uuid(), digest: Sha256, madeAt: z.iso.datetime() }),
  /** A setting is another one, a service goes another way or has other exceptions, or something is reached worse than it was. */
  drift: z.boolean(),
  values: z.array(AuditedValue).max(100),
  services: z.array(AuditedService).max(16),
  endpoints: z.array(AuditedEndpoint).max(4400),
});
export type Audit = z.infer<typeof Audit>;

/** Largest file of an audit that is read, in bytes; one of forty endpoints takes about 30 KB. */
export const auditFileLimit = 4 * 1024 * 1024;

/** What of an audit counts as drift. */
export function driftOf({ values, services, endpoints }: Pick<Audit, 'values' | 'services' | 'endpoints'>) {
  return {
    values: values.filter(({ state }) => state === 'changed' || state === 'reverted'),
    services: services.filter(({ state }) => state === 'changed'),
    exceptions: services.filter(({ state }) => state === 'exceptions'),
    endpoints: endpoints.filter(({ state }) => state === 'worse'),
  };
}

/** How many settings could not be read, and of how many services the way is not known, then or now. */
export const unseenOf = ({ values, services }: Pick<Audit, 'values' | 'services'>): number =>
  values.filter(({ state }) => state === 'unreadable').length +
  services.filter(({ state }) => state === 'unknown').length;
