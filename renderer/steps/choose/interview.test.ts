import { describe, expect, it } from 'vitest';
import { suggestIntent } from '../../../electron/core/plan/suggest.ts';
import { type Draft, draftOf } from '../../wizard/draft.ts';
import { type DraftField, faultsOf } from '../../wizard/draft-intent.ts';
import { snapshotOf } from '../../wizard/values-for-tests.ts';
import { faultSentence } from './interview.ts';

const snapshot = snapshotOf();
const said = (field: DraftField, part: Partial<Draft>) => {
  const draft: Draft = { ...draftOf(suggestIntent(snapshot)), ...part };
  const faults = faultsOf(draft, snapshot);
  return faultSentence({ draft, snapshot, faults, tried: true, change: () => undefined, open: () => undefined }, field);
};

describe('what is said of the address of a PAC file', () => {
  it.each([
    ['', /write the address of the PAC file, such as http:\/\/proxy\.contoso\.com\/proxy\.pac\.$/],
    ['javascript:1', /begins with http:\/\/ or https:\/\//],
    ['javascript:alert(1)', /begins with http:\/\/ or https:\/\//],
    ['file:///c:/proxy.pac', /begins with http:\/\/ or https:\/\//],
    ['ftp://proxy.contoso.com/proxy.pac', /begins with http:\/\/ or https:\/\//],
    ['proxy.contoso.com/proxy.pac', /scheme is missing; write http:\/\/proxy\.contoso\.com\/proxy\.pac\.$/],
    [
      `http://proxy.contoso.com/${'a'.repeat(3000)}`,
      /^The address is too long; write one of at most 2048 characters\.$/,
    ],
    ['http://[::1]/proxy.pac', /IPv6/],
  ])('%.40s', (pacUrl, sentence) => {
    expect(said('pacUrl', { way: 'pac', pacUrl })).toMatch(sentence);
  });
});

it('names a very long exception by its beginning', () => {
  const bypass = `*.contoso.local; ${'a'.repeat(40_000)}`;
  const sentence = said('bypass', { way: 'static', proxy: 'proxy:1', winhttp: true, bypass });
  expect(sentence).toMatch(/^a{60}…: /);
  expect(sentence?.length).toBeLessThan(200);
  expect(said('bypass', { way: 'static', winhttp: true, bypass: '[' })).toMatch(/^\[: /);
});
