import { type Exchange, exchange } from './winhttp-request-exchange.ts';
import { accessType, type RequestOptions, winHttp } from './winhttp-request-native.ts';

/**
 * The system engine: one GET as Windows' own services make it, with WinHTTP's proxy, TLS and trust. It never blocks,
 * and any number may run side by side. No cookie, no redirect; no credential unless it is asked for.
 */
export interface SystemRequest {
  /** `http:` or `https:`, without user name and password. */
  readonly url: string;
  readonly proxy: SystemProxy;
  /** For everything together, also the second look at a certificate; 1 to 600 000 ms. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  /**
   * `integrated`: WinHTTP's own default, by which Windows may answer NTLM or Negotiate of a proxy or an intranet server
   * with the account of this process. Only where the admin chose it; otherwise no challenge is answered.
   */
  readonly signIn?: 'never' | 'integrated';
}

/** WINHTTP_ACCESS_TYPE: the machine's default, none, WPAD and the account's own settings, or a given one. */
export type SystemProxy =
  | { readonly kind: 'default' | 'none' | 'automatic' }
  | { readonly kind: 'named'; readonly proxy: string; readonly bypass: string };

export interface SystemAnswer extends Exchange {
  /**
   * `repeated`: the request failed by its certificate, and a second one that took any certificate was made to read the
   * chain; nothing else of the second is used, and it carries no credentials. Null: there is no chain.
   */
  readonly chainFrom: 'request' | 'repeated' | null;
  /** Of everything together, in milliseconds. */
  readonly elapsedMs: number;
}

const longestMs = 600_000;
/** WinHTTP's own time limits only serve to end its threads where closing the handle does not. */
const ownTimeoutLaterMs = 5000;

/**
 * Errors by which a certificate may have been refused: 12175 and its older family on Windows, and 12157, which stands
 * for all of TLS in Wine.
 */
const certificateErrors: ReadonlySet<number> = new Set([12037, 12038, 12045, 12057, 12157, 12169, 12170, 12175, 12179]);

/** Makes one request. Throws only on what no caller may ask for (another scheme, credentials in the address). */
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

  function answer(seen: Exchange, chainFrom: SystemAnswer['chainFrom']): SystemAnswer {
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
