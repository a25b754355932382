#!/usr/bin/env node
// `npm run test:windows`: the suite over the real Win32 API. On Windows with the Node at hand; on Linux the very same
// bundles under Wine, with Windows' own node.exe. Prints TAP.

import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './setup.mjs';

const bundles = path.join(root, 'out/windows');
const names = () => readdirSync(bundles).filter((name) => name.endsWith('.test.cjs'));

function onWindows() {
  const files = names().map((name) => path.join(bundles, name));
  const args = ['--test', '--test-reporter=tap', '--test-concurrency=1', ...files];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 64 << 20 });
  return { code: status ?? 1, tap: stdout, errors: stderr };
}

async function underWine() {
  const { endWine, freshPrefix, windowsNode, wineEnvironment } = await import('./wine.mjs');
  const folder = mkdtempSync(path.join(os.tmpdir(), 'windows-suite-'));
  const prefix = path.join(folder, 'prefix');
  try {
    freshPrefix(prefix);
    const work = path.join(prefix, 'drive_c', 'suite');
    mkdirSync(work);
    const node = windowsNode(work);
    for (const name of readdirSync(bundles).filter((file) => file.endsWith('.cjs'))) {
      cpSync(path.join(bundles, name), path.join(work, name));
    }
    const files = names().map((name) => `C:\\suite\\${name}`);
    const out = path.join(folder, 'out.txt');
    const err = path.join(folder, 'err.txt');
    const { status } = spawnSync('wine', [node, '--test', '--test-reporter=tap', '--test-concurrency=1', ...files], {
      cwd: work,
      env: wineEnvironment(prefix),
      stdio: ['ignore', openSync(out, 'w'), openSync(err, 'w')],
    });
    return { code: status ?? 1, tap: readFileSync(out, 'utf8'), errors: readFileSync(err, 'utf8') };
  } finally {
    endWine(prefix);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs the bundled suite; resolves to its exit code, TAP text and stderr. */
export async function windowsSuite() {
  return process.platform === 'win32' ? onWindows() : underWine();
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { code, tap, errors } = await windowsSuite();
  process.stdout.write(tap);
  process.stderr.write(errors);
  process.exitCode = code;
}
