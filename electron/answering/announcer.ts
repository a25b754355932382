import { contract } from '../contract/contract.ts';
import type { Surfaces } from './between-threads.ts';

/** Tells the page events of the contract. A payload that does not fit is a bug, and reaches nobody. */
export function announcer(tell: Surfaces['announce']): Surfaces['announce'] {
  return (name, payload) => {
    contract[name].payload.parse(payload);
    tell(name, payload);
  };
}
