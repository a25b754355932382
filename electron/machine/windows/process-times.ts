import { openNative } from './native.ts';

const queryLimited = 0x1000;
const stillActive = 259;
const invalidParameter = 87;
/** Milliseconds from 1601 (FILETIME) to 1970. */
const epoch = 11_644_473_600_000;
/** How much earlier than its process something may have been written down, for clocks that are set. */
const slack = 10_000;

/**
 * Whether the process of this id runs and had the id at a moment already: Windows gives ids to new processes soon, and
 * after a restart of the machine at once. One that may not be asked counts as running.
 */
export function hasRunSince(pid: number, since: Date): boolean {
  const { kernel32, lastError } = openNative();
  const open = kernel32.func('void* __stdcall OpenProcess(uint32 access, bool inherit, uint32 pid)');
  const exitCode = kernel32.func('bool __stdcall GetExitCodeProcess(void* h, _Out_ uint32* code)');
  const times = kernel32.func(
    'bool __stdcall GetProcessTimes(void* h, _Out_ uint64* created, _Out_ uint64* ended, _Out_ uint64* kernel, _Out_ uint64* user)',
  );
  const close = kernel32.func('bool __stdcall CloseHandle(void* h)');
  const handle: bigint | null = open(queryLimited, false, pid);
  if (handle === null) return lastError() !== invalidParameter;
  const code: [number] = [stillActive];
  const created: [number | bigint] = [0];
  const known: boolean = exitCode(handle, code) && times(handle, created, [0], [0], [0]);
  close(handle);
  if (!known) return true;
  const startedAt = Number(BigInt(created[0]) / 10_000n) - epoch;
  return code[0] === stillActive && startedAt <= since.getTime() + slack;
}
