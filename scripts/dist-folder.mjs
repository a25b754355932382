// The packaged wizard as a folder, by electron-builder: the archive, the runtime with its fuses, the console program
// below it, and the licenses of everything.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Arch, build, Platform } from 'electron-builder';
import { writeLicenses } from './dist-papers.mjs';
import { sizeOf } from './folder-files.mjs';
import { fuseNames, readFuses, wrongFuses } from './fuses.mjs';
import { root } from './setup.mjs';

const platforms = {
  win32: {
    platform: Platform.WINDOWS,
    folder: 'win-unpacked',
    executable: 'Defender Proxy Wizard.exe',
    runtimeExecutable: 'electron.exe',
  },
  linux: {
    platform: Platform.LINUX,
    folder: 'linux-unpacked',
    executable: 'defender-proxy-wizard',
    runtimeExecutable: 'electron',
  },
};

/** Most bytes that the wizard may add to a bare Electron and the console program. */
export const ownSizeLimit = 10_000_000;

/**
 * Packs for `win32` or `linux` out of the bundles in out/ and the console program in out/program.
 * `runtime`: null for the official Electron, which electron-builder downloads; otherwise the folder and the version of
 * another, for tests. Throws where a fuse is not as stated.
 */
export async function packFolder(name, { output, runtime = null, signed = false }) {
  const { platform, folder, executable, runtimeExecutable } = platforms[name];
  writeLicenses(path.join(root, 'out/licenses'));
  await build({
    targets: platform.createTarget('dir', Arch.x64),
    projectDir: root,
    publish: 'never',
    config: {
      directories: { output },
      extraMetadata: { signed },
      // What is downloaded has to be what the npm package of Electron names, and that one is in the lock file.
      electronDownload: { checksums: electronSums() },
      ...(runtime && {
        extends: configurationFor(path.join(runtime.folder, runtimeExecutable), output),
        electronDist: runtime.folder,
        electronVersion: runtime.version,
      }),
    },
  });
  const packed = path.join(output, folder);
  // electron-builder takes Electron's own program away from what it downloads, and leaves it where a folder is given.
  rmSync(path.join(packed, 'resources/default_app.asar'), { force: true });
  const file = path.join(packed, executable);
  const wrong = wrongFuses(file);
  if (wrong.length > 0) throw new Error(`${executable}: ${wrong.join('; ')}`);
  return { folder: packed, executable: file };
}

function electronSums() {
  return JSON.parse(readFileSync(path.join(root, 'node_modules/electron/checksums.json'), 'utf8'));
}

/** The configuration without the fuses that an older runtime does not have: setting those is a fault. */
function configurationFor(executable, output) {
  const has = readFuses(executable);
  const missing = fuseNames.filter((name) => !(name in has));
  const text = readFileSync(path.join(root, 'electron-builder.yml'), 'utf8');
  const file = path.join(output, 'electron-builder.yml');
  mkdirSync(output, { recursive: true });
  writeFileSync(file, text.replace(new RegExp(`^ {2}(?:${missing.join('|')}): .*\n`, 'gm'), ''));
  return file;
}

/** Bytes that the wizard itself takes in a packed folder: its archive and the licenses. */
export const ownSize = (packed) => sizeOf(path.join(packed, 'resources')) + sizeOf(path.join(packed, 'licenses'));
