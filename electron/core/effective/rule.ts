import type { KnownRoot } from '../connectivity/endpoint.ts';
import type { Products, Readings } from '../plan/snapshot.ts';
import type { ProbeResult } from '../plan/verification.ts';
import type { ValueId } from '../settings/catalogue.ts';
import type { EffectiveProxy, ServiceId } from './effective.ts';
import type { Finding, findingFacts, RuleId, Severity } from './finding.ts';

/** What every rule looks at. */
export interface Seen {
  readonly readings: Readings;
  readonly products: Products;
  readonly effective: readonly EffectiveProxy[];
  readonly probes: readonly ProbeResult[];
  /** Roots of the tested services that this machine does not have; null where its store could not be read. */
  readonly missingRoots: readonly KnownRoot[] | null;
}

/** Looks for one thing; an empty list means that it is not so. */
export type Rule = (seen: Seen) => readonly Finding[];

type Facts<R extends RuleId> = Partial<Record<(typeof findingFacts)[R][number], string | null>>;

/** A finding whose facts are those that its rule may carry; facts that are null are left out. */
export function found<R extends RuleId>(
  rule: R,
  severity: Severity,
  values: readonly ValueId[],
  facts: Facts<R>,
  strength: Finding['strength'] = 'read',
): Finding {
  const given = Object.entries<string | null | undefined>(facts).flatMap(([name, value]) =>
    value === null || value === undefined ? [] : [[name, value.slice(0, 4096)] as const],
  );
  return { rule, severity, strength, values: [...values].slice(0, 32), facts: Object.fromEntries(given) };
}

/**
 * What probes have shown about going direct, for one service: it fails only where not one of them got through, and
 * nothing is concluded from tests that were not made.
 */
export function directEgress(seen: Seen, service: ServiceId): 'works' | 'fails' | 'not-tested' {
  const grades = seen.probes
    .filter((probe) => probe.service === service && probe.route.kind === 'direct')
    .map((probe) => probe.verdict.grade);
  if (grades.some((grade) => grade === 'works' || grade === 'differs')) return 'works';
  return grades.includes('fails') ? 'fails' : 'not-tested';
}

/** Why a reading could not be used, for the fact `why`; null where it could. */
export function whyNot(state: string): 'unreadable' | 'malformed' | null {
  if (state === 'unreadable') return 'unreadable';
  return state === 'malformed' || state === 'wrong-type' ? 'malformed' : null;
}
