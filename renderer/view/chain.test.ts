import { describe, expect, it } from 'vitest';
import type { Certificate, Trust } from '../../electron/core/connectivity/observation.ts';
import { chainOf } from './chain.ts';

const hash = (mark: string) => mark.repeat(64).slice(0, 64);
const certificate = (cn: string, mark: string): Certificate => ({
  subject: `CN=${cn}`,
  subjectCn: cn,
  issuer: '',
  issuerCn: null,
  organisation: null,
  serial: '01',
  sha1: mark.repeat(40).slice(0, 40),
  sha256: hash(mark),
  notBefore: '2026-01-01T00:00:00.000Z',
  notAfter: '2027-01-01T00:00:00.000Z',
  names: [],
  isCa: false,
  selfSigned: false,
  key: '',
  signature: '',
  caIssuers: [],
  issuedBy: null,
});
const leaf = certificate('leaf', 'a');
const issuing = certificate('issuing', 'b');
const stray = certificate('stray', 'c');
const trust = (path: Trust['path']): Trust => ({ trusted: true, errors: [], path, root: null });

describe('the tree of certificates', () => {
  it('goes from the root down, with what was sent told from what was found here', () => {
    const view = chainOf({
      presented: [leaf, issuing],
      trust: trust([
        { cn: 'leaf', sha256: hash('a') },
        { cn: 'issuing', sha256: hash('b') },
        { cn: 'root', sha256: hash('d') },
      ]),
    });
    expect(view.path.map(({ name, from }) => [name, from])).toEqual([
      ['root', 'local'],
      ['issuing', 'sent'],
      ['leaf', 'sent'],
    ]);
    expect(view.extra).toEqual([]);
  });

  it('keeps apart what was sent and is not needed', () => {
    const view = chainOf({ presented: [leaf, stray], trust: trust([{ cn: 'leaf', sha256: hash('a') }]) });
    expect(view.extra.map(({ name }) => name)).toEqual(['stray']);
  });

  it('shows what was sent where no path could be built', () => {
    for (const judged of [null, trust([])]) {
      const view = chainOf({ presented: [leaf, issuing], trust: judged });
      expect(view.path.map(({ name }) => name)).toEqual(['issuing', 'leaf']);
    }
  });

  it('is empty where nothing was sent', () => {
    expect(chainOf({ presented: [], trust: null })).toEqual({ path: [], extra: [] });
  });
});
