import type { Grade } from '../connectivity/verdict.ts';
import type { EffectiveProxy, ServiceId } from '../effective/effective.ts';
import type { Product } from '../plan/operation.ts';
import type { ProbeResult } from '../plan/verification.ts';

/** What the tests of one product's services came to. */
export interface ProductResult {
  readonly product: Product;
  readonly grade: Grade;
  /** The result that decides the grade: the first of the worst ones. */
  readonly decisive: ProbeResult;
  readonly probes: readonly ProbeResult[];
}

const owners = {
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

const productOf = (service: ServiceId): Product => owners[service];

/** Worst first. A service that was not tested keeps its product from being proven; what failed weighs more. */
const ranks = { fails: 0, differs: 1, 'not-tested': 2, works: 3 } as const satisfies Record<Grade, number>;

/** Services that are listed and of which no test was made, though their product was tested. */
export function servicesWithoutTest(
  effective: readonly EffectiveProxy[],
  probes: readonly ProbeResult[],
  product: Product,
): readonly ServiceId[] {
  const listed = effective.map(({ service }) => service).filter((service) => productOf(service) === product);
  return listed.filter((service) => !probes.some((probe) => probe.service === service));
}

/** One result for each product that has a test. */
export function productResults(probes: readonly ProbeResult[]): readonly ProductResult[] {
  return productOrder.flatMap((product) => {
    const own = probes.filter((probe) => productOf(probe.service) === product);
    const needed = own.filter(({ necessity }) => necessity === 'required');
    // What a product can do without decides only where nothing else was tested.
    const [decisive] = [...(needed.length > 0 ? needed : own)].sort(
      (a, b) => ranks[a.verdict.grade] - ranks[b.verdict.grade],
    );
    return decisive === undefined ? [] : [{ product, grade: decisive.verdict.grade, decisive, probes: own }];
  });
}
