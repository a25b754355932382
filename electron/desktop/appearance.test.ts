import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { type Appearance, chosenAppearance } from './appearance.ts';

/** A theme as Electron's: it tells of every change, also of those that it was told itself. */
class Theme extends EventEmitter {
  told = 0;
  inForcedColorsMode = false;
  #source: Appearance = 'system';
  get themeSource(): Appearance {
    return this.#source;
  }
  set themeSource(source: Appearance) {
    this.#source = source;
    this.told += 1;
    this.emit('updated');
  }
  force(forced: boolean): void {
    this.inForcedColorsMode = forced;
    this.emit('updated');
  }
}

describe('chosenAppearance', () => {
  it('shows what was remembered at once, and nothing anew where Windows decides', () => {
    const dark = new Theme();
    chosenAppearance(dark, 'dark');
    expect([dark.themeSource, dark.told]).toEqual(['dark', 1]);
    const usual = new Theme();
    chosenAppearance(usual, 'system');
    expect(usual.told).toBe(0);
  });

  it('shows and remembers what is chosen', () => {
    const theme = new Theme();
    const appearance = chosenAppearance(theme, 'system');
    appearance.choose('light');
    expect([theme.themeSource, appearance.now()]).toEqual(['light', 'light']);
    appearance.choose('system');
    expect([theme.themeSource, appearance.now()]).toEqual(['system', 'system']);
  });

  it('leaves a contrast theme to Windows, and remembers the choice for afterwards', () => {
    const theme = new Theme();
    theme.inForcedColorsMode = true;
    const appearance = chosenAppearance(theme, 'dark');
    expect([theme.themeSource, appearance.now()]).toEqual(['system', 'dark']);
    appearance.choose('light');
    expect([theme.themeSource, appearance.now()]).toEqual(['system', 'light']);
    theme.force(false);
    expect(theme.themeSource).toBe('light');
    theme.force(true);
    expect([theme.themeSource, appearance.now()]).toEqual(['system', 'light']);
    const told = theme.told;
    theme.emit('updated');
    expect(theme.told).toBe(told);
  });
});
