import { describe, expect, test } from 'vitest';
import { ecIssuing, ecServer } from '../lab/ec-certificates-for-tests.ts';
import { chainErrors, trustOf } from './trust-engine.ts';

const element = (errors: number, der = ecServer) => ({ der, errors, selfSigned: false });

describe('error bits of Windows', () => {
  test.each([
    [0x0, []],
    [0x4, ['revoked']],
    [0x8, ['bad-signature']],
    [0x10, ['not-for-servers']],
    [0x20, ['untrusted-root']],
    [0x10000, ['partial-chain']],
    [0x10 | 0x20, ['untrusted-root', 'not-for-servers']],
    // Whether a revocation list was at hand is no fault of the chain.
    [0x40, []],
    [0x1000000, []],
    [0x1000040, []],
    [0x10040, ['partial-chain']],
    // Constraints, weak signatures, explicit distrust, unknown critical extensions.
    [0x400, ['other']],
    [0x100000, ['other']],
    [0x4000000, ['other']],
    [0x8000000, ['other']],
    [0x80000000, ['other']],
    [0x20 | 0x400, ['untrusted-root', 'other']],
  ] as const)('%i', (errors, meaning) => {
    expect(chainErrors({ errors, elements: [element(errors)] })).toEqual(meaning);
  });

  test('those of an element count, also where the chain does not repeat them', () => {
    expect(chainErrors({ errors: 0, elements: [element(0), element(0x20)] })).toEqual(['untrusted-root']);
  });

  test('a date is expired or to come by the certificate that has the bit, and unclear where none has', () => {
    expect(chainErrors({ errors: 0x1, elements: [element(0x1, spoiltYear('99')), element(0)] })).toEqual(['expired']);
    expect(chainErrors({ errors: 0x1, elements: [element(0), element(0x1, spoiltYear('45'))] })).toEqual([
      'not-yet-valid',
    ]);
    expect(chainErrors({ errors: 0x1, elements: [element(0)] })).toEqual(['other']);
  });
});

describe('trust', () => {
  const chain = { errors: 0, elements: [element(0), element(0, ecIssuing)], nameStatus: 0 };
  const trust = (change: object, revocationErrors: number | null = 0, host = 'www.contoso.com') =>
    trustOf({ chain: { ...chain, ...change }, revocationErrors }, host, []);

  test('a chain without errors and with a fitting name is trusted', () => {
    expect(trust({})).toMatchObject({ trusted: true, errors: [] });
  });

  test('a certificate that a cached list revokes is not, and an unknown state changes nothing', () => {
    expect(trust({}, 0x4)).toMatchObject({ trusted: false, errors: ['revoked'] });
    expect(trust({}, 0x1000040)).toMatchObject({ trusted: true });
    expect(trust({}, null)).toMatchObject({ trusted: true });
  });

  test('Windows and OpenSSL both have to find the name fitting', () => {
    const wrong = { trusted: false, errors: ['name-mismatch'] };
    expect(trust({ nameStatus: 0x800b010f })).toMatchObject(wrong);
    expect(trust({}, 0, 'www.fabrikam.com')).toMatchObject(wrong);
    // Another status means that Windows did not come to the name.
    expect(trust({ nameStatus: 0x800b0109 })).toMatchObject({ trusted: true });
  });

  test('a chain of nothing is not trusted', () => {
    expect(trust({ elements: [] })).toMatchObject({ trusted: false, path: [], root: null });
  });
});

/** The EC server certificate with another year in its notBefore (UTCTime, 261122…). */
function spoiltYear(year: string): Buffer {
  const at = ecServer.indexOf('261122');
  const copy = Buffer.from(ecServer);
  copy.write(year, at, 'latin1');
  return copy;
}
