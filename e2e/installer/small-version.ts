import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import { makeInstaller } from '../../scripts/dist-installer.mjs';

/** Other versions, of a few bytes: the same script with other files. They are gone after the tests. */
const work = mkdtempSync(path.join(os.tmpdir(), 'other-versions-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

/** Makes the installer of one; returns its place. `more`: definitions of the script. */
export function smallVersion(number: string, files: readonly string[] = [], more = {}): string {
  const folder = path.join(work, number);
  for (const name of ['Defender Proxy Wizard.exe', 'console/defender-proxy.exe', ...files]) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), `${name} of ${number}`);
  }
  const output = path.join(work, `${number}-setup.exe`);
  makeInstaller({ folder, output, version: number, compressor: 'none', more });
  return `Z:${output}`;
}
