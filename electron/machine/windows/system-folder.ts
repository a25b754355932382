import { openNative } from './native.ts';

/** `C:\Windows\System32` by GetSystemDirectoryW, and not by the environment, which belongs to whoever started us. */
export function systemFolder(): string {
  const { kernel32, lastError } = openNative();
  const systemDirectory = kernel32.func('uint32 __stdcall GetSystemDirectoryW(_Out_ uint16_t* path, uint32 size)');
  const units = new Uint16Array(512);
  const length: number = systemDirectory(units, units.length);
  if (length === 0 || length >= units.length) throw new Error(`GetSystemDirectoryW ended with ${lastError()}`);
  return String.fromCharCode(...units.subarray(0, length));
}
