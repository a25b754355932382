import type { AccountId } from '../../core/effective/effective.ts';
import type { RunningService } from '../../core/plan/blast-radius.ts';
import { openNative } from './native.ts';
import { serviceAccount } from './service-account.ts';

const managerRights = { connect: 0x0001, enumerate: 0x0004 } as const;
const serviceQueryConfig = 0x0001;
const processInfo = 0; // SC_ENUM_PROCESS_INFO
const win32Services = 0x30;
const active = 0x1; // everything that is not stopped
const moreData = 234;
/** The most that the function fills at a time. */
const largestBuffer = 256 * 1024;
const mostServices = 4000;
// ENUM_SERVICE_STATUS_PROCESSW on 64-bit: two pointers, nine numbers, padding.
const record = { size: 56, name: 0, type: 16, pid: 44 } as const;
const startNameOffset = 48; // in QUERY_SERVICE_CONFIGW

/**
 * Every service that runs now, with its process and account; null where the service control manager does not say.
 * https://learn.microsoft.com/windows/win32/api/winsvc/nf-winsvc-enumservicesstatusexw
 */
export function runningServices(): readonly RunningService[] | null {
  const { koffi, advapi32, lastError } = openNative();
  const openManager = advapi32.func('void* __stdcall OpenSCManagerW(str16 machine, str16 database, uint32 access)');
  const openService = advapi32.func('void* __stdcall OpenServiceW(void* manager, str16 name, uint32 access)');
  const closeHandle = advapi32.func('bool __stdcall CloseServiceHandle(void* h)');
  const enumerate = advapi32.func(
    'bool __stdcall EnumServicesStatusExW(void* manager, int level, uint32 type, uint32 state, _Out_ uint8_t* buffer, uint32 size, _Out_ uint32* needed, _Out_ uint32* count, _Inout_ uint32* resume, void* group)',
  );
  const queryConfig = advapi32.func(
    'bool __stdcall QueryServiceConfigW(void* h, _Out_ uint8_t* buffer, uint32 size, _Out_ uint32* needed)',
  );
  // Both structures begin with pointers into their own buffer.
  const textAt = (view: DataView, offset: number): string => {
    const address = view.getBigUint64(offset, true);
    return address === 0n ? '' : koffi.decode.string16(address);
  };
  const config = new Uint8Array(8192); // the largest that QueryServiceConfigW ever asks for
  const accountOf = (manager: bigint, name: string, type: number): AccountId | 'other' | null => {
    const service: bigint | null = openService(manager, name, serviceQueryConfig);
    if (service === null) return null;
    const known: boolean = queryConfig(service, config, config.length, [0]);
    const account = known ? serviceAccount(textAt(new DataView(config.buffer), startNameOffset), type) : null;
    closeHandle(service);
    return account;
  };

  const manager: bigint | null = openManager(null, null, managerRights.connect | managerRights.enumerate);
  if (manager === null) return null;
  try {
    const found: RunningService[] = [];
    const buffer = new Uint8Array(largestBuffer);
    const view = new DataView(buffer.buffer);
    const resume: [number] = [0];
    for (;;) {
      const count: [number] = [0];
      const all: boolean = enumerate(
        manager,
        processInfo,
        win32Services,
        active,
        buffer,
        buffer.length,
        [0],
        count,
        resume,
        null,
      );
      if (!all && lastError() !== moreData) return null;
      for (let at = 0; at < count[0] * record.size; at += record.size) {
        const name = textAt(view, at + record.name);
        const account = accountOf(manager, name, view.getUint32(at + record.type, true));
        found.push({ name, pid: view.getUint32(at + record.pid, true), account });
      }
      if (all || count[0] === 0 || found.length >= mostServices) return found;
    }
  } finally {
    closeHandle(manager);
  }
}
