import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ValueId } from '../../core/settings/catalogue.ts';
import type { RawImage } from '../machine.ts';
import { newHives, type RegistryFile, registryFile } from './registry-file.ts';
import { text } from './scenarios/stored-values.ts';
import { jsonBytes } from './state-file.ts';

let folder: string;
let registry: RegistryFile;

const dataCollection = 'HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\DataCollection';

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'lab-'));
  registry = registryFile(folder);
  const keys = [dataCollection, 'HKU\\S-1-5-19\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings'];
  const content = newHives(keys, { 'mdav.policy.proxyServer': text('http://proxy.contoso.com:8080') });
  await writeFile(path.join(folder, 'registry.json'), jsonBytes(content));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const raw = () => readFile(path.join(folder, 'registry.json'), 'utf8');
const read = async (id: ValueId) => (await registry.read([id])).get(id);
const present = (value: string): RawImage => ({ state: 'present', ...text(value) });

test.each([
  ['mde.telemetryProxyServer', 0],
  ['wininet.localService.connection', 1],
  ['mde.preferStaticProxy', 1],
  ['mdav.policy.sslOptions', 1],
  ['wininet.perUserPolicy', 2],
  ['tls.client12.enabled', 8],
] as const)('%s is absent with %i missing keys', async (id, missingKeys) => {
  expect(await read(id)).toEqual({ state: 'absent', missingKeys });
});

test.each([
  'mde.telemetryProxyServer',
  'wininet.localService.connection',
  'tls.client12.enabled',
  'dotnet.strongCrypto32',
] as const)('%s: writing and taking away what was missing restores the file byte for byte', async (id) => {
  const [before, image] = [await raw(), await read(id)];
  expect(await registry.write(id, present('proxy.contoso.com:8080'))).toBe(0);
  expect(await read(id)).toEqual(present('proxy.contoso.com:8080'));
  if (image?.state !== 'absent') throw new Error('starts absent');
  expect(await registry.write(id, image)).toBe(0);
  expect(await read(id)).toEqual(image);
  expect(JSON.parse(await raw())).toEqual(JSON.parse(before));
});

test('a key that was made empty by hand stays when no missing keys are to go', async () => {
  await registry.write('mde.preferStaticProxy', present('1'));
  await registry.write('mde.preferStaticProxy', { state: 'absent', missingKeys: 0 });
  expect(await read('mde.preferStaticProxy')).toEqual({ state: 'absent', missingKeys: 0 });
});

test('a key that holds something else, or other keys, is not taken away', async () => {
  await registry.write('mdav.policy.proxyServer', { state: 'absent', missingKeys: 2 });
  await registry.write('dotnet.strongCrypto', present('a'));
  await registry.write('dotnet.systemDefaultTls', present('b'));
  await registry.write('dotnet.strongCrypto', { state: 'absent', missingKeys: 2 });
  expect(await read('dotnet.systemDefaultTls')).toEqual(present('b'));
  expect(await read('mde.telemetryProxyServer')).toEqual({ state: 'absent', missingKeys: 0 });
});

test('exact bytes and unusual types are kept', async () => {
  const image: RawImage = { state: 'present', type: 1, bytes: Uint8Array.of(0x41, 0, 0x42) };
  await registry.write('mde.telemetryProxyServer', image);
  expect(await read('mde.telemetryProxyServer')).toEqual(image);
  const strange: RawImage = { state: 'present', type: 0xffff0001, bytes: new Uint8Array() };
  await registry.write('mde.telemetryProxyServer', strange);
  expect(await read('mde.telemetryProxyServer')).toEqual(strange);
});

test('names of keys and values compare without case', async () => {
  await writeFile(
    path.join(folder, 'registry.json'),
    JSON.stringify({ [dataCollection.toUpperCase()]: { TELEMETRYproxyserver: { type: 1, hex: '4100' } } }),
  );
  expect(await read('mde.telemetryProxyServer')).toMatchObject({ state: 'present' });
  await registry.write('mde.telemetryProxyServer', present('b'));
  expect(Object.values(JSON.parse(await raw())).filter((key) => JSON.stringify(key).includes('hex'))).toHaveLength(1);
});

test.each([
  ['not JSON', '{'],
  ['half a byte', JSON.stringify({ HKLM: { a: { type: 1, hex: '4' } } })],
  ['an unknown field', JSON.stringify({ HKLM: { a: { type: 1, hex: '', note: '' } } })],
  ['too large', ' '.repeat(4 * 1024 * 1024 + 1)],
])('a spoilt file (%s) makes every value unreadable and refuses writes', async (_why, content) => {
  await writeFile(path.join(folder, 'registry.json'), content);
  expect(await read('winhttp.machine')).toEqual({ state: 'unreadable', win32: 1015 });
  expect(await registry.write('winhttp.machine', present('a'))).toBe(1015);
  expect(await raw()).toBe(content);
});

test('writes at the same time are all kept', async () => {
  const ids = [
    'dotnet.strongCrypto',
    'dotnet.strongCrypto32',
    'mde.telemetryProxyServer',
    'mde.preferStaticProxy',
  ] as const;
  await Promise.all(ids.map((id) => registryFile(folder).write(id, present(id))));
  for (const id of ids) expect(await read(id)).toEqual(present(id));
});
