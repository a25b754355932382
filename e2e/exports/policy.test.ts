import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodeRegistryPol, parseRegistryPol } from '../../electron/core/codecs/registry-pol.ts';
import { below, type Held, type Held64, type ProvenServer, placeOf, provenServer } from './proven-server.ts';
import { read, readerFile, run } from './reader.ts';

/** The forms of Group Policy, read by Samba and by the grammar of LGPO text, and compared with what `apply` wrote. */

let server: ProvenServer;
let at: (name: string) => string;
beforeAll(async () => {
  server = await provenServer();
  at = await server.exported('gpo');
});
afterAll(() => server.close());

const isPolicy = (place: string): boolean => place.startsWith('HKLM\\SOFTWARE\\Policies\\');
const carried = (all: Held64) => below(all, isPolicy);

const types: Readonly<Record<number, string>> = { 1: 'REG_SZ', 2: 'REG_EXPAND_SZ', 3: 'REG_BINARY', 4: 'REG_DWORD' };

interface Entry {
  readonly key: string;
  readonly value: string;
  readonly type: number;
  readonly data: string | number;
}

/** A policy that is put over what is held: what it sets is there, what it deletes is gone. */
function putOver(all: Held64, entries: readonly Entry[]): Held64 {
  const held = new Map(all);
  for (const { key, value, type, data } of entries) {
    const deleted = /^\*\*del\.(.*)$/i.exec(value)?.[1];
    if (deleted !== undefined) held.delete(`HKLM\\${key}\\${deleted}`);
    else held.set(`HKLM\\${key}\\${value}`, { type: types[type] ?? String(type), data });
  }
  return held;
}

test('Samba reads from Registry.pol what apply wrote, and from its twin what was there', () => {
  const apply = read('policy.py', at('Registry.pol')) as Entry[]; // as the reader prints them
  expect(putOver(carried(server.before), apply)).toEqual(carried(server.after));
  const back = read('policy.py', at('back-out-Registry.pol')) as Entry[]; // the same
  expect(putOver(carried(server.after), back)).toEqual(carried(server.before));
  expect(new Set(apply.map(({ key }) => key)).size).toBeGreaterThan(2);
});

test.each(['Registry.pol', 'back-out-Registry.pol'])('Samba writes %s with the same bytes', (name) => {
  const again = at(`${name}.samba`);
  read('policy.py', at(name), again);
  expect(readFileSync(again).equals(readFileSync(at(name)))).toBe(true);
});

test.each(['Registry.pol', 'back-out-Registry.pol'])('%s goes through the codec and back', (name) => {
  const bytes = Uint8Array.from(readFileSync(at(name)));
  const parsed = parseRegistryPol(bytes);
  expect(parsed.state).toBe('ok');
  expect(parsed.state === 'ok' && Buffer.from(encodeRegistryPol(parsed.entries)).equals(bytes)).toBe(true);
});

const broken: readonly [string, (bytes: Buffer) => Buffer][] = [
  ['cut off', (bytes) => bytes.subarray(0, bytes.length - 3)],
  ['of another version', (bytes) => Buffer.concat([bytes.subarray(0, 4), Buffer.of(2), bytes.subarray(5)])],
  ['no policy file', (bytes) => Buffer.concat([Buffer.from('Preg'), bytes.subarray(4)])],
  ['without a bracket', (bytes) => Buffer.concat([bytes.subarray(0, 8), Buffer.of(0x5c), bytes.subarray(9)])],
];

test.each(broken)('a file that is %s is refused', (_, change) => {
  const bytes = change(readFileSync(at('Registry.pol')));
  expect(parseRegistryPol(Uint8Array.from(bytes)).state).toBe('malformed');
});

test('Samba too refuses a file that is cut off', () => {
  writeFileSync(at('cut.pol'), readFileSync(at('Registry.pol')).subarray(0, -3));
  expect(run('/usr/bin/python3', [readerFile('policy.py'), at('cut.pol')]).code).not.toBe(0);
});

/**
 * LGPO text as the paper of LGPO.exe describes it; there is no other published reader of it. Lines that begin with `;`
 * and empty lines part the blocks; a block has four lines: configuration, key, value name, action.
 */
function lgpoEntries(text: string): Entry[] {
  const lines = text.split('\r\n').filter((line) => !line.startsWith(';'));
  const blocks = lines
    .join('\n')
    .split(/\n{2,}/)
    .map((block) => block.split('\n').filter((line) => line !== ''));
  return blocks
    .filter((block) => block.length > 0)
    .map((block) => {
      expect(block).toHaveLength(4);
      const [configuration, key = '', value = '', action = ''] = block;
      expect(configuration).toBe('Computer');
      if (action === 'DELETE') return { key, value: `**del.${value}`, type: 1, data: ' ' };
      const parts = /^(DWORD|SZ|EXSZ):(.*)$/.exec(action);
      if (parts === null) throw new Error(`no action of LGPO: ${action}`);
      if (parts[1] === 'DWORD') return { key, value, type: 4, data: Number(parts[2]) };
      return { key, value, type: parts[1] === 'SZ' ? 1 : 2, data: parts[2] ?? '' };
    });
}

test('LGPO text says the same as Registry.pol', () => {
  for (const [text, policy] of [
    ['lgpo.txt', 'Registry.pol'],
    ['back-out-lgpo.txt', 'back-out-Registry.pol'],
  ] as const)
    expect(lgpoEntries(readFileSync(at(text), 'ascii'))).toEqual(read('policy.py', at(policy)));
});

test('the table for doing it by hand names every policy with its template', () => {
  const table = readFileSync(at('policies-by-hand.md'), 'utf8');
  const telemetry: Held | undefined = server.after.get(placeOf('mde.telemetryProxyServer'));
  for (const word of [
    'DataCollection.admx, TelemetryProxy',
    'WindowsDefender.admx, ProxyServer',
    String(telemetry?.data),
  ])
    expect(table).toContain(word);
});
