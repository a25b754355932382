import { describe, expect, it } from 'vitest';
import { windowOptions, windowTitle } from './window-options.ts';

const at = { title: 'x', preload: '/p.cjs' };

describe('windowOptions', () => {
  it('locks the page away from Node', () => {
    expect(windowOptions({ ...at, packaged: true }).webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      webSecurity: true,
    });
  });

  it('has developer tools only before packaging', () => {
    expect(windowOptions({ ...at, packaged: true }).webPreferences?.devTools).toBe(false);
    expect(windowOptions({ ...at, packaged: false }).webPreferences?.devTools).toBe(true);
  });

  it('fits a console of 1024×768', () => {
    const options = windowOptions({ ...at, packaged: true });
    expect(options.minWidth).toBeLessThanOrEqual(1024);
    expect(options.minHeight).toBeLessThanOrEqual(728);
  });
});

describe('windowTitle', () => {
  it('names the machine once it is known, and marks the lab', () => {
    expect(windowTitle(null, { lab: true, unsigned: false })).toBe('Defender Proxy Wizard — LAB');
    expect(windowTitle('SRV01', { lab: false, unsigned: false })).toBe('Defender Proxy Wizard — SRV01');
    expect(windowTitle('SRV01', { lab: true, unsigned: false })).toBe('Defender Proxy Wizard — SRV01 — LAB');
  });

  it('marks a build that nobody signed', () => {
    expect(windowTitle('SRV01', { lab: false, unsigned: true })).toBe('Defender Proxy Wizard — SRV01 — unsigned build');
  });
});
