import { createHash, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type { KnownRoot } from '../../core/connectivity/endpoint.ts';
import type { Trust, TrustError } from '../../core/connectivity/observation.ts';
import type { TrustEngine } from '../machine.ts';
import { largestCertificate } from './certificate-context.ts';
import { type BuiltChain, type BuiltElement, buildChain, type ChainAnswer } from './trust-engine-chain.ts';
import { placeOfRoot } from './trust-engine-place.ts';

/** A peer may send any number; what comes after these is not looked at. */
const mostPresented = 64;

/**
 * Trust by Windows' own chain engine, for the stores of the computer. `known` are the roots of the endpoint catalogue.
 * Nothing is fetched: a root that Windows would download on first use is not there yet, and a revocation list counts
 * only where it lies in the cache already (then a revoked certificate is named; "unknown" is no fault of the chain).
 */
export function trustEngine(known: readonly KnownRoot[]): TrustEngine {
  return {
    async judge(chain, host) {
      const presented = chain.slice(0, mostPresented);
      const [leaf] = presented;
      if (leaf === undefined || leaf.length > largestCertificate) return unreadable;
      const answer = await buildChain(
        presented.filter((der) => der.length <= largestCertificate),
        host,
      );
      return answer === null ? unreadable : trustOf(answer, host, known);
    },
  };
}

const unreadable: Trust = { trusted: false, errors: ['other'], path: [], root: null };

/** What two builds of a chain, without and with revocation lists, say together. */
export function trustOf({ chain, revocationErrors }: ChainAnswer, host: string, known: readonly KnownRoot[]): Trust {
  const revoked = ((revocationErrors ?? 0) & errorBit.revoked) !== 0;
  const errors = new Set<TrustError>([
    ...chainErrors(chain),
    ...(revoked ? (['revoked'] as const) : []),
    ...(nameFits(chain, host) ? [] : (['name-mismatch'] as const)),
  ]);
  const top = chain.elements.at(-1);
  return {
    trusted: errors.size === 0 && chain.elements.length > 0,
    errors: [...errors],
    path: chain.elements.map(named),
    root: top?.selfSigned ? rootOf(top, known) : null,
  };
}

/** CERT_TRUST_STATUS.dwErrorStatus. */
const errorBit = {
  notTimeValid: 0x1,
  revoked: 0x4,
  badSignature: 0x8,
  wrongUsage: 0x10,
  untrustedRoot: 0x20,
  revocationUnknown: 0x40,
  partialChain: 0x10000,
  offlineRevocation: 0x1000000,
} as const;

/** Bits that speak of revocation lists: the first build does not ask for them, so they would be no news. */
const aboutRevocation = errorBit.revocationUnknown | errorBit.offlineRevocation;

/** What the bits mean; any bit without a name of its own (constraints, distrust, weak signature …) is `other`. */
export function chainErrors({ errors, elements }: Pick<BuiltChain, 'errors' | 'elements'>): readonly TrustError[] {
  // The chain's own status is the union of its elements', and more; Wine leaves some of theirs out of it.
  let left = elements.reduce((bits, element) => bits | element.errors, errors) & ~aboutRevocation;
  const found: TrustError[] = [];
  const take = (bit: number, ...meaning: readonly TrustError[]) => {
    if ((left & bit) === 0) return;
    left &= ~bit;
    found.push(...meaning);
  };
  take(errorBit.untrustedRoot, 'untrusted-root');
  take(errorBit.partialChain, 'partial-chain');
  take(errorBit.badSignature, 'bad-signature');
  take(errorBit.notTimeValid, ...dateErrors(elements));
  take(errorBit.revoked, 'revoked');
  take(errorBit.wrongUsage, 'not-for-servers');
  if (left !== 0) found.push('other');
  return found;
}

/** Windows has one bit for both; which it is stands in the certificates that carry it. */
function dateErrors(elements: readonly BuiltElement[]): readonly TrustError[] {
  const now = Date.now();
  const found = elements.flatMap(({ der, errors }): readonly TrustError[] => {
    if ((errors & errorBit.notTimeValid) === 0) return [];
    const certificate = parsed(der);
    return certificate !== null && Date.parse(certificate.validFrom) > now ? ['not-yet-valid'] : ['expired'];
  });
  return found.length === 0 ? ['other'] : found;
}

const nameDoesNotFit = 0x800b010f; // CERT_E_CN_NO_MATCH

/**
 * Both have to agree: Windows by its SSL policy, and OpenSSL by RFC 6125. Where Windows did not get to the name
 * (a chain that it cannot judge), OpenSSL alone decides. An address is compared by OpenSSL only.
 */
function nameFits({ elements, nameStatus }: BuiltChain, host: string): boolean {
  const [leaf] = elements;
  const certificate = leaf === undefined ? null : parsed(leaf.der);
  if (certificate === null) return false;
  if (isIP(host) !== 0) return certificate.checkIP(host) !== undefined;
  return nameStatus !== nameDoesNotFit && certificate.checkHost(host) !== undefined;
}

function rootOf(top: BuiltElement, known: readonly KnownRoot[]): NonNullable<Trust['root']> {
  const { cn, sha256 } = named(top);
  return {
    cn,
    sha256,
    store: placeOfRoot(createHash('sha1').update(top.der).digest('hex')),
    known: known.find((root) => root.sha256 === sha256)?.id ?? null,
  };
}

function named({ der }: BuiltElement): { readonly cn: string; readonly sha256: string } {
  return { cn: nameOf(der), sha256: createHash('sha256').update(der).digest('hex') };
}

/** The common name, or the whole subject where it has none. */
function nameOf(der: Uint8Array): string {
  const subject = parsed(der)?.subject ?? '';
  return (/^CN=(.*)$/m.exec(subject)?.[1] ?? subject).slice(0, 512);
}

function parsed(der: Uint8Array): X509Certificate | null {
  try {
    return new X509Certificate(der);
  } catch {
    return null;
  }
}
