import { expect, test } from 'vitest';
import { lintBypass } from '../codecs/bypass-list.ts';
import { bypassLintText } from './bypass-lint-text.ts';
import { piece } from './prose-for-tests.ts';

const controller = { domain: 'contoso.local', role: 'domain-controller' } as const;

test.each([
  ['*', '* matches every host: with it, nothing goes through the proxy.'],
  ['*.microsoft.com', '*.microsoft.com matches hosts of Defender: with it, they are reached without the proxy.'],
  ['10.0.0.0/8', '10.0.0.0/8 is a range of addresses, which is compared as text and matches nothing. Write 10.*.'],
  [
    '<local>',
    'Its own domain is missing: this domain controller would reach it through the proxy. Add *.contoso.local.',
  ],
])('%s in the exceptions of a domain controller', (entry, says) => {
  expect(lintBypass([entry], controller).map(bypassLintText)).toContain(says);
});

test('every remark is a sentence', () => {
  const odd = ['a', 'A', '*', '*.azure.com', 'http://a', 'a:1', '10.0.0.0/8', '.a', '::1', 'a,b'];
  const texts = lintBypass(odd.slice(0, 2), controller)
    .concat(lintBypass(odd.slice(3), controller))
    .map(bypassLintText);
  expect(texts.length).toBeGreaterThan(9);
  for (const text of texts) {
    piece(text);
    expect(text).toMatch(/\.$/);
  }
});
