import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import * as resedit from 'resedit';
import { expect, test } from 'vitest';
import { ownSizeLimit } from '../../scripts/dist-folder.mjs';
import { bundledPackages } from '../../scripts/dist-papers.mjs';
import { isSigned } from '../../scripts/dist-sign.mjs';
import { filesOf, sizeOf } from '../../scripts/folder-files.mjs';
import { readFuses, statedFuses, wrongFuses } from '../../scripts/fuses.mjs';
import { standInRuntime } from '../../scripts/stand-in-runtime.mjs';
import { openArchive } from './archive.ts';
import { packed, root, version } from './release.ts';

/** The folder that goes into the installer, as it was packed for Windows. */

const wizard = path.join(packed, 'Defender Proxy Wizard.exe');
const consoleProgram = path.join(packed, 'console/defender-proxy.exe');
const archive = openArchive(path.join(packed, 'resources/app.asar'));

const resourcesOf = (file: string) =>
  resedit.NtExecutableResource.from(resedit.NtExecutable.from(readFileSync(file), { ignoreCert: true }));

test('it is the runtime with one language, the archive, the console program and licenses', () => {
  const others = filesOf(standInRuntime()).filter(
    (file) => !['electron.exe', 'LICENSE', 'locales/de.pak', 'locales/en-GB.pak'].includes(file),
  );
  const ours = [
    'Defender Proxy Wizard.exe',
    'LICENSE.electron.txt',
    'resources/app.asar',
    'console/defender-proxy.exe',
    'console/native/koffi.node',
    'console/licenses/defender-proxy.txt',
    'console/licenses/koffi.txt',
    'console/licenses/node.txt',
    'licenses/defender-proxy-wizard.txt',
    'licenses/third-party.txt',
  ];
  expect(filesOf(packed)).toEqual([...others, ...ours].sort());
});

test('the archive holds the bundles and nothing that was there to build them', () => {
  // The window's program is in parts, and the page names its own.
  const isPart = (file: string) => /^out\/main\/[\w-]+-[\w-]{8}\.cjs$/.test(file);
  expect(archive.files.some(isPart)).toBe(true);
  expect(archive.files.filter((file) => !file.startsWith('out/renderer/') && !isPart(file))).toEqual([
    'out/main/answering.cjs',
    'out/main/main.cjs',
    'out/preload/preload.cjs',
    'out/worker/elevation-worker.cjs',
    'out/worker/winhttp-resolve-worker.cjs',
    'package.json',
  ]);
  for (const file of archive.files) expect(file).toMatch(/\.(?:cjs|js|css|html|json)$/);
  expect(archive.files).toContain('out/renderer/index.html');
});

test('no bundle in it names a folder of the machine that built it', () => {
  for (const file of archive.files) expect(archive.read(file).includes(root), file).toBe(false);
});

test('its package file says the version and that nobody signed it', () => {
  const about: unknown = JSON.parse(archive.read('package.json').toString('utf8'));
  expect(about).toMatchObject({ version, main: 'out/main/main.cjs', signed: false });
});

test('the executable knows the archive by its hash, so that an altered one is known', () => {
  const found = resourcesOf(wizard).entries.filter(({ type }) => type === 'INTEGRITY');
  const [entry] = found;
  if (entry === undefined) throw new Error('the executable has no hash of the archive');
  expect(found).toHaveLength(1);
  expect(entry.id).toBe('ELECTRONASAR');
  expect(JSON.parse(Buffer.from(entry.bin).toString('utf8'))).toEqual([
    { file: 'resources\\app.asar', alg: 'SHA256', value: archive.headerSha256 },
  ]);
  // The header has the hash of every file, and `read` compares it.
  for (const file of archive.files) archive.read(file);
});

test('every fuse is as it is stated, and all that Electron has are stated', () => {
  expect(wrongFuses(wizard)).toEqual([]);
  expect(Object.keys(readFuses(wizard)).sort()).toEqual(Object.keys(statedFuses()).sort());
  expect(readFuses(path.join(standInRuntime(), 'electron.exe'))).toMatchObject({ runAsNode: true });
});

test.each([
  [wizard, 'Defender Proxy Wizard.exe', /Defender Proxy Wizard|Sets up/],
  [consoleProgram, 'defender-proxy.exe', /console program/],
])('%s says what it is and of which version', (file, _, description) => {
  const [info] = resedit.Resource.VersionInfo.fromEntries(resourcesOf(file).entries);
  const [language] = info?.getAllLanguagesForStringValues() ?? [];
  if (info === undefined || language === undefined) throw new Error('no version');
  const { FileVersion, ProductVersion, ProductName, FileDescription } = info.getStringValues(language);
  expect([FileVersion, ProductVersion?.split('.').slice(0, 3).join('.'), ProductName]).toEqual([
    version,
    version,
    'Defender Proxy Wizard',
  ]);
  expect(FileDescription).toMatch(description);
});

test('the wizard asks for no rights by itself', () => {
  const manifest = resourcesOf(wizard).entries.find(({ type }) => type === 24); // RT_MANIFEST
  if (manifest === undefined) throw new Error('no manifest');
  const text = Buffer.from(manifest.bin).toString('utf8');
  expect(text).toContain('level="asInvoker"');
  expect(text).not.toMatch(/requireAdministrator|highestAvailable/);
});

test('both executables have our icon', () => {
  const ours = resedit.Data.IconFile.from(readFileSync(path.join(root, 'assets/icon.ico'))).icons.length;
  for (const file of [wizard, consoleProgram])
    expect(resourcesOf(file).entries.filter(({ type }) => type === 3).length, file).toBe(ours); // RT_ICON
});

test('nothing in it is signed by others as if it were ours', () => {
  for (const file of [wizard, consoleProgram, path.join(packed, 'console/native/koffi.node')])
    expect(isSigned(file), file).toBe(false);
});

test('it is no larger than a bare runtime, the console program and 10 MB', () => {
  const own = sizeOf(packed) - sizeOf(standInRuntime()) - sizeOf(path.join(root, 'out/program/win32-x64'));
  expect(ownSizeLimit).toBe(10_000_000);
  expect(own).toBeLessThanOrEqual(ownSizeLimit);
  expect(statSync(path.join(packed, 'resources/app.asar')).size).toBeGreaterThan(1_000_000);
});

test('the license of every package in the bundles comes along', () => {
  const text = readFileSync(path.join(packed, 'licenses/third-party.txt'), 'utf8');
  expect(bundledPackages()).toEqual(expect.arrayContaining(['node-forge', 'react', 'react-dom', 'zod']));
  for (const name of bundledPackages()) expect(text).toMatch(new RegExp(`^${name} \\d`, 'm'));
});
