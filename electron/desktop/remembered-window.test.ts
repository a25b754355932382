import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseWindow, readWindow, writeWindow } from './remembered-window.ts';

const place = { x: 100, y: 50, width: 900, height: 600, maximised: false };
const nothing = { place: null, appearance: 'system' };

describe('parseWindow', () => {
  it('takes back what was written', () => {
    for (const appearance of ['system', 'light', 'dark'] as const)
      expect(parseWindow(JSON.stringify({ ...place, appearance }))).toEqual({ place, appearance });
  });

  it('takes a file of a version that kept the place alone', () => {
    expect(parseWindow(JSON.stringify(place))).toEqual({ place, appearance: 'system' });
  });

  it('believes nothing of a file with anything else in it, or with what no desktop has', () => {
    const { x, ...short } = place;
    const bad = [
      { ...place, appearance: 'pink' },
      { ...place, appearance: null },
      { ...place, appearance: ['dark'] },
      { ...place, appearance: 'dark', more: x },
      { ...short, appearance: 'dark' },
      { appearance: 'dark' },
      { ...place, width: 0 },
      { ...place, x: 1e9 },
      { ...place, x: 0.5 },
      { ...place, x: '1' },
      { ...place, maximised: 1 },
      { ...place, more: x },
      short,
      [],
      null,
      'x',
    ];
    for (const value of bad) expect(parseWindow(JSON.stringify(value)), JSON.stringify(value)).toEqual(nothing);
    expect(parseWindow('')).toEqual(nothing);
    expect(parseWindow(JSON.stringify(place) + ' '.repeat(2000))).toEqual(nothing);
  });
});

describe('the file', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'window-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('keeps the appearance also where the screen of the place is gone, or was never there', async () => {
    const file = path.join(folder, 'window.json');
    expect(await readWindow(file, [])).toEqual(nothing);
    await writeWindow(file, place, 'dark');
    expect(await readWindow(file, [{ x: 0, y: 0, width: 1024, height: 728 }])).toEqual({ place, appearance: 'dark' });
    expect(await readWindow(file, [])).toEqual({ place: null, appearance: 'dark' });
  });
});
