import { createHash, type X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type { Certificate } from '../core/connectivity/observation.ts';
import { type DerItem, derInside, derItems, derOid, derText, derTime } from './der.ts';
import { kept } from './kept.ts';
import { keyName, signatureName } from './key-name.ts';
import { plainText } from './plain-text.ts';

/**
 * Parses a presented chain into plain data. Everything that is shown is read from the DER itself, so that it does not
 * depend on the TLS library (letter case of serial numbers, line ends, names of algorithms).
 */
export function certificatesOf(presented: readonly X509Certificate[]): Certificate[] {
  const chain = presented.map((certificate) => ({ certificate, read: readingOf(certificate) }));
  const issues = boundedCheck();
  return chain.map((link, at) => ({
    ...link.read,
    selfSigned: issues(link, link),
    issuedBy: issuerOf(chain, at, issues),
  }));
}

type Fields = Omit<Certificate, 'sha1' | 'sha256' | 'selfSigned' | 'issuedBy'>;
type Reading = Fields & Pick<Certificate, 'sha1' | 'sha256'>;
interface Link {
  readonly certificate: X509Certificate;
  readonly read: Reading;
}
type IssuesCheck = (parent: Link | undefined, child: Link) => boolean;

/** The services have many hosts and few issuing CAs, and each handshake brings the same ones again. */
const authorities = kept<Reading>(256);
const signatures = kept<boolean>(256);

function readingOf(certificate: X509Certificate): Reading {
  const sha256 = createHash('sha256').update(certificate.raw).digest('hex');
  const read = () => ({
    ...(fieldsOf(certificate) ?? poorFieldsOf(certificate)),
    sha1: createHash('sha1').update(certificate.raw).digest('hex'),
    sha256,
  });
  return authorities(sha256, read, ({ isCa }) => isCa);
}

/** Position of the certificate whose key made the signature of the one at `at`: itself first, then its neighbour. */
function issuerOf(chain: readonly Link[], at: number, issues: IssuesCheck): number | null {
  const child = chain[at];
  if (child === undefined) return null;
  const order = [at, at + 1, ...chain.keys()];
  return order.find((candidate) => issues(chain[candidate], child)) ?? null;
}

/**
 * Signatures that are checked for one chain. A peer may send dozens of certificates of one name with large keys, and
 * every pair of them would cost a millisecond or more, during which nothing else runs.
 */
const mostSignatures = 256;

/** Says of a pair whether one issued the other; from the limit on, nothing more is proven. */
function boundedCheck(): IssuesCheck {
  let left = mostSignatures;
  return (parent, child) => {
    if (parent === undefined) return false;
    let isProven = true;
    const check = () => {
      if (!child.certificate.checkIssued(parent.certificate)) return false;
      isProven = left > 0;
      if (!isProven) return false;
      left -= 1;
      return child.certificate.verify(parent.certificate.publicKey);
    };
    try {
      const pair = `${parent.read.sha256} ${child.read.sha256}`;
      return signatures(pair, check, () => isProven && child.read.isCa);
    } catch {
      // A key that this library cannot read proves nothing.
      return false;
    }
  };
}

/** The fields of `Certificate ::= SEQUENCE` (RFC 5280 section 4.1); null where the DER is not in that shape. */
function fieldsOf({ raw }: X509Certificate): Fields | null {
  const outer = derInside(derItems(raw)?.[0]);
  const signed = derInside(outer?.[0]);
  if (outer === null || outer === undefined || signed === null) return null;
  const [serial, , issuer, validity, subject, key, ...rest] = signed[0]?.tag === 0xa0 ? signed.slice(1) : signed;
  const [from, until] = derInside(validity) ?? [];
  if (serial === undefined || issuer === undefined || subject === undefined || key === undefined) return null;
  const notBefore = from && derTime(from);
  const notAfter = until && derTime(until);
  if (!notBefore || !notAfter) return null;
  const extensions = extensionsOf(rest.find((item) => item.tag === 0xa3));
  return {
    subject: nameText(subject),
    subjectCn: attributeOf(subject, commonName),
    issuer: nameText(issuer),
    issuerCn: attributeOf(issuer, commonName),
    organisation: attributeOf(subject, organisationName),
    serial: Buffer.from(serial.content)
      .toString('hex')
      .replace(/^(?:00)+(?=..)/, '')
      .slice(0, 128),
    notBefore,
    notAfter,
    names: alternativeNames(extensions.get('2.5.29.17')),
    isCa: isAuthority(extensions.get('2.5.29.19')),
    key: keyName(key).slice(0, 64),
    signature: signatureName(outer[1]).slice(0, 64),
    caIssuers: caIssuers(extensions.get('1.3.6.1.5.5.7.1.1')),
  };
}

/** What the TLS library itself tells, for a certificate that is not plain DER. */
function poorFieldsOf(certificate: X509Certificate): Fields {
  const cn = (name: string) => /^CN=(.*)$/m.exec(name)?.[1]?.slice(0, 512) ?? null;
  const oneLine = (name: string) => plainText(name.split('\n').reverse().join(', '), 4096);
  const time = (text: string) => new Date(Date.parse(text) || 0).toISOString();
  return {
    subject: oneLine(certificate.subject ?? ''),
    subjectCn: cn(certificate.subject ?? ''),
    issuer: oneLine(certificate.issuer ?? ''),
    issuerCn: cn(certificate.issuer ?? ''),
    organisation: null,
    serial: certificate.serialNumber.toLowerCase().slice(0, 128),
    notBefore: time(certificate.validFrom),
    notAfter: time(certificate.validTo),
    names: [],
    isCa: certificate.ca,
    key: 'unknown',
    signature: 'unknown',
    caIssuers: [],
  };
}

const commonName = '2.5.4.3';
const organisationName = '2.5.4.10';
const attributeLabels: ReadonlyMap<string, string> = new Map([
  [commonName, 'CN'],
  [organisationName, 'O'],
  ['2.5.4.11', 'OU'],
  ['2.5.4.6', 'C'],
  ['2.5.4.7', 'L'],
  ['2.5.4.8', 'ST'],
  ['2.5.4.5', 'SERIALNUMBER'],
  ['0.9.2342.19200300.100.1.25', 'DC'],
  ['1.2.840.113549.1.9.1', 'E'],
]);

function attributesOf(name: DerItem): readonly (readonly [string, string])[] {
  return (derInside(name) ?? [])
    .flatMap((set) => derInside(set) ?? [])
    .flatMap((pair) => {
      const [type, value] = derInside(pair) ?? [];
      const oid = derOid(type);
      return oid === null || value === undefined ? [] : [[oid, plainText(derText(value), 512)] as const];
    });
}

/** A name as people write it, the most special part first (RFC 4514). */
function nameText(name: DerItem): string {
  return attributesOf(name)
    .map(([oid, value]) => `${attributeLabels.get(oid) ?? oid}=${value.replace(/[,+"\\<>;]/g, '\\$&')}`)
    .reverse()
    .join(', ')
    .slice(0, 4096);
}

function attributeOf(name: DerItem, oid: string): string | null {
  const values = attributesOf(name).filter(([type]) => type === oid);
  return values.at(-1)?.[1] ?? null;
}

function extensionsOf(wrapper: DerItem | undefined): ReadonlyMap<string, DerItem> {
  const found = new Map<string, DerItem>();
  for (const extension of derInside(derInside(wrapper)?.[0]) ?? []) {
    const parts = derInside(extension) ?? [];
    const oid = derOid(parts[0]);
    const value = derItems(parts.at(-1)?.content ?? new Uint8Array())?.[0];
    if (oid !== null && value !== undefined) found.set(oid, value);
  }
  return found;
}

/** `dNSName` and `iPAddress` of the alternative names (RFC 5280 section 4.2.1.6). */
function alternativeNames(extension: DerItem | undefined): string[] {
  return (derInside(extension) ?? [])
    .flatMap(({ tag, content }) => {
      if (tag === 0x82) return [plainText(Buffer.from(content).toString('latin1'), 512)];
      return tag === 0x87 ? [addressText(content)] : [];
    })
    .slice(0, 200);
}

function addressText(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join('.');
  const groups = Buffer.from(bytes).toString('hex').match(/.{4}/g)?.join(':') ?? '';
  return isIP(groups) === 6 ? groups : Buffer.from(bytes).toString('hex').slice(0, 512);
}

function isAuthority(extension: DerItem | undefined): boolean {
  const [flag] = derInside(extension) ?? [];
  return flag !== undefined && flag.tag === 0x01 && flag.content[0] !== undefined && flag.content[0] !== 0;
}

/** Where the issuer's certificate is published (`id-ad-caIssuers`, RFC 5280 section 4.2.2.1). */
function caIssuers(extension: DerItem | undefined): string[] {
  return (derInside(extension) ?? [])
    .flatMap((description) => {
      const [method, location] = derInside(description) ?? [];
      const wanted = derOid(method) === '1.3.6.1.5.5.7.48.2' && location?.tag === 0x86;
      return wanted ? [plainText(Buffer.from(location.content).toString('latin1'), 2048)] : [];
    })
    .slice(0, 8);
}
