import { describe, expect, test } from 'vitest';
import { GrammarFault } from '../settings/grammar.ts';
import { faultText, faultWords } from './grammar-text.ts';
import { piece } from './prose-for-tests.ts';

describe('refused texts', () => {
  test.each(GrammarFault.shape.kind.options)('%s is one sentence that says what to write instead', (kind) => {
    for (const instead of [null, 'proxy.contoso.com:8080']) {
      for (const field of [undefined, 'mde.route.proxy']) {
        const text = faultText({ kind, instead }, field);
        piece(text, 260);
        expect(text).toMatch(/; write .+\.$/);
        expect(text.startsWith(field === undefined ? text.charAt(0).toUpperCase() : 'mde.route.proxy: ')).toBe(true);
        if (instead !== null) expect(text.endsWith(`write ${instead}.`)).toBe(true);
      }
    }
    piece(faultWords(kind));
  });

  test('a fault that nobody knows is still said', () => {
    piece(faultWords('frobnicated'));
  });
});
