import { expect, it } from 'vitest';
import { isWellFormed } from './well-formed.ts';

it.each([
  ['nothing', '', true],
  ['plain text', 'proxy.contoso.com', true],
  ['a whole pair', 'a\u{1f600}b', true],
  ['what lies around the surrogates', '\ud7ff\ue000', true],
  ['a first half', 'a\ud83d', false],
  ['a second half', '\ude00b', false],
  ['the halves the wrong way round', '\ude00\ud83d', false],
])('%s', (_what, text, wellFormed) => {
  expect(isWellFormed(text)).toBe(wellFormed);
});
