import { type Endpoint, type EndpointCatalogue, type KnownRoot, knownRoots } from './endpoint.ts';

/**
 * The roots that endpoints are known to use, in groups of which any one will do; each group once. Windows adds a root
 * when it is first needed, so that one is not there is not yet a fault.
 */
export function expectedRoots(
  catalogue: EndpointCatalogue,
  endpoints: readonly Endpoint[],
): readonly (readonly KnownRoot[])[] {
  const known = knownRoots(catalogue);
  const groups = endpoints.flatMap(({ tls }) => {
    const group = (tls?.expectedRoots ?? []).flatMap((id) => known.find((root) => root.id === id) ?? []);
    return group.length === 0 ? [] : [group];
  });
  return [...new Map(groups.map((group) => [group.map(({ id }) => id).join(' '), group])).values()];
}

/** Of each group of which nothing is there, the first; each once. */
export function unmetRoots(
  groups: readonly (readonly KnownRoot[])[],
  missing: readonly KnownRoot[],
): readonly KnownRoot[] {
  const isMissing = ({ id }: KnownRoot) => missing.some((root) => root.id === id);
  const unmet = groups.flatMap((group) => (group.every(isMissing) ? group.slice(0, 1) : []));
  return unmet.filter((root, at) => unmet.findIndex(({ id }) => id === root.id) === at);
}
