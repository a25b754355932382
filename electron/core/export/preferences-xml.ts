import { hexOf } from '../codecs/registry-data.ts';
import type { Absent, Present } from '../settings/reading.ts';
import { windowsLines } from './export-file.ts';
import type { Direction } from './refusal.ts';
import { type PlainData, plainData, type RegistryChange, stateAt } from './registry-change.ts';

/**
 * `Registry.xml` of Group Policy Preferences, for the computer. [MS-GPPREF] 2.2.1.17; REG_BINARY is not in its list of
 * types, but the editor and `Set-GPPrefRegistryValue` write it, as hexadecimal digits.
 * https://learn.microsoft.com/openspecs/windows_protocols/ms-gppref/e5c0cb82-7768-4b9d-ba87-2a8a4684afee
 */
export function preferencesXml(
  changes: readonly RegistryChange[],
  direction: Direction,
  plan: { readonly createdAt: string; readonly digest: string },
): string {
  return windowsLines([
    '<?xml version="1.0" encoding="utf-8"?>',
    '<RegistrySettings clsid="{A3CCFC41-DFDB-43a5-8D26-0FE8B954DA51}">',
    ...changes.flatMap((change) => item(change, direction, plan)),
    '</RegistrySettings>',
  ]);
}

function item(
  change: RegistryChange,
  direction: Direction,
  { createdAt, digest }: { readonly createdAt: string; readonly digest: string },
): string[] {
  const { key, name, type } = change.entry;
  const image = stateAt(change, direction);
  const changed = createdAt.slice(0, 19).replace('T', ' ');
  const item: [string, string][] = [
    ['clsid', '{9CD4B2F4-923D-47f5-A062-E897DD1DAD50}'],
    ['name', name],
    ['status', name],
    ['image', String(imageOf(image, type))],
    ['changed', changed],
    ['uid', itemId(digest, change.operation, direction)],
    ['bypassErrors', '1'],
  ];
  const properties: [string, string][] = [
    ['action', image.state === 'absent' ? 'D' : 'U'],
    ['displayDecimal', type === 'REG_DWORD' ? '1' : '0'],
    ['default', '0'],
    ['hive', 'HKEY_LOCAL_MACHINE'],
    ['key', key],
    ['name', name],
    ...(image.state === 'absent'
      ? ([
          ['type', type],
          ['value', ''],
        ] as const)
      : typeAndValue(image)
    ).map(([a, b]): [string, string] => [a, b]),
  ];
  return [`\t<Registry ${attributes(item)}>`, `\t\t<Properties ${attributes(properties)}/>`, '\t</Registry>'];
}

function typeAndValue(image: Present): readonly (readonly [string, string])[] {
  const data = plainData(image);
  if (data === null) throw new Error('Data that a preference cannot hold was not refused.');
  return [
    ['type', types[data.kind]],
    ['value', valueText(data)],
  ];
}

const types: Readonly<Record<PlainData['kind'], string>> = {
  text: 'REG_SZ',
  expandable: 'REG_EXPAND_SZ',
  number: 'REG_DWORD',
  bytes: 'REG_BINARY',
};

function valueText(data: PlainData): string {
  switch (data.kind) {
    case 'text':
    case 'expandable':
      return data.text;
    case 'number':
      return data.number.toString(16).toUpperCase().padStart(8, '0');
    case 'bytes':
      return hexOf(data.bytes).toUpperCase();
    default:
      return data satisfies never;
  }
}

/** The icon that the editor shows: of a text or a number, by action. */
function imageOf(image: Absent | Present, type: string): number {
  const isText = type === 'REG_SZ' || type === 'REG_EXPAND_SZ';
  if (image.state === 'absent') return isText ? 8 : 13;
  return isText ? 7 : 12;
}

/** The same plan gives the same id, so that an item that is imported again is known again. */
function itemId(digest: string, operation: number, direction: Direction): string {
  const hex = digest.toUpperCase();
  const own = `${direction === 'apply' ? '0' : '1'}${operation.toString(16).toUpperCase().padStart(3, '0')}`;
  return `{${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(12, 15)}-8${hex.slice(15, 18)}-${hex.slice(18, 26)}${own}}`;
}

const attributes = (pairs: readonly (readonly [string, string])[]): string =>
  pairs.map(([name, value]) => `${name}="${xmlText(value)}"`).join(' ');

/** A text inside double quotes of XML. Plain data holds no control characters, which XML could not hold. */
export function xmlText(text: string): string {
  return text.replace(/[&<>"]/g, (unit) => named[unit] ?? unit);
}

const named: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
