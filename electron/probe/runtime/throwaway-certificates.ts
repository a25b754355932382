import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/**
 * Certificates for peers of the tests, RSA and EC, written as DER by hand: the tests have to make what no proper
 * library makes (wrong dates, missing names, SHA-1).
 */
export interface Issued {
  readonly cn: string;
  readonly der: Buffer;
  readonly pem: string;
  readonly key: KeyObject;
  readonly keyPem: string;
}

export interface Wish {
  readonly cn: string;
  readonly organisation?: string;
  /** Null: self-signed. */
  readonly issuer: Issued | null;
  readonly key?: 'rsa' | 'ec';
  readonly hash?: 'sha1' | 'sha256';
  readonly names?: readonly string[];
  readonly ca?: boolean;
  readonly from?: Date;
  readonly until?: Date;
  readonly serial?: string;
  readonly caIssuers?: string;
  /** No key identifiers, so that names alone say who may have issued it. */
  readonly withoutKeyIds?: true;
  /** Bytes of a made-up extension, to make a certificate large. */
  readonly padding?: number;
}

const day = 86_400_000;

export function issue(wish: Wish): Issued {
  const key = newKey(wish.key ?? 'rsa');
  const signer = wish.issuer?.key ?? key;
  const algorithm = algorithmOf(signer, wish.hash ?? 'sha256');
  const publicDer = createPublicKey(key).export({ type: 'spki', format: 'der' });
  const name = nameOf(wish.cn, wish.organisation);
  const tbs = seq(
    tlv(0xa0, tlv(0x02, Buffer.from([2]))),
    tlv(0x02, Buffer.from(wish.serial ?? `4a${randomBytes(8).toString('hex')}`, 'hex')),
    algorithm,
    wish.issuer === null ? name : subjectOf(wish.issuer.der),
    seq(time(wish.from ?? new Date(Date.now() - day)), time(wish.until ?? new Date(Date.now() + 30 * day))),
    name,
    publicDer,
    tlv(0xa3, seq(...extensions(wish, publicDer))),
  );
  const der = seq(tbs, algorithm, tlv(0x03, Buffer.from([0]), sign(wish.hash ?? 'sha256', tbs, signer)));
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  const pem = ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
  return { cn: wish.cn, der, pem, key, keyPem: key.export({ type: 'pkcs8', format: 'pem' }).toString() };
}

function newKey(kind: 'rsa' | 'ec'): KeyObject {
  const pair =
    kind === 'rsa'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return pair.privateKey;
}

function extensions(wish: Wish, publicDer: Buffer): Buffer[] {
  const list = [
    extension('2.5.29.19', seq(...(wish.ca ? [tlv(0x01, Buffer.from([0xff]))] : []))),
    ...(wish.withoutKeyIds ? [] : [extension('2.5.29.14', tlv(0x04, keyId(publicDer)))]),
  ];
  if (wish.issuer !== null && !wish.withoutKeyIds) {
    const issuerKey = createPublicKey(wish.issuer.key).export({ type: 'spki', format: 'der' });
    list.push(extension('2.5.29.35', seq(tlv(0x80, keyId(issuerKey)))));
  }
  if (wish.names !== undefined)
    list.push(extension('2.5.29.17', seq(...wish.names.map((name) => tlv(0x82, Buffer.from(name))))));
  if (wish.caIssuers !== undefined)
    list.push(
      extension('1.3.6.1.5.5.7.1.1', seq(seq(oid('1.3.6.1.5.5.7.48.2'), tlv(0x86, Buffer.from(wish.caIssuers))))),
    );
  if (wish.padding !== undefined) list.push(extension('1.2.3.4', tlv(0x04, Buffer.alloc(wish.padding))));
  return list;
}

const keyId = (publicDer: Buffer) => createHash('sha1').update(publicDer).digest();
const extension = (id: string, value: Buffer) => seq(oid(id), tlv(0x04, value));

function algorithmOf(key: KeyObject, hash: 'sha1' | 'sha256'): Buffer {
  if (key.asymmetricKeyType === 'ec') return seq(oid(hash === 'sha256' ? '1.2.840.10045.4.3.2' : '1.2.840.10045.4.1'));
  return seq(oid(hash === 'sha256' ? '1.2.840.113549.1.1.11' : '1.2.840.113549.1.1.5'), tlv(0x05));
}

function nameOf(cn: string, organisation: string | undefined): Buffer {
  const attribute = (id: string, text: string) => tlv(0x31, seq(oid(id), tlv(0x0c, Buffer.from(text))));
  return seq(...(organisation === undefined ? [] : [attribute('2.5.4.10', organisation)]), attribute('2.5.4.3', cn));
}

/** The subject's bytes out of a certificate made here: the sixth part of what is signed. */
function subjectOf(certificate: Buffer): Buffer {
  let at = contentAt(certificate, contentAt(certificate, 0).start).start;
  for (let skipped = 0; skipped < 5; skipped++) at = contentAt(certificate, at).end;
  return certificate.subarray(at, contentAt(certificate, at).end);
}

function contentAt(bytes: Buffer, at: number): { readonly start: number; readonly end: number } {
  const first = bytes.readUInt8(at + 1);
  const sizeBytes = first < 0x80 ? 0 : first & 0x7f;
  const length = sizeBytes === 0 ? first : bytes.readUIntBE(at + 2, sizeBytes);
  const start = at + 2 + sizeBytes;
  return { start, end: start + length };
}

function tlv(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  if (content.length < 0x80) return Buffer.concat([Buffer.from([tag, content.length]), content]);
  const size = Buffer.from(content.length.toString(16).padStart(8, '0'), 'hex');
  const short = size.subarray(size.findIndex((byte) => byte !== 0));
  return Buffer.concat([Buffer.from([tag, 0x80 | short.length]), short, content]);
}

const seq = (...parts: readonly Buffer[]) => tlv(0x30, ...parts);

function oid(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number);
  const bytes = [first * 40 + second, ...rest].flatMap((arc) => {
    const digits = [arc & 0x7f];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128))
      digits.unshift((left & 0x7f) | 0x80);
    return digits;
  });
  return tlv(0x06, Buffer.from(bytes));
}

function time(at: Date): Buffer {
  const text = `${at.toISOString().slice(2, 19).replace(/[-T:]/g, '')}Z`;
  return tlv(0x17, Buffer.from(text));
}

/** A root, an issuing CA and a server certificate, named like those of the services. */
export function threeTier(names: { readonly root: string; readonly issuing: string }, host: string, key: 'rsa' | 'ec') {
  const root = issue({ cn: names.root, organisation: 'Contoso Test', issuer: null, ca: true, key });
  const issuing = issue({
    cn: names.issuing,
    issuer: root,
    ca: true,
    key,
    caIssuers: 'http://pki.contoso.com/root.crt',
  });
  const server = issue({
    cn: host,
    issuer: issuing,
    names: [host],
    key,
    caIssuers: 'http://pki.contoso.com/issuing.crt',
  });
  return { root, issuing, server };
}
