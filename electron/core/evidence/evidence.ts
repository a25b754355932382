import { ServiceId } from '../effective/effective.ts';
import { z } from '../zod.ts';

/**
 * What the services themselves show of a change: a probe proves the way, and not that the service takes it.
 * `confirms`: seen after the change, and as it should be. `differs`: works, but not by the expected way. `check-again`:
 * it takes time to show. `open`: nothing was seen from which anything follows. `by-hand`: a test that the admin makes.
 */
export const EvidenceState = z.enum(['confirms', 'differs', 'fails', 'check-again', 'open', 'unread', 'by-hand']);
export type EvidenceState = z.infer<typeof EvidenceState>;

export const EvidenceKind = z.enum([
  'connections',
  'sense-events',
  'last-contact',
  'sensor-log',
  'maps-test',
  'sensor-api-test',
]);
export type EvidenceKind = z.infer<typeof EvidenceKind>;

/** Names and numbers that the sentence of each kind may need; a key is there only where the fact is known. */
export const evidenceFacts = {
  /**
   * `proxy` and `direct`: remote ends (`address:port`, with commas between), `expected` direct|proxy|script|unknown,
   * `program`, `why` not-running|no-connection|only-older|not-resolved|no-route.
   */
  connections: ['program', 'proxy', 'direct', 'expected', 'why', 'win32'],
  /** `event` 4|5|15, `at`, `host` of its address, `count` of contacts, `code` of the last HTTP error. */
  'sense-events': ['event', 'at', 'host', 'count', 'code', 'why', 'win32'],
  'last-contact': ['at', 'why', 'win32'],
  /** `fault`: a `SensorLogFault`; `file` by its name; `count` of entries since the change. */
  'sensor-log': ['fault', 'at', 'file', 'count', 'why'],
  /** `code`: exit code; `hresult` and `http` as the test printed them. */
  'maps-test': ['code', 'hresult', 'http', 'why', 'win32'],
  /** `module` present|absent. */
  'sensor-api-test': ['module'],
} as const satisfies Record<EvidenceKind, readonly string[]>;

export const EvidenceItem = z.strictObject({
  kind: EvidenceKind,
  service: ServiceId,
  state: EvidenceState,
  /** With `check-again`: what is waited for, and the moment of the change from which it counts. */
  again: z.strictObject({ when: z.enum(['in-15-minutes', 'after-restart']), from: z.iso.datetime() }).nullable(),
  facts: z.record(z.string().max(32), z.string().max(1024)),
});
export type EvidenceItem = z.infer<typeof EvidenceItem>;

export const Evidence = z.strictObject({
  takenAt: z.iso.datetime(),
  /** End of the run whose effect is looked for; null where nothing was changed. */
  changedAt: z.iso.datetime().nullable(),
  items: z.array(EvidenceItem).max(32),
});
export type Evidence = z.infer<typeof Evidence>;

/** How long SENSE and the sensor may take before their silence means anything, in milliseconds (not documented). */
export const settlingMs = 15 * 60 * 1000;
