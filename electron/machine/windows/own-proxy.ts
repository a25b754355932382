import type { CurrentUserProxy } from '../../core/effective/own-route.ts';
import { openNative } from './native.ts';

interface Functions {
  get(): CurrentUserProxy | { readonly win32: number };
}

let bound: Functions | null = null;

/**
 * WinINET's settings of the account that runs this process.
 * https://learn.microsoft.com/windows/win32/api/winhttp/nf-winhttp-winhttpgetieproxyconfigforcurrentuser
 */
export function ownProxy(): CurrentUserProxy | { readonly win32: number } {
  bound ??= bind();
  return bound.get();
}

function bind(): Functions {
  const { koffi, kernel32, lastError } = openNative();
  const winhttp = koffi.load('winhttp.dll');
  koffi.struct('WINHTTP_CURRENT_USER_IE_PROXY_CONFIG', {
    fAutoDetect: 'int32',
    lpszAutoConfigUrl: 'void*',
    lpszProxy: 'void*',
    lpszProxyBypass: 'void*',
  });
  const getConfig = winhttp.func(
    'bool __stdcall WinHttpGetIEProxyConfigForCurrentUser(_Out_ WINHTTP_CURRENT_USER_IE_PROXY_CONFIG* config)',
  );
  const globalFree = kernel32.func('void* __stdcall GlobalFree(void* p)');
  const taken = (pointer: bigint | null): string | null => {
    if (pointer === null) return null;
    const text: string = koffi.decode.string16(pointer);
    globalFree(pointer);
    return text === '' ? null : text;
  };
  return {
    get() {
      const config = { fAutoDetect: 0, lpszAutoConfigUrl: null, lpszProxy: null, lpszProxyBypass: null };
      if (!getConfig(config)) {
        const win32 = lastError();
        // ERROR_FILE_NOT_FOUND: the account has no such settings yet.
        return win32 === 2 ? { autoDetect: false, pacUrl: null, proxy: null, bypass: null } : { win32 };
      }
      return {
        autoDetect: config.fAutoDetect !== 0,
        pacUrl: taken(config.lpszAutoConfigUrl),
        proxy: taken(config.lpszProxy),
        bypass: taken(config.lpszProxyBypass),
      };
    },
  };
}
