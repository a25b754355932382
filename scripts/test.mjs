#!/usr/bin/env node
// `npm test`: every suite, on a machine that has only Node and npm. Prints each suite's time, and as its last line
// how many tests passed and failed over all suites. A suite that cannot run, and a skipped test, count as failed.

import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
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

const results = path.join(root, 'test-results');
const bin = (name) => path.join(root, 'node_modules/.bin', name);
const resultFile = (name) => path.join(results, `${name}.json`);
const readResult = (name) => (existsSync(resultFile(name)) ? JSON.parse(readFileSync(resultFile(name), 'utf8')) : null);

/** Counts of a vitest run, from its own JSON report. */
async function vitest(name, args) {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${resultFile(name)}`];
  const env = process.stdout.isTTY ? process.env : { ...process.env, NO_COLOR: '1' };
  const code = await run(bin('vitest'), ['run', ...args, ...reporters], { env });
  const report = readResult(name);
  if (report === null) return { passed: 0, failed: 1 };
  const failed = report.numTotalTests - report.numPassedTests;
  return { passed: report.numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed };
}

const sum = (counts) => ({
  passed: counts.reduce((total, { passed }) => total + passed, 0),
  failed: counts.reduce((total, { failed }) => total + failed, 0),
});

/** Counts of a node:test run, from its TAP summary; a run with a fault is shown. */
function tapCounts({ code, tap, errors = '' }) {
  // Windows' own Node ends its lines with a carriage return too.
  const count = (word) => Number(new RegExp(`^# ${word} (\\d+)\\r?$`, 'm').exec(tap)?.[1] ?? 0);
  const passed = count('pass');
  const failed = count('tests') - passed;
  if (code !== 0 || failed > 0 || passed === 0) console.log(`${tap}\n${errors}`);
  return { passed, failed: failed === 0 && (code !== 0 || passed === 0) ? 1 : failed };
}

function nodeTest(command, args, env = process.env) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] });
    let tap = '';
    child.stdout.on('data', (chunk) => {
      tap += chunk;
    });
    child.on('error', () => resolve({ passed: 0, failed: 1 }));
    child.on('close', (code) => {
      resolve(tapCounts({ code, tap }));
    });
  });
}

async function journeys() {
  const { childEnv, ensureElectron } = await import('./ensure-electron.mjs');
  return playwright('e2e', [], childEnv(await ensureElectron()));
}

/** Counts of a Playwright run, on a display of its own where there is none. */
async function playwright(name, more, env) {
  const [command, args] = hasDisplay()
    ? [bin('playwright'), ['test', ...more]]
    : ['xvfb-run', ['-a', '-s', '-screen 0 1600x1200x24 -noreset', bin('playwright'), 'test', ...more]];
  const code = await run(command, args, { env: { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: resultFile(name) } });
  const stats = readResult(name)?.stats;
  if (stats === undefined) return { passed: 0, failed: 1 };
  const failed = stats.unexpected + stats.flaky + stats.skipped;
  return { passed: stats.expected, failed: failed === 0 && code !== 0 ? 1 : failed };
}

/** The packaged wizard for Linux, with the runtime at hand. */
async function packaged() {
  const { buildParts } = await import('./build.mjs');
  const { buildProgram } = await import('./build-program.mjs');
  const { packFolder } = await import('./dist-folder.mjs');
  const { childEnv, ensureElectron } = await import('./ensure-electron.mjs');
  const electron = await ensureElectron();
  await buildParts(['main', 'preload', 'renderer']);
  await buildProgram(['linux-x64']);
  const runtime = { folder: electron.dist, version: electron.version };
  await packFolder('linux', { output: path.join(root, 'out/package'), runtime });
  const config = ['-c', path.join(root, 'e2e/packaged/playwright.config.ts')];
  return playwright('packaged', config, childEnv(electron));
}

/** What `npm run dist` makes, with a stand-in for Electron: looked at, installed, and its console program tried. */
async function installer() {
  const { makeRelease } = await import('./dist.mjs');
  const { buildWindowsSuite, windowsSuite } = await import('./windows-suite.mjs');
  const output = path.join(root, 'out/release');
  await makeRelease({ output, standIn: true, fast: true });
  const looked = await vitest('installer', ['--config', 'e2e/installer/vitest.config.ts']);
  await buildWindowsSuite();
  const tried = await windowsSuite(['program'], path.join(output, 'win-unpacked/console'));
  return sum([looked, ...tried.map(tapCounts)]);
}

async function runtime() {
  const { childEnv, ensureElectron } = await import('./ensure-electron.mjs');
  const electron = await ensureElectron();
  const env = { ...childEnv(electron), ELECTRON_RUN_AS_NODE: '1' };
  return nodeTest(electron.executable, ['--test', path.join(root, 'out/runtime/')], env);
}

/** Wine stands for Windows on Linux only; elsewhere the suite runs on the machine itself or fails. */
const systemPackages = [
  ...debianPackages.window,
  ...debianPackages.browser,
  ...debianPackages.peers,
  ...debianPackages.exports,
  ...debianPackages.wine,
  ...debianPackages.packaging,
  ...debianPackages.looking,
];

const suites = {
  async setup() {
    await installPackages();
    await installSystemPackages(systemPackages);
    const { ensureElectron } = await import('./ensure-electron.mjs');
    await ensureElectron();
    return { passed: 0, failed: 0 };
  },
  async check() {
    const { check } = await import('./check.mjs');
    return check();
  },
  faults: () =>
    nodeTest(process.execPath, [
      '--test',
      path.join(root, 'scripts/planted-faults.test.mjs'),
      path.join(root, 'scripts/wine-differences.test.mjs'),
    ]),
  scan: () => nodeTest(process.execPath, ['--test', path.join(root, 'scripts/scan-electron.test.mjs')]),
  async build() {
    const { buildParts } = await import('./build.mjs');
    await buildParts();
    return { passed: 0, failed: 0 };
  },
  unit: () => vitest('unit', []),
  runtime,
  e2e: journeys,
  async windows() {
    const { buildWindowsSuite, windowsSuite } = await import('./windows-suite.mjs');
    await buildWindowsSuite();
    return sum((await windowsSuite()).map(tapCounts));
  },
  peers: () => vitest('peers', ['--config', 'e2e/peers/vitest.config.ts']),
  packaged,
  installer,
  exports: () => vitest('exports', ['--config', 'e2e/exports/vitest.config.ts']),
};

/** `npm run test:unit` and its like name their suites; set-up and build come along as they are needed. */
const needs = { unit: ['build'], runtime: ['build'], e2e: ['build'], peers: ['build'], windows: ['build'] };

function chosen(names) {
  if (names.length === 0) return Object.keys(suites);
  const unknown = names.filter((name) => !(name in suites));
  if (unknown.length > 0) {
    console.error(`no such suite: ${unknown.join(', ')}; there are ${Object.keys(suites).join(', ')}`);
    process.exit(2);
  }
  return [...new Set(['setup', ...names.flatMap((name) => [...(needs[name] ?? []), name])])];
}

requireNode();
const wanted = chosen(process.argv.slice(2));
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
const total = { passed: 0, failed: 0 };
const lines = [];
for (const name of wanted) {
  console.log(`\n──── ${name}`);
  const started = Date.now();
  let counts;
  try {
    counts = await suites[name]();
  } catch (error) {
    console.log(`${name}: ${error.message}`);
    counts = { passed: 0, failed: 1 };
  }
  total.passed += counts.passed;
  total.failed += counts.failed;
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  lines.push(`${name.padEnd(9)}${seconds.padStart(8)} s  ${counts.passed} passed, ${counts.failed} failed`);
  console.log(lines.at(-1));
  if (name === 'setup' && counts.failed > 0) break;
}
console.log(`\n${lines.join('\n')}\n\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
