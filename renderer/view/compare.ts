import type { Grade } from '../../electron/core/connectivity/verdict.ts';
import type { Product } from '../../electron/core/plan/operation.ts';
import { probesOf, type Verification } from '../../electron/core/plan/verification.ts';
import { productResults } from '../../electron/core/report/product-results.ts';
import type { TryStep, VerifyStep } from '../wizard/wizard.ts';
import { gradesOf } from './matrix.ts';

/** What the results are held against: `before` the change, or the routes that are set `now` against those of a plan. */
export interface Earlier {
  readonly kind: 'before' | 'now';
  readonly products: ReadonlyMap<Product, Grade>;
  /** By the id of the row. */
  readonly rows: ReadonlyMap<string, Grade>;
}

/** What stands beside the results of a step; null where there is nothing to hold them against. */
export function earlierOf(now: VerifyStep | TryStep): Earlier | null {
  // A trial sees both at once: the same cells, once by the routes that are set and once by those of the plan.
  if (now.step === 'try') return now.verification === null ? null : seenNow('now', now.verification);
  return now.outcome === null || now.before === null ? null : seenNow('before', now.before);
}

function seenNow(kind: Earlier['kind'], tests: Verification): Earlier {
  return {
    kind,
    products: new Map(productResults(probesOf(tests, 'now')).map(({ product, grade }) => [product, grade])),
    rows: gradesOf(tests.matrix, 'now'),
  };
}
