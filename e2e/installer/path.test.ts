import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { on, ownEntry, wizard } from './installed.ts';
import { smallVersion } from './small-version.ts';
import { type Computer, type StoredPath, wineComputer } from './wine-computer.ts';

/** What becomes of the PATH of the machine. */

const older = smallVersion('0.9.9');
/** Wine itself does not start with a PATH as long as a command prompt can hold, so here the limit is lower. */
const strict = smallVersion('0.9.8', [], { LONGEST_PATH: 274 * 9 + ownEntry.length });

let computer: Computer;
const { install, uninstall, isThere } = on(() => computer);

describe('the PATH of the machine', () => {
  beforeAll(() => {
    computer = wineComputer();
  });
  afterAll(() => computer.close());

  const long = Array.from({ length: 60 }, (_, index) => `%ProgramFiles%\\Contoso Päckchen ${index}\\bin`).join(';');
  const stored: readonly (readonly [string, StoredPath])[] = [
    ['with variables, of more than 1024 characters, and not only of ASCII', { type: 2, text: `%SystemRoot%;${long}` }],
    ['of a type without variables', { type: 1, text: 'C:\\windows' }],
    ['that ends with a semicolon', { type: 2, text: 'C:\\windows;;C:\\tools;' }],
    [
      'with entries that only look like ours',
      { type: 2, text: `X:${ownEntry.slice(2)};${ownEntry}2;${ownEntry}\\x;D${ownEntry}` },
    ],
    ['that is empty', { type: 2, text: '' }],
  ];

  test.each(stored)('%s: ours is added at the end, and removed without a trace', (_, value) => {
    expect(value.text.length > 1024 || value.text.length < 400).toBe(true);
    computer.storePath(value);
    expect(install('/PATH', older)).toBe(0);
    expect(computer.storedPath()).toEqual({
      type: value.type,
      text: value.text === '' ? ownEntry : `${value.text};${ownEntry}`,
    });
    expect(uninstall()).toBe(0);
    expect(computer.storedPath()).toEqual(value);
  });

  test('ours is removed also where somebody moved it to the beginning or the middle, in other letters', () => {
    for (const text of [`${ownEntry.toUpperCase()};C:\\windows`, `C:\\windows;${ownEntry};C:\\tools`]) {
      computer.storePath({ type: 2, text: 'C:\\windows' });
      expect(install('/PATH', older)).toBe(0);
      computer.storePath({ type: 2, text });
      expect(uninstall()).toBe(0);
      expect(computer.storedPath()?.text).toBe(
        text.replace(
          new RegExp(`;?${ownEntry.replaceAll('\\', '\\\\')};?`, 'i'),
          text.startsWith('C:\\windows') ? ';' : '',
        ),
      );
    }
  });

  test('an entry that somebody else made is not made twice, and stays', () => {
    const value = { type: 2, text: `C:\\windows;${ownEntry};C:\\tools` };
    computer.storePath(value);
    expect(install('/PATH', older)).toBe(0);
    expect(computer.storedPath()).toEqual(value);
    expect(uninstall()).toBe(0);
    expect(computer.storedPath()).toEqual(value);
  });

  test.each([
    ['would be too long', { type: 2, text: 'C:\\tools;'.repeat(274) }],
    ['is no text', { type: 7, text: 'C:\\windows\0C:\\tools\0' }],
  ])('one that %s is left as it is, and the exit code says so', (_, value) => {
    computer.storePath(value);
    expect(install('/PATH', strict)).toBe(7);
    expect([computer.storedPath(), isThere(wizard)]).toEqual([value, true]);
    expect(uninstall()).toBe(0);
    expect(computer.storedPath()).toEqual(value);
  });

  test('one that is not there is made, as text with variables', () => {
    computer.storePath(null);
    expect(install('/PATH', older)).toBe(0);
    expect(computer.storedPath()).toEqual({ type: 2, text: ownEntry });
    expect(uninstall()).toBe(0);
  });
});
