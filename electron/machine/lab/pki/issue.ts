import { constants, createHash, createPublicKey, type KeyObject, privateEncrypt } from 'node:crypto';
import forge from 'node-forge';

/** Makes certificates: shape and extensions by node-forge, signatures by Node's own RSA, which is much faster. */
export interface Issuer {
  readonly certificatePem: string;
  readonly key: KeyObject;
  /** Where children say that this issuer's certificate can be fetched. */
  readonly certificateUrl: string;
}

export interface Subject {
  readonly cn: string;
  readonly organisation: string;
  readonly country: string;
}

export interface Validity {
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/** A certificate of an authority; `issuer` null makes it self-signed. PEM. */
export function issueAuthority(subject: Subject, key: KeyObject, validity: Validity, issuer: Issuer | null): string {
  return issue(subject, key, validity, issuer, [
    { name: 'basicConstraints', cA: true, critical: true },
    { name: 'keyUsage', keyCertSign: true, cRLSign: true, digitalSignature: true, critical: true },
  ]);
}

/** A server certificate for the given DNS names (the first is also its common name). PEM. */
export function issueServer(
  names: readonly [string, ...string[]],
  organisation: string,
  key: KeyObject,
  validity: Validity,
  issuer: Issuer,
): string {
  return issue({ cn: names[0], organisation, country: 'US' }, key, validity, issuer, [
    { name: 'basicConstraints', cA: false, critical: true },
    { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
    { name: 'extKeyUsage', serverAuth: true, clientAuth: true },
    { name: 'subjectAltName', altNames: names.map((value) => ({ type: 2, value })) },
  ]);
}

function issue(
  subject: Subject,
  key: KeyObject,
  validity: Validity,
  issuer: Issuer | null,
  extensions: readonly object[],
): string {
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.publicKeyFromPem(publicPem(key));
  certificate.serialNumber = serialOf(subject, key, issuer);
  certificate.validity.notBefore = validity.notBefore;
  certificate.validity.notAfter = validity.notAfter;
  certificate.setSubject(attributes(subject));
  const parent = issuer === null ? null : forge.pki.certificateFromPem(issuer.certificatePem);
  certificate.setIssuer(parent === null ? attributes(subject) : parent.subject.attributes);
  certificate.setExtensions([
    ...extensions,
    { name: 'subjectKeyIdentifier' },
    ...(issuer === null || parent === null
      ? []
      : [
          { name: 'authorityKeyIdentifier', keyIdentifier: parent.generateSubjectKeyIdentifier().getBytes() },
          { id: authorityInfoAccess, value: caIssuers(issuer.certificateUrl) },
        ]),
  ]);
  certificate.sign(signer(issuer?.key ?? key), forge.md.sha256.create());
  return forge.pki.certificateToPem(certificate);
}

/** Serial numbers follow from what is certified, so that every process issues the very same certificate. */
function serialOf({ cn }: Subject, key: KeyObject, issuer: Issuer | null): string {
  const hash = createHash('sha256')
    .update(cn)
    .update('\0')
    .update(publicPem(key))
    .update(issuer?.certificatePem ?? '');
  return `5a${hash.digest('hex').slice(0, 30)}`;
}

/** PKCS #1 v1.5 with SHA-256 (RFC 8017 section 9.2): node-forge asks for `sign` and nothing else. */
function signer(key: KeyObject): forge.pki.rsa.PrivateKey {
  const digestInfo = Buffer.from('3031300d060960864801650304020105000420', 'hex');
  const sign = (md: forge.md.MessageDigest) =>
    privateEncrypt(
      { key, padding: constants.RSA_PKCS1_PADDING },
      Buffer.concat([digestInfo, Buffer.from(md.digest().getBytes(), 'latin1')]),
    ).toString('latin1');
  return { sign } as unknown as forge.pki.rsa.PrivateKey; // `sign` is the one member that issuing uses
}

const authorityInfoAccess = '1.3.6.1.5.5.7.1.1';

/** `AuthorityInfoAccessSyntax` with one `caIssuers` address (RFC 5280 section 4.2.2.1). */
function caIssuers(url: string): string {
  const { asn1 } = forge;
  const method = asn1.create(
    asn1.Class.UNIVERSAL,
    asn1.Type.OID,
    false,
    asn1.oidToDer('1.3.6.1.5.5.7.48.2').getBytes(),
  );
  const location = asn1.create(asn1.Class.CONTEXT_SPECIFIC, 6, false, url);
  const description = asn1.create(asn1.Class.UNIVERSAL, asn1.Type.SEQUENCE, true, [method, location]);
  return asn1.toDer(asn1.create(asn1.Class.UNIVERSAL, asn1.Type.SEQUENCE, true, [description])).getBytes();
}

function attributes({ cn, organisation, country }: Subject): forge.pki.CertificateField[] {
  return [
    { name: 'countryName', value: country },
    { name: 'organizationName', value: organisation },
    { name: 'commonName', value: cn },
  ];
}

function publicPem(key: KeyObject): string {
  return createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString();
}
