import type { Operation, Product } from '../../electron/core/plan/operation.ts';
import { productOrder } from '../../electron/core/report/product-results.ts';

export interface ChangeGroup {
  readonly product: Product;
  readonly operations: readonly Operation[];
}

/** The changes by product, each product's in the order in which they are applied. */
export function changeGroups(operations: readonly Operation[]): readonly ChangeGroup[] {
  return productOrder
    .map((product) => ({ product, operations: operations.filter((operation) => operation.product === product) }))
    .filter((group) => group.operations.length > 0);
}
