import type { MachineFacts } from '../../core/plan/snapshot.ts';
import { openNative } from './native.ts';
import { withKey } from './registry.ts';
import { windowsName } from './windows-name.ts';

/** The computer itself: name, domain, role, build, and the rights of this process. */
export function computerFacts(): MachineFacts {
  const versionKey = readTexts('SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion', [
    'ProductName',
    'InstallationType',
    'CurrentBuildNumber',
    'UBR',
  ]);
  const build = versionKey.CurrentBuildNumber ?? 'unknown';
  return {
    name: computerName(nameFormat.dnsHostname) ?? 'unknown',
    domain: computerName(nameFormat.dnsDomain),
    role: roleOf(),
    os: {
      product: windowsName(versionKey.ProductName, build),
      build: versionKey.UBR === undefined ? build : `${build}.${versionKey.UBR}`,
      serverCore: versionKey.InstallationType === 'Server Core',
    },
    elevated: isElevated(),
    lab: null,
  };
}

/** `DOMAIN\name` of the account that runs this process (GetUserNameExW, NameSamCompatible). */
export function accountName(): string {
  const { koffi, lastError } = openNative();
  const secur32 = koffi.load('secur32.dll');
  const getUserName = secur32.func(
    'bool __stdcall GetUserNameExW(int format, _Out_ uint16_t* name, _Inout_ uint32* size)',
  );
  const nameSamCompatible = 2;
  const name = new Uint16Array(512);
  const size: [number] = [name.length];
  if (!getUserName(nameSamCompatible, name, size)) throw new Error(`GetUserNameExW ended with ${lastError()}`);
  return textOf(name, size[0]);
}

const nameFormat = { dnsHostname: 1, dnsDomain: 2 } as const;

function computerName(format: number): string | null {
  const { kernel32 } = openNative();
  const getComputerName = kernel32.func(
    'bool __stdcall GetComputerNameExW(int format, _Out_ uint16_t* name, _Inout_ uint32* size)',
  );
  const name = new Uint16Array(512);
  const size: [number] = [name.length];
  if (!getComputerName(format, name, size)) return null;
  const text = textOf(name, size[0]);
  return text === '' ? null : text;
}

const textOf = (units: Uint16Array, length: number): string => String.fromCharCode(...units.subarray(0, length));

/** `ProductType`: LanmanNT is a domain controller, ServerNT a member server, WinNT a workstation. */
function roleOf(): MachineFacts['role'] {
  const { ProductType } = readTexts('SYSTEM\\CurrentControlSet\\Control\\ProductOptions', ['ProductType']);
  if (ProductType === 'LanmanNT') return 'domain-controller';
  return ProductType === 'ServerNT' ? 'member-server' : 'workstation';
}

/**
 * Whether this process's token is elevated (TokenElevation). Not IsUserAnAdmin: that says yes to a token which only
 * could be.
 */
function isElevated(): boolean {
  const { kernel32, advapi32, lastError } = openNative();
  const currentProcess = kernel32.func('void* __stdcall GetCurrentProcess()');
  const openToken = advapi32.func('bool __stdcall OpenProcessToken(void* process, uint32 access, _Out_ void** token)');
  const tokenInformation = advapi32.func(
    'bool __stdcall GetTokenInformation(void* token, int kind, _Out_ uint32* value, uint32 size, _Out_ uint32* needed)',
  );
  const closeHandle = kernel32.func('bool __stdcall CloseHandle(void* h)');
  const tokenQuery = 0x0008;
  const tokenElevation = 20;
  const token: [bigint | null] = [null];
  if (!openToken(currentProcess(), tokenQuery, token)) throw new Error(`OpenProcessToken ended with ${lastError()}`);
  const elevated: [number] = [0];
  const known: boolean = tokenInformation(token[0], tokenElevation, elevated, 4, [0]);
  const win32 = known ? 0 : lastError();
  closeHandle(token[0]);
  if (!known) throw new Error(`GetTokenInformation ended with ${win32}`);
  return elevated[0] !== 0;
}

/** Reads a few REG_SZ and REG_DWORD values of one key of HKLM as text; what is not there is left out. */
function readTexts(path: string, names: readonly string[]): Readonly<Record<string, string | undefined>> {
  const found: Record<string, string | undefined> = {};
  withKey({ root: 'HKLM', path, view: 64 }, (query) => {
    for (const name of names) {
      const value = query(name);
      if (!('bytes' in value)) continue;
      const bytes = Buffer.from(value.bytes);
      if (value.type === 1 || value.type === 2) found[name] = bytes.toString('utf16le').replace(/\0+$/, '');
      else if (value.type === 4 && bytes.length === 4) found[name] = String(bytes.readUInt32LE(0));
    }
    return {};
  });
  return found;
}
