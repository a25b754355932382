import { execFile } from 'node:child_process';
import path from 'node:path';
import { systemFolder } from './system-folder.ts';

export type ProgramEnd =
  | { readonly kind: 'exited'; readonly code: number; readonly output: string }
  | { readonly kind: 'timeout' | 'cancelled' }
  | { readonly kind: 'failed'; readonly code: string };

const largestOutput = 64 * 1024;

/**
 * Runs a program of Windows by its whole path with an array of arguments; no shell. SECURITY: with administrator
 * rights it finds libraries in no folder that the environment names, and nothing is given to it on its input.
 */
export function runProgram(
  program: string,
  argv: readonly string[],
  { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal?: AbortSignal | undefined },
): Promise<ProgramEnd> {
  const system = systemFolder();
  return new Promise((resolve) => {
    const child = execFile(
      program,
      [...argv],
      {
        encoding: 'latin1',
        timeout: timeoutMs,
        killSignal: 'SIGKILL',
        maxBuffer: largestOutput,
        windowsHide: true,
        cwd: system,
        env: { PATH: system, SystemRoot: path.win32.dirname(system) },
        ...(signal === undefined ? {} : { signal }),
      },
      (error, stdout) => {
        if (error === null) resolve({ kind: 'exited', code: 0, output: stdout });
        else if (signal?.aborted) resolve({ kind: 'cancelled' });
        else if (error.killed) resolve({ kind: 'timeout' });
        else if (typeof error.code === 'number') resolve({ kind: 'exited', code: error.code, output: stdout });
        else resolve({ kind: 'failed', code: String(error.code ?? 'UNKNOWN') });
      },
    );
    child.stdin?.end();
  });
}
