import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { filesOf } from '../../scripts/folder-files.mjs';
import { pinned, pinnedPackage } from '../../scripts/pinned-package.mjs';
import { endWine, freshPrefix, wineEnvironment } from '../../scripts/wine.mjs';

/** The fixed place of the installed program, as Windows and as Linux name it. */
export const place = 'C:\\Program Files\\Defender Proxy Wizard';
const environmentKey = 'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Environment';

/** The machine's PATH as it is stored; null where it is not there. */
export interface StoredPath {
  /** 1 REG_SZ, 2 REG_EXPAND_SZ, 7 REG_MULTI_SZ. */
  readonly type: number;
  readonly text: string;
}

interface Ended {
  /** The exit code, or why there is none. */
  readonly code: number | string;
  readonly out: string;
}

/** What of a computer an installer may touch: `[key]` or `file` to its content, without what changes by itself. */
export type State = ReadonlyMap<string, string>;

/** A fresh Windows under Wine, that nobody else uses. */
export interface Computer {
  /** The Linux path of a place on its drive C. */
  drive(place: string): string;
  /** Runs a program to its end, with these words on its command line and no quotes added. */
  run(file: string, commandLine?: string): Ended;
  /** Starts a program that stays. */
  start(file: string, args: readonly string[]): ChildProcess;
  /** Waits for every process, and for the registry to be on disk. */
  settle(): void;
  state(): State;
  /** The values of a key below HKLM by their names, as a .reg file writes them; none where it is not there. */
  values(key: string): Readonly<Record<string, string>>;
  storedPath(): StoredPath | null;
  storePath(value: StoredPath | null): void;
  close(): void;
}

export function wineComputer(): Computer {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'installer-'));
  const prefix = path.join(folder, 'prefix');
  freshPrefix(prefix);
  const env = wineEnvironment(prefix);
  const node = path.join(pinnedPackage(pinned.nodeWindows), 'bin/node.exe');
  // Wine puts quotes around what has spaces, and NSIS wants some of its words without any.
  const runner = path.join(folder, 'run.cjs');
  writeFileSync(
    runner,
    // Nothing here takes a minute; what hangs ends, and its test fails. Into files: the desktop that Wine starts along would keep pipes open for ever.
    `const { spawnSync } = require('node:child_process');
const { openSync, readFileSync, writeFileSync } = require('node:fs');
const [answer, file, commandLine] = process.argv.slice(2);
const [out, err] = [answer + '.out', answer + '.err'];
const stdio = ['ignore', openSync(out, 'w'), openSync(err, 'w')];
const { status, error } = spawnSync(file, commandLine === '' ? [] : [commandLine], { windowsVerbatimArguments: true, argv0: '"' + file + '"', stdio, timeout: 120_000 });
writeFileSync(answer, JSON.stringify({ code: status ?? String(error), out: readFileSync(out, 'utf8') + readFileSync(err, 'utf8') }));`,
  );
  const errors = path.join(folder, 'wine.err');
  const wine = (args: readonly string[], tries = 3): void => {
    const said = openSync(errors, 'w');
    const { status, signal, error } = spawnSync('wine', args, { env, stdio: ['ignore', 'ignore', said] });
    closeSync(said);
    if (status === 0) return;
    const why = readFileSync(errors, 'utf8').slice(-500);
    // Whoever comes in the moment in which Wine's server goes is sent away before anything was started.
    if (tries > 1 && why.includes('wine client error')) wine(args, tries - 1);
    else throw new Error(`wine ${args.join(' ')} ended with ${status ?? signal ?? error?.message}: ${why}`);
  };
  const drive = (at: string) => path.join(prefix, 'drive_c', at.replace(/^C:\\/, '').replaceAll('\\', '/'));
  const exported = (key: string): string => {
    const file = path.join(folder, 'exported.reg');
    rmSync(file, { force: true });
    spawnSync('wine', ['reg', 'export', key, `Z:${file}`, '/y'], { env, stdio: 'ignore' });
    return existsSync(file) ? readFileSync(file, 'utf16le') : '';
  };
  const settle = () => spawnSync('wineserver', ['-w'], { env, stdio: 'ignore' });

  return {
    drive,
    settle,
    run(file, commandLine = '') {
      const answer = path.join(folder, 'answer.json');
      rmSync(answer, { force: true });
      wine([node, `Z:${runner}`, `Z:${answer}`, file, commandLine]);
      return JSON.parse(readFileSync(answer, 'utf8'));
    },
    start: (file, args) => spawn('wine', [file, ...args], { env, stdio: 'ignore' }),
    state() {
      settle();
      const files = filesOf(path.join(prefix, 'drive_c'));
      return new Map([
        ...files.map((file): [string, string] => [file, 'file']),
        ...keysOf(path.join(prefix, 'system.reg')),
      ]);
    },
    values(key) {
      const lines = exported(`HKLM\\${key}`).matchAll(/^"([^"]+)"=(.*?)\r?$/gm);
      return Object.fromEntries([...lines].map(([, name, value = '']) => [name, plain(value)]));
    },
    storedPath: () => pathOf(exported(environmentKey)),
    storePath(value) {
      const bytes = [...Buffer.from(`${value?.text}\0`, 'utf16le')].map((byte) => byte.toString(16).padStart(2, '0'));
      const line = value === null ? '"Path"=-' : `"Path"=hex(${value.type}):${bytes.join(',')}`;
      const key = environmentKey.replace('HKLM', 'HKEY_LOCAL_MACHINE');
      const file = path.join(folder, 'set.reg');
      // With its mark, because in other files Wine takes the bytes for letters of one byte each.
      writeFileSync(file, `\ufeffWindows Registry Editor Version 5.00\r\n\r\n[${key}]\r\n${line}\r\n`, 'utf16le');
      wine(['regedit', '/S', `Z:${file}`]);
    },
    close() {
      endWine(prefix);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A value as its text; of another type as it is written. */
const plain = (value: string): string =>
  /^".*"$/.test(value) ? value.slice(1, -1).replaceAll('\\\\', '\\').replaceAll('\\"', '"') : value;

/** The value `Path` of a .reg file: written as text, or as bytes where it is of another type. */
function pathOf(file: string): StoredPath | null {
  const joined = file.replace(/\\\r?\n\s*/g, '');
  const text = /^"Path"=(".*")\r?$/im.exec(joined)?.[1];
  if (text !== undefined) return { type: 1, text: plain(text) };
  const hex = /^"Path"=hex\((\d)\):([0-9a-f,]*)\r?$/im.exec(joined);
  if (hex === null) return null;
  const [, type, bytes = ''] = hex;
  return {
    type: Number(type),
    text: Buffer.from(bytes.replaceAll(',', ''), 'hex').toString('utf16le').replace(/\0$/, ''),
  };
}

/** Wine's own file of HKLM: `[key] time`, `#time=`, then values. What its own drivers write anew each time is left out. */
function keysOf(file: string): [string, string][] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split(/\n(?=\[)/)
    .slice(1)
    .flatMap((block): [string, string][] => {
      const [head = '', ...values] = block.trimEnd().split('\n');
      const key = head.replace(/ \d+$/, '').replaceAll('\\\\', '\\');
      const kept = values.filter((line) => line !== '' && !line.startsWith('#'));
      return /\\(?:Class|Enum|Video|NetworkCards|DeviceClasses|DeviceMap)(?:\\|\])/i.test(key) || kept.length === 0
        ? []
        : [[key, kept.join('\n')]];
    });
}

/** What one state has that the other has not, or has otherwise. */
export function added(before: State, after: State): string[] {
  return [...after].filter(([name, content]) => before.get(name) !== content).map(([name]) => name);
}
