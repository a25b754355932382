import { createHash, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type { Trust, TrustError } from '../../core/connectivity/observation.ts';
import type { TrustEngine } from '../machine.ts';
import type { Pki } from './pki/pki.ts';
import type { LabNetwork } from './scenarios/scenario.ts';
import { type TrustedRoot, trustedRoots } from './trust-store.ts';

/** No path is longer; a presented chain may hold strangers and duplicates, which must not cost time without limit. */
const longestPath = 8;
const mostPresented = 64;

const serverAuthentication = '1.3.6.1.5.5.7.3.1';
const anyUsage = '2.5.29.37.0';

/** The trust of a scenario's machine; its clock is the computer's. */
export function trustEngine(openPki: () => Promise<Pki>, network: LabNetwork): TrustEngine {
  // The store of a scenario does not change while it is open; reading it again for each chain costs more than the chain.
  let roots: Promise<readonly TrustedRoot[]> | null = null;
  return {
    async judge(chain, host) {
      roots ??= openPki().then((pki) => trustedRoots(pki, network));
      return judgeChain(chain, host, await roots, new Date());
    },
  };
}

/**
 * Judges a presented chain the way Windows does for a server: a path from the first certificate to a trusted root, of
 * what was presented and the root store alone (nothing is fetched), then dates, usage and name.
 */
export function judgeChain(
  chain: readonly Uint8Array[],
  host: string,
  roots: readonly TrustedRoot[],
  now: Date,
): Trust {
  const presented = chain.slice(0, mostPresented).flatMap(parsed);
  const leaf = presented[0];
  if (leaf === undefined || chain[0] === undefined || !leaf.raw.equals(chain[0]))
    return { trusted: false, errors: ['other'], path: [], root: null };
  const { path, end } = bestPath(leaf, presented, roots);
  const errors = [...new Set([...anchorErrors(end), ...dateErrors(path, now), ...leafErrors(leaf, host)])];
  const top = path.at(-1) ?? leaf;
  const root = end.kind === 'trusted' ? end.root : null;
  return {
    trusted: errors.length === 0,
    errors,
    path: path.map((certificate) => ({ cn: nameOf(certificate), sha256: fingerprint(certificate) })),
    root:
      end.kind === 'partial' || end.kind === 'broken'
        ? null
        : {
            cn: nameOf(top),
            sha256: fingerprint(top),
            store: root?.store ?? 'unknown',
            known: root?.known ?? null,
          },
  };
}

type End =
  | { readonly kind: 'trusted'; readonly root: TrustedRoot }
  /** Self-signed, and in no store. */
  | { readonly kind: 'untrusted' }
  /** The issuer is nowhere to be found. */
  | { readonly kind: 'partial' }
  /** The named issuer is there, but it did not sign this. */
  | { readonly kind: 'broken' };

interface Path {
  readonly path: readonly X509Certificate[];
  readonly end: End;
}

const rank: Readonly<Record<End['kind'], number>> = { trusted: 0, untrusted: 1, broken: 2, partial: 3 };

function bestPath(leaf: X509Certificate, presented: readonly X509Certificate[], roots: readonly TrustedRoot[]): Path {
  let best: Path = { path: [leaf], end: { kind: 'partial' } };
  const climb = (path: readonly X509Certificate[]): void => {
    if (best.end.kind === 'trusted') return;
    const found = { path, end: endOf(path, presented, roots) };
    if (rank[found.end.kind] < rank[best.end.kind] || (sameEnd(found, best) && path.length > best.path.length))
      best = found;
    if (found.end.kind === 'trusted' || found.end.kind === 'untrusted' || path.length >= longestPath) return;
    for (const next of issuersOf(path, presented, roots)) climb([...path, next]);
  };
  climb([leaf]);
  return best;
}

const sameEnd = (a: Path, b: Path) => a.end.kind === b.end.kind;

function endOf(
  path: readonly X509Certificate[],
  presented: readonly X509Certificate[],
  roots: readonly TrustedRoot[],
): End {
  const top = path.at(-1);
  if (top === undefined) return { kind: 'partial' };
  const root = roots.find(({ certificate }) => certificate.raw.equals(top.raw));
  if (root !== undefined) return { kind: 'trusted', root };
  if (top.checkIssued(top) && signed(top, top)) return { kind: 'untrusted' };
  const named = [...presented, ...roots.map(({ certificate }) => certificate)].filter(
    (issuer) => issuer !== top && top.checkIssued(issuer),
  );
  return { kind: named.some((issuer) => !signed(issuer, top)) ? 'broken' : 'partial' };
}

/** Who may have issued the last certificate of a path: roots first, then what was presented; never one twice. */
function issuersOf(
  path: readonly X509Certificate[],
  presented: readonly X509Certificate[],
  roots: readonly TrustedRoot[],
): readonly X509Certificate[] {
  const top = path.at(-1);
  if (top === undefined) return [];
  return [...roots.map(({ certificate }) => certificate), ...presented].filter(
    (issuer, at, all) =>
      issuer.ca &&
      !path.some((used) => used.raw.equals(issuer.raw)) &&
      all.findIndex((other) => other.raw.equals(issuer.raw)) === at &&
      top.checkIssued(issuer) &&
      signed(issuer, top),
  );
}

function anchorErrors(end: End): readonly TrustError[] {
  switch (end.kind) {
    case 'trusted':
      return [];
    case 'untrusted':
      return ['untrusted-root'];
    case 'partial':
      return ['partial-chain'];
    case 'broken':
      return ['bad-signature'];
    default:
      return end satisfies never;
  }
}

function dateErrors(path: readonly X509Certificate[], now: Date): readonly TrustError[] {
  return path.flatMap((certificate): TrustError[] => {
    if (Date.parse(certificate.validTo) < now.getTime()) return ['expired'];
    return Date.parse(certificate.validFrom) > now.getTime() ? ['not-yet-valid'] : [];
  });
}

function leafErrors(leaf: X509Certificate, host: string): readonly TrustError[] {
  // Despite its name, `keyUsage` is the list of extended key usages; without that extension every use is allowed.
  const usages: readonly string[] | undefined = leaf.keyUsage;
  const forServers = usages === undefined || usages.includes(serverAuthentication) || usages.includes(anyUsage);
  return [
    ...(forServers ? [] : (['not-for-servers'] as const)),
    // Windows looks at the subject's common name only where there are no alternative names at all.
    ...((isIP(host) === 0 ? leaf.checkHost(host) : leaf.checkIP(host)) === undefined
      ? (['name-mismatch'] as const)
      : []),
  ];
}

/** The CAs of a lab are few and come with every chain; the oldest is let go, because a peer may send any number. */
const authorities = new Map<string, X509Certificate>();
const mostAuthorities = 64;

function parsed(der: Uint8Array): readonly X509Certificate[] {
  const key = createHash('sha256').update(der).digest('hex');
  const known = authorities.get(key);
  if (known !== undefined) return [known];
  try {
    const certificate = new X509Certificate(der);
    if (certificate.ca) {
      const [oldest] = authorities.keys();
      if (authorities.size >= mostAuthorities && oldest !== undefined) authorities.delete(oldest);
      authorities.set(key, certificate);
    }
    return [certificate];
  } catch {
    return [];
  }
}

const proven = new WeakMap<X509Certificate, WeakMap<X509Certificate, boolean>>();

/** Whether the key of one made the signature of the other; asked of the same pair again and again on the way up. */
function signed(issuer: X509Certificate, child: X509Certificate): boolean {
  const ofIssuer = proven.get(issuer) ?? new WeakMap<X509Certificate, boolean>();
  proven.set(issuer, ofIssuer);
  const known = ofIssuer.get(child);
  if (known !== undefined) return known;
  const is = child.verify(issuer.publicKey);
  ofIssuer.set(child, is);
  return is;
}

/** The common name, or the whole subject where it has none. */
function nameOf(certificate: X509Certificate): string {
  const cn = /^CN=(.*)$/m.exec(certificate.subject)?.[1];
  return (cn ?? certificate.subject).slice(0, 512);
}

function fingerprint(certificate: X509Certificate): string {
  return certificate.fingerprint256.replaceAll(':', '').toLowerCase();
}
