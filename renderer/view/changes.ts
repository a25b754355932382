import type { Operation, Product } from '../../electron/core/plan/operation.ts';
import { productOrder } from '../../electron/core/report/product-results.ts';
import { entryOf } from '../../electron/core/settings/catalogue.ts';

/** The kinds of places that changes go to, in the order in which they are shown. */
const stores = ['policy', 'machine', 'winhttp', 'sensor-file', 'account', 'service'] as const;
export type Store = (typeof stores)[number];

interface StoreGroup {
  readonly store: Store;
  readonly operations: readonly Operation[];
}

export interface ChangeGroup {
  readonly product: Product;
  readonly stores: readonly StoreGroup[];
}

/** The changes by product and by the kind of place, each place's in the order in which they are applied. */
export function changeGroups(operations: readonly Operation[]): readonly ChangeGroup[] {
  return productOrder
    .map((product) => ({ product, stores: byStore(operations.filter((operation) => operation.product === product)) }))
    .filter((group) => group.stores.length > 0);
}

function byStore(operations: readonly Operation[]): readonly StoreGroup[] {
  return stores
    .map((store) => ({ store, operations: operations.filter((operation) => storeOf(operation) === store) }))
    .filter((group) => group.operations.length > 0);
}

/** What kind of place an operation writes. */
export function storeOf(operation: Operation): Store {
  switch (operation.kind) {
    case 'winhttp':
    case 'winhttp-32':
      return 'winhttp';
    case 'sensor':
      return 'sensor-file';
    case 'restart':
      return 'service';
    case 'value': {
      const { origin } = entryOf(operation.value);
      if (origin === 'policy') return 'policy';
      return origin === 'account-hive' ? 'account' : 'machine';
    }
    default:
      return operation satisfies never;
  }
}
