#!/usr/bin/env node
// `npm run bench`: compares side by side in one run and prints ratios. Nothing here decides whether a test passes.
//
//   node scripts/bench.mjs [window|snapshot]     default: both

import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {
  debianPackages,
  hasDisplay,
  installPackages,
  installSystemPackages,
  requireNode,
  root,
  run,
} from './setup.mjs';

const rounds = Number(process.env.BENCH_ROUNDS ?? 7);

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** A window of the same Electron with an empty page: what the wizard's start is measured against. */
function bareProgram(folder) {
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name: 'bare', main: 'main.cjs' }));
  writeFileSync(path.join(folder, 'page.html'), '<!doctype html><title>bare</title><p>bare');
  writeFileSync(
    path.join(folder, 'main.cjs'),
    `const { app, BrowserWindow } = require('electron');
app.enableSandbox();
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1280, height: 800, show: false });
  window.once('ready-to-show', () => window.show());
  window.loadFile('page.html');
});`,
  );
  return folder;
}

/** Milliseconds from launch to first contentful paint and, for the wizard, until its table is there. */
async function startOnce(electron, args, isWizard) {
  const profile = mkdtempSync(path.join(os.tmpdir(), 'bench-profile-'));
  const before = Date.now();
  const app = await electron.launch({ args: [...args, `--user-data-dir=${profile}`], cwd: root });
  try {
    const page = await app.firstWindow();
    const painted = await page.evaluate(
      () =>
        new Promise((resolve) => {
          const done = (entry) => resolve(performance.timeOrigin + entry.startTime);
          const [there] = performance.getEntriesByName('first-contentful-paint');
          if (there) return done(there);
          new PerformanceObserver((list) => {
            const [entry] = list.getEntriesByName('first-contentful-paint');
            if (entry) done(entry);
          }).observe({ type: 'paint', buffered: true });
        }),
    );
    if (!isWizard) return { painted: painted - before, filled: painted - before };
    await page.getByRole('table').first().waitFor();
    return { painted: painted - before, filled: Date.now() - before };
  } finally {
    await app.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

async function windowStart() {
  const { _electron } = await import('playwright');
  const folder = mkdtempSync(path.join(os.tmpdir(), 'bench-'));
  const lab = path.join(folder, 'lab');
  const bare = { args: [bareProgram(folder)], isWizard: false, results: [] };
  const wizard = { args: [root, '--lab', 'static-proxy', '--state', lab], isWizard: true, results: [] };
  // Taken in turns, so that a busy moment of the machine meets both.
  for (let at = 0; at <= rounds; at++) {
    for (const side of [bare, wizard]) {
      const result = await startOnce(_electron, side.args, side.isWizard);
      if (at > 0) side.results.push(result); // the first start only warms the disk cache
    }
  }
  rmSync(folder, { recursive: true, force: true });
  const of = (side, what) => median(side.results.map((result) => result[what]));
  const base = of(bare, 'painted');
  for (const what of ['painted', 'filled']) {
    const milliseconds = of(wizard, what);
    console.log(
      `window, ${what.padEnd(8)} ${milliseconds.toFixed(0).padStart(6)} ms   bare window ${base.toFixed(0)} ms   ratio ${(milliseconds / base).toFixed(2)}`,
    );
  }
}

async function benchWindow() {
  await installSystemPackages(debianPackages.window);
  const { childEnv, ensureElectron } = await import('./ensure-electron.mjs');
  const env = childEnv(await ensureElectron());
  const { buildParts } = await import('./build.mjs');
  if (!existsSync(path.join(root, 'out'))) await buildParts();
  else await buildParts(['main', 'preload', 'worker', 'renderer', 'cli']);
  const measure = [process.execPath, path.join(root, 'scripts/bench.mjs'), '--measure'];
  const command = hasDisplay() ? measure : ['xvfb-run', '-a', ...measure];
  const code = await run(command[0], command.slice(1), { env });
  if (code !== 0) throw new Error(`the measurement ended with ${code}`);
}

const parts = {
  window: benchWindow,
  async snapshot() {
    const { benchSnapshot } = await import('./bench-snapshot.mjs');
    await benchSnapshot(rounds);
  },
};

requireNode();
await installPackages();
const asked = process.argv.slice(2);
const unknown = asked.find((name) => !(name in parts) && name !== '--measure');
if (unknown !== undefined) {
  console.error(`no such part: ${unknown}; there are ${Object.keys(parts).join(', ')}`);
  process.exitCode = 2;
} else if (asked.includes('--measure')) {
  await windowStart();
} else {
  for (const name of asked.length > 0 ? asked : Object.keys(parts)) await parts[name]();
}
