import { ok, type Result } from '../core/plan/result.ts';
import type { Machine } from '../machine/machine.ts';
import type { CommandLine } from './command-line.ts';
import { runProgram, type World } from './program.ts';

const nobody = () => Promise.reject(new Error('nobody is asked'));

/** The program in the process of a test: what it prints is caught, and nobody is there to be asked for a password. */
export async function ranProgram(
  args: readonly string[],
  world: Pick<World, 'pickMachine'> & Partial<World>,
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  let out = '';
  let err = '';
  const code = await runProgram(args, {
    scenarios: async () => ({}),
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    now: () => new Date(),
    newId: () => crypto.randomUUID(),
    pid: process.pid,
    signal: new AbortController().signal,
    onWriting: () => undefined,
    passwords: { ask: nobody, fromInput: nobody },
    ...world,
  });
  return { code, out, err };
}

interface LabOptions {
  readonly scenario: string;
  readonly stateDir: string;
  readonly consoleProgram: { readonly file: string; readonly args: readonly string[] };
}

/** Opens the lab that is asked for, in the folder that is asked for or else in the one that the test gives. */
export function labIn(
  openLab: (options: LabOptions) => Promise<Result<Machine>>,
  stateOf: (scenario: string) => string,
): World['pickMachine'] {
  return async (asked: CommandLine['lab']) => {
    if (asked === null) return { ok: false, problem: { kind: 'no-machine' } };
    const stateDir = asked.state ?? stateOf(asked.scenario);
    const consoleProgram = { file: process.execPath, args: [] };
    const opened = await openLab({ scenario: asked.scenario, stateDir, consoleProgram });
    return opened.ok ? ok({ machine: opened.value, labFolder: stateDir }) : opened;
  };
}
