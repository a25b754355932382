import { X509Certificate } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import { Certificate } from '../core/connectivity/observation.ts';
import { certificatesOf } from './certificate.ts';
import { derItems, derTime } from './der.ts';
import { issue, threeTier } from './runtime/throwaway-certificates.ts';

const parse = (...issued: { readonly der: Buffer }[]) =>
  certificatesOf(issued.map(({ der }) => new X509Certificate(der))).map((one) => Certificate.parse(one));

test.each([
  ['rsa', 'RSA 2048', 'RSA SHA-256'],
  ['ec', 'EC P-256', 'ECDSA SHA-256'],
] as const)('an %s chain is told as plain data', (kind, key, signature) => {
  const { root, issuing, server } = threeTier({ root: 'Test Root', issuing: 'Test CA' }, 'www.contoso.com', kind);
  const [leaf, middle, top] = parse(server, issuing, root);
  expect(leaf).toMatchObject({
    subject: 'CN=www.contoso.com',
    subjectCn: 'www.contoso.com',
    issuer: 'CN=Test CA',
    issuerCn: 'Test CA',
    organisation: null,
    names: ['www.contoso.com'],
    isCa: false,
    selfSigned: false,
    issuedBy: 1,
    key,
    signature,
    caIssuers: ['http://pki.contoso.com/issuing.crt'],
  });
  expect(middle).toMatchObject({ isCa: true, issuedBy: 2, issuer: 'CN=Test Root, O=Contoso Test' });
  expect(top).toMatchObject({ isCa: true, selfSigned: true, issuedBy: 2, organisation: 'Contoso Test' });
});

test('hashes are those that the TLS library shows', () => {
  const issued = issue({ cn: 'a', issuer: null });
  const library = new X509Certificate(issued.der);
  const bare = (text: string) => text.replaceAll(':', '').toLowerCase();
  expect(parse(issued)[0]).toMatchObject({
    sha1: bare(library.fingerprint),
    sha256: bare(library.fingerprint256),
    serial: library.serialNumber.toLowerCase(),
  });
});

test('dates are exact, and a century is not guessed wrong', () => {
  const issued = issue({
    cn: 'a',
    issuer: null,
    from: new Date('1999-12-31T23:59:59Z'),
    until: new Date('2049-06-01T00:00:00Z'),
  });
  expect(parse(issued)[0]).toMatchObject({
    notBefore: '1999-12-31T23:59:59.000Z',
    notAfter: '2049-06-01T00:00:00.000Z',
  });
  const time = (text: string) => derTime({ tag: 0x18, content: Buffer.from(text), whole: Buffer.alloc(0) });
  expect(time('20500101000000Z')).toBe('2050-01-01T00:00:00.000Z');
  expect(time('20501301000000Z')).toBeNull();
});

test('a CA with the right name but another key has issued nothing', () => {
  const real = issue({ cn: 'Test CA', issuer: null, ca: true });
  const other = issue({ cn: 'Test CA', issuer: null, ca: true });
  const leaf = issue({ cn: 'a', issuer: real, names: ['a'] });
  expect(parse(leaf, other)[0]?.issuedBy).toBeNull();
  expect(parse(leaf, other, real)[0]?.issuedBy).toBe(2);
});

test('special characters of a name are marked, control characters replaced', () => {
  const [one] = parse(issue({ cn: 'a, O=Microsoft\u0007', issuer: null }));
  expect(one).toMatchObject({ subject: 'CN=a\\, O=Microsoft\uFFFD', subjectCn: 'a, O=Microsoft\uFFFD' });
});

test('an SHA-1 signature is named', () => {
  expect(parse(issue({ cn: 'a', issuer: null, hash: 'sha1' }))[0]?.signature).toBe('RSA SHA-1');
});

test('a certificate cut at any byte is never an exception', () => {
  const { der } = issue({ cn: 'a', issuer: null, names: ['a'], key: 'ec' });
  for (let length = 0; length < der.length; length++) expect(derItems(der.subarray(0, length)) ?? []).toEqual([]);
});

test('a chain of one name and many keys costs a bounded number of signature checks', () => {
  const hidden = issue({ cn: 'Same', issuer: null, ca: true, key: 'ec' });
  const same = () => issue({ cn: 'Same', issuer: hidden, ca: true, key: 'ec', withoutKeyIds: true });
  const list = Array.from({ length: 40 }, () => new X509Certificate(same().der));
  const verify = vi.spyOn(X509Certificate.prototype, 'verify');
  const seen = certificatesOf(list);
  const checks = verify.mock.calls.length;
  verify.mockRestore();
  // Every pair would be 1640 checks.
  expect(checks).toBe(256);
  expect(seen.every(({ selfSigned, issuedBy }) => !selfSigned && issuedBy === null)).toBe(true);
});

test('what one chain could not afford to prove is proven by another', () => {
  const hidden = issue({ cn: 'Same', issuer: null, ca: true, key: 'ec' });
  const same = () => issue({ cn: 'Same', issuer: hidden, ca: true, key: 'ec', withoutKeyIds: true });
  const child = issue({ cn: 'Below', issuer: hidden, ca: true, key: 'ec', withoutKeyIds: true });
  const many = Array.from({ length: 40 }, same);
  expect(parse(...many, hidden, child).at(-1)?.issuedBy).toBeNull();
  expect(parse(child, hidden)[0]?.issuedBy).toBe(1);
});

test('a CA that many chains share is checked once, and says the same in each place', () => {
  const { root, issuing, server } = threeTier({ root: 'Test Root', issuing: 'Test CA' }, 'a.contoso.com', 'ec');
  const other = issue({ cn: 'b.contoso.com', issuer: issuing, names: ['b.contoso.com'], key: 'ec' });
  parse(server, issuing, root);
  const verify = vi.spyOn(X509Certificate.prototype, 'verify');
  const seen = parse(root, other, issuing);
  const checks = verify.mock.calls.length;
  verify.mockRestore();
  expect(checks).toBe(1);
  expect(seen.map(({ subjectCn, issuedBy, selfSigned }) => [subjectCn, issuedBy, selfSigned])).toEqual([
    ['Test Root', 0, true],
    ['b.contoso.com', 2, false],
    ['Test CA', 0, false],
  ]);
});
