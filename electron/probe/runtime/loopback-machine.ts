import { X509Certificate } from 'node:crypto';
import type { Trust } from '../../core/connectivity/observation.ts';
import type { Machine } from '../../machine/machine.ts';
import type { Issued } from './throwaway-certificates.ts';

/** A root that the machine of a test trusts. */
export interface TestRoot {
  readonly certificate: Issued;
  readonly known: string | null;
  readonly store: NonNullable<Trust['root']>['store'];
}

/** What a probe needs of a machine: every name and port leads to one loopback port, and trust ends in given roots. */
export function loopbackMachine(
  ports: Readonly<Record<string, number>>,
  roots: readonly TestRoot[] = [],
): Pick<Machine, 'route' | 'trust'> {
  return {
    route: async ({ host, port }) => ({ address: '127.0.0.1', port: ports[`${host}:${port}`] ?? 1 }),
    trust: { judge: async (chain, host) => judge(chain, host, roots) },
  };
}

function judge(chain: readonly Uint8Array[], host: string, roots: readonly TestRoot[]): Trust {
  const sent = chain.map((der) => new X509Certificate(der));
  const anchors = roots.map((root) => ({ root, certificate: new X509Certificate(root.certificate.der) }));
  const [leaf] = sent;
  if (leaf === undefined) return { trusted: false, errors: ['other'], path: [], root: null };
  const path = [leaf];
  const issuedBy = (child: X509Certificate, parent: X509Certificate) =>
    child.checkIssued(parent) && child.verify(parent.publicKey);
  let at = leaf;
  let anchor = anchors.find(({ certificate }) => issuedBy(at, certificate));
  while (anchor === undefined && path.length < 20) {
    const next = sent.find((other) => !path.includes(other) && issuedBy(at, other));
    if (next === undefined) break;
    path.push(next);
    at = next;
    anchor = anchors.find(({ certificate }) => issuedBy(at, certificate));
  }
  if (anchor !== undefined && anchor.certificate.fingerprint256 !== at.fingerprint256) path.push(anchor.certificate);
  const errors: Trust['errors'] = [];
  if (anchor === undefined) errors.push(issuedBy(at, at) ? 'untrusted-root' : 'partial-chain');
  if (path.some((one) => Date.parse(one.validTo) < Date.now())) errors.push('expired');
  if (path.some((one) => Date.parse(one.validFrom) > Date.now())) errors.push('not-yet-valid');
  if (leaf.checkHost(host) === undefined) errors.push('name-mismatch');
  const named = (one: X509Certificate) => ({
    cn: /^CN=(.*)$/m.exec(one.subject)?.[1] ?? '',
    sha256: one.fingerprint256.replaceAll(':', '').toLowerCase(),
  });
  return {
    trusted: errors.length === 0,
    errors,
    path: path.map(named),
    root:
      anchor === undefined
        ? null
        : { ...named(anchor.certificate), store: anchor.root.store, known: anchor.root.known },
  };
}
