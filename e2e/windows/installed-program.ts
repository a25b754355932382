import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** The built program, copied to where an installer would put it: only administrators can write there. */
export const programFolder = path.win32.join(
  process.env.ProgramFiles ?? 'C:\\Program Files',
  'Defender Proxy Wizard suite',
);
export const program = path.win32.join(programFolder, 'defender-proxy.exe');

export function installProgram(): void {
  const built = process.env.DEFENDER_PROXY_PROGRAM;
  if (built === undefined) throw new Error('DEFENDER_PROXY_PROGRAM has to name the folder of the built program');
  cpSync(built, programFolder, { recursive: true });
}

export const removeProgram = (): void => rmSync(programFolder, { recursive: true, force: true, maxRetries: 10 });

/** What Windows itself needs; nothing that names Node, a user or a temporary folder. */
export const bareEnvironment: Readonly<Record<string, string>> = {
  SystemRoot: process.env.SystemRoot ?? 'C:\\windows',
};

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Start {
  readonly file?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
}

/** Runs the program to its end. */
export function run(args: readonly string[], { file = program, env = process.env, cwd }: Start = {}): Ended {
  const { status, stdout, stderr } = spawnSync(file, [...args], { encoding: 'utf8', env, cwd, maxBuffer: 1 << 24 });
  return { code: status, out: stdout, err: stderr };
}

/** What the program printed with `--json`; the code in it has to be the one that arrived. */
export interface Printed {
  readonly code: number | null;
  /** The value, or the problem. */
  readonly value: unknown;
}

export function runJson(args: readonly string[], start?: Start): Printed {
  const { code, out, err } = run([...args, '--json'], start);
  const printed = JSON.parse(out) as { exit: number; value: unknown; problem: unknown }; // the program's one shape
  if (printed.exit !== code) throw new Error(`printed ${printed.exit}, ended with ${code}: ${err}`);
  return { code, value: printed.value ?? printed.problem };
}

/** Starts the program and does not wait. */
export const start = (args: readonly string[]): ChildProcess => spawn(program, [...args], { stdio: 'ignore' });

/** Makes ready what a start with rights needs and starts nothing; the exit code, null where it had to be ended. */
export function onlyPrepared(): number | null {
  const child = path.join(__dirname, 'elevate.child.cjs');
  return spawnSync(process.execPath, [child, '', program], { stdio: 'ignore', timeout: 20_000 }).status;
}

/** Starts a program with rights, as the window does, and waits for its end. */
export function runElevated(argv: readonly string[], file = program): unknown {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'elevated-'));
  const answer = path.join(folder, 'answer.json');
  try {
    const child = path.join(__dirname, 'elevate.child.cjs');
    spawnSync(process.execPath, [child, answer, file, ...argv], { stdio: 'ignore' });
    return JSON.parse(readFileSync(answer, 'utf8'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
