import type { Outcome } from './outcome.ts';
import type { Plan } from './plan.ts';

/**
 * The plan as far as it is to hold now: whole where it was not applied yet or stands as applied. A run that was put
 * back, whole or in part, left nothing that is meant to stay, and nobody expects a way of any service from it. Of one
 * that was cut off, what it had finished.
 */
export function planInPlace(plan: Plan, outcome: Outcome | null): Plan {
  if (outcome === null || outcome.state === 'applied') return plan;
  const finished = outcome.state === 'unfinished' ? outcome.operations.filter(({ state }) => state === 'done') : [];
  const kept = new Set(finished.map(({ id }) => id));
  return { ...plan, operations: plan.operations.filter(({ id }) => kept.has(id)), expected: [] };
}
