// What goes with a release: the licenses of all that ships, a list of it (SBOM), where it comes from (provenance), and
// the SHA-256 sums.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { filesOf } from './folder-files.mjs';
import { pinned } from './pinned-package.mjs';
import { root } from './setup.mjs';

const bundles = ['main', 'preload', 'worker', 'renderer', 'cli'];
const json = (file) => JSON.parse(readFileSync(path.join(root, file), 'utf8'));

/** The npm packages whose code is in the bundles, by their source maps, in order of their names. */
export function bundledPackages() {
  const maps = bundles.flatMap((name) =>
    filesOf(path.join(root, 'out', name))
      .filter((file) => file.endsWith('.map'))
      .map((file) => json(path.join('out', name, file))),
  );
  const names = maps
    .flatMap(({ sources }) => sources)
    .flatMap((source) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(source)?.[1] ?? []);
  return [...new Set(names)].sort();
}

/** Writes our license and those of the bundled packages; Electron's and the console program's lie with these. */
export function writeLicenses(folder) {
  const texts = bundledPackages().map((name) => {
    const at = path.join(root, 'node_modules', name);
    const { version, license } = json(path.join('node_modules', name, 'package.json'));
    const file = readdirSync(at).find((entry) => /^(licen[cs]e|copying)(\.\w+)?$/i.test(entry));
    const text = file === undefined ? `License: ${license}` : readFileSync(path.join(at, file), 'utf8').trim();
    return `${name} ${version}\n\n${text}\n`;
  });
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  cpSync(path.join(root, 'LICENSE'), path.join(folder, 'defender-proxy-wizard.txt'));
  writeFileSync(path.join(folder, 'third-party.txt'), texts.join(`\n${'-'.repeat(80)}\n\n`));
}

/**
 * The bill of materials, CycloneDX: what npm says of the lock file, less everything that only builds and tests, and
 * with the Node inside the console program. `made`: when, ISO 8601.
 */
export function bom(made) {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const args = ['sbom', '--package-lock-only', '--sbom-format', 'cyclonedx', '--sbom-type', 'application'];
  const { status, stdout, stderr } = spawnSync(npm, args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 << 20,
    // Vite says here that this is production, and npm would then leave out everything that is bundled.
    env: { ...process.env, NODE_ENV: '' },
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`npm sbom ended with ${status}: ${stderr}`);
  const { serialNumber: _random, ...all } = JSON.parse(stdout);
  const installed = [...bundledPackages(), 'electron'].map(
    (name) => `${name}@${json(`node_modules/${name}/package.json`).version}`,
  );
  const wanted = new Set([...installed, `${pinned.koffiWindows.name}@${pinned.koffiWindows.version}`]);
  // npm marks what is bundled as a development dependency; here it is a part of the product.
  const components = all.components
    .filter(({ 'bom-ref': ref }) => wanted.has(ref))
    .map(({ properties: _properties, ...component }) => ({ ...component, scope: 'required' }));
  const missing = [...wanted].filter((ref) => !components.some(({ 'bom-ref': found }) => found === ref));
  if (missing.length > 0) throw new Error(`the lock file does not know ${missing.join(', ')}`);
  const refs = new Set([all.metadata.component['bom-ref'], ...wanted]);
  const runtime = nodeRuntime();
  return {
    ...all,
    metadata: {
      ...all.metadata,
      timestamp: made,
      component: { ...all.metadata.component, name: json('package.json').name },
    },
    components: [...components, runtime],
    dependencies: [
      ...all.dependencies
        .filter(({ ref }) => refs.has(ref))
        .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((other) => refs.has(other)) })),
      { ref: runtime['bom-ref'], dependsOn: [] },
    ],
  };
}

/** Node as it comes from npm, inside the console program. */
function nodeRuntime() {
  const { name, version, integrity } = pinned.nodeWindows;
  const content = Buffer.from(integrity.slice('sha512-'.length), 'base64').toString('hex');
  return {
    'bom-ref': `${name}@${version}`,
    type: 'framework',
    name,
    version,
    scope: 'required',
    purl: `pkg:npm/${name}@${version}`,
    hashes: [{ alg: 'SHA-512', content }],
    licenses: [{ license: { id: 'MIT' } }],
  };
}

export const sha256Of = (file) => createHash('sha256').update(readFileSync(file)).digest('hex');

function git(...args) {
  const { status, stdout } = spawnSync('git', args, { cwd: root, encoding: 'utf8' });
  return status === 0 ? stdout.trim() : null;
}

/** When the commit at hand was made, ISO 8601 in UTC; now, where there is none. */
export function commitTime() {
  const seconds = Number(git('log', '-1', '--format=%ct') ?? Number.NaN);
  return (Number.isNaN(seconds) ? new Date() : new Date(seconds * 1000)).toISOString();
}

/** From what, with what and by which commit the files were made. `runtime`: `official`, or what stood for it. */
export function provenance({ artifacts, runtime, signed, tools }) {
  const { name, version, devDependencies } = json('package.json');
  const changes = git('status', '--porcelain');
  return {
    name,
    version,
    commit: git('rev-parse', 'HEAD'),
    uncommittedChanges: changes === null ? null : changes !== '',
    lockFileSha256: sha256Of(path.join(root, 'package-lock.json')),
    electron: { version: devDependencies.electron, runtime },
    consoleProgram: pinned,
    tools: { node: process.versions.node, 'electron-builder': devDependencies['electron-builder'], ...tools },
    signed,
    artifacts: artifacts.map((file) => ({
      name: path.basename(file),
      size: statSync(file).size,
      sha256: sha256Of(file),
    })),
  };
}

export const writeJson = (file, value) => writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);

/** The sums in the form that `sha256sum -c` reads. */
export function writeSums(file, artifacts) {
  const lines = artifacts.map((artifact) => `${sha256Of(artifact)}  ${path.basename(artifact)}\n`);
  writeFileSync(file, lines.join(''));
}
