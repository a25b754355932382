// A folder with the names of Electron for Windows, for tests of the packaging on machines that cannot download the
// real one: its executable is Windows' own Node with the fuses of a fresh Electron. It never goes into a release.

import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as resedit from 'resedit';
import { fuseNames, sentinel } from './fuses.mjs';
import { cacheFolder, pinned, pinnedPackage } from './pinned-package.mjs';

/** What every Electron for Windows has beside its executable. */
const files = [
  'LICENSE',
  'LICENSES.chromium.html',
  'chrome_100_percent.pak',
  'chrome_200_percent.pak',
  'd3dcompiler_47.dll',
  'ffmpeg.dll',
  'icudtl.dat',
  'libEGL.dll',
  'libGLESv2.dll',
  'locales/de.pak',
  'locales/en-GB.pak',
  'locales/en-US.pak',
  'resources.pak',
  'resources/stand-in.txt',
  'snapshot_blob.bin',
  'v8_context_snapshot.bin',
  'vk_swiftshader.dll',
  'vk_swiftshader_icd.json',
  'vulkan-1.dll',
];

/** Which fuses a fresh Electron has on. */
const onWhenFresh = [
  'runAsNode',
  'enableNodeOptionsEnvironmentVariable',
  'enableNodeCliInspectArguments',
  'grantFileProtocolExtraPrivileges',
  'wasmTrapHandlers',
];

const layout = 2; // raise when what is made here changes

/** @returns the folder, made once per machine */
export function standInRuntime() {
  const folder = path.join(cacheFolder, `stand-in-electron-${pinned.nodeWindows.version}-${layout}`);
  if (existsSync(folder)) return folder;
  const work = `${folder}.${process.pid}`;
  try {
    for (const file of files) {
      mkdirSync(path.dirname(path.join(work, file)), { recursive: true });
      writeFileSync(path.join(work, file), `stands for ${file}\n`);
    }
    writeFileSync(path.join(work, 'version'), '0.0.0');
    writeFileSync(path.join(work, 'electron.exe'), executable());
    if (!existsSync(folder)) renameSync(work, folder);
    return folder;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function executable() {
  const node = readFileSync(path.join(pinnedPackage(pinned.nodeWindows), 'bin/node.exe'));
  const program = resedit.NtExecutable.from(node, { ignoreCert: true });
  const resources = resedit.NtExecutableResource.from(program);
  const wire = fuseNames.map((name) => (onWhenFresh.includes(name) ? '1' : '0')).join('');
  const bin = Buffer.from(`${sentinel}\x01${String.fromCharCode(fuseNames.length)}${wire}`, 'latin1');
  const rawData = 10; // RT_RCDATA
  resources.entries.push({ type: rawData, id: 'FUSES', lang: 0, codepage: 0, bin: new Uint8Array(bin).buffer });
  resources.outputResource(program);
  return Buffer.from(program.generate());
}
