// Windows on Linux, for tests: a Wine prefix that says it is a Windows Server domain controller, Windows' own
// node.exe, and koffi's Windows binary. Needs the Debian packages of `debianPackages.wine`.

import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder, pinned, pinnedPackage } from './pinned-package.mjs';
import { root } from './setup.mjs';

/** What RtlGetVersion, GetProductInfo and our own reader see after import. */
const serverFacts = `Windows Registry Editor Version 5.00

[HKEY_LOCAL_MACHINE\\Software\\Microsoft\\Windows NT\\CurrentVersion]
"ProductName"="Windows Server 2022 Standard"
"InstallationType"="Server"
"EditionID"="ServerStandard"
"CurrentBuild"="20348"
"CurrentBuildNumber"="20348"
"DisplayVersion"="21H2"

[HKEY_LOCAL_MACHINE\\System\\CurrentControlSet\\Control\\ProductOptions]
"ProductType"="LanmanNT"
`;

/** Wine's environment for a prefix: no display, no messages, no desktop integration. */
export function wineEnvironment(prefix) {
  const env = { ...process.env, WINEPREFIX: prefix, WINEDEBUG: '-all' };
  env.WINEDLLOVERRIDES = 'mscoree,mshtml=;winemenubuilder.exe=d';
  delete env.DISPLAY;
  return env;
}

function wine(prefix, command, args) {
  // stdout and stderr have to be two streams: inside Wine the second of a merged pair fails.
  const result = spawnSync(command, args, { env: wineEnvironment(prefix), stdio: ['ignore', 'ignore', 'ignore'] });
  if (result.status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${result.status ?? result.error}`);
}

/** Ends the prefix's own server, which also writes its registry to disk. */
export function endWine(prefix) {
  const env = wineEnvironment(prefix);
  spawnSync('wineserver', ['-k'], { env, stdio: 'ignore' });
  spawnSync('wineserver', ['-w'], { env, stdio: 'ignore' });
}

/** Makes the template prefix once per machine (about 10 s). */
export function template() {
  const prefix = path.join(cacheFolder, 'wine-8-server-2022');
  if (existsSync(prefix)) return prefix;
  mkdirSync(cacheFolder, { recursive: true });
  const work = `${prefix}.${process.pid}`;
  try {
    wine(work, 'wineboot', ['-i']);
    wine(work, 'winecfg', ['-v', 'win10']);
    writeFileSync(path.join(work, 'drive_c', 'server.reg'), serverFacts);
    wine(work, 'wine', ['regedit', '/S', 'C:\\server.reg']);
    endWine(work);
    if (!existsSync(prefix)) renameSync(work, prefix);
    return prefix;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** A fresh prefix for one run; the caller ends it with `endWine` and removes it. */
export function freshPrefix(folder) {
  cpSync(template(), folder, { recursive: true, verbatimSymlinks: true });
  return folder;
}

/** Windows' node.exe, and a folder with koffi for Windows as `node_modules`. */
export function windowsNode(folder) {
  const modules = path.join(folder, 'node_modules');
  cpSync(path.join(root, 'node_modules/koffi'), path.join(modules, 'koffi'), { recursive: true });
  cpSync(pinnedPackage(pinned.koffiWindows), path.join(modules, '@koromix/koffi-win32-x64'), { recursive: true });
  return path.join(pinnedPackage(pinned.nodeWindows), 'bin/node.exe');
}
