#!/usr/bin/env node
// Runs the console program from a checkout: installs and builds first where that is needed. Its own words go to
// stderr, so that the program's stdout stays what the program printed.

import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { installPackages, requireNode, root, run } from './setup.mjs';

const bundle = path.join(root, 'out/cli/cli.cjs');

function newestSource(folder) {
  let newest = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isFile())
      newest = Math.max(newest, statSync(path.join(entry.parentPath ?? entry.path, entry.name)).mtimeMs);
  }
  return newest;
}

/** Makes the console program's bundle where it is missing or older than a source; returns its path. */
export async function consoleProgram() {
  requireNode();
  await installPackages();
  const made = existsSync(bundle) ? statSync(bundle).mtimeMs : 0;
  if (made < Math.max(newestSource(path.join(root, 'electron')), newestSource(path.join(root, 'assets')))) {
    const { buildParts } = await import('./build.mjs');
    await buildParts(['cli']);
  }
  return bundle;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = await run(process.execPath, [await consoleProgram(), ...process.argv.slice(2)], {
    cwd: process.env.INIT_CWD ?? process.cwd(),
  });
}
