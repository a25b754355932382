#!/usr/bin/env node
// The suite over the real Win32 API, and over the console program as it is installed. On Windows with the Node at hand;
// on Linux the very same bundles under Wine, with Windows' own node.exe. Prints TAP.
//
//   node scripts/windows-suite.mjs [--built] [NAME …]     default: every suite of e2e/windows; --built: builds nothing

import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root, run } from './setup.mjs';

const bundles = path.join(root, 'out/windows');
const builtProgram = path.join(root, 'out/program/win32-x64');
const bundle = path.join(root, 'out/cli/cli.cjs');
// A file that does not end, because of something that it started or waits for, fails and does not hold up the rest.
const nodeArguments = ['--test', '--test-reporter=tap', '--test-concurrency=1', '--test-timeout=240000'];

/** They take longest, and so are begun first. */
const long = ['corridor-hostile', 'corridor-killed', 'corridor'].map((name) => `${name}.test.cjs`);

/** The suites of these names; all of them where none is named. */
function files(names) {
  const there = readdirSync(bundles).filter((name) => name.endsWith('.test.cjs'));
  const unknown = names.find((name) => !there.includes(`${name}.test.cjs`));
  if (unknown !== undefined) throw new Error(`no such suite: ${unknown}`);
  return names.length === 0
    ? [...long, ...there.filter((name) => !long.includes(name))]
    : names.map((name) => `${name}.test.cjs`);
}

/** Where the suites find the program to install, and the bundle that a plain Node can run. */
const places = (programFolder, bundleFile) => ({
  DEFENDER_PROXY_PROGRAM: programFolder,
  DEFENDER_PROXY_BUNDLE: bundleFile,
});

function onWindows(names, program) {
  const args = [...nodeArguments, ...files(names).map((name) => path.join(bundles, name))];
  const env = { ...process.env, ...places(program, bundle) };
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 64 << 20, env });
  return [{ code: status ?? 1, tap: stdout, errors: stderr }];
}

/** Suites that run at once, each on a Windows of its own, which it changes. More at once, and services take too long to restart. */
const machines = 2;

async function underWine(names, program) {
  const { template } = await import('./wine.mjs');
  template();
  const wanted = files(names);
  const left = wanted.keys();
  const ended = [];
  const inTurn = async () => {
    const machine = await wineMachine(program);
    try {
      for (const at of left) ended[at] = await machine.run(wanted[at]);
    } finally {
      machine.close();
    }
  };
  await Promise.all(Array.from({ length: Math.min(machines, wanted.length) }, inTurn));
  return ended;
}

async function wineMachine(program) {
  const { endWine, freshPrefix, windowsNode, wineEnvironment } = await import('./wine.mjs');
  const folder = mkdtempSync(path.join(os.tmpdir(), 'windows-suite-'));
  const prefix = path.join(folder, 'prefix');
  freshPrefix(prefix);
  const work = path.join(prefix, 'drive_c', 'suite');
  mkdirSync(work);
  const node = windowsNode(work);
  for (const name of readdirSync(bundles).filter((file) => file.endsWith('.cjs'))) {
    cpSync(path.join(bundles, name), path.join(work, name));
  }
  cpSync(path.dirname(bundle), path.join(work, 'cli'), { recursive: true });
  // A folder that everybody may write to, which Wine itself does not make.
  mkdirSync(path.join(work, 'loose'));
  chmodSync(path.join(work, 'loose'), 0o777);
  const env = { ...wineEnvironment(prefix), ...places(`Z:${program}`, 'C:\\suite\\cli\\cli.cjs') };
  return {
    /** Runs one suite to its end. */
    async run(name) {
      const out = path.join(folder, 'out.txt');
      const err = path.join(folder, 'err.txt');
      const stdio = ['ignore', openSync(out, 'w'), openSync(err, 'w')];
      const args = [node, ...nodeArguments, `C:\\suite\\${name}`];
      const code = await run('wine', args, { cwd: work, env, stdio });
      for (const file of stdio.slice(1)) closeSync(file);
      return { code, tap: readFileSync(out, 'utf8'), errors: readFileSync(err, 'utf8') };
    },
    close() {
      endWine(prefix);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Builds what the suite runs; Wine runs the very program that goes to a Windows machine. */
export async function buildWindowsSuite() {
  const { buildParts } = await import('./build.mjs');
  const { buildProgram } = await import('./build-program.mjs');
  await buildParts(['windows']);
  await buildProgram(['win32-x64']);
}

/** Runs the bundled suites on the program of a folder; resolves to exit code, TAP text and stderr of each run. */
export async function windowsSuite(names = [], program = builtProgram) {
  return process.platform === 'win32' ? onWindows(names, program) : underWine(names, program);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const args = process.argv.slice(2);
  if (!args.includes('--built')) await buildWindowsSuite();
  for (const { code, tap, errors } of await windowsSuite(args.filter((arg) => arg !== '--built'))) {
    process.stdout.write(tap);
    process.stderr.write(errors);
    if (code !== 0) process.exitCode = code;
  }
}
