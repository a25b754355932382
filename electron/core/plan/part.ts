import type { Operation } from './operation.ts';
import type { Blocker, Caution, ManualStep } from './plan.ts';

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;

/** An operation before its place in the plan is known. */
export type Draft = WithoutId<Operation>;

/** What one product or store contributes to a plan. */
export interface Part {
  readonly operations: readonly Draft[];
  readonly blockers: readonly Blocker[];
  readonly cautions: readonly Caution[];
  readonly manual: readonly ManualStep[];
}

export const nothing: Part = { operations: [], blockers: [], cautions: [], manual: [] };

/** A part that only stands in the way. */
export const blocked = (...blockers: readonly Blocker[]): Part => ({ ...nothing, blockers });

/** Parts one after the other; what is said twice is said once. */
export function together(...parts: readonly Part[]): Part {
  return {
    operations: parts.flatMap((part) => part.operations),
    blockers: distinct(parts.flatMap((part) => part.blockers)),
    cautions: distinct(parts.flatMap((part) => part.cautions)),
    manual: distinct(parts.flatMap((part) => part.manual)),
  };
}

/** By their content: all of them are small plain data, made with their members in one order. */
function distinct<T>(items: readonly T[]): T[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}
