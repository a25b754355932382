import type { SecureFailure, SystemExchange, SystemStage } from '../../core/connectivity/system-answer.ts';
import { certificateContexts } from './certificate-context.ts';
import {
  type Notified,
  notification,
  type RequestHandles,
  type RequestOptions,
  winHttp,
} from './winhttp-request-native.ts';

const stages: readonly SystemStage[] = [
  'started',
  'resolving',
  'connecting',
  'connected',
  'sending',
  'sent',
  'answered',
];

const stageOf: ReadonlyMap<number, SystemStage> = new Map([
  [notification.resolvingName, 'resolving'],
  [notification.nameResolved, 'resolving'],
  [notification.connecting, 'connecting'],
  [notification.connected, 'connected'],
  [notification.sending, 'sending'],
  [notification.sent, 'sent'],
]);

/** WINHTTP_CALLBACK_STATUS_FLAG_… of a SECURE_FAILURE notification. */
const secureFailureFlags: readonly (readonly [number, SecureFailure])[] = [
  [0x1, 'revocation-unknown'],
  [0x2, 'invalid-certificate'],
  [0x4, 'revoked'],
  [0x8, 'invalid-ca'],
  [0x10, 'wrong-name'],
  [0x20, 'wrong-date'],
  [0x40, 'wrong-usage'],
  [0x80000000, 'channel'],
];

/** What the flags say; bits without a name are left out. */
export function secureFailuresOf(flags: number): readonly SecureFailure[] {
  return secureFailureFlags.filter(([flag]) => (flags & flag) !== 0).map(([, failure]) => failure);
}

const nothing: SystemExchange = {
  outcome: 'failed',
  reached: 'started',
  win32: 0,
  secureFailures: [],
  status: null,
  rawHeaders: null,
  body: new Uint8Array(),
  overTls: false,
  chain: [],
};

const largestBody = 4096;
const mostCertificates = 64;
/** How long an ended exchange waits for WinHTTP to let go of its handle, which is closed in any case. */
const closingMs = 250;

export interface ExchangeLimits {
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
  /** `chain`: end as soon as the server's certificates can be read, without an answer. */
  readonly until: 'answer' | 'chain';
}

/**
 * One exchange, from opening the handles to closing them. It is driven by notifications; our own timer and the signal
 * end it by closing the handles, since WinHTTP's time limits do not hold everywhere.
 */
export function exchange(
  options: RequestOptions,
  { timeoutMs, signal, until }: ExchangeLimits,
): Promise<SystemExchange> {
  if (signal?.aborted) return Promise.resolve({ ...nothing, outcome: 'cancelled' });
  const native = winHttp();
  return new Promise((resolve) => {
    let seen = nothing;
    let ended = false;
    let closed: () => void = () => {};
    const opened = native.open(options, notified);
    if ('win32' in opened) {
      resolve({ ...nothing, win32: opened.win32 });
      return;
    }
    const handles: RequestHandles = opened;
    const { request } = handles;
    const timer = setTimeout(() => end('timeout'), timeoutMs);
    const cancel = () => end('cancelled');
    signal?.addEventListener('abort', cancel, { once: true });
    goOn(native.send(request));

    function notified({ status, value }: Notified): void {
      if (status === notification.handleClosing) closed();
      if (ended) return;
      const stage = stageOf.get(status);
      if (stage !== undefined) reach(stage);
      else if (status === notification.secureFailure) seen = { ...seen, secureFailures: secureFailuresOf(value) };
      else if (status === notification.requestError) end('failed', value);
      else if (status === notification.sendComplete)
        until === 'chain' ? end('answered') : goOn(native.receive(request));
      else if (status === notification.headersAvailable) answered();
      else if (status === notification.dataAvailable) value === 0 ? end('answered') : goOn(native.read(request, value));
      else if (status === notification.readComplete) keep(native.bytesRead(request, value));
    }

    function reach(stage: SystemStage): void {
      // A proxy, or a second address, makes it go through the same stages again.
      if (stages.indexOf(stage) > stages.indexOf(seen.reached)) seen = { ...seen, reached: stage };
    }

    function answered(): void {
      reach('answered');
      seen = { ...seen, status: native.statusCode(request), rawHeaders: native.rawHeaders(request) };
      goOn(native.askForData(request));
    }

    function keep(bytes: Uint8Array): void {
      seen = { ...seen, body: Buffer.concat([seen.body, bytes]).subarray(0, largestBody) };
      if (bytes.length === 0 || seen.body.length >= largestBody) end('answered');
      else goOn(native.askForData(request));
    }

    function goOn(win32: number): void {
      if (win32 !== 0) end('failed', win32);
    }

    function end(outcome: SystemExchange['outcome'], win32 = 0): void {
      if (ended) return;
      ended = true;
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancel);
      // While a call is under way the handle is not asked anything more.
      const idle = outcome === 'answered' || outcome === 'failed';
      const chain = options.secure && idle ? sentChain(request) : [];
      const result: SystemExchange = { ...seen, outcome, win32, chain, overTls: chain.length > 0 };
      const patience = setTimeout(() => resolve(result), closingMs);
      closed = () => {
        clearTimeout(patience);
        resolve(result);
      };
      native.close(handles);
    }
  });
}

/** What the server sent, from the store that comes with its certificate. */
function sentChain(request: bigint): readonly Uint8Array[] {
  const contexts = certificateContexts();
  const context = winHttp().serverCertificate(request);
  if (context === null) return [];
  try {
    const leaf = contexts.derOf(context);
    const store = contexts.storeOf(context);
    if (leaf === null) return [];
    const sent = store === null ? [] : contexts.inStore(store, mostCertificates);
    return [leaf, ...sent.filter((der) => Buffer.compare(der, leaf) !== 0)].slice(0, mostCertificates);
  } finally {
    contexts.free(context);
  }
}
