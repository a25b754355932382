import { describe, expect, it } from 'vitest';
import { suggestIntent } from '../../electron/core/plan/suggest.ts';
import { type Draft, draftOf, sameRoute } from '../wizard/draft.ts';
import { snapshotOf } from '../wizard/values-for-tests.ts';
import { writtenForms } from './written-forms.ts';

const snapshot = snapshotOf();
const draft: Draft = {
  ...draftOf(suggestIntent(snapshot)),
  products: { mdi: true, mde: true, mdav: true },
  way: 'static',
  proxy: 'proxy.contoso.com:8080',
  own: { mdi: sameRoute, mde: sameRoute, mdav: sameRoute },
  winhttp: true,
};

describe('the four forms of one proxy', () => {
  it('are those of the four places', () => {
    expect(writtenForms(draft, snapshot).map(([, form]) => form)).toEqual([
      'http://proxy.contoso.com:8080',
      'proxy.contoso.com:8080',
      'http://proxy.contoso.com:8080',
      'proxy.contoso.com:8080',
    ]);
  });

  it('wait until the text is whole', () => {
    expect(writtenForms({ ...draft, proxy: 'proxy.contoso.com' }, snapshot).every(([, form]) => form === null)).toBe(
      true,
    );
  });

  it("show a product's own proxy in its place", () => {
    const part: Draft = { ...draft, own: { ...draft.own, mdav: { kind: 'static', text: '10.0.0.7:3128' } } };
    expect(writtenForms(part, snapshot).map(([, form]) => form)).toContain('http://10.0.0.7:3128');
  });

  it('leave out what does not take it', () => {
    const part: Draft = {
      ...draft,
      products: { mdi: false, mde: true, mdav: true },
      own: { ...draft.own, mde: { kind: 'keep', text: '' } },
      winhttp: false,
    };
    expect(writtenForms(part, snapshot)).toHaveLength(1);
  });
});
