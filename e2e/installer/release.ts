import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Where `scripts/test.mjs` lets `npm run dist` put its files, with a stand-in for Electron. */
export const release = path.join(root, 'out/release');
export const packed = path.join(release, 'win-unpacked');

interface PackageFile {
  readonly version: string;
  readonly devDependencies: Readonly<Record<string, string>>;
}
export const packageFile: PackageFile = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
export const { version } = packageFile;

/** The one file of a release whose name ends so. */
export function artifact(ending: string, folder = release): string {
  const [name, ...others] = readdirSync(folder).filter((file) => file.endsWith(ending));
  if (name === undefined || others.length > 0) throw new Error(`not one file ends with ${ending} in ${folder}`);
  return path.join(folder, name);
}
