import { type EndpointCatalogue, knownRoots } from '../core/connectivity/endpoint.ts';
import type { TrustEngine } from '../machine/machine.ts';

/**
 * The machine's trust engine, which also recognises the roots of this catalogue: the machine was opened with those of
 * the shipped one. By SHA-256 alone.
 */
export function recognising(trust: TrustEngine, catalogue: EndpointCatalogue): TrustEngine {
  const roots = new Map(knownRoots(catalogue).map(({ id, sha256 }) => [sha256, id]));
  return {
    async judge(chain, host) {
      const judged = await trust.judge(chain, host);
      const { root } = judged;
      const known = root === null || root.known !== null ? undefined : roots.get(root.sha256);
      return root === null || known === undefined ? judged : { ...judged, root: { ...root, known } };
    },
  };
}
