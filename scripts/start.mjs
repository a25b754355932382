#!/usr/bin/env node
// `npm start`: installs what is missing and runs the main job: the wizard's window, or, where there is no display,
// the same corridor in the console on the lab, ending with a written ticket.

import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { consoleProgram } from './cli.mjs';
import {
  debianPackages,
  hasDisplay,
  installPackages,
  installSystemPackages,
  requireNode,
  root,
  run,
  say,
} from './setup.mjs';

async function showWindow(args) {
  if (process.platform === 'linux') {
    const libraries = debianPackages.window.filter((name) => !['xvfb', 'xauth'].includes(name));
    await installSystemPackages(libraries).catch((error) => say(error.message));
  }
  const { buildParts } = await import('./build.mjs');
  const { childEnv, ensureElectron } = await import('./ensure-electron.mjs');
  const [runtime] = await Promise.all([ensureElectron(), buildParts(['main', 'preload', 'worker', 'renderer', 'cli'])]);
  say(
    `Electron ${runtime.version} (${runtime.source})${runtime.matchesPinned ? '' : `, not the pinned ${runtime.pinned}: for trying out only`}`,
  );
  const sandbox = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return run(runtime.executable, [root, ...sandbox, ...args], { env: childEnv(runtime) });
}

async function walkInConsole() {
  say('there is no display here, so the wizard runs in the console, on the lab machine "sensor-v2"');
  const program = await consoleProgram();
  const folder = mkdtempSync(path.join(os.tmpdir(), 'defender-proxy-'));
  const lab = ['--lab', 'sensor-v2', '--state', path.join(folder, 'lab')];
  const file = (name) => path.join(folder, name);
  const step = async (args, options) => {
    console.log(`\n> defender-proxy ${args.join(' ')}`);
    const code = await run(process.execPath, [program, ...args], options);
    if (code !== 0) throw new Error(`defender-proxy ${args[0]} ended with code ${code}`);
  };
  await step(['detect', ...lab]);
  const { spawnSync } = await import('node:child_process');
  const example = spawnSync(process.execPath, [program, 'intent', '--example'], { encoding: 'utf8' });
  writeFileSync(file('intent.json'), example.stdout);
  console.log(`\n> defender-proxy intent --example > ${file('intent.json')}`);
  await step(['plan', '--intent', file('intent.json'), '--out', file('plan.json'), ...lab]);
  const digest = createHash('sha256')
    .update(readFileSync(file('plan.json')))
    .digest('hex');
  await step(['apply', '--plan', file('plan.json'), '--digest', digest, ...lab]);
  await step(['verify', '--plan', file('plan.json'), ...lab]);
  await step(['report', '--out', file('ticket'), ...lab]);
  console.log(`\nThe ticket is in ${file('ticket')}. Nothing outside ${folder} was touched.`);
  return 0;
}

requireNode();
try {
  await installPackages();
  process.exitCode = hasDisplay() ? await showWindow(process.argv.slice(2)) : await walkInConsole();
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
