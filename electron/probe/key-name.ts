import { type DerItem, derInside, derItems, derOid } from './der.ts';

const curves: ReadonlyMap<string, string> = new Map([
  ['1.2.840.10045.3.1.7', 'EC P-256'],
  ['1.3.132.0.34', 'EC P-384'],
  ['1.3.132.0.35', 'EC P-521'],
]);

const signatures: ReadonlyMap<string, string> = new Map([
  ['1.2.840.113549.1.1.4', 'RSA MD5'],
  ['1.2.840.113549.1.1.5', 'RSA SHA-1'],
  ['1.2.840.113549.1.1.10', 'RSA-PSS'],
  ['1.2.840.113549.1.1.11', 'RSA SHA-256'],
  ['1.2.840.113549.1.1.12', 'RSA SHA-384'],
  ['1.2.840.113549.1.1.13', 'RSA SHA-512'],
  ['1.2.840.10045.4.1', 'ECDSA SHA-1'],
  ['1.2.840.10045.4.3.2', 'ECDSA SHA-256'],
  ['1.2.840.10045.4.3.3', 'ECDSA SHA-384'],
  ['1.2.840.10045.4.3.4', 'ECDSA SHA-512'],
  ['1.3.101.112', 'Ed25519'],
]);

/** Kind and size of a `SubjectPublicKeyInfo`, for example `RSA 2048` or `EC P-256`; an unknown kind by its number. */
export function keyName(info: DerItem): string {
  const [algorithm, bits] = derInside(info) ?? [];
  const [kind, parameter] = derInside(algorithm) ?? [];
  const oid = derOid(kind);
  if (oid === '1.2.840.113549.1.1.1') return `RSA ${rsaSize(bits) ?? ''}`.trim();
  if (oid === '1.2.840.10045.2.1') return curves.get(derOid(parameter) ?? '') ?? 'EC';
  return oid === '1.3.101.112' ? 'Ed25519' : (oid ?? 'unknown');
}

/** The algorithm of a certificate's signature. */
export function signatureName(algorithm: DerItem | undefined): string {
  const oid = derOid(derInside(algorithm)?.[0]);
  return oid === null ? 'unknown' : (signatures.get(oid) ?? oid);
}

/** Bits of the modulus of an `RSAPublicKey` inside a BIT STRING. */
function rsaSize(bits: DerItem | undefined): number | null {
  const [modulus] = derInside(derItems(bits?.content.subarray(1) ?? new Uint8Array())?.[0]) ?? [];
  const bytes = modulus?.content.slice(modulus.content[0] === 0 ? 1 : 0);
  const first = bytes?.[0];
  return bytes === undefined || first === undefined ? null : bytes.length * 8 - (Math.clz32(first) - 24);
}
