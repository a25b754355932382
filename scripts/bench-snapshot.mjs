// The part of `npm run bench` about the real machine: on Windows with the Node at hand, on Linux under Wine.

import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { debianPackages, installSystemPackages, root } from './setup.mjs';

/** Builds, measures and prints; `rounds` of each side. */
export async function benchSnapshot(rounds) {
  const { buildParts } = await import('./build.mjs');
  const { buildProgram } = await import('./build-program.mjs');
  if (process.platform !== 'win32') await installSystemPackages(debianPackages.wine);
  await buildParts(['bench']);
  const { 'win32-x64': program } = await buildProgram(['win32-x64']);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'bench-windows-'));
  try {
    if (process.platform === 'win32') onWindows(folder, program, rounds);
    else await underWine(folder, program, rounds);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  }
}

/** The bundles beside a Node that has the native module beside it, as an installed program has; returns that Node. */
function install(work, node, program) {
  cpSync(path.join(root, 'out/bench'), work, { recursive: true });
  cpSync(path.dirname(program), path.join(work, 'program'), { recursive: true });
  cpSync(path.join(work, 'program/native'), path.join(work, 'native'), { recursive: true });
  const own = path.join(work, 'node.exe');
  cpSync(node, own);
  return own;
}

function onWindows(work, program, rounds) {
  const node = install(work, process.execPath, program);
  const args = [
    path.join(work, 'snapshot.bench.cjs'),
    path.join(work, 'program', path.basename(program)),
    String(rounds),
  ];
  const { status } = spawnSync(node, args, { stdio: 'inherit' });
  if (status !== 0) throw new Error(`the measurement ended with ${status}`);
}

/**
 * Wine's registry and services are processes of their own, which on Windows they are not, or cheaply. Where they run on
 * another core of a virtual machine, waking it costs 0.1 ms for each key: ten times what the key costs. All sides of a
 * comparison are held to the same core.
 */
function oneCore() {
  const allowed = /^Cpus_allowed_list:\s*(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'));
  if (allowed === null) throw new Error('the system does not tell which cores there are');
  return allowed[1];
}

async function underWine(folder, program, rounds) {
  const { endWine, freshPrefix, windowsNode, wineEnvironment } = await import('./wine.mjs');
  const prefix = path.join(folder, 'prefix');
  try {
    freshPrefix(prefix);
    const work = path.join(prefix, 'drive_c/bench');
    mkdirSync(work);
    const node = install(work, windowsNode(folder), program);
    const [out, err] = [path.join(folder, 'out.txt'), path.join(folder, 'err.txt')];
    const args = [
      node,
      'C:\\bench\\snapshot.bench.cjs',
      `C:\\bench\\program\\${path.basename(program)}`,
      String(rounds),
    ];
    const stdio = ['ignore', openSync(out, 'w'), openSync(err, 'w')];
    const { status } = spawnSync('taskset', ['-c', oneCore(), 'wine', ...args], {
      cwd: work,
      env: wineEnvironment(prefix),
      stdio,
    });
    if (status !== 0) throw new Error(`the measurement under Wine ended with ${status}: ${readFileSync(err, 'utf8')}`);
    for (const line of readFileSync(out, 'utf8').trimEnd().split('\n')) console.log(`Wine on one core, ${line}`);
  } finally {
    endWine(prefix);
  }
}
