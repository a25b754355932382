import type { Outcome } from './outcome.ts';

/** When a run had done what it did, as far as its journal tells; null where there is no run. */
export const changedAt = (outcome: Outcome | null): string | null =>
  outcome === null ? null : (outcome.endedAt ?? outcome.startedAt);
