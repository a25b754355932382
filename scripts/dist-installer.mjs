// The installer out of a packed folder: the list of its files as NSIS commands, and makensis.
//
// https://nsis.sourceforge.io/Docs/

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { filesOf, sizeOf } from './folder-files.mjs';
import { root } from './setup.mjs';

const script = path.join(root, 'assets/installer/installer.nsi');

/** Where makensis is: by MAKENSIS, on the PATH, or where its own installer puts it. */
function makensis() {
  const places = [process.env.MAKENSIS, 'makensis'];
  for (const base of [process.env['ProgramFiles(x86)'], process.env.ProgramFiles])
    if (base !== undefined) places.push(path.join(base, 'NSIS', 'makensis.exe'));
  const found = places.find((place) => place && spawnSync(place, ['-VERSION'], { stdio: 'ignore' }).status === 0);
  if (found === undefined) throw new Error('makensis is missing: install NSIS 3.08 or later, or name it by MAKENSIS');
  return found;
}

/** NSIS for Windows has stubs of 32 bits only, and Debian's also those of 64, which Wine can run. */
function target(tool) {
  const { stdout } = spawnSync(tool, ['-HDRINFO'], { encoding: 'utf8' });
  const data = /NSISDIR=([^,\n]+)/.exec(stdout)?.[1] ?? '';
  return existsSync(path.join(data, 'Stubs/zlib-amd64-unicode')) ? 'amd64-unicode' : 'x86-unicode';
}

export function makensisVersion() {
  return spawnSync(makensis(), ['-VERSION'], { encoding: 'utf8' }).stdout.trim();
}

/** As a command of NSIS names a place at run time, where `$` begins a variable. */
const windows = (file) => file.replaceAll('/', '\\').replaceAll('$', '$$$$');

/** Two macros: one that installs each file, one that removes exactly these and the folders that are then empty. */
export function fileCommands(folder) {
  const files = filesOf(folder);
  const folders = [...new Set(files.map((file) => path.posix.dirname(file)))].sort();
  const install = folders.flatMap((name) => [
    `  SetOutPath ${name === '.' ? '"$INSTDIR"' : `"$INSTDIR\\${windows(name)}"`}`,
    ...files.filter((file) => path.posix.dirname(file) === name).map((file) => `  File "${path.join(folder, file)}"`),
  ]);
  const parents = new Set(folders.flatMap(withParents).filter((name) => name !== '.'));
  const deepestFirst = [...parents].sort((a, b) => b.split('/').length - a.split('/').length || (a < b ? -1 : 1));
  const remove = [
    ...files.map((file) => `  Delete "$INSTDIR\\${windows(file)}"`),
    ...deepestFirst.map((name) => `  RMDir "$INSTDIR\\${windows(name)}"`),
  ];
  const macro = (name, lines) => `!macro ${name}\n${lines.join('\n')}\n!macroend\n`;
  return macro('InstallFiles', install) + macro('RemoveFiles', remove);
}

function withParents(folder) {
  const parts = folder.split('/');
  return parts.map((_part, index) => parts.slice(0, index + 1).join('/'));
}

/**
 * Makes `output` from the files of `folder`. `compressor`: `lzma` for a release, `none` where only time
 * matters. `sign`: the command that signs a file, or null for a build that is marked as unsigned.
 * `more`: further definitions.
 */
export function makeInstaller({ folder, output, version, compressor = 'lzma', sign = null, more = {} }) {
  const tool = makensis();
  const work = mkdtempSync(path.join(os.tmpdir(), 'installer-'));
  try {
    const files = path.join(work, 'files.nsh');
    writeFileSync(files, fileCommands(folder));
    const defines = {
      VERSION: version,
      FILES: files,
      SIZE: Math.ceil(sizeOf(folder) / 1024),
      OUTPUT: output,
      LICENSE: path.join(root, 'LICENSE'),
      ICON: path.join(root, 'assets/icon.ico'),
      MARK: sign === null ? ' (unsigned build)' : '',
      TARGET: target(tool),
      COMPRESSOR: compressor,
      ...(sign !== null && { SIGN: sign }),
      ...more,
    };
    const dash = process.platform === 'win32' ? '/' : '-';
    const args = Object.entries(defines).map(([name, value]) => `${dash}D${name}=${value}`);
    const { status, stdout, stderr } = spawnSync(tool, [`${dash}V2`, `${dash}WX`, ...args, script], {
      encoding: 'utf8',
      maxBuffer: 16 << 20,
    });
    if (status !== 0) throw new Error(`makensis ended with ${status}:\n${stdout}${stderr}`);
    return output;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
