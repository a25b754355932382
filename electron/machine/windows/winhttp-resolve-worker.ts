import { parentPort, workerData } from 'node:worker_threads';
import { openNative } from './native.ts';

/**
 * The thread in which WinHttpGetProxyForUrl blocks: it may download a script, ask DHCP and DNS, and run JScript. Its
 * error is lost by an asynchronous call of koffi, and WinHttpGetProxyForUrlEx, which needs no thread, cannot be proven
 * under Wine.
 * https://learn.microsoft.com/windows/win32/api/winhttp/nf-winhttp-winhttpgetproxyforurl
 */
export interface ResolveRequest {
  readonly kind: 'winhttp-resolve';
  readonly url: string;
  /** Null: find the script by WPAD. */
  readonly pacUrl: string | null;
  readonly timeoutMs: number;
  /** One number, 0 until somebody closes the session: who makes it 1 does. */
  readonly closed: SharedArrayBuffer;
}

export type ResolveMessage =
  | { readonly kind: 'session'; readonly session: bigint }
  | { readonly kind: 'direct' }
  | { readonly kind: 'named'; readonly proxy: string; readonly bypass: string }
  | { readonly kind: 'failed'; readonly win32: number };

const accessType = { none: 1, named: 3 } as const;
const flag = { autoDetect: 0x1, configUrl: 0x2, noClientCache: 0x80000, noServiceCache: 0x100000 } as const;
const detect = { dhcp: 0x1, dnsA: 0x2 } as const;

function resolve(request: ResolveRequest, post: (message: ResolveMessage) => void): ResolveMessage {
  const { koffi, kernel32, lastError } = openNative();
  const winhttp = koffi.load('winhttp.dll');
  koffi.struct('WINHTTP_AUTOPROXY_OPTIONS', {
    dwFlags: 'uint32',
    dwAutoDetectFlags: 'uint32',
    lpszAutoConfigUrl: 'str16',
    lpvReserved: 'void*',
    dwReserved: 'uint32',
    fAutoLogonIfChallenged: 'int32',
  });
  const open = winhttp.func(
    'void* __stdcall WinHttpOpen(str16 agent, uint32 access, str16 proxy, str16 bypass, uint32 flags)',
  );
  const close = winhttp.func('bool __stdcall WinHttpCloseHandle(void* h)');
  const setTimeouts = winhttp.func(
    'bool __stdcall WinHttpSetTimeouts(void* h, int resolve, int connect, int send, int receive)',
  );
  const getProxy = winhttp.func(
    'bool __stdcall WinHttpGetProxyForUrl(void* session, str16 url, WINHTTP_AUTOPROXY_OPTIONS* options, _Out_ uint8_t* info)',
  );
  const globalFree = kernel32.func('void* __stdcall GlobalFree(void* p)');

  const session: bigint | null = open('Defender-Proxy-Wizard', accessType.none, null, null, 0);
  if (session === null) return { kind: 'failed', win32: lastError() };
  post({ kind: 'session', session });
  setTimeouts(session, request.timeoutMs, request.timeoutMs, request.timeoutMs, request.timeoutMs);
  const info = Buffer.alloc(24); // WINHTTP_PROXY_INFO: dwAccessType 0, lpszProxy 8, lpszProxyBypass 16
  const found: boolean = getProxy(
    session,
    request.url,
    {
      // Past the caches: what the script says now, not what it said when a service asked last.
      dwFlags: (request.pacUrl === null ? flag.autoDetect : flag.configUrl) | flag.noClientCache | flag.noServiceCache,
      dwAutoDetectFlags: request.pacUrl === null ? detect.dhcp | detect.dnsA : 0,
      lpszAutoConfigUrl: request.pacUrl,
      lpvReserved: null,
      dwReserved: 0,
      // SECURITY: the server of the script never gets the computer's credentials.
      fAutoLogonIfChallenged: 0,
    },
    info,
  );
  const win32 = found ? 0 : lastError();
  if (Atomics.exchange(new Int32Array(request.closed), 0, 1) === 0) close(session);
  if (!found) return { kind: 'failed', win32 };
  const taken = (offset: number): string => {
    const address = info.readBigUInt64LE(offset);
    if (address === 0n) return '';
    const text: string = koffi.decode.string16(address);
    globalFree(address);
    return text.slice(0, 4096);
  };
  const [proxy, bypass] = [taken(8), taken(16)];
  return info.readUInt32LE(0) === accessType.named && proxy !== ''
    ? { kind: 'named', proxy, bypass }
    : { kind: 'direct' };
}

const port = parentPort;
const request = workerData as Partial<ResolveRequest> | null; // the one sender is winhttp-resolve.ts
if (port !== null && request?.kind === 'winhttp-resolve') {
  port.postMessage(resolve(request as ResolveRequest, (message) => port.postMessage(message))); // its kind says so
}
