import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('readers/', import.meta.url));

/** Where a file of the readers lies. */
export const readerFile = (name: string): string => `${folder}${name}`;

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs a program of the system to its end, in a home of its own, without what a user has set for Python or Ansible. */
export function run(program: string, args: readonly string[]): Ran {
  const home = mkdtempSync(path.join(os.tmpdir(), 'exports-home-'));
  try {
    const env = { PATH: '/usr/bin:/bin', HOME: home, LANG: 'C.UTF-8' };
    const { status, stdout, stderr, error } = spawnSync(program, args, { env, encoding: 'utf8', timeout: 60_000 });
    if (error !== undefined) throw error;
    return { code: status, out: stdout, err: stderr };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** What a reader in Debian's Python prints of a file. */
export function read(reader: string, ...args: readonly string[]): unknown {
  const { code, out, err } = run('/usr/bin/python3', [readerFile(reader), ...args]);
  if (code !== 0) throw new Error(`${reader} ended with ${code}: ${err}`);
  return JSON.parse(out);
}
