import { openNative } from './native.ts';

export interface ProcessEntry {
  readonly pid: number;
  /** File name of the program, as Windows lists it (`SenseIdentity.exe`). */
  readonly program: string;
}

const snapProcess = 0x00000002;
// PROCESSENTRY32W on 64-bit: dwSize 0, pid 8, heap 16, …, szExeFile 44 (260 UTF-16 units).
const entrySize = 568;
const pidOffset = 8;
const nameOffset = 44;

/** Every process of the machine by name (Tool Help); null where they could not be listed. */
export function processList(): readonly ProcessEntry[] | null {
  const { kernel32 } = openNative();
  const snapshot = kernel32.func('intptr_t __stdcall CreateToolhelp32Snapshot(uint32 flags, uint32 pid)');
  const first = kernel32.func('bool __stdcall Process32FirstW(intptr_t h, _Inout_ uint8_t* entry)');
  const next = kernel32.func('bool __stdcall Process32NextW(intptr_t h, _Inout_ uint8_t* entry)');
  const close = kernel32.func('bool __stdcall CloseHandle(intptr_t h)');
  const handle: number = snapshot(snapProcess, 0);
  if (Number(handle) === -1) return null;
  const entry = new Uint8Array(entrySize);
  const view = new DataView(entry.buffer);
  view.setUint32(0, entrySize, true);
  const found: ProcessEntry[] = [];
  for (let more: boolean = first(handle, entry); more; more = next(handle, entry)) {
    const name = Buffer.from(entry.subarray(nameOffset)).toString('utf16le');
    found.push({ pid: view.getUint32(pidOffset, true), program: name.slice(0, name.indexOf('\0')) });
  }
  close(handle);
  return found;
}
