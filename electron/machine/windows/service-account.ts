import type { AccountId } from '../../core/effective/effective.ts';
import { openNative } from './native.ts';

const accounts = {
  'local-system': {
    sid: 'S-1-5-18',
    names: ['localsystem', '.\\localsystem', 'nt authority\\system', 'nt authority\\localsystem'],
  },
  'local-service': { sid: 'S-1-5-19', names: ['nt authority\\localservice', 'nt authority\\local service'] },
  'network-service': { sid: 'S-1-5-20', names: ['nt authority\\networkservice', 'nt authority\\network service'] },
} as const satisfies Record<AccountId, { sid: string; names: readonly string[] }>;
const ids = ['local-system', 'local-service', 'network-service'] as const;

/** SERVICE_USER_SERVICE: runs as the user who signed in, whatever its configuration says. */
const userService = 0x40;

/**
 * Which of the three built-in accounts a service is configured to run as. No name means Local System (CreateServiceW);
 * a name may be that of the system's language.
 */
export function serviceAccount(
  startName: string,
  type: number,
  localised: (id: AccountId) => string | null = localisedName,
): AccountId | 'other' {
  if ((type & userService) !== 0) return 'other';
  if (startName === '') return 'local-system';
  const name = startName.toLowerCase();
  const known = ids.find((id) => accounts[id].names.some((other) => other === name));
  if (known !== undefined) return known;
  return ids.find((id) => localised(id) === name) ?? 'other';
}

const names = new Map<AccountId, string | null>();

/** `domain\name` in lower case as this system calls the account; the lookup never leaves the machine. */
export function localisedName(id: AccountId): string | null {
  const known = names.get(id);
  if (known !== undefined) return known;
  const name = lookUp(accounts[id].sid);
  names.set(id, name);
  return name;
}

function lookUp(sid: string): string | null {
  const { kernel32, advapi32 } = openNative();
  const toSid = advapi32.func('bool __stdcall ConvertStringSidToSidW(str16 text, _Out_ void** sid)');
  const lookUpSid = advapi32.func(
    'bool __stdcall LookupAccountSidW(str16 machine, void* sid, _Out_ uint16_t* name, _Inout_ uint32* nameSize, _Out_ uint16_t* domain, _Inout_ uint32* domainSize, _Out_ uint32* use)',
  );
  const localFree = kernel32.func('void* __stdcall LocalFree(void* p)');
  const pointer: [bigint | null] = [null];
  if (!toSid(sid, pointer)) return null;
  const [name, domain] = [new Uint16Array(256), new Uint16Array(256)];
  const [nameSize, domainSize]: [[number], [number]] = [[name.length], [domain.length]];
  const known: boolean = lookUpSid(null, pointer[0], name, nameSize, domain, domainSize, [0]);
  localFree(pointer[0]);
  if (!known) return null;
  const textOf = (units: Uint16Array, length: number) => String.fromCharCode(...units.subarray(0, length));
  return `${textOf(domain, domainSize[0])}\\${textOf(name, nameSize[0])}`.toLowerCase();
}
