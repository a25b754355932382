import { bytesOf, textOf } from '../codecs/registry-data.ts';
import type { CatalogueEntry } from '../settings/catalogue.ts';
import { type Absent, type Present, regType } from '../settings/reading.ts';
import type { Direction } from './refusal.ts';
import { type RegistryChange, stateAt } from './registry-change.ts';

/**
 * A file for `reg import` and `regedit`, to be stored as UTF-16LE with its mark. Exact bytes for whatever could be read
 * in two ways. A key that the change has made stays behind empty: this format could only delete it with all that others
 * have put into it since.
 */
export function regFile(changes: readonly RegistryChange[], direction: Direction, remarks: readonly string[]): string {
  const sections = changes.map((change) => [
    `[${hives[change.entry.hive]}\\${change.entry.key}]`,
    `"${escaped(change.entry.name)}"=${dataText(stateAt(change, direction))}`,
    '',
  ]);
  const lines = [
    'Windows Registry Editor Version 5.00',
    '',
    ...remarks.map((text) => `; ${text}`),
    '',
    ...sections.flat(),
  ];
  return `${lines.join('\r\n')}\r\n`;
}

/** The paths of 32-bit values name WOW6432Node themselves, so the file is for 64-bit programs as it stands. */
const hives: Readonly<Record<CatalogueEntry['hive'], string>> = {
  HKLM: 'HKEY_LOCAL_MACHINE',
  HKU: 'HKEY_USERS',
  HKCU: 'HKEY_CURRENT_USER',
};

const escaped = (text: string): string => text.replace(/[\\"]/g, '\\$&');

function dataText(image: Absent | Present): string {
  if (image.state === 'absent') return '-';
  if (image.type === regType.dword && image.hex.length === 8)
    return `dword:${[...bytesOf(image.hex)].reverse().map(hexByte).join('')}`;
  if (image.type === regType.sz) {
    const text = textOf(image);
    const isWhole = text.state === 'value' && image.hex.length === (text.value.length + 1) * 4;
    if (isWhole && /^[\x20-\x7e]*$/.test(text.value)) return `"${escaped(text.value)}"`;
  }
  const type = image.type === regType.binary ? 'hex' : `hex(${image.type.toString(16)})`;
  return `${type}:${[...bytesOf(image.hex)].map(hexByte).join(',')}`;
}

const hexByte = (byte: number): string => byte.toString(16).padStart(2, '0');
