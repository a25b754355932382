import type { EndpointCatalogue, KnownRoot } from '../core/connectivity/endpoint.ts';
import { expectedRoots, unmetRoots } from '../core/connectivity/expected-roots.ts';
import type { Machine } from '../machine/machine.ts';
import type { Check } from './checks.ts';

/** Roots of what has to work that this machine does not have; null where its store could not be read. Imports none. */
export async function missingRootsOf(
  machine: Machine,
  catalogue: EndpointCatalogue,
  checks: readonly Check[],
): Promise<readonly KnownRoot[] | null> {
  const groups = expectedRoots(
    catalogue,
    checks.flatMap(({ endpoint }) => (endpoint.requirement === 'required' ? [endpoint] : [])),
  );
  if (groups.length === 0) return [];
  const missing = await machine.missingRoots(groups.flat());
  return missing === null ? null : unmetRoots(groups, missing);
}
