import assert from 'node:assert/strict';
import { openNative } from '../../electron/machine/windows/native.ts';

/** What other programs and administrators do to a server: closed keys, open files, and a process that stands still. */

const registryKey = 4;
const dacl = 0x4;
const guarded = 0x80000000;
const inheriting = 0x20000000;

/** Gives a key (`MACHINE\SOFTWARE\…`) this DACL while `work` runs, and then the old one again. */
export async function withKeyAccess<T>(key: string, sddl: string, work: () => T | Promise<T>): Promise<T> {
  const old = keyAccess(key);
  setKeyAccess(key, sddl, guarded);
  try {
    return await work();
  } finally {
    setKeyAccess(key, old, /^D:[A-Z]*P/.test(old) ? guarded : inheriting);
  }
}

function keyAccess(key: string): string {
  const { koffi, kernel32, advapi32 } = openNative();
  const namedSecurity = advapi32.func(
    'uint32 __stdcall GetNamedSecurityInfoW(str16 name, int type, uint32 info, void* o, void* g, void* d, void* s, _Out_ void** sd)',
  );
  const toText = advapi32.func(
    'bool __stdcall ConvertSecurityDescriptorToStringSecurityDescriptorW(void* sd, uint32 revision, uint32 info, _Out_ void** text, void* size)',
  );
  const localFree = kernel32.func('void* __stdcall LocalFree(void* p)');
  const descriptor: [bigint | null] = [null];
  assert.equal(namedSecurity(key, registryKey, dacl, null, null, null, null, descriptor), 0, key);
  const text: [bigint | null] = [null];
  assert.ok(toText(descriptor[0], 1, dacl, text, null) && text[0] !== null);
  const sddl: string = koffi.decode.string16(text[0]);
  localFree(text[0]);
  localFree(descriptor[0]);
  return sddl;
}

function setKeyAccess(key: string, sddl: string, protection: number): void {
  const { kernel32, advapi32 } = openNative();
  const toDescriptor = advapi32.func(
    'bool __stdcall ConvertStringSecurityDescriptorToSecurityDescriptorW(str16 text, uint32 revision, _Out_ void** sd, void* size)',
  );
  const daclOf = advapi32.func(
    'bool __stdcall GetSecurityDescriptorDacl(void* sd, _Out_ int* present, _Out_ void** dacl, _Out_ int* byDefault)',
  );
  const setSecurity = advapi32.func(
    'uint32 __stdcall SetNamedSecurityInfoW(str16 name, int type, uint32 info, void* o, void* g, void* d, void* s)',
  );
  const localFree = kernel32.func('void* __stdcall LocalFree(void* p)');
  const descriptor: [bigint | null] = [null];
  assert.ok(toDescriptor(sddl, 1, descriptor, null), sddl);
  const list: [bigint | null] = [null];
  assert.ok(daclOf(descriptor[0], [0], list, [0]));
  assert.equal(setSecurity(key, registryKey, dacl | protection, null, null, list[0], null), 0, key);
  localFree(descriptor[0]);
}

/** Holds a file open while `work` runs, and lets others only read it, or not even that. */
export async function withOpenFile<T>(
  file: string,
  others: 'read' | 'nothing',
  work: () => T | Promise<T>,
): Promise<T> {
  const { kernel32 } = openNative();
  const create = kernel32.func(
    'intptr_t __stdcall CreateFileW(str16 file, uint32 access, uint32 share, void* security, uint32 how, uint32 flags, void* template)',
  );
  const close = kernel32.func('bool __stdcall CloseHandle(intptr_t h)');
  const genericRead = 0x80000000;
  const openExisting = 3;
  const handle: number = create(file, genericRead, others === 'read' ? 1 : 0, null, openExisting, 0, null);
  assert.notEqual(Number(handle), -1, file);
  try {
    return await work();
  } finally {
    close(handle);
  }
}

/** Lets a process stand still while `work` runs. */
export async function whileSuspended<T>(pid: number, work: () => T | Promise<T>): Promise<T> {
  const { koffi, kernel32 } = openNative();
  const ntdll = koffi.load('ntdll.dll');
  const open = kernel32.func('void* __stdcall OpenProcess(uint32 access, bool inherit, uint32 pid)');
  const close = kernel32.func('bool __stdcall CloseHandle(void* h)');
  const suspend = ntdll.func('int32 __stdcall NtSuspendProcess(void* h)');
  const resume = ntdll.func('int32 __stdcall NtResumeProcess(void* h)');
  const suspendResume = 0x0800;
  const handle: bigint | null = open(suspendResume, false, pid);
  assert.notEqual(handle, null);
  try {
    assert.equal(suspend(handle), 0);
    return await work();
  } finally {
    resume(handle);
    close(handle);
  }
}

/** Configures another program for a service (Wine's `sc.exe` cannot). */
export function setServiceProgram(name: string, commandLine: string): void {
  const { advapi32 } = openNative();
  const openManager = advapi32.func('void* __stdcall OpenSCManagerW(str16 machine, str16 database, uint32 access)');
  const openService = advapi32.func('void* __stdcall OpenServiceW(void* manager, str16 name, uint32 access)');
  const change = advapi32.func(
    'bool __stdcall ChangeServiceConfigW(void* h, uint32 type, uint32 start, uint32 error, str16 program, void* group, void* tag, void* dependencies, void* account, void* password, void* display)',
  );
  const close = advapi32.func('bool __stdcall CloseServiceHandle(void* h)');
  const [connect, changeConfig, same] = [0x1, 0x2, 0xffffffff];
  const manager: bigint | null = openManager(null, null, connect);
  const service: bigint | null = openService(manager, name, changeConfig);
  assert.notEqual(service, null, name);
  assert.ok(change(service, same, same, same, commandLine, null, null, null, null, null, null), name);
  close(service);
  close(manager);
}

/**
 * Runs a command line with the token that an administrator has before the prompt for consent; its exit code. Null where
 * such a token is not given: Windows gives a usable one to its own services only.
 */
export function exitWithoutRights(commandLine: string): number | null {
  const { kernel32, advapi32 } = openNative();
  const currentProcess = kernel32.func('void* __stdcall GetCurrentProcess()');
  const openToken = advapi32.func('bool __stdcall OpenProcessToken(void* process, uint32 access, _Out_ void** token)');
  const linkedOf = advapi32.func(
    'bool __stdcall GetTokenInformation(void* token, int kind, _Out_ uint64* value, uint32 size, _Out_ uint32* needed)',
  );
  const duplicate = advapi32.func(
    'bool __stdcall DuplicateTokenEx(uint64 token, uint32 access, void* security, int level, int type, _Out_ void** out)',
  );
  const create = advapi32.func(
    'bool __stdcall CreateProcessAsUserW(void* token, void* app, uint16_t* line, void* a, void* b, bool inherit, uint32 flags, void* env, void* folder, uint8_t* startup, _Out_ uint8_t* info)',
  );
  const wait = kernel32.func('uint32 __stdcall WaitForSingleObject(uint64 h, uint32 ms)');
  const exitCode = kernel32.func('bool __stdcall GetExitCodeProcess(uint64 h, _Out_ uint32* code)');
  const [allAccess, linkedToken, identification, primary] = [0xf01ff, 19, 1, 1];
  const token: [bigint | null] = [null];
  assert.ok(openToken(currentProcess(), allAccess, token));
  const linked: [number | bigint] = [0];
  if (!linkedOf(token[0], linkedToken, linked, 8, [0])) return null;
  const own: [bigint | null] = [null];
  if (!duplicate(linked[0], allAccess, null, identification, primary, own)) return null;
  const line = Buffer.from(`${commandLine}\0`, 'utf16le');
  const startup = Buffer.alloc(104); // STARTUPINFOW on 64-bit
  startup.writeUInt32LE(startup.length, 0);
  const info = Buffer.alloc(24); // PROCESS_INFORMATION: hProcess, hThread, ids
  const units = new Uint16Array(line.buffer, line.byteOffset, line.length / 2);
  if (!create(own[0], null, units, null, null, false, 0, null, null, startup, info)) return null;
  const process = info.readBigUInt64LE(0);
  wait(process, 60_000);
  const code: [number] = [0];
  assert.ok(exitCode(process, code));
  return code[0];
}
