import type { SystemAnswer, SystemExchange } from '../../core/connectivity/system-answer.ts';
import type { SystemRequest } from '../machine.ts';
import { exchange } from './winhttp-request-exchange.ts';
import { accessType, type RequestOptions, winHttp } from './winhttp-request-native.ts';

const longestMs = 600_000;
/** WinHTTP's own time limits only serve to end its threads where closing the handle does not. */
const ownTimeoutLaterMs = 5000;

/**
 * Errors by which a certificate may have been refused: 12175 and its older family on Windows, and 12157, which stands
 * for all of TLS in Wine.
 */
const certificateErrors: ReadonlySet<number> = new Set([12037, 12038, 12045, 12057, 12157, 12169, 12170, 12175, 12179]);

/**
 * The system engine: one GET as Windows' own services make it, with WinHTTP's proxy, TLS and trust. It never blocks,
 * and any number may run side by side. No cookie, no redirect; no credential unless it is asked for. Throws only on
 * what no caller may ask for (another scheme, credentials in the address).
 */
export async function systemRequest(wish: SystemRequest): Promise<SystemAnswer> {
  const started = performance.now();
  const { signal } = wish;
  const timeoutMs = Math.min(Math.max(wish.timeoutMs, 1), longestMs);
  const options = optionsOf(wish, timeoutMs);
  const first = await exchange(options, { timeoutMs, signal, until: 'answer' });
  const leftMs = timeoutMs - (performance.now() - started);
  const refused = options.secure && first.outcome === 'failed' && certificateErrors.has(first.win32);
  if (!refused || first.chain.length > 0 || leftMs < 1) return answer(first, first.chain.length > 0 ? 'request' : null);
  const looking: RequestOptions = { ...options, anyCertificate: true, integratedSignIn: false };
  const { chain } = await exchange(looking, { timeoutMs: leftMs, signal, until: 'chain' });
  return answer({ ...first, chain }, chain.length > 0 ? 'repeated' : null);

  function answer(seen: SystemExchange, chainFrom: SystemAnswer['chainFrom']): SystemAnswer {
    return { ...seen, chainFrom, elapsedMs: performance.now() - started };
  }
}

/** How many requests WinHTTP has not let go of yet. */
export function openSystemRequests(): number {
  return winHttp().notClosed();
}

function optionsOf({ url, proxy, signIn = 'never' }: SystemRequest, timeoutMs: number): RequestOptions {
  const { protocol, hostname, port, pathname, search, username, password } = new URL(url);
  if (protocol !== 'http:' && protocol !== 'https:') throw new Error(`a system request to ${protocol}`);
  if (username !== '' || password !== '') throw new Error('a system request with credentials in its address');
  const secure = protocol === 'https:';
  return {
    access: accessType[proxy.kind],
    proxy: proxy.kind === 'named' ? proxy.proxy : null,
    bypass: proxy.kind === 'named' && proxy.bypass !== '' ? proxy.bypass : null,
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (secure ? 443 : 80) : Number(port),
    secure,
    place: `${pathname}${search}`,
    stepMs: Math.ceil(timeoutMs) + ownTimeoutLaterMs,
    integratedSignIn: signIn === 'integrated',
    anyCertificate: false,
  };
}
