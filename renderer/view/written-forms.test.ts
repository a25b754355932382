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

  it('name the settings of the accounts, not ProxyUrl, where the legacy method stays', () => {
    const finding = { rule: 'D1', severity: 'warning', strength: 'read', values: [], facts: {} } as const;
    const legacy = { ...snapshot, findings: [{ ...finding, values: [] }] };
    const [stays] = writtenForms({ ...draft, legacy: 'update' }, legacy);
    expect(stays).toEqual(['Defender for Identity, settings of its accounts', 'proxy.contoso.com:8080']);
    const [moves] = writtenForms({ ...draft, legacy: 'migrate' }, legacy);
    expect(moves).toEqual(['Defender for Identity, ProxyUrl', 'http://proxy.contoso.com:8080']);
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
