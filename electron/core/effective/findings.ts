import type { KnownRoot } from '../connectivity/endpoint.ts';
import { productsOf } from '../plan/products.ts';
import type { Readings } from '../plan/snapshot.ts';
import type { ProbeResult } from '../plan/verification.ts';
import type { EffectiveProxy } from './effective.ts';
import { type Finding, RuleId, type Severity } from './finding.ts';
import { mdavRules } from './rules-mdav.ts';
import { mdeRules } from './rules-mde.ts';
import { mdiRules } from './rules-mdi.ts';
import { prerequisiteRules } from './rules-prerequisites.ts';
import { storedRules } from './rules-stored.ts';
import { windowsRules } from './rules-windows.ts';
import { winHttpRules } from './rules-winhttp.ts';

const rules = [
  ...mdiRules,
  ...mdeRules,
  ...mdavRules,
  ...windowsRules,
  ...storedRules,
  ...winHttpRules,
  ...prerequisiteRules,
];

/** Something undecided may turn out to be an error, so it comes before what is only worth knowing. */
const rank: Readonly<Record<Severity, number>> = { error: 0, warning: 1, unknown: 2, info: 3 };
const ruleOrder = new Map(RuleId.options.map((rule, at) => [rule, at]));

/**
 * Everything that the detection rules see (resolution order, section 6), worst first and otherwise in the order of
 * the rules. D4 and D8 are hints from what was read alone, and become certain by `probes`: each probe counts for the
 * service and the route that it was made for. `missingRoots` are looked for by whoever tests. A store that could not be read makes a rule `unknown`, never silent.
 */
export function findingsOf(
  readings: Readings,
  effective: readonly EffectiveProxy[],
  probes: readonly ProbeResult[] = [],
  missingRoots: readonly KnownRoot[] | null = [],
): Finding[] {
  const seen = { readings, products: productsOf(readings), effective, probes, missingRoots };
  return rules
    .flatMap((rule) => rule(seen))
    .sort((a, b) => rank[a.severity] - rank[b.severity] || order(a) - order(b))
    .slice(0, 500);
}

const order = (finding: Finding): number => ruleOrder.get(finding.rule) ?? 0;
