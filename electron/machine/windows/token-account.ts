import {
  type ServiceAccount,
  ServiceAccount as ServiceAccounts,
  serviceAccountSids,
} from '../../core/plan/service-account.ts';
import { openNative } from './native.ts';

const tokenQuery = 0x0008;
const tokenUser = 1;

/** The SID of the account that runs this process, by its token (TokenUser); null where it could not be read. */
export function tokenSid(): string | null {
  const { koffi, kernel32, advapi32 } = openNative();
  const currentProcess = kernel32.func('void* __stdcall GetCurrentProcess()');
  const openToken = advapi32.func('bool __stdcall OpenProcessToken(void* process, uint32 access, _Out_ void** token)');
  const tokenInformation = advapi32.func(
    'bool __stdcall GetTokenInformation(void* token, int kind, _Out_ uint8_t* value, uint32 size, _Out_ uint32* needed)',
  );
  const toText = advapi32.func('bool __stdcall ConvertSidToStringSidW(uint64 sid, _Out_ void** text)');
  const closeHandle = kernel32.func('bool __stdcall CloseHandle(void* h)');
  const localFree = kernel32.func('void* __stdcall LocalFree(void* p)');
  const token: [bigint | null] = [null];
  if (!openToken(currentProcess(), tokenQuery, token)) return null;
  const user = new Uint8Array(128); // TOKEN_USER points into itself
  const known: boolean = tokenInformation(token[0], tokenUser, user, user.length, [0]);
  closeHandle(token[0]);
  if (!known) return null;
  const text: [bigint | null] = [null];
  if (!toText(new DataView(user.buffer).getBigUint64(0, true), text) || text[0] === null) return null;
  const sid: string = koffi.decode.string16(text[0]);
  localFree(text[0]);
  return sid;
}

/** The service account of that SID; null for any other. */
export function accountOfSid(sid: string | null): ServiceAccount | null {
  return ServiceAccounts.options.find((account) => serviceAccountSids[account] === sid) ?? null;
}
