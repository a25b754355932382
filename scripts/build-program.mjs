#!/usr/bin/env node
// Makes `defender-proxy`, the console program as one executable that needs no Node: the bundle of out/cli inside
// Node's own executable, from npm packages alone, on Linux or Windows.
//
//   node scripts/build-program.mjs [win32-x64|linux-x64 …]     default: both, into out/program/
//
// https://nodejs.org/docs/latest-v22.x/api/single-executable-applications.html

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  constants,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as resedit from 'resedit';
import { cacheFolder, pinned, pinnedPackage } from './pinned-package.mjs';
import { root, say } from './setup.mjs';

const english = 1033;
/** The switch in Node's executable that says whether a program was put into it. */
const fuse = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';
const resource = 'NODE_SEA_BLOB';

/**
 * SECURITY: what Node would do because of a variable in the environment of whoever starts it, and may not in a program
 * that runs with administrator rights: take compiled code from a folder, load locale data, write files to a place.
 * (NODE_OPTIONS and OPENSSL_CONF are switched off by the configuration below.) There is no option against these, so
 * their names are taken out of the executable.
 */
const deafTo = ['NODE_COMPILE_CACHE', 'NODE_ICU_DATA', 'NODE_V8_COVERAGE', 'NODE_REDIRECT_WARNINGS'];

/** Bundles that the program starts as threads, from inside itself. */
const threads = ['winhttp-resolve-worker.cjs'];

const targets = {
  'win32-x64': {
    file: 'defender-proxy.exe',
    runtime: () => path.join(pinnedPackage(pinned.nodeWindows), 'bin/node.exe'),
    nowhere: 'NUL',
    make: windowsProgram,
    native: () => path.join(pinnedPackage(pinned.koffiWindows), 'win32_x64/koffi.node'),
  },
  'linux-x64': {
    file: 'defender-proxy',
    runtime: () => path.join(pinnedPackage(pinned.nodeLinux), 'bin/node'),
    nowhere: '/dev/null',
    make: linuxProgram,
    native: null, // Win32 is all that koffi is for
  },
};

/** Builds the program for each target; returns where each lies. */
export async function buildProgram(names = Object.keys(targets)) {
  const unknown = names.find((name) => !(name in targets));
  if (unknown !== undefined)
    throw new Error(`no such target: ${unknown}; there are ${Object.keys(targets).join(', ')}`);
  const { buildParts } = await import('./build.mjs');
  await buildParts(['cli', 'worker']);
  return Object.fromEntries(names.map((name) => [name, place(name)]));
}

/** The folder of a built program: the executable, and beside it what cannot be inside. */
function place(name) {
  const target = targets[name];
  const folder = path.join(root, 'out/program', name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const program = path.join(folder, target.file);
  copyFileSync(made(name, target), program, constants.COPYFILE_FICLONE);
  chmodSync(program, 0o755);
  if (target.native !== null) {
    mkdirSync(path.join(folder, 'native'));
    copyFileSync(target.native(), path.join(folder, 'native/koffi.node'));
  }
  mkdirSync(path.join(folder, 'licenses'));
  cpSync(path.join(root, 'LICENSE'), path.join(folder, 'licenses/defender-proxy.txt'));
  cpSync(path.join(pinnedPackage(pinned.nodeLinux), 'LICENSE'), path.join(folder, 'licenses/node.txt'));
  if (target.native !== null)
    cpSync(path.join(root, 'node_modules/koffi/LICENSE.txt'), path.join(folder, 'licenses/koffi.txt'));
  return program;
}

/** The executable in the cache; made where its parts have changed. The newest of each target is kept. */
function made(name, target) {
  const blob = preparedBlob(target.nowhere);
  const parts = [
    blob,
    target.runtime(),
    readFileSync(iconFile),
    readFileSync(fileURLToPath(import.meta.url)),
    version(),
  ];
  const key = createHash('sha256');
  for (const part of parts) key.update(part).update('\0');
  const folder = path.join(cacheFolder, 'program');
  mkdirSync(folder, { recursive: true });
  const cached = path.join(folder, `${name}-${key.digest('hex').slice(0, 32)}`);
  if (existsSync(cached)) return cached;
  const started = Date.now();
  const fresh = `${cached}.${process.pid}.new`;
  try {
    const runtime = withoutHearing(readFileSync(target.runtime()));
    target.make(runtime, blob, fresh);
    for (const old of readdirSync(folder))
      if (old.startsWith(`${name}-`) && !old.endsWith('.new')) rmSync(path.join(folder, old));
    renameSync(fresh, cached);
  } finally {
    rmSync(fresh, { force: true });
  }
  say(`made ${target.file} for ${name} in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  return cached;
}

/** What runs first, and takes the rest of out/cli from inside the executable. */
const startFile = path.join(root, 'scripts/program-start.cjs');
const iconFile = path.join(root, 'assets/icon.ico');
const packageFile = () => JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const version = () => packageFile().version;

/** The bundle in the form in which Node takes it; made by a Node of the very version that will run it. */
function preparedBlob(nowhere) {
  const node = process.platform === 'win32' ? targets['win32-x64'].runtime() : targets['linux-x64'].runtime();
  const work = mkdtempSync(path.join(os.tmpdir(), 'program-'));
  try {
    // Names without folders: the blob keeps them, and no path of this machine belongs into it.
    copyFileSync(startFile, path.join(work, 'defender-proxy.cjs'));
    const inside = [
      ...threads.map((name) => path.join(root, 'out/worker', name)),
      ...readdirSync(path.join(root, 'out/cli'))
        .filter((name) => name.endsWith('.cjs'))
        .sort()
        .map((name) => path.join(root, 'out/cli', name)),
    ];
    for (const file of inside) copyFileSync(file, path.join(work, path.basename(file)));
    const config = {
      main: 'defender-proxy.cjs',
      output: 'program.blob',
      disableExperimentalSEAWarning: true,
      useSnapshot: false,
      useCodeCache: false,
      assets: Object.fromEntries(inside.map((file) => [path.basename(file), path.basename(file)])),
      // SECURITY: NODE_OPTIONS and OPENSSL_CONF of the environment load nothing.
      execArgvExtension: 'none',
      execArgv: [`--openssl-config=${nowhere}`],
    };
    writeFileSync(path.join(work, 'sea.json'), JSON.stringify(config));
    const { status, stderr } = spawnSync(node, ['--experimental-sea-config', 'sea.json'], {
      cwd: work,
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`Node did not take the bundle: ${stderr}`);
    return readFileSync(path.join(work, 'program.blob'));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Takes the names of `deafTo` out of an executable: a variable with an empty name is never set. */
function withoutHearing(executable) {
  for (const name of deafTo) {
    const literal = Buffer.from(`\0${name}\0`, 'latin1');
    const found = [];
    for (let at = executable.indexOf(literal); at >= 0; at = executable.indexOf(literal, at + 1)) {
      // The names that Node's own scripts use lie in its snapshot, each behind its length; those are never looked up.
      if (executable.readUInt32LE(at - 3) !== name.length) found.push(at + 1);
    }
    if (found.length !== 1) throw new Error(`${name} stands ${found.length} times in Node's executable, not once`);
    executable[found[0]] = 0;
  }
  return executable;
}

/** As a resource of the executable, without Node's signature, with our own version and icon. */
function windowsProgram(runtime, blob, file) {
  const at = runtime.indexOf(`${fuse}:0`, 0, 'latin1');
  if (at < 0) throw new Error("Node's executable has no place for a program");
  runtime.write('1', at + fuse.length + 1, 'latin1');
  const executable = resedit.NtExecutable.from(runtime, { ignoreCert: true });
  const resources = resedit.NtExecutableResource.from(executable);
  const rawData = 10; // RT_RCDATA
  const bin = blob.buffer.slice(blob.byteOffset, blob.byteOffset + blob.length);
  resources.entries.push({ type: rawData, id: resource, lang: 0, codepage: 0, bin });
  describe(resources);
  resources.outputResource(executable);
  writeFileSync(file, Buffer.from(executable.generate()));
}

function describe(resources) {
  const iconTypes = [3, 14]; // RT_ICON, RT_GROUP_ICON
  resources.entries = resources.entries.filter(({ type }) => !iconTypes.includes(type));
  const { icons } = resedit.Data.IconFile.from(readFileSync(iconFile));
  resedit.Resource.IconGroupEntry.replaceIconsForResource(
    resources.entries,
    1,
    english,
    icons.map(({ data }) => data),
  );
  const { version: ours, productName, license } = packageFile();
  const [major = 0, minor = 0, patch = 0] = ours.split('.').map((part) => Number.parseInt(part, 10));
  const [info] = resedit.Resource.VersionInfo.fromEntries(resources.entries);
  info.setFileVersion(major, minor, patch, 0, english);
  info.setProductVersion(major, minor, patch, 0, english);
  const unicode = 1200;
  info.setStringValues(
    { lang: english, codepage: unicode },
    {
      CompanyName: `The ${productName} authors`,
      ProductName: productName,
      FileDescription: `${productName}, console program`,
      FileVersion: ours,
      ProductVersion: ours,
      InternalName: 'defender-proxy',
      OriginalFilename: targets['win32-x64'].file,
      LegalCopyright: `Copyright (c) 2026 The ${productName} authors; ${license} license. Contains Node.js.`,
    },
  );
  info.outputToResourceEntries(resources.entries);
}

/** As a note of the executable, by postject. */
function linuxProgram(runtime, blob, file) {
  const blobFile = `${file}.blob`;
  try {
    writeFileSync(file, runtime);
    writeFileSync(blobFile, blob);
    const postject = path.join(root, 'node_modules/postject/dist/cli.js');
    const args = [postject, file, resource, blobFile, '--sentinel-fuse', fuse];
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`postject ended with ${status}: ${stderr}`);
  } finally {
    rmSync(blobFile, { force: true });
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const names = process.argv.slice(2);
  const programs = await buildProgram(names.length > 0 ? names : undefined);
  for (const program of Object.values(programs)) console.log(program);
}
