import { type Endpoint, type EndpointCatalogue, type KnownRoot, knownRoots, strongExpectations } from './endpoint.ts';
import type { ProbeVia } from './observation.ts';
import type { ServiceTags } from './service-tags.ts';

/** What a healthy test of one endpoint looks like, for `judge`. */
export interface Expectation {
  /**
   * Which rule the chain is held to: the acceptance rule of MDI, the pinned chain of MDE and MDAV, any other Microsoft
   * service, or a host that is none of these (then any publicly trusted chain will do).
   */
  readonly role: 'mdi' | 'mde' | 'microsoft' | 'generic';
  /** Statuses of a healthy answer; empty: none is known; `any`: the asker accepts every answer. */
  readonly status: readonly number[] | 'any';
  /** Pattern of the body of a healthy 200. */
  readonly body: string | null;
  /** Only a strong expectation (documented, or seen in Microsoft's own tool) may turn a row red by its status. */
  readonly strength: 'strong' | 'weak';
  /** Ids of the roots that this endpoint is known to use; empty: none is known. */
  readonly roots: readonly string[];
  /** Its client pins the root, so another known root is not good enough. */
  readonly pinned: boolean;
  readonly known: readonly KnownRoot[];
  /** The path that the traffic should take; null: any. */
  readonly via: ProbeVia | null;
  /** The service has a sign-in to this proxy, which a test never sends. */
  readonly signsIn?: boolean;
  /**
   * Ids of those known roots that this machine lacks, where its store was asked. A chain that claims to come from a root
   * which is there, and still is not trusted, is a forgery; without this a missing root is the likelier cause.
   */
  readonly missing?: readonly string[];
  /** Azure's service tags, where the admin has handed over Microsoft's file. */
  readonly tags?: ServiceTags;
}

const roles = {
  'mdi-v2': 'mdi',
  'mdi-v3': 'mde',
  mde: 'mde',
  mdav: 'mde',
  'mdav-updates': 'microsoft',
  'network-protection': 'microsoft',
  mma: 'microsoft',
  common: 'microsoft',
} as const;

export function expectationOf(catalogue: EndpointCatalogue, endpoint: Endpoint, via: ProbeVia | null): Expectation {
  return {
    role: roles[endpoint.product],
    status: endpoint.probe.expectStatus,
    body: endpoint.probe.bodyRegex,
    strength: strongExpectations.has(endpoint.probe.expectationStatus) ? 'strong' : 'weak',
    roots: endpoint.tls?.expectedRoots ?? [],
    pinned: endpoint.tls?.pinned ?? false,
    known: knownRoots(catalogue),
    via,
  };
}
