// What a fresh machine lacks: the npm packages of the lock file, and (on Debian and its kin) system packages.
// Only Node's own modules are used here: this runs before anything is installed.

import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
export const say = (text) => console.error(`[setup] ${text}`);

/** Debian packages by what needs them. */
export const debianPackages = {
  /** Electron's libraries and a virtual display. */
  window: ['xvfb', 'xauth', 'libgtk-3-0', 'libnss3', 'libgbm1', 'libasound2', 'fonts-liberation2'],
  /** A second engine for the same page. */
  browser: ['chromium'],
  /** Servers that others wrote; `squid-openssl` also intercepts, and excludes plain `squid`. */
  peers: ['squid-openssl', 'tinyproxy-bin', 'nginx', 'openssl'],
  /** What our own speed is measured against. */
  bench: ['curl'],
  /** What reads the exports: Ansible with its Windows modules, Samba's parser of Registry.pol, a validator of XML. */
  exports: ['ansible', 'python3-samba', 'libxml2-utils'],
  /** Windows' API on Linux; libgnutls30 is loaded at run time for TLS. */
  wine: ['wine', 'wine64', 'libgnutls30'],
  /** The installer's compiler, and what signs on Linux. */
  packaging: ['nsis', 'osslsigncode'],
  /** What looks at it from outside: opens the portable zip, reads the title of the window. */
  looking: ['unzip', 'x11-utils'],
};

/** Ends the program with one sentence where Node is too old. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(`Node ${process.versions.node} is too old: install Node 20.19 or later and run the command again.`);
  process.exit(2);
}

/** Runs a command to its end with its output shown; resolves to the exit code. */
export function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      stdio: 'inherit',
      cwd: root,
      shell: process.platform === 'win32' && command.endsWith('.cmd'),
      ...options,
    });
    child.on('error', (error) => {
      console.error(`${command}: ${error.message}`);
      resolve(127);
    });
    child.on('close', (code, signal) => resolve(code ?? (signal === null ? 1 : 128)));
  });
}

/** Installs the lock file's packages, unless exactly these are there already. */
export async function installPackages() {
  const stamp = path.join(root, 'node_modules', '.lock-sha256');
  const want = createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === want) return;
  say('installing npm packages (npm ci) …');
  rmSync(stamp, { force: true });
  // No package runs a script of its own; none of them has to.
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const code = await run(npm, args, { stdio: ['ignore', 2, 2] });
  if (code !== 0) throw new Error(`npm ci ended with code ${code}; see its messages above`);
  writeFileSync(stamp, want);
}

/** @returns those of the Debian packages that are not installed; null where this is no Debian. */
export function missingPackages(names) {
  if (process.platform !== 'linux') return [];
  // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query's own format fields
  const format = '-f=${Package} ${db:Status-Status}\n';
  const query = spawnSync('dpkg-query', ['-W', format, ...names], { encoding: 'utf8' });
  if (query.error) return null;
  const installed = new Set(
    query.stdout
      .split('\n')
      .filter((line) => line.endsWith(' installed'))
      .map((line) => line.split(' ')[0]),
  );
  return names.filter((name) => !installed.has(name));
}

/**
 * Installs Debian packages where it can. Elsewhere it names them and throws: a suite that cannot run has failed.
 * Daemons are kept from starting by a policy-rc.d that is taken away again.
 */
export async function installSystemPackages(names) {
  const missing = missingPackages(names);
  if (missing === null) {
    say(`this is no Debian: these have to be there already: ${names.join(' ')}`);
    return;
  }
  if (missing.length === 0) return;
  const byHand = `apt-get install --no-install-recommends ${missing.join(' ')}`;
  if (process.getuid?.() !== 0) throw new Error(`system packages are missing; run as root: ${byHand}`);
  say(`installing ${missing.join(' ')} …`);
  const policy = '/usr/sbin/policy-rc.d';
  const ours = !existsSync(policy);
  if (ours) writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const quiet = { env, stdio: ['ignore', 2, 2] };
    const install = () => run('apt-get', ['install', '-qq', '-y', '--no-install-recommends', ...missing], quiet);
    await run('apt-get', ['update', '-qq'], quiet);
    if ((await install()) !== 0) throw new Error(`system packages could not be installed: ${byHand}`);
  } finally {
    if (ours) rmSync(policy, { force: true });
  }
}

/** Whether a window can be shown here. */
export function hasDisplay(env = process.env) {
  if (process.platform !== 'linux') return true;
  return Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}
