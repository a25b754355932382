import { openNative } from './native.ts';

/** File version of a program (`10.8760.19041.1`), or null where it has none or cannot be read. */
export function fileVersion(path: string): string | null {
  const { koffi } = openNative();
  const version = koffi.load('version.dll');
  const sizeOf = version.func('uint32 __stdcall GetFileVersionInfoSizeW(str16 file, void* handle)');
  const read = version.func(
    'bool __stdcall GetFileVersionInfoW(str16 file, uint32 handle, uint32 size, _Out_ uint8_t* data)',
  );
  const query = version.func(
    'bool __stdcall VerQueryValueW(uint8_t* data, str16 block, _Out_ void** value, _Out_ uint32* size)',
  );
  const size: number = sizeOf(path, null);
  if (size === 0 || size > 1 << 20) return null;
  const data = new Uint8Array(size);
  if (!read(path, 0, size, data)) return null;
  const value: [bigint | null] = [null];
  const length: [number] = [0];
  const fixedFileInfo = 52; // VS_FIXEDFILEINFO
  if (!query(data, '\\', value, length) || value[0] === null || length[0] < fixedFileInfo) return null;
  const fields = Array.from(koffi.decode(value[0], 'uint32', fixedFileInfo / 4) as Uint32Array); // koffi's typed array
  const [most = 0, least = 0] = fields.slice(2, 4);
  return [most >>> 16, most & 0xffff, least >>> 16, least & 0xffff].join('.');
}
