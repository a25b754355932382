import { conclude, type Facts } from './conclusion.ts';
import type { KnownRoot } from './endpoint.ts';
import type { Expectation } from './expectation.ts';
import type { Certificate, Trust } from './observation.ts';
import { vendorOfCertificate } from './vendor.ts';
import type { Verdict } from './verdict.ts';

/**
 * Judges a chain by the acceptance rule for TLS chains: the root is recognised by its SHA-256 (`Trust.root.known`) and
 * never by its name; names serve for intermediates below a known root, and for saying what is missing.
 */

/** Issuing CAs and cross-certificates of the public Azure PKI. */
const azureIssuer =
  /^(?:Microsoft (?:Azure (?:RSA |ECC )?TLS Issuing CA \d{2}|(?:RSA|ECC) TLS (?:CA|Issuing (?:AOC|EOC) CA) \d{2}|TLS (?:RSA|ECC) Root G2|TLS G2 (?:RSA|ECC) CA OCSP \d{2})|DigiCert .+)$/;

/** The issuing CA below the root that MDE and MDAV pin; it ends in October 2026 and its successor is not published. */
const secureServerIssuer = /^Microsoft Secure Server CA 2011$/;

/** Roots that anchor MDI, by their id in the catalogue. */
const mdiRoots: ReadonlySet<string> = new Set([
  'digicert-global-root-g2',
  'digicert-global-root-g3',
  'digicert-global-root-ca',
  'microsoft-rsa-root-2017',
  'microsoft-ecc-root-2017',
  'microsoft-tls-rsa-root-g2',
  'microsoft-tls-ecc-root-g2',
]);

const organisationStores: ReadonlySet<string> = new Set(['group-policy', 'enterprise', 'machine']);

export interface Chain {
  readonly presented: readonly Certificate[];
  readonly trust: Trust;
}

/** Facts about the chain that every verdict over TLS carries. */
export function chainFacts({ presented, trust }: { presented: readonly Certificate[]; trust: Trust | null }): Facts {
  const leaf = presented[0];
  return { issuer: leaf === undefined ? null : nameOf(leaf, 'issuer'), root: trust?.root?.cn };
}

/** What is wrong or different with the chain's anchor; null where it is exactly as known. Names and dates apart. */
export function judgeAnchor(chain: Chain, expectation: Expectation): Verdict | null {
  return chain.trust.trusted ? judgeTrusted(chain, expectation) : judgeUntrusted(chain, expectation);
}

function judgeTrusted({ presented, trust }: Chain, expectation: Expectation): Verdict | null {
  const root = trust.root;
  if (root === null) return conclude('unknown-root', 'differs', 'possible', 'unknown', { why: 'no-root-named' });
  if (root.known === null) return judgeOtherRoot(presented, root, expectation);
  if (!rootFits(root.known, expectation))
    return conclude('unknown-root', 'differs', 'certain', 'service', {
      root: root.cn,
      expectedRoots: expectation.roots.join(', '),
      why: 'other-known-root',
    });
  const stranger = trust.path.slice(1, -1).find(({ cn }) => !issuerKnown(cn));
  if (stranger === undefined || expectation.role === 'generic') return null;
  return conclude('new-issuer', 'works', 'certain', 'service', { newIssuer: stranger.cn, root: root.cn });
}

function judgeOtherRoot(
  presented: readonly Certificate[],
  root: NonNullable<Trust['root']>,
  { role }: Expectation,
): Verdict | null {
  const vendor = vendorOfChain(presented, root.cn);
  const facts = { ca: root.cn, store: root.store, vendor, root: root.cn };
  const ownRoot = organisationStores.has(root.store);
  if (vendor !== null) return conclude('inspection', 'fails', 'certain', 'interceptor', facts);
  if (role === 'generic')
    return root.store === 'public'
      ? null
      : conclude('unknown-root', 'differs', 'likely', 'unknown', {
          ...facts,
          why: ownRoot ? 'own-root' : 'store-unknown',
        });
  if (ownRoot) return conclude('inspection', 'fails', 'certain', 'interceptor', facts);
  return conclude('unknown-root', 'differs', 'likely', 'unknown', { ...facts, why: 'root-not-listed' });
}

function rootFits(id: string, { role, roots, pinned }: Expectation): boolean {
  if (role === 'mdi') return mdiRoots.has(id);
  return !pinned || roots.length === 0 || roots.includes(id);
}

const issuerKnown = (cn: string) => azureIssuer.test(cn) || secureServerIssuer.test(cn);

function judgeUntrusted(chain: Chain, expectation: Expectation): Verdict {
  const { presented, trust } = chain;
  const leaf = presented[0];
  const top = topOf(presented);
  if (leaf === undefined || top === undefined)
    return conclude('tls-failed', 'fails', 'certain', 'unknown', { why: 'no-certificate' });
  const weak = weakCertificate(presented);
  if (!trust.errors.some((error) => error === 'untrusted-root' || error === 'partial-chain'))
    return weak !== null && trust.errors.every((error) => error === 'other' || error === 'bad-signature')
      ? conclude('weak-signature', 'fails', 'likely', 'service', weak)
      : conclude('tls-failed', 'fails', 'certain', 'unknown', { why: trust.errors[0] ?? 'other' });

  const known = expectation.known;
  if (top.selfSigned || top.issuedBy === presented.indexOf(top)) {
    const genuine = known.find((root) => root.sha256 === top.sha256);
    return genuine !== undefined
      ? conclude('root-missing', 'fails', 'certain', 'service', missingFacts(genuine))
      : stranger(chain, top, nameOf(top, 'subject'), expectation, top === leaf ? 'self-signed' : null);
  }
  const issuer = nameOf(top, 'issuer');
  const missingRoot = known.find((root) => root.cn === issuer);
  // No service here has its certificate made by a root itself: a leaf "from" a root is somebody using its name.
  if (missingRoot !== undefined && top !== leaf && issuerKnown(top.subjectCn ?? ''))
    return expectation.missing?.includes(missingRoot.id) === false
      ? stranger(chain, top, issuer, expectation, 'false-name')
      : conclude('root-missing', 'fails', 'likely', 'service', missingFacts(missingRoot));
  if (missingRoot === undefined && issuerKnown(issuer))
    return conclude('chain-incomplete', 'fails', 'likely', 'service', {
      missing: issuer,
      caIssuers: top.caIssuers[0],
      after: nameOf(top, 'subject'),
    });
  return stranger(chain, top, issuer, expectation, null);
}

const missingFacts = ({ id, cn, sha256 }: KnownRoot): Facts => ({ missing: cn, missingId: id, sha256, root: cn });

/** A chain that ends with a CA which neither this computer nor the catalogue knows. */
function stranger(
  { presented, trust }: Chain,
  top: Certificate,
  ca: string,
  { role }: Expectation,
  why: string | null,
): Verdict {
  const vendor = vendorOfChain(presented, ca);
  const facts = {
    ca,
    root: ca,
    vendor,
    store: trust.root?.store,
    organisation: ca === nameOf(top, 'subject') ? top.organisation : null,
    why,
  };
  // An unknown host may simply have a certificate of its own; a Microsoft service never has.
  if (role === 'generic' && vendor === null)
    return conclude('unknown-root', 'fails', 'likely', 'unknown', { ...facts, why: why ?? 'untrusted' });
  return conclude('inspection', 'fails', vendor === null ? 'likely' : 'certain', 'interceptor', facts);
}

/** A trusted chain with a certificate that Windows may stop trusting, or .NET refuses already; null: there is none. */
export function judgeStrength({ presented, trust }: Chain): Verdict | null {
  const inPath = new Set(trust.path.map(({ sha256 }) => sha256));
  const weak = trust.trusted ? weakCertificate(presented.filter(({ sha256 }) => inPath.has(sha256))) : null;
  return weak === null ? null : conclude('weak-signature', 'differs', 'certain', 'service', weak);
}

/** A signature by MD5 or SHA-1, or an RSA key below 2048 bits. A root's own signature protects nothing. */
function weakCertificate(certificates: readonly Certificate[]): Facts | null {
  const found = certificates.find(
    ({ signature, key, selfSigned }) =>
      (!selfSigned && /MD5|SHA-1$/.test(signature)) || /^RSA (?:\d{1,3}|1\d{3})$/.test(key),
  );
  if (found === undefined) return null;
  return { certificate: nameOf(found, 'subject'), algorithm: `${found.signature}, ${found.key}` };
}

/** The certificate at which the presented chain ends, walking from the leaf by signature. */
function topOf(presented: readonly Certificate[]): Certificate | undefined {
  let at = presented[0];
  for (let steps = 0; at !== undefined && steps < presented.length; steps++) {
    const next = at.issuedBy === null ? undefined : presented[at.issuedBy];
    if (next === undefined || next === at) return at;
    at = next;
  }
  return at;
}

function vendorOfChain(presented: readonly Certificate[], ca: string): string | null {
  for (const certificate of [...presented, { subject: ca, issuer: ca, isCa: true }]) {
    const vendor = vendorOfCertificate(certificate);
    if (vendor !== null) return vendor;
  }
  return null;
}

/** The common name, or the whole name where there is none. */
export function nameOf(certificate: Certificate, which: 'subject' | 'issuer'): string {
  return which === 'subject'
    ? (certificate.subjectCn ?? certificate.subject)
    : (certificate.issuerCn ?? certificate.issuer);
}
