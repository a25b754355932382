import { type EndpointCatalogue, knownRoots } from '../core/connectivity/endpoint.ts';
import type { Observation, Trust } from '../core/connectivity/observation.ts';
import type { TrustEngine } from '../machine/machine.ts';

/** The roots of a catalogue: their ids by their SHA-256. */
export const rootsOf = (catalogue: EndpointCatalogue): ReadonlyMap<string, string> =>
  new Map(knownRoots(catalogue).map(({ id, sha256 }) => [sha256, id]));

/**
 * The machine's trust engine, which also recognises the roots of this catalogue: the machine was opened with those of
 * the shipped one. By SHA-256 alone.
 */
export function recognising(trust: TrustEngine, catalogue: EndpointCatalogue): TrustEngine {
  const roots = rootsOf(catalogue);
  return { judge: async (chain, host) => recognised(await trust.judge(chain, host), roots) };
}

/** What was seen, with the root at the end of its chain recognised where it is one of these. */
export function withKnownRoot(seen: Observation, roots: ReadonlyMap<string, string>): Observation {
  return seen.trust === null ? seen : { ...seen, trust: recognised(seen.trust, roots) };
}

function recognised(judged: Trust, roots: ReadonlyMap<string, string>): Trust {
  const { root } = judged;
  const known = root === null || root.known !== null ? undefined : roots.get(root.sha256);
  return root === null || known === undefined ? judged : { ...judged, root: { ...root, known } };
}
