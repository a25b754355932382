import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { endWine, freshPrefix, wineEnvironment } from '../../scripts/wine.mjs';
import type { Held, Held64 } from './proven-server.ts';

/** Wine's own registry in a fresh prefix, by its `reg.exe`. */
export interface WineRegistry {
  readonly add: (place: string, held: Held) => void;
  readonly importFile: (file: string) => void;
  /** What is held under these places; what is not there is left out. */
  readonly read: (places: Iterable<string>) => Held64;
  readonly close: () => void;
}

export function wineRegistry(): WineRegistry {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'exports-wine-'));
  const prefix = path.join(folder, 'prefix');
  freshPrefix(prefix);
  // Without it the server ends between two commands, and with it the hives of the service accounts.
  spawnSync('wineserver', ['-p'], { env: wineEnvironment(prefix), stdio: 'ignore' });
  const printed = path.join(folder, 'printed.txt');
  // To a file: a pipe would stay open for as long as Wine's own services run.
  const reg = (args: readonly string[]): number | null => {
    const out = openSync(printed, 'w');
    const { status } = spawnSync('wine', ['reg', ...args], {
      env: wineEnvironment(prefix),
      stdio: ['ignore', out, 'ignore'],
    });
    closeSync(out);
    return status;
  };
  const must = (args: readonly string[]): void => {
    const status = reg(args);
    if (status !== 0) throw new Error(`reg ${args.join(' ')} ended with ${status}: ${readFileSync(printed, 'utf8')}`);
  };
  return {
    add: (place, { type, data }) => {
      const [key, name] = split(place);
      must(['add', key, '/v', name, '/t', type, '/d', String(data), '/f']);
    },
    importFile: (file) => must(['import', `Z:${file}`]),
    read(places) {
      const wanted = [...places];
      const found = new Map<string, Held>();
      for (const key of new Set(wanted.map((place) => split(place)[0]))) {
        // A key that is not there ends with 1 and prints nothing.
        reg(['query', key]);
        for (const [name, held] of valuesOf(readFileSync(printed, 'utf8'))) found.set(`${key}\\${name}`, held);
      }
      return new Map(
        wanted.flatMap((place) => {
          const held = found.get(place);
          return held === undefined ? [] : [[place, held] as const];
        }),
      );
    },
    close() {
      endWine(prefix);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function split(place: string): [key: string, name: string] {
  const at = place.lastIndexOf('\\');
  return [place.slice(0, at), place.slice(at + 1)];
}

/** Lines such as `    ProxyServer    REG_SZ    http://…`. */
function valuesOf(printed: string): [name: string, held: Held][] {
  return printed.split(/\r?\n/).flatMap((line): [string, Held][] => {
    const parts = /^ {4}(\S+) {4}(REG_[A-Z_]+) {4}(.*)$/.exec(line);
    if (parts === null) return [];
    const [, name = '', type = '', data = ''] = parts;
    if (type === 'REG_DWORD') return [[name, { type, data: Number(data) }]];
    return [[name, { type, data: type === 'REG_BINARY' ? data.toLowerCase() : data }]];
  });
}
