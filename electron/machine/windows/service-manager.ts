import { openNative } from './native.ts';

/**
 * Windows services by the service control manager.
 * https://learn.microsoft.com/windows/win32/services/service-functions
 */
export interface ServiceStatus {
  readonly state: 'stopped' | 'running' | 'changing';
  /** The service's command line as configured (`ImagePath`, expanded), or null where it may not be read. */
  readonly commandLine: string | null;
  /** Its account, for example `LocalSystem` or `NT AUTHORITY\LocalService`. */
  readonly account: string | null;
  readonly pid: number;
}

export const serviceError = {
  accessDenied: 5,
  timeout: 1053,
  alreadyRunning: 1056,
  notInstalled: 1060,
  cannotAcceptControl: 1061,
  notActive: 1062,
} as const;

const managerConnect = 0x0001;
const rights = { queryConfig: 0x0001, queryStatus: 0x0004, dependents: 0x0008, start: 0x0010, stop: 0x0020 } as const;
const stateNumber = { stopped: 1, running: 4 } as const;
const controlStop = 1;
const activeServices = 1;

interface RawStatus {
  readonly state: number;
  readonly pid: number;
}

interface Functions {
  open(name: string, access: number): { readonly handle: bigint } | { readonly win32: number };
  close(handle: bigint): void;
  status(handle: bigint): RawStatus | { readonly win32: number };
  config(handle: bigint): { readonly commandLine: string; readonly account: string } | null;
  stop(handle: bigint): number;
  start(handle: bigint): number;
  dependents(handle: bigint): readonly string[];
}

let bound: Functions | null = null;

function functions(): Functions {
  bound ??= bind();
  return bound;
}

function bind(): Functions {
  const { koffi, advapi32, lastError } = openNative();
  const openManager = advapi32.func('void* __stdcall OpenSCManagerW(str16 machine, str16 database, uint32 access)');
  const openService = advapi32.func('void* __stdcall OpenServiceW(void* manager, str16 name, uint32 access)');
  const closeHandle = advapi32.func('bool __stdcall CloseServiceHandle(void* h)');
  const queryStatus = advapi32.func(
    'bool __stdcall QueryServiceStatusEx(void* h, int level, _Out_ uint8_t* buffer, uint32 size, _Out_ uint32* needed)',
  );
  const queryConfig = advapi32.func(
    'bool __stdcall QueryServiceConfigW(void* h, uint8_t* buffer, uint32 size, _Out_ uint32* needed)',
  );
  const control = advapi32.func('bool __stdcall ControlService(void* h, uint32 control, _Out_ uint8_t* status)');
  const startService = advapi32.func('bool __stdcall StartServiceW(void* h, uint32 count, void* args)');
  const enumDependents = advapi32.func(
    'bool __stdcall EnumDependentServicesW(void* h, uint32 state, uint8_t* buffer, uint32 size, _Out_ uint32* needed, _Out_ uint32* count)',
  );
  // QUERY_SERVICE_CONFIGW and ENUM_SERVICE_STATUSW begin with pointers into the same buffer.
  const pointerAt = (buffer: Uint8Array, offset: number): string => {
    const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
    const address = view.getBigUint64(offset, true);
    return address === 0n ? '' : koffi.decode.string16(address);
  };
  // Each call is a message to another process, so the manager is opened once and stays open until this process ends.
  let manager: bigint | null = null;
  return {
    open(name, access) {
      manager ??= openManager(null, null, managerConnect) as bigint | null; // what koffi makes of `void*`
      if (manager === null) return { win32: lastError() };
      const handle: bigint | null = openService(manager, name, access);
      return handle === null ? { win32: lastError() } : { handle };
    },
    close(handle) {
      closeHandle(handle);
    },
    status(handle) {
      const buffer = new Uint8Array(36); // SERVICE_STATUS_PROCESS
      if (!queryStatus(handle, 0, buffer, buffer.length, [0])) return { win32: lastError() };
      const view = new DataView(buffer.buffer);
      return { state: view.getUint32(4, true), pid: view.getUint32(28, true) };
    },
    config(handle) {
      const buffer = new Uint8Array(8192); // the largest that QueryServiceConfigW ever asks for
      if (!queryConfig(handle, buffer, buffer.length, [0])) return null;
      return { commandLine: pointerAt(buffer, 16), account: pointerAt(buffer, 48) };
    },
    stop: (handle) => (control(handle, controlStop, new Uint8Array(28)) ? 0 : lastError()),
    start: (handle) => (startService(handle, 0, null) ? 0 : lastError()),
    dependents(handle) {
      const buffer = new Uint8Array(64 * 1024);
      const count: [number] = [0];
      if (!enumDependents(handle, activeServices, buffer, buffer.length, [0], count)) return [];
      const recordSize = 48; // ENUM_SERVICE_STATUSW on 64-bit: two pointers, seven numbers, padding
      return Array.from({ length: count[0] }, (_, at) => pointerAt(buffer, at * recordSize));
    },
  };
}

function withService<T>(name: string, access: number, use: (handle: bigint) => T): T | { readonly win32: number } {
  const opened = functions().open(name, access);
  if (!('handle' in opened)) return opened;
  try {
    return use(opened.handle);
  } finally {
    functions().close(opened.handle);
  }
}

/** State, command line and account of a service; 1060 where it is not installed. */
export function serviceStatus(name: string): ServiceStatus | { readonly win32: number } {
  const native = functions();
  const full = withService(name, rights.queryStatus | rights.queryConfig, (handle) => describe(handle));
  if (!('win32' in full) || full.win32 !== serviceError.accessDenied) return full;
  // The configuration may be closed to this account while the state is open.
  return withService(name, rights.queryStatus, (handle) => describe(handle));

  function describe(handle: bigint): ServiceStatus | { readonly win32: number } {
    const raw = native.status(handle);
    if ('win32' in raw) return raw;
    const config = native.config(handle);
    const state =
      raw.state === stateNumber.running ? 'running' : raw.state === stateNumber.stopped ? 'stopped' : 'changing';
    return { state, pid: raw.pid, commandLine: config?.commandLine ?? null, account: config?.account ?? null };
  }
}

/** Stops a service, its running dependents first, and waits until each has stopped. Stopped already is success. */
export async function stopService(name: string, limitMs = 60_000): Promise<number> {
  const opened = functions().open(name, rights.queryStatus | rights.stop | rights.dependents);
  if (!('handle' in opened)) return opened.win32;
  try {
    for (const dependent of functions().dependents(opened.handle)) {
      const win32 = await stopService(dependent, limitMs);
      if (win32 !== 0) return win32;
    }
    const win32 = await askToStop(opened.handle, limitMs);
    if (win32 !== 0 && win32 !== serviceError.notActive) return win32;
    return await untilState(opened.handle, stateNumber.stopped, limitMs);
  } finally {
    functions().close(opened.handle);
  }
}

/** Starts a service and waits until it runs. Running already is success. */
export async function startService(name: string, limitMs = 60_000): Promise<number> {
  const opened = functions().open(name, rights.queryStatus | rights.start);
  if (!('handle' in opened)) return opened.win32;
  try {
    const win32 = await askToStart(opened.handle, limitMs);
    if (win32 !== 0 && win32 !== serviceError.alreadyRunning) return win32;
    return await untilState(opened.handle, stateNumber.running, limitMs);
  } finally {
    functions().close(opened.handle);
  }
}

/** A service that is starting or stopping takes no control; what it is asked then is asked again. */
async function askToStop(handle: bigint, limitMs: number): Promise<number> {
  const until = Date.now() + limitMs;
  for (;;) {
    const win32 = functions().stop(handle);
    if (win32 !== serviceError.cannotAcceptControl || Date.now() >= until) return win32;
    await pause();
  }
}

/**
 * A service that is stopping counts as running already; it is started once it has stopped. So does one that did not
 * answer when it was asked to stop, and that hears of it only now.
 */
async function askToStart(handle: bigint, limitMs: number): Promise<number> {
  const until = Date.now() + limitMs;
  for (;;) {
    const win32 = functions().start(handle);
    if (win32 !== serviceError.alreadyRunning || (await staysRunning(handle)) || Date.now() >= until) return win32;
    await pause();
  }
}

/** How long a service has to go on running before it is believed that nobody has asked it to stop, in milliseconds. */
const settledMs = 1000;

async function staysRunning(handle: bigint): Promise<boolean> {
  const until = Date.now() + settledMs;
  for (;;) {
    const found = functions().status(handle);
    if (!('state' in found) || found.state !== stateNumber.running) return false;
    if (Date.now() >= until) return true;
    await pause();
  }
}

/** Polls: the manager's notification needs an alertable wait, which Node's main thread never makes. */
async function untilState(handle: bigint, wanted: number, limitMs: number): Promise<number> {
  const until = Date.now() + limitMs;
  for (;;) {
    const found = functions().status(handle);
    if ('win32' in found) return found.win32;
    if (found.state === wanted) return 0;
    // A service that falls back to stopped while it is being started has failed.
    if (wanted === stateNumber.running && found.state === stateNumber.stopped) return serviceError.timeout;
    if (Date.now() >= until) return serviceError.timeout;
    await pause();
  }
}

const pause = () => new Promise<void>((resolve) => setTimeout(resolve, 100));
