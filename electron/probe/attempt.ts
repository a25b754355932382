import type { Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import type { StageFailure } from '../core/connectivity/observation.ts';

/** What a step of a probe ended with. The code is that of Node or OpenSSL, or one of those named at `StageFailure`. */
export type Settled<T> = { readonly ok: true; readonly value: T } | Broken;
export interface Broken {
  readonly ok: false;
  readonly code: string;
  readonly detail: string;
}

export const settled = <T>(value: T): Settled<T> => ({ ok: true, value });
export const broken = (code: string, detail: string): Broken => ({ ok: false, code, detail });

/** One probe: its deadline, the asker's wish to stop, and every socket that it opened. */
export interface Attempt {
  /** Aborted with the reason `TIMEOUT` or `CANCELLED`. */
  readonly signal: AbortSignal;
  /** Takes a socket into care: it never raises an unheard error, and is destroyed when the attempt ends. */
  own<S extends Socket>(socket: S): S;
  /** Destroys all sockets and ends the timer. Safe to call twice. */
  end(): void;
}

export function startAttempt(deadlineMs: number, outer: AbortSignal | undefined): Attempt {
  const control = new AbortController();
  const sockets = new Set<Socket>();
  // The newest first: a TLS socket has to go before the one below it, else Node writes its last record to memory that
  // was freed (a crash of the whole process; Node 18 to 24).
  const destroyAll = () => {
    for (const socket of [...sockets].reverse()) socket.destroy();
    sockets.clear();
  };
  const stop = (reason: 'TIMEOUT' | 'CANCELLED') => {
    control.abort(reason);
    destroyAll();
  };
  const cancel = () => stop('CANCELLED');
  const timer = setTimeout(() => stop('TIMEOUT'), deadlineMs);
  if (outer?.aborted) cancel();
  else outer?.addEventListener('abort', cancel, { once: true });
  return {
    signal: control.signal,
    own(socket) {
      socket.on('error', () => {});
      if (control.signal.aborted) socket.destroy();
      else sockets.add(socket);
      return socket;
    },
    end() {
      clearTimeout(timer);
      outer?.removeEventListener('abort', cancel);
      destroyAll();
    },
  };
}

/**
 * Waits for one result out of event listeners. `start` adds them and returns what takes them away again; the signal
 * ends the wait with its reason as the code.
 */
export function untilSettled<T>(
  signal: AbortSignal,
  start: (finish: (result: Settled<T>) => void) => () => void,
): Promise<Settled<T>> {
  return new Promise((resolve) => {
    let over = false;
    let takeAway: (() => void) | null = null;
    const finish = (result: Settled<T>) => {
      if (over) return;
      over = true;
      signal.removeEventListener('abort', abort);
      takeAway?.();
      resolve(result);
    };
    const abort = () => finish(broken(String(signal.reason), ''));
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort, { once: true });
    takeAway = start(finish);
    if (over) takeAway();
  });
}

/** A shorter limit within a signal's: runs `work` with a signal that is aborted by either. */
export async function within<T>(
  signal: AbortSignal,
  ms: number,
  work: (limited: AbortSignal) => Promise<Settled<T>>,
): Promise<Settled<T>> {
  const control = new AbortController();
  const pass = () => control.abort(signal.reason);
  if (signal.aborted) pass();
  else signal.addEventListener('abort', pass, { once: true });
  const timer = setTimeout(() => control.abort('TIMEOUT'), ms);
  try {
    return await work(control.signal);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', pass);
  }
}

/** Runs a step and tells how long it took, in milliseconds of a monotonic clock. */
export async function timed<T>(work: () => Promise<T>): Promise<{ readonly ms: number; readonly result: T }> {
  const start = performance.now();
  const result = await work();
  return { ms: elapsed(start), result };
}

/** Milliseconds since a `performance.now()`, to a tenth, within what an observation can hold. */
export function elapsed(start: number): number {
  return Math.min(600_000, Math.max(0, Math.round((performance.now() - start) * 10) / 10));
}

export function failedStage(ms: number, { code, detail }: Broken): StageFailure {
  return { state: 'failed', ms, code: code.slice(0, 128), detail: detail.slice(0, 4096) };
}
