import { spawn } from 'node:child_process';
import { errorCode } from '../../disk/error-code.ts';
import type { Elevation, ElevationResult } from '../machine.ts';
import { isWished, withWish } from './cancel-wish.ts';
import type { Scenario } from './scenarios/scenario.ts';
import { grant } from './token.ts';

/** How the console program is started: the program and what stands before its own arguments. */
export interface ConsoleProgram {
  readonly file: string;
  readonly args: readonly string[];
  /** Added to this process's environment (`ELECTRON_RUN_AS_NODE`, for one). */
  readonly env?: Readonly<Record<string, string>>;
}

/** The lab's elevation: the same separate program with the same arguments, marked as a lab run of this folder. */
export function elevation(program: ConsoleProgram, name: string, scenario: Scenario, folder: string): Elevation {
  return {
    prepare: () => undefined,
    async run(argv, cancel) {
      if (scenario.declines) return { kind: 'not-confirmed' };
      const marked = [...argv, '--lab', name, '--state', folder];
      const withdraw = await grant(folder, marked);
      const started = () => ended(program, marked).finally(withdraw);
      return cancel !== undefined && argv[0] === 'probe' ? withWish(folder, argv[2], cancel, started) : started();
    },
    isCancelled: (run) => isWished(folder, run),
  };
}

function ended(program: ConsoleProgram, argv: readonly string[]): Promise<ElevationResult> {
  return new Promise((resolve) => {
    const child = spawn(program.file, [...program.args, ...argv], {
      env: { ...process.env, ...program.env },
      stdio: 'ignore',
      windowsHide: true,
    });
    child.once('error', (error) => resolve({ kind: 'failed', win32: fileNotFound, detail: errorCode(error) }));
    child.once('exit', (code, signal) =>
      resolve(code === null ? { kind: 'failed', win32: 0, detail: signal ?? 'ended' } : { kind: 'exited', code }),
    );
  });
}

/** ERROR_FILE_NOT_FOUND: the program could not be started. */
const fileNotFound = 2;
