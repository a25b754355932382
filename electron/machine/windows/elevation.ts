import { spawn } from 'node:child_process';
import { Worker } from 'node:worker_threads';
import type { ElevatedArgv, Elevation, ElevationResult } from '../machine.ts';
import { isWished, withWish } from './cancel-wish.ts';
import { commandLine } from './command-line.ts';
import type { ElevationAnswer, ElevationRequest } from './elevation-worker.ts';

/** Win32 1223: the person declined, or the prompt closed itself. Nothing else means that. */
const cancelled = 1223;

export interface ElevationOptions {
  /** `defender-proxy.exe`, beside the wizard. */
  readonly program: string;
  /** The bundle of `elevation-worker.ts`. */
  readonly worker: string;
  /** Whether this process is elevated already: then nobody is asked. */
  readonly elevated: boolean;
  /** Handle of the window that owns the prompt. */
  readonly owner: () => bigint;
}

/** Starts the console program with administrator rights and waits for its end, without a time limit on the person. */
export function elevation(options: ElevationOptions): Elevation {
  const { program, elevated } = options;
  const threads = elevated ? null : waitingThreads(options.worker);
  const started = (argv: ElevatedArgv) =>
    threads === null ? runPlainly(program, argv) : runAs(threads.take(), options, argv);
  return {
    prepare: () => threads?.prepare(),
    run: (argv, cancel) =>
      cancel !== undefined && argv[0] === 'probe' ? withWish(argv[2], cancel, () => started(argv)) : started(argv),
    isCancelled: isWished,
  };
}

function runPlainly(program: string, argv: readonly string[]): Promise<ElevationResult> {
  return new Promise((resolve) => {
    const child = spawn(program, [...argv], { stdio: 'ignore', windowsHide: true });
    child.on('error', (error) => resolve({ kind: 'failed', win32: 0, detail: error.message }));
    child.on('close', (code) => resolve({ kind: 'exited', code: code ?? 1 }));
  });
}

/** A thread serves one start; what `prepare` made is taken by the next one. */
function waitingThreads(worker: string) {
  let ready: Worker | null = null;
  return {
    prepare(): void {
      if (ready !== null) return;
      const thread = new Worker(worker);
      thread.unref();
      const forget = () => {
        if (ready === thread) ready = null;
      };
      // One that could not be made is made again by `run`, whose fault it then is.
      thread.once('error', forget);
      thread.once('exit', forget);
      ready = thread;
    },
    take(): Worker {
      const thread = ready ?? new Worker(worker);
      ready = null;
      thread.ref();
      return thread;
    },
  };
}

function runAs(
  thread: Worker,
  { program, owner }: ElevationOptions,
  argv: readonly string[],
): Promise<ElevationResult> {
  const request: ElevationRequest = { file: program, parameters: commandLine(argv), owner: String(owner()) };
  return new Promise((resolve) => {
    thread.once('message', (answer: ElevationAnswer) => resolve(resultOf(answer)));
    thread.once('error', (error) => resolve({ kind: 'failed', win32: 0, detail: error.message }));
    thread.once('exit', () => resolve({ kind: 'failed', win32: 0, detail: 'the thread ended without an answer' }));
    thread.postMessage(request);
  });
}

/** What the shell's answer means. */
export function resultOf(answer: ElevationAnswer): ElevationResult {
  if (answer.kind === 'exited') return answer;
  if (answer.win32 === cancelled) return { kind: 'not-confirmed' };
  return { kind: 'failed', win32: answer.win32, detail: 'ShellExecuteExW' };
}
