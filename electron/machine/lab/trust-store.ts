import { X509Certificate } from 'node:crypto';
import type { KnownRoot } from '../../core/connectivity/endpoint.ts';
import type { RootStore } from '../../core/connectivity/observation.ts';
import type { z } from '../../core/zod.ts';
import { publicRoots } from './pki/authorities.ts';
import type { Pki } from './pki/pki.ts';
import type { LabNetwork } from './scenarios/scenario.ts';

/** A root that the lab's machine trusts, by which physical store, and which well-known root it stands in for. */
export interface TrustedRoot {
  readonly certificate: X509Certificate;
  readonly store: z.infer<typeof RootStore>;
  readonly known: string | null;
}

/** `LocalMachine\Root` of the scenario's machine. */
export function trustedRoots(pki: Pki, network: LabNetwork): readonly TrustedRoot[] {
  const roots: TrustedRoot[] = publicRoots
    .filter((id) => !network.missingRoots.includes(id))
    .map((id) => ({ certificate: new X509Certificate(pki.certificate(id)), store: 'public', known: id }));
  if (!network.inspectionCaTrusted) return roots;
  const own = new X509Certificate(pki.certificate('contoso-proxy-inspection-ca'));
  return [...roots, { certificate: own, store: 'group-policy', known: null }];
}

/** The lab's roots stand in for the real ones, so they are told apart by their ids and not by their hashes. */
export function missingRoots(wanted: readonly KnownRoot[], network: LabNetwork): readonly KnownRoot[] {
  const missing: readonly string[] = network.missingRoots;
  return wanted.filter(({ id }) => missing.includes(id));
}
