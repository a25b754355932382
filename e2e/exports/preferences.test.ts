import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { below, type Held64, type ProvenServer, provenServer } from './proven-server.ts';
import { read, readerFile, run } from './reader.ts';

/** Group Policy Preferences, checked by xmllint against what is published of its form, and read by Python's parser. */

let server: ProvenServer;
let at: (name: string) => string;
beforeAll(async () => {
  server = await provenServer();
  at = await server.exported('gpp');
});
afterAll(() => server.close());

const isValid = (file: string): boolean =>
  run('/usr/bin/xmllint', ['--noout', '--nonet', '--schema', readerFile('registry-preferences.xsd'), file]).code === 0;

/** The registry item of [MS-GPPREF] 4.2.22, which shows that the schema takes what Microsoft publishes. */
const published = `<?xml version="1.0" encoding="utf-8"?>
<RegistrySettings clsid="{A3CCFC41-DFDB-43a5-8D26-0FE8B954DA51}"><Registry clsid="{9CD4B2F4-923D-47f5-A062-E897DD1DAD50}" name="Enable Sample Application One" status="" image="12" changed="2010-01-17 20:40:03" uid="{7575141C-6FE6-4E8D-A564-7D9B5ACA8AC4}"><Properties action="U" displayDecimal="0" default="0" hive="HKEY_CURRENT_USER" key="MP3" name="Disallowed" type="REG_DWORD" value="00000001"/></Registry></RegistrySettings>`;

test.each(['Registry.xml', 'back-out-Registry.xml'])('%s fits the schema', (name) => {
  expect(isValid(at(name))).toBe(true);
});

test("the schema takes Microsoft's own sample", () => {
  writeFileSync(at('published.xml'), published);
  expect(isValid(at('published.xml'))).toBe(true);
});

const wrong: readonly [string, (text: string) => string][] = [
  ['an action that is none', (text) => text.replace('action="U"', 'action="X"')],
  ['another class', (text) => text.replace('{9CD4B2F4', '{9CD4B2F5')],
  ['a hive in short', (text) => text.replace('HKEY_LOCAL_MACHINE', 'HKLM')],
  ['an id twice', (text) => text.replaceAll(/uid="[^"]*"/g, 'uid="{7575141C-6FE6-4E8D-A564-7D9B5ACA8AC4}"')],
  ['an attribute that is none', (text) => text.replace('status=', 'state=')],
];

test.each(wrong)('the schema refuses %s', (_, change) => {
  const text = readFileSync(at('Registry.xml'), 'utf8');
  const changed = change(text);
  expect(changed).not.toBe(text);
  writeFileSync(at('wrong.xml'), changed);
  expect(isValid(at('wrong.xml'))).toBe(false);
});

interface Item {
  readonly properties: Readonly<Record<'action' | 'hive' | 'key' | 'name' | 'type' | 'value', string>>;
}

function putOver(all: Held64, items: readonly Item[]): Held64 {
  const held = new Map(all);
  for (const { properties } of items) {
    const { action, hive, key, name, type, value } = properties;
    expect(hive).toBe('HKEY_LOCAL_MACHINE');
    const place = `HKLM\\${key}\\${name}`;
    if (action === 'D') held.delete(place);
    else held.set(place, { type, data: type === 'REG_DWORD' ? Number.parseInt(value, 16) : value.toLowerCase() });
  }
  return held;
}

const carried = (all: Held64) => below(all, (place) => place.startsWith('HKLM\\') && !place.includes('\\Policies\\'));

test('its items are what apply wrote, and those of its twin what was there', () => {
  const items = (name: string) => read('preferences.py', at(name)) as Item[]; // as the reader prints them
  expect(putOver(carried(server.before), items('Registry.xml'))).toEqual(carried(server.after));
  expect(putOver(carried(server.after), items('back-out-Registry.xml'))).toEqual(carried(server.before));
  expect(carried(server.after).size).toBe(6);
});

interface Row {
  readonly Action: string;
  readonly 'OMA-URI': string;
  readonly Value: readonly { readonly element: string; readonly id?: string; readonly value?: string }[];
}

test('the list of OMA-URIs says what apply wrote, read as a table and as XML', async () => {
  const intune = await server.exported('intune');
  const rows = (name: string) => read('oma_uri.py', intune(name)) as Row[]; // as the reader prints them
  const defender = 'HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows Defender';
  for (const [name, all] of [
    ['oma-uri.csv', server.after],
    ['back-out-oma-uri.csv', server.before],
  ] as const) {
    const found = rows(name);
    expect(found.map((row) => row['OMA-URI'].split('/').at(-1))).toHaveLength(2);
    for (const row of found) {
      const leaf = row['OMA-URI'].split('/').at(-1) ?? '';
      const held = all.get(`${defender}\\${leaf}`);
      expect(row.Value).toEqual(
        held === undefined
          ? [{ element: 'disabled' }]
          : [{ element: 'enabled' }, { element: 'data', id: leaf, value: held.data }],
      );
    }
  }
});
