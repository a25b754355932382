import type { WinHttpProxy } from '../../core/plan/operation.ts';
import { openNative } from './native.ts';

/**
 * The machine's default WinHTTP proxy by its own API, for 64-bit callers.
 * https://learn.microsoft.com/windows/win32/api/winhttp/nf-winhttp-winhttpsetdefaultproxyconfiguration
 */
const accessType = { noProxy: 1, namedProxy: 3 } as const;

interface Functions {
  set(type: number, proxy: string | null, bypass: string | null): number;
  get():
    | { readonly type: number; readonly proxy: string | null; readonly bypass: string | null }
    | { readonly win32: number };
}

let bound: Functions | null = null;

function functions(): Functions {
  bound ??= bind();
  return bound;
}

function bind(): Functions {
  const { koffi, kernel32, lastError } = openNative();
  const winhttp = koffi.load('winhttp.dll');
  koffi.struct('WINHTTP_PROXY_INFO_IN', { dwAccessType: 'uint32', lpszProxy: 'str16', lpszProxyBypass: 'str16' });
  koffi.struct('WINHTTP_PROXY_INFO_OUT', { dwAccessType: 'uint32', lpszProxy: 'void*', lpszProxyBypass: 'void*' });
  const setDefault = winhttp.func('bool __stdcall WinHttpSetDefaultProxyConfiguration(WINHTTP_PROXY_INFO_IN* info)');
  const getDefault = winhttp.func(
    'bool __stdcall WinHttpGetDefaultProxyConfiguration(_Out_ WINHTTP_PROXY_INFO_OUT* info)',
  );
  const globalFree = kernel32.func('void* __stdcall GlobalFree(void* p)');
  const taken = (pointer: bigint | null): string | null => {
    if (pointer === null) return null;
    const text: string = koffi.decode.string16(pointer);
    globalFree(pointer);
    return text;
  };
  return {
    set: (type, proxy, bypass) =>
      setDefault({ dwAccessType: type, lpszProxy: proxy, lpszProxyBypass: bypass }) ? 0 : lastError(),
    get() {
      const info = { dwAccessType: 0, lpszProxy: null, lpszProxyBypass: null };
      if (!getDefault(info)) return { win32: lastError() };
      return { type: info.dwAccessType, proxy: taken(info.lpszProxy), bypass: taken(info.lpszProxyBypass) };
    },
  };
}

/** Sets the default proxy for every WinHTTP caller of this machine. Returns the Win32 status (5: not elevated). */
export function setDefaultProxy(proxy: WinHttpProxy): number {
  if (proxy.access === 'direct') return functions().set(accessType.noProxy, null, null);
  return functions().set(accessType.namedProxy, proxy.proxy, proxy.bypass === '' ? null : proxy.bypass);
}

/** The default proxy as WinHTTP itself understands what is stored. */
export function defaultProxy(): WinHttpProxy | { readonly win32: number } {
  const found = functions().get();
  if ('win32' in found) return found;
  if (found.type !== accessType.namedProxy || found.proxy === null || found.proxy === '') return { access: 'direct' };
  return { access: 'named', proxy: found.proxy, bypass: found.bypass ?? '' };
}
