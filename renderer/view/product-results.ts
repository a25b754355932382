import type { Grade } from '../../electron/core/connectivity/verdict.ts';
import type { ServiceId } from '../../electron/core/effective/effective.ts';
import type { Product } from '../../electron/core/plan/operation.ts';
import type { ProbeResult } from '../../electron/core/plan/verification.ts';

/** What the tests of one product's services came to. */
export interface ProductResult {
  readonly product: Product;
  readonly grade: Grade;
  /** The result that decides the grade: the first of the worst ones. */
  readonly decisive: ProbeResult;
  readonly probes: readonly ProbeResult[];
}

const owner = {
  'mdi-sensor': 'mdi',
  'mdi-updater': 'mdi',
  'mdi-v3': 'mdi',
  sense: 'mde',
  diagtrack: 'mde',
  'mdav-cloud': 'mdav',
  revocation: 'windows',
  'windows-update': 'windows',
} as const satisfies Record<ServiceId, Product>;

/** The order in which products are shown everywhere. */
export const productOrder = ['mdi', 'mde', 'mdav', 'windows'] as const satisfies Product[];

/** Worst first. One untested service keeps a product from being proven, but what was seen to fail weighs more. */
const rank = { fails: 0, differs: 1, 'not-tested': 2, works: 3 } as const satisfies Record<Grade, number>;

/** One result per product that was tested, in the fixed order. */
export function productResults(probes: readonly ProbeResult[]): readonly ProductResult[] {
  return productOrder.flatMap((product) => {
    const own = probes.filter((probe) => owner[probe.service] === product);
    const [decisive] = [...own].sort((a, b) => rank[a.verdict.grade] - rank[b.verdict.grade]);
    return decisive === undefined ? [] : [{ product, grade: decisive.verdict.grade, decisive, probes: own }];
  });
}
