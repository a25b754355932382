#!/usr/bin/env node
// Bundles the program into out/: main and preload for Electron, the page, the console program, and the suites that
// run on other runtimes (Electron's own TLS library, Windows). Everything but `electron`, `koffi` and Node's modules goes into the bundles,
// so that the package ships almost no node_modules.
//
//   node scripts/build.mjs [main|preload|worker|renderer|cli|runtime|windows|bench …]     default: all
//   node scripts/build.mjs pseudo                                                        for the suite alone

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { pseudoLocale } from './pseudo-locale.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const external = ['electron', 'koffi', ...builtinModules, ...builtinModules.map((name) => `node:${name}`)];

/** Node's modules that most starts do without, and that take long to load. */
const slow = 'child_process|dns|http|https|net|tls|worker_threads';

/**
 * A bundle requires all that any part of it imports before its first line; this leaves these modules until something
 * of them is asked for. One that is imported as a whole stays as it is.
 */
const lateModules = {
  name: 'late-modules',
  renderChunk(code) {
    const late = code.replace(
      new RegExp(`^let (\\w+) = require\\("node:(${slow})"\\);$`, 'gm'),
      (line, name, module) =>
        code.includes(`${name} = __toESM(${name}`)
          ? line
          : `let ${name} = new Proxy({}, { get: (_, key) => require("node:${module}")[key] });`,
    );
    return { code: late, map: null };
  },
};

/**
 * The main process checks every value on its way to and from the page, which therefore has no use for most schemas; this
 * lets the bundler see that making one does nothing else, so that it leaves out those that nobody asks.
 */
const lateSchemas = {
  name: 'late-schemas',
  transform(code, id) {
    if (!/\/electron\/(?:core|contract)\//.test(id)) return null;
    const made = this.parse(code)
      .body.map((node) => (node.type === 'ExportNamedDeclaration' ? node.declaration : node))
      .flatMap((node) => (node?.type === 'VariableDeclaration' ? node.declarations : []))
      .flatMap(({ init }) =>
        init !== null && /^(?:z|[A-Z]\w*)\.\w+/.test(code.slice(init.start, init.start + 40)) ? [init] : [],
      );
    let changed = code;
    for (const { start, end } of made.reverse())
      changed = `${changed.slice(0, start)}/* @__PURE__ */ (() => ${changed.slice(start, end)})()${changed.slice(end)}`;
    return { code: changed, map: null };
  },
};

/** One CommonJS bundle for Node or for Electron's main process (Electron 25 cannot load ES modules there). */
const program = (entries, folder, emptyOutDir = true, plugins = []) => ({
  plugins: [...plugins, lateModules],
  ssr: { noExternal: true, external: ['electron', 'koffi'] },
  build: {
    ssr: true,
    target: 'node18',
    outDir: path.join(root, 'out', folder),
    emptyOutDir,
    sourcemap: true,
    // Half of it need not be read at every start.
    minify: folder === 'main' || folder === 'cli',
    rolldownOptions: {
      input: entries,
      external,
      output: {
        format: 'cjs',
        entryFileNames: '[name].cjs',
        // A dynamic import left in the bundle cannot be loaded from inside an archive on Electron 25.
        dynamicImportInCjs: false,
        // Suites share chunks, and a start of the window or of the console program reads only what it needs; what runs
        // in a sandbox or in a thread is one file.
        ...(folder === 'preload' || folder === 'worker'
          ? { codeSplitting: false }
          : { chunkFileNames: '[name]-[hash].cjs' }),
      },
    },
  },
});

/** Suites that run as bundles on another runtime: one entry per file with that ending, and how its bundle is named. */
const suiteEntries = (folder, ending, kind = '.test') =>
  Object.fromEntries(
    readdirSync(path.join(root, folder))
      .filter((file) => file.endsWith(ending))
      .map((file) => [file.slice(0, -ending.length) + kind, path.join(root, folder, file)]),
  );

/** The window's own thread, and the one that answers its page; they share what both need. */
const windowEntries = {
  main: path.join(root, 'electron/main.ts'),
  answering: path.join(root, 'electron/answering/main.ts'),
};

/** What runs in a thread of its own: waiting while Windows asks for consent, and WinHTTP's blocking PAC and WPAD. */
const workers = Object.fromEntries(
  ['elevation-worker', 'winhttp-resolve-worker'].map((name) => [
    name,
    path.join(root, `electron/machine/windows/${name}.ts`),
  ]),
);

/** The page is painted before any file beside it is read: its few rules stand in it, and its policy names their hash. */
const firstPaint = {
  name: 'first-paint',
  transformIndexHtml: {
    order: 'post',
    handler: (html) =>
      html.replace(
        '<!-- window.css -->',
        `<style>${readFileSync(path.join(root, 'renderer/window.css'), 'utf8')}</style>`,
      ),
  },
};

const parts = {
  main: () => program(windowEntries, 'main'),
  preload: () => program({ preload: path.join(root, 'electron/preload.ts') }, 'preload'),
  // Each is one file: a single executable carries some of them inside it.
  worker: () => Object.entries(workers).map(([name, file]) => program({ [name]: file }, 'worker', false)),
  cli: () => program({ cli: path.join(root, 'electron/cli/main.ts') }, 'cli'),
  runtime: () => program(suiteEntries('electron/probe/runtime', '.runtime.ts'), 'runtime'),
  windows: () =>
    program(
      {
        ...suiteEntries('e2e/windows', '.win.test.ts'),
        // What the suites start as processes of their own.
        ...suiteEntries('e2e/windows', '.child.ts', '.child'),
        ...workers,
      },
      'windows',
    ),
  bench: () =>
    program(
      {
        ...suiteEntries('e2e/bench', '.bench.ts', '.bench'),
        ...suiteEntries('e2e/bench', '.child.ts', '.child'),
        ...workers,
      },
      'bench',
    ),
  renderer: () => page('out/renderer'),
};

/** What only a journey asks for, and nothing else builds. */
const onRequest = {
  /** The page and the window around it with every text marked and longer; see pseudo-locale.mjs. */
  pseudo: () => [
    page('out/pseudo/out/renderer', [pseudoLocale]),
    program(windowEntries, 'pseudo/out/main', true, [pseudoLocale]),
  ],
};

function page(folder, plugins = []) {
  return {
    root: path.join(root, 'renderer'),
    base: './',
    plugins: [...plugins, lateSchemas, firstPaint, react()],
    build: {
      target: 'chrome114',
      outDir: path.join(root, folder),
      emptyOutDir: true,
      sourcemap: true,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
    },
  };
}

/** @param {readonly string[]} names parts to build; @returns milliseconds each part took */
export async function buildParts(names = Object.keys(parts)) {
  const known = { ...parts, ...onRequest };
  const unknown = names.filter((name) => !(name in known));
  if (unknown.length > 0)
    throw new Error(`no such part: ${unknown.join(', ')}; there are ${Object.keys(known).join(', ')}`);
  await Promise.all(
    names
      .flatMap((name) => known[name]())
      .map((part) =>
        build({
          root,
          configFile: false,
          logLevel: 'warn',
          define: { __TOOL_VERSION__: JSON.stringify(version) },
          ...part,
        }),
      ),
  );
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const names = process.argv.slice(2);
  if (names.length === 0 && existsSync(path.join(root, 'out'))) await rm(path.join(root, 'out'), { recursive: true });
  const started = Date.now();
  await buildParts(names.length > 0 ? names : undefined);
  console.error(`[build] ${names.join(', ') || 'everything'} in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}
