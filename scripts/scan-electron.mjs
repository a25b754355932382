// A published scanner of Electron programs (Electronegativity) over our sources. Its parser is older than our TypeScript
// and skips what it cannot read, so it gets the same sources with the types taken out, one file each. It and what it
// needs come from the lock file in scripts/scanner, into a cache folder.

import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { transformWithOxc } from 'vite';
import { cacheFolder } from './pinned-package.mjs';
import { root } from './setup.mjs';

const lock = path.join(root, 'scripts/scanner');

/** Electron's own release notes are asked for nowhere, so its version is said. */
const { devDependencies } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));

/** Installs the scanner once for each lock file, by npm, without running a script of a package. */
function scanner() {
  const hash = createHash('sha256')
    .update(readFileSync(path.join(lock, 'package-lock.json')))
    .digest('hex');
  const target = path.join(cacheFolder, `electron-scanner-${hash.slice(0, 16)}`);
  if (!existsSync(target)) {
    mkdirSync(cacheFolder, { recursive: true });
    const work = mkdtempSync(path.join(cacheFolder, 'scanner-'));
    try {
      for (const file of ['package.json', 'package-lock.json']) cpSync(path.join(lock, file), path.join(work, file));
      const windows = process.platform === 'win32';
      const args = ['ci', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund'];
      const installed = spawnSync(windows ? 'npm.cmd' : 'npm', args, { cwd: work, encoding: 'utf8', shell: windows });
      if (installed.status !== 0) throw new Error(`the scanner could not be installed: ${installed.stderr}`);
      if (!existsSync(target)) renameSync(work, target);
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  }
  return path.join(target, 'node_modules/@doyensec/electronegativity/dist/index.js');
}

/** What ships of our sources, without tests. */
function sources() {
  const listed = execFileSync(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard', 'electron', 'renderer'],
    {
      cwd: root,
    },
  );
  return listed
    .toString('utf8')
    .split('\0')
    .filter((file) => /\.(?:tsx?|html)$/.test(file) && !/\.test\.ts$|-for-tests\.ts$|\.d\.ts$|\/runtime\//.test(file))
    .filter((file) => existsSync(path.join(root, file)));
}

/** Writes the sources as plain JavaScript below a folder; returns how many there are. */
export async function writeSources(folder) {
  const files = sources();
  for (const file of files) {
    const text = readFileSync(path.join(root, file), 'utf8');
    const to = path.join(folder, file.replace(/\.tsx?$/, '.js'));
    mkdirSync(path.dirname(to), { recursive: true });
    const plain = file.endsWith('.html')
      ? text
      : (await transformWithOxc(text, file, { target: 'es2020', jsx: { runtime: 'classic' } })).code;
    writeFileSync(to, plain);
  }
  return files.length;
}

/** @returns the findings as `CHECK file`, sorted, each once */
export function scan(folder) {
  // Of its two forms of report it writes this one in one piece; the other's head may write over the first finding.
  const out = `${folder}.sarif`;
  const node = [scanner(), '-i', folder, '-e', devDependencies.electron, '-v', 'false', '-r', '-o', out];
  const done = spawnSync(process.execPath, ['--require', path.join(lock, 'no-network.cjs'), ...node], {
    encoding: 'utf8',
  });
  if (done.status !== 0 || !existsSync(out)) throw new Error(`the scanner failed: ${done.stderr}${done.stdout}`);
  const { results } = JSON.parse(readFileSync(out, 'utf8')).runs[0];
  const findings = results.map(({ ruleId, locations: [{ physicalLocation }] }) => {
    const { uri } = physicalLocation.artifactLocation;
    // What is said of the program as a whole has no file.
    return `${ruleId} ${uri === 'file:///' ? 'N/A' : uri.replaceAll('\\', '/')}`;
  });
  return [...new Set(findings)].sort();
}
