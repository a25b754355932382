import type { ProxyForUrl, ProxyScript, ResolveOptions } from '../machine.ts';
import { openNative } from './native.ts';
import { startThread } from './thread.ts';
import type { ResolveMessage, ResolveRequest } from './winhttp-resolve-worker.ts';

interface WithWorkers {
  /** Where the bundles of threads lie; a single executable has them inside. */
  readonly workers: string;
}

/**
 * Asks Windows which proxy a PAC script, or the one that WPAD finds, gives for an address. Waits in a thread of its
 * own; at the end of the time, or when cancelled, the session is closed, by which Windows ends the call (Wine lets it
 * run on, and the thread with it).
 */
export function resolveProxy(
  url: string,
  script: ProxyScript,
  { timeoutMs, workers, signal }: ResolveOptions & WithWorkers,
): Promise<ProxyForUrl> {
  const closed = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const request: ResolveRequest = {
    kind: 'winhttp-resolve',
    url,
    pacUrl: script === 'wpad' ? null : script.pacUrl,
    timeoutMs: Math.ceil(timeoutMs),
    closed,
  };
  if (signal?.aborted) return Promise.resolve({ kind: 'cancelled' });
  const closeSession = sessionCloser();
  return new Promise((resolve, reject) => {
    const thread = startThread(workers, 'winhttp-resolve-worker', request);
    let session: bigint | null = null;
    const timer = setTimeout(() => abandon('timeout'), timeoutMs);
    const cancel = () => abandon('cancelled');
    signal?.addEventListener('abort', cancel, { once: true });
    const settle = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancel);
    };
    thread.on('message', (message: ResolveMessage) => {
      if (message.kind === 'session') {
        session = message.session;
        return;
      }
      settle();
      resolve(message);
    });
    // A thread that breaks is a broken installation.
    thread.on('error', (error) => {
      settle();
      reject(error);
    });

    function abandon(kind: 'timeout' | 'cancelled'): void {
      settle();
      // Nobody waits for the thread any longer, not even the end of the process's own work.
      thread.unref();
      if (session !== null && Atomics.exchange(new Int32Array(closed), 0, 1) === 0) closeSession(session);
      resolve({ kind });
    }
  });
}

type CloseSession = (session: bigint) => void;
let bound: CloseSession | null = null;

/**
 * The library stays loaded by this thread: WinHTTP's own threads go on for a while, and the one that asked takes what
 * it loaded with it when it ends.
 */
function sessionCloser(): CloseSession {
  bound ??= openNative().koffi.load('winhttp.dll').func('bool __stdcall WinHttpCloseHandle(void* h)');
  return bound;
}
