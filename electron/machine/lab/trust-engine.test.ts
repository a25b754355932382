import { X509Certificate } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { ecClient, ecIssuedByServer, ecIssuing, ecRoot, ecServer } from './ec-certificates-for-tests.ts';
import { judgeChain } from './trust-engine.ts';
import type { TrustedRoot } from './trust-store.ts';

const now = new Date('2030-01-01T00:00:00.000Z');
const host = 'www.contoso.com';
const roots: readonly TrustedRoot[] = [{ certificate: new X509Certificate(ecRoot), store: 'enterprise', known: null }];
/** The last byte belongs to the signature. */
const spoilt = Buffer.from(ecServer);
spoilt[spoilt.length - 1] = (spoilt.at(-1) ?? 0) ^ 1;

test('a chain of EC certificates up to a root of the store is trusted, with its path and store', () => {
  const trust = judgeChain([ecServer, ecIssuing], host, roots, now);
  expect(trust).toMatchObject({ trusted: true, errors: [], root: { cn: 'Contoso EC Root', store: 'enterprise' } });
  expect(trust.path.map(({ cn }) => cn)).toEqual(['www.contoso.com', 'Contoso EC Issuing CA', 'Contoso EC Root']);
});

test.each([
  ['with the root sent along', [ecServer, ecIssuing, ecRoot]],
  ['out of order, with a stranger and a duplicate', [ecServer, ecRoot, ecClient, ecIssuing, ecIssuing, ecServer]],
  ['with bytes that are no certificate in between', [ecServer, Buffer.from('junk'), ecIssuing]],
])('a chain %s is trusted all the same', (_how, chain) => {
  expect(judgeChain(chain, host, roots, now)).toMatchObject({ trusted: true, errors: [] });
});

test.each([
  ['the issuing CA is not sent', [ecServer], roots, ['partial-chain']],
  ['the root is in no store and not sent', [ecServer, ecIssuing], [], ['partial-chain']],
  ['the root is sent but in no store', [ecServer, ecIssuing, ecRoot], [], ['untrusted-root']],
  ['the signature is spoilt', [spoilt, ecIssuing], roots, ['bad-signature']],
  ['the issuer is no authority', [ecIssuedByServer, ecServer, ecIssuing], roots, ['partial-chain']],
  ['the certificate is for clients', [ecClient, ecIssuing], roots, ['not-for-servers']],
  ['nothing was presented', [], roots, ['other']],
  ['the first certificate cannot be read', [Buffer.from('junk'), ecServer, ecIssuing], roots, ['other']],
] as const)('%s', (_what, chain, store, errors) => {
  const trust = judgeChain(chain, host, store, now);
  expect(trust).toMatchObject({ trusted: false, errors });
});

test('an untrusted root is named, and no store vouches for it', () => {
  expect(judgeChain([ecServer, ecIssuing, ecRoot], host, [], now).root).toMatchObject({
    cn: 'Contoso EC Root',
    store: 'unknown',
    known: null,
  });
});

describe('dates and names', () => {
  const judge = (name: string, when: string) => judgeChain([ecServer, ecIssuing], name, roots, new Date(when)).errors;

  test.each([
    ['www.contoso.com', '2050-01-01', ['expired']],
    ['www.contoso.com', '2020-01-01', ['not-yet-valid']],
    ['contoso.com', '2030-01-01', ['name-mismatch']],
    ['a.b.contoso.com', '2030-01-01', ['name-mismatch']],
    ['WWW.Contoso.COM', '2030-01-01', []],
    ['192.0.2.7', '2030-01-01', []],
    ['192.0.2.8', '2030-01-01', ['name-mismatch']],
    ['other.example', '2050-01-01', ['expired', 'name-mismatch']],
  ])('%s on %s: %j', (name, when, errors) => {
    expect(judge(name, when)).toEqual(errors);
  });
});

test('a long list of copies ends quickly', () => {
  const many = [ecServer, ...Array.from({ length: 5000 }, () => ecClient), ecIssuing];
  const before = process.cpuUsage();
  expect(judgeChain(many, host, roots, now).errors).toEqual(['partial-chain']);
  expect(process.cpuUsage(before).user / 1000).toBeLessThan(500);
});
