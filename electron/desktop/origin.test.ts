import { describe, expect, it } from 'vitest';
import { isOwnRequest, isWizardPage } from './origin.ts';

/** A frame that is gone: Electron throws on every look at it. */
const gone = {
  get url(): string {
    throw new Error('Render frame was disposed before WebFrameMain could be accessed');
  },
  parent: null,
};

describe('isWizardPage', () => {
  it.each(['app://wizard/', 'app://wizard/index.html', 'app://wizard/#review'])('accepts %s as top frame', (url) => {
    expect(isWizardPage({ url, parent: null })).toBe(true);
  });

  it.each([
    'app://ticket/6f2b1c1e-0f5f-4a57-9d6e-0d6cf1b5a111',
    'app://wizard.contoso.com/',
    'app://wizard@ticket/',
    'app://user@wizard/',
    'app://wizard:8080/',
    'https://wizard/',
    'file:///wizard/index.html',
    'about:blank',
    'data:text/html,app://wizard/',
    '',
  ])('refuses %j', (url) => {
    expect(isWizardPage({ url, parent: null })).toBe(false);
  });

  it('refuses the wizard page inside another frame', () => {
    // Only presence of a parent matters here.
    const parent = { url: 'app://wizard/' } as Parameters<typeof isWizardPage>[0] & object as never;
    expect(isWizardPage({ url: 'app://wizard/', parent })).toBe(false);
  });

  it('refuses a frame that is gone', () => {
    expect(isWizardPage(null)).toBe(false);
    expect(isWizardPage(undefined)).toBe(false);
    expect(isWizardPage(gone)).toBe(false);
  });
});

describe('isOwnRequest', () => {
  it.each([
    ['app://wizard/', true, true],
    ['app://ticket/1', true, true],
    ['https://contoso.com/', true, false],
    ['http://127.0.0.1/app://wizard/', true, false],
    ['file:///etc/hosts', true, false],
    ['ws://contoso.com/', true, false],
    ['devtools://devtools/bundled/x.js', true, false],
    ['devtools://devtools/bundled/x.js', false, true],
    ['https://contoso.com/', false, false],
  ])('%s, packaged %s: %s', (address, packaged, allowed) => {
    expect(isOwnRequest(address, packaged)).toBe(allowed);
  });
});
