#!/usr/bin/env node
// `npm run bench`: compares side by side in one run and prints ratios. Nothing here decides whether a test passes.
//
//   node scripts/bench.mjs [window|steps|matrix|snapshot|endpoints|fleet …]     default: all

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
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

/** Memory is compared when nothing moves any more. */
const settledMs = 1000;

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** A window of the same Electron with an empty page: what the wizard's start is measured against. */
function bareProgram(folder) {
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name: 'bare', main: 'main.cjs' }));
  writeFileSync(path.join(folder, 'page.html'), '<!doctype html><title>bare</title><p>bare');
  writeFileSync(
    path.join(folder, 'main.cjs'),
    `const { app, BrowserWindow } = require('electron');
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1280, height: 800, show: false });
  window.once('ready-to-show', () => window.show());
  window.loadFile('page.html');
});`,
  );
  return folder;
}

/** Chromium has no sandbox for root; both sides go without one then, so that they stay comparable. */
const sandbox = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];

/**
 * Bytes that a process and all below it hold, pages that several share counted in parts (PSS); null where the system
 * does not tell (anything but Linux).
 */
function memoryOf(pid) {
  if (process.platform !== 'linux') return null;
  const parents = new Map();
  for (const name of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    // "PID (NAME) STATE PARENT …"; a process may end while this looks.
    const stat = attempt(() => readFileSync(`/proc/${name}/stat`, 'utf8'));
    if (stat !== null) parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
  }
  const isBelow = (one) => one === pid || (parents.has(one) && isBelow(parents.get(one)));
  let bytes = 0;
  for (const one of [...parents.keys()].filter(isBelow)) {
    const rollup = attempt(() => readFileSync(`/proc/${one}/smaps_rollup`, 'utf8'));
    bytes += Number(/^Pss:\s+(\d+) kB$/m.exec(rollup ?? '')?.[1] ?? 0) * 1024;
  }
  return bytes;
}

function attempt(work) {
  try {
    return work();
  } catch {
    return null;
  }
}

/** When the frame with the table of services was made, on the clock of the page itself, as the first paint is. */
const tableIsPainted = () =>
  new Promise((resolve) => {
    const look = () => {
      if (document.querySelector('table') === null) return requestAnimationFrame(look);
      return setTimeout(() => resolve(performance.timeOrigin + performance.now()));
    };
    requestAnimationFrame(look);
  });

/** Milliseconds from launch to first contentful paint and, for the wizard, until its table is there; then its memory. */
async function startOnce(electron, args, isWizard) {
  const profile = mkdtempSync(path.join(os.tmpdir(), 'bench-profile-'));
  const before = Date.now();
  const app = await electron.launch({ args: [...sandbox, ...args, `--user-data-dir=${profile}`], cwd: root });
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
    const filled = isWizard ? await page.evaluate(tableIsPainted) : painted;
    await page.waitForTimeout(settledMs);
    return { painted: painted - before, filled: filled - before, memory: memoryOf(app.process().pid) };
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
  const line = (what, own, base, unit, goal) =>
    console.log(
      `window, ${what.padEnd(8)} ${own.toFixed(0).padStart(6)} ${unit}   bare window ${base.toFixed(0)} ${unit}   ratio ${(own / base).toFixed(2)}   goal at most ${goal}`,
    );
  for (const [what, goal] of [
    ['painted', 1.25],
    ['filled', 1.5],
  ])
    line(what, of(wizard, what), of(bare, 'painted'), 'ms', goal);
  const megabyte = 1024 * 1024;
  if (of(wizard, 'memory') === null)
    console.log('window, memory   not measured: only Linux tells it for all processes');
  else line('memory', of(wizard, 'memory') / megabyte, of(bare, 'memory') / megabyte, 'MB', 1.25);
  console.log(`page script     ${(scriptBytes() / 1000).toFixed(0).padStart(7)} kB compressed   goal at most 250 kB`);
}

/**
 * Milliseconds from a click on a button until the page with that heading is painted, on the clock of the page itself:
 * two frames after the heading is there, the first of them has been painted.
 */
const stepChange = (page, button, heading) =>
  page.evaluate(
    ([button, heading]) =>
      new Promise((resolve, reject) => {
        const found = [...document.querySelectorAll('button')].find(
          (each) => (each.textContent === button || each.ariaLabel === button) && each.getClientRects().length > 0,
        );
        if (found === undefined) return reject(new Error(`no button ${button}`));
        const started = performance.now();
        const watch = () => {
          // A page that another one lies over keeps its heading.
          const shown = [...document.querySelectorAll('h1')].some(
            (each) => each.textContent === heading && each.getClientRects().length > 0,
          );
          if (!shown) return requestAnimationFrame(watch);
          return requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - started)));
        };
        requestAnimationFrame(watch);
        found.click();
      }),
    [button, heading],
  );

/** Every change of step that needs no consent and no long work, there and back. */
const stepChanges = [
  ['this server → settings', 'Set up a proxy', 'What should it be?'],
  ['settings → review (plans)', 'Review the changes', 'What will change?'],
  ['review → report', 'Only document', 'Hand it in'],
  ['report → review', 'Back', 'What will change?'],
  ['review → settings', 'Back', 'What should it be?'],
  ['settings → this server', 'Back', 'This server'],
  ['this server → history', 'History', 'History'],
  ['history → this server', 'Close', 'This server'],
  ['this server → help', 'Help', 'Help'],
  ['help → this server', 'Close', 'This server'],
];

async function stepTimes() {
  const { _electron } = await import('playwright');
  const folder = mkdtempSync(path.join(os.tmpdir(), 'bench-'));
  const lab = ['--lab', 'no-sensor', '--state', path.join(folder, 'lab')];
  const args = [...sandbox, root, ...lab, `--user-data-dir=${path.join(folder, 'profile')}`];
  const app = await _electron.launch({ args, cwd: root });
  const times = new Map(stepChanges.map(([name]) => [name, []]));
  try {
    const page = await app.firstWindow();
    await page.getByRole('button', { name: 'Set up a proxy', disabled: false }).waitFor();
    for (let at = 0; at <= rounds; at++) {
      for (const [name, button, heading] of stepChanges) {
        if (button === 'Review the changes' && at === 0) {
          await page.getByRole('radio', { name: /^One fixed proxy/ }).check();
          await page.getByRole('textbox', { name: 'Host and port' }).fill('proxy.contoso.com:8080');
        }
        const took = await stepChange(page, button, heading);
        if (at > 0) times.get(name).push(took);
        // What a step begins by itself (a ticket, the list of runs) is done before the next change is measured.
        await page.waitForTimeout(150);
      }
    }
  } finally {
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  }
  for (const [name, all] of times)
    console.log(
      `step change, ${name.padEnd(26)} median ${median(all).toFixed(0).padStart(4)} ms   longest ${Math.max(...all)
        .toFixed(0)
        .padStart(4)} ms   goal under 100 ms`,
    );
}

/** The shipped catalogue with as many addresses of Defender for Endpoint as asked for, of which the lab knows none. */
function largeCatalogue(count) {
  const catalogue = JSON.parse(readFileSync(path.join(root, 'assets/endpoints.json'), 'utf8'));
  const like = catalogue.endpoints.find(({ id }) => id === 'st-edr-cus');
  const endpoints = Array.from({ length: count }, (_, at) => {
    const host = `host-${at}.example.com`;
    return { ...like, id: `bench-${at}`, host, testHost: host };
  });
  return JSON.stringify({ ...catalogue, endpoints });
}

/** Puts a proxy of its own into every place, so that every way is a column. Asked as the page asks it. */
const sixWays = (page) =>
  page.evaluate(async () => {
    const must = ({ ok, value, problem }) => {
      if (!ok) throw new Error(JSON.stringify(problem));
      return value;
    };
    const { id } = must(await window.api.detect({}));
    const route = (name) => ({ kind: 'static', proxy: `${name}.contoso.com:8080` });
    const intent = {
      schema: 1,
      cloud: 'commercial',
      geography: 'US',
      noRevocationPath: false,
      strongCrypto: false,
      winhttp: { route: route('a'), bypass: [], also32Bit: false },
      mde: { route: route('b') },
      mdav: { route: route('c'), bypass: [] },
      mdi: { route: route('d'), workspace: null, legacy: 'migrate' },
    };
    const { plan, digest } = must(await window.api.plan({ snapshot: id, intent }));
    must(await window.api.apply({ plan: plan.id, digest }));
    must(await window.api.chooseEndpoints({ which: 'own' }));
  });

/** Milliseconds of each frame while something is done to the page in each of them. */
const framesOf = (page, what) =>
  page.evaluate(
    (what) =>
      new Promise((resolve) => {
        const scroller = [...document.querySelectorAll('main, section, div')].find(
          (each) => getComputedStyle(each).overflowY === 'auto' && each.scrollHeight > each.clientHeight + 100,
        );
        const box = [...document.querySelectorAll('input[type=checkbox]')].at(-1);
        const field = document.querySelector('input[type=search], input:not([type=checkbox])');
        const type = (value) => {
          // React listens to what the browser itself sets.
          Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(field, value);
          field.dispatchEvent(new Event('input', { bubbles: true }));
        };
        const acts = {
          scrolls: (at) => scroller.scrollTo(0, (at < 60 ? at : 120 - at) * 150),
          'filters problems': (at) => at % 10 === 0 && box.click(),
          'filters by host': (at) => at % 5 === 0 && type('host-1'.slice(0, (at / 5) % 7)),
        };
        const frames = [];
        let last = performance.now();
        const frame = (now) => {
          frames.push(now - last);
          last = now;
          if (frames.length > 120) return resolve(frames.slice(1));
          acts[what](frames.length);
          return requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
      }),
    what,
  );

async function matrixFrames() {
  const { _electron } = await import('playwright');
  const folder = mkdtempSync(path.join(os.tmpdir(), 'bench-'));
  const own = path.join(folder, 'endpoints.json');
  writeFileSync(own, largeCatalogue(200));
  const lab = ['--lab', 'half-legacy', '--state', path.join(folder, 'lab')];
  const args = [...sandbox, root, ...lab, `--user-data-dir=${path.join(folder, 'profile')}`];
  const app = await _electron.launch({ args, cwd: root });
  try {
    const page = await app.firstWindow();
    await page.getByRole('button', { name: 'Set up a proxy', disabled: false }).waitFor();
    await app.evaluate(({ dialog, BrowserWindow }, file) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [file] });
      BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800);
    }, own);
    await sixWays(page);
    await page.reload();
    await page.getByRole('button', { name: 'Only test', disabled: false }).click();
    await page.getByRole('button', { name: 'Test again', disabled: false }).waitFor({ timeout: 180_000 });
    await page.waitForTimeout(settledMs);
    const ways = await page.locator('th[title]').count();
    const rows = await page.locator('tbody button[aria-expanded]').count();
    for (const what of ['scrolls', 'filters problems', 'filters by host']) {
      const longest = [];
      for (let at = 0; at < rounds; at++) longest.push(Math.max(...(await framesOf(page, what))));
      console.log(
        `matrix of ${rows} × ${ways}, ${what.padEnd(16)} longest frame: median ${median(longest).toFixed(0).padStart(4)} ms, worst ${Math.max(
          ...longest,
        )
          .toFixed(0)
          .padStart(4)} ms   goal at most 50 ms`,
      );
    }
  } finally {
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** All scripts of the page, as gzip makes them. */
function scriptBytes() {
  const folder = path.join(root, 'out/renderer/assets');
  const scripts = readdirSync(folder).filter((name) => name.endsWith('.js'));
  return scripts.reduce((sum, name) => sum + gzipSync(readFileSync(path.join(folder, name))).length, 0);
}

const measures = { window: windowStart, steps: stepTimes, matrix: matrixFrames };

/** Measures in a window, which may have to be a virtual one. */
async function benchWindow(what) {
  await installSystemPackages(debianPackages.window);
  const { childEnv, ensureElectron } = await import('./ensure-electron.mjs');
  const env = childEnv(await ensureElectron());
  const { buildParts } = await import('./build.mjs');
  if (!existsSync(path.join(root, 'out'))) await buildParts();
  else await buildParts(['main', 'preload', 'worker', 'renderer', 'cli']);
  const measure = [process.execPath, path.join(root, 'scripts/bench.mjs'), '--measure', what];
  const command = hasDisplay() ? measure : ['xvfb-run', '-a', ...measure];
  const code = await run(command[0], command.slice(1), { env });
  if (code !== 0) throw new Error(`the measurement ended with ${code}`);
}

const parts = {
  window: () => benchWindow('window'),
  steps: () => benchWindow('steps'),
  matrix: () => benchWindow('matrix'),
  async snapshot() {
    const { benchSnapshot } = await import('./bench-snapshot.mjs');
    await benchSnapshot(rounds);
  },
  async endpoints() {
    const { benchEndpoints } = await import('./bench-endpoints.mjs');
    await benchEndpoints(rounds);
  },
  async fleet() {
    const { benchFleet } = await import('./bench-fleet.mjs');
    await benchFleet(rounds);
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
  await measures[asked[1]]();
} else {
  for (const name of asked.length > 0 ? asked : Object.keys(parts)) await parts[name]();
}
