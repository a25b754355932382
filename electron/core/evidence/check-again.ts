import { type Evidence, type EvidenceItem, settlingMs } from './evidence.ts';

/** What the services need time for before it can be told; none where nobody looked. */
export const itemsToCheckAgain = (evidence: Evidence | undefined): readonly EvidenceItem[] =>
  (evidence?.items ?? []).filter(({ state }) => state === 'check-again');

/**
 * When the last of that can be told (ISO 8601 in UTC); null where it is not a matter of minutes but of the next restart
 * of the server.
 */
export function checkAgainAt(items: readonly EvidenceItem[]): string | null {
  const due = items.flatMap(({ again }) =>
    again?.when === 'in-15-minutes' ? [Date.parse(again.from) + settlingMs] : [],
  );
  return due.length === 0 ? null : new Date(Math.max(...due)).toISOString();
}
