import { openNative } from './native.ts';

/**
 * The registry by its own functions (winreg.h), with the bytes as they are stored and the status as it was given.
 * https://learn.microsoft.com/windows/win32/sysinfo/registry-functions
 */
type RootKey = 'HKLM' | 'HKU' | 'HKCU';

/** Which of the two views of `HKLM\SOFTWARE` (KEY_WOW64_64KEY, KEY_WOW64_32KEY); both are always said. */
type View = 64 | 32;

export interface KeyPath {
  readonly root: RootKey;
  readonly path: string;
  readonly view: View;
}

export const status = {
  success: 0,
  fileNotFound: 2,
  pathNotFound: 3,
  accessDenied: 5,
  moreData: 234,
  noMoreItems: 259,
} as const;

// Predefined handles are sign-extended (winreg.h); written as numbers that fit an intptr_t.
const roots: Record<RootKey, number> = { HKCU: -0x7fffffff, HKLM: -0x7ffffffe, HKU: -0x7ffffffd };
const access = { query: 0x0001, set: 0x0002, create: 0x0004, enumerate: 0x0008 } as const;
const wow64: Record<View, number> = { 64: 0x0100, 32: 0x0200 };

/** Values larger than this are not read: nothing in the catalogue comes near it. */
const largestValue = 64 * 1024;

export type ValueBytes = { readonly type: number; readonly bytes: Uint8Array };
type Opened = { readonly handle: bigint } | { readonly win32: number };
export type Queried = ValueBytes | { readonly win32: number };

interface Functions {
  open(root: number, path: string, access: number): Opened;
  create(root: number, path: string, access: number): Opened;
  close(handle: bigint): void;
  query(handle: bigint, name: string): Queried;
  set(handle: bigint, name: string, type: number, bytes: Uint8Array): number;
  deleteValue(handle: bigint, name: string): number;
  deleteKey(root: number, path: string, access: number): number;
  subKey(handle: bigint, index: number): { readonly name: string } | { readonly win32: number };
  counts(handle: bigint): { readonly subKeys: number; readonly values: number } | { readonly win32: number };
}

let bound: Functions | null = null;

function functions(): Functions {
  bound ??= bind();
  return bound;
}

function bind(): Functions {
  const { advapi32 } = openNative();
  const openKey = advapi32.func(
    'int32 __stdcall RegOpenKeyExW(intptr_t h, str16 sub, uint32 opt, uint32 sam, _Out_ void** out)',
  );
  const createKey = advapi32.func(
    'int32 __stdcall RegCreateKeyExW(intptr_t h, str16 sub, uint32 r, str16 cls, uint32 opt, uint32 sam, void* sa, _Out_ void** out, _Out_ uint32* disp)',
  );
  const closeKey = advapi32.func('int32 __stdcall RegCloseKey(void* h)');
  const queryValue = advapi32.func(
    'int32 __stdcall RegQueryValueExW(void* h, str16 n, void* r, _Out_ uint32* type, uint8_t* data, _Inout_ uint32* cb)',
  );
  const setValue = advapi32.func(
    'int32 __stdcall RegSetValueExW(void* h, str16 n, uint32 r, uint32 type, const uint8_t* data, uint32 cb)',
  );
  const removeValue = advapi32.func('int32 __stdcall RegDeleteValueW(void* h, str16 n)');
  const removeKey = advapi32.func('int32 __stdcall RegDeleteKeyExW(intptr_t h, str16 sub, uint32 sam, uint32 r)');
  const enumKey = advapi32.func(
    'int32 __stdcall RegEnumKeyExW(void* h, uint32 index, _Out_ uint16_t* name, _Inout_ uint32* cch, void* r, void* cls, void* ccls, void* time)',
  );
  const queryInfo = advapi32.func(
    'int32 __stdcall RegQueryInfoKeyW(void* h, void* c, void* cc, void* r, _Out_ uint32* subKeys, void* a, void* b, _Out_ uint32* values, void* d, void* e, void* f, void* g)',
  );
  return {
    open(root, path, sam) {
      const out: [bigint | null] = [null];
      const win32: number = openKey(root, path, 0, sam, out);
      return win32 === status.success && out[0] !== null ? { handle: out[0] } : { win32 };
    },
    create(root, path, sam) {
      const out: [bigint | null] = [null];
      const win32: number = createKey(root, path, 0, null, 0, sam, null, out, [0]);
      return win32 === status.success && out[0] !== null ? { handle: out[0] } : { win32 };
    },
    close(handle) {
      closeKey(handle);
    },
    query(handle, name) {
      let room = 512;
      // A value may grow between two calls; three attempts, then the status stands.
      for (let attempt = 0; attempt < 3; attempt++) {
        const bytes = new Uint8Array(room);
        const type: [number] = [0];
        const size: [number] = [room];
        const win32: number = queryValue(handle, name, null, type, bytes, size);
        if (win32 === status.success) return { type: type[0], bytes: bytes.slice(0, size[0]) };
        if (win32 !== status.moreData || size[0] > largestValue) return { win32 };
        room = size[0];
      }
      return { win32: status.moreData };
    },
    set: (handle, name, type, bytes) => setValue(handle, name, 0, type, fenced(bytes), bytes.length),
    deleteValue: (handle, name) => removeValue(handle, name),
    deleteKey: (root, path, sam) => removeKey(root, path, sam, 0),
    subKey(handle, index) {
      const name = new Uint16Array(256); // a key's name has at most 255 characters
      const length: [number] = [name.length];
      const win32: number = enumKey(handle, index, name, length, null, null, null, null);
      return win32 === status.success ? { name: String.fromCharCode(...name.subarray(0, length[0])) } : { win32 };
    },
    counts(handle) {
      const subKeys: [number] = [0];
      const values: [number] = [0];
      const win32: number = queryInfo(handle, null, null, null, subKeys, null, null, values, null, null, null, null);
      return win32 === status.success ? { subKeys: subKeys[0], values: values[0] } : { win32 };
    },
  };
}

/**
 * The bytes with something behind them that is no terminator. RegSetValueExW looks behind a text that does not end in
 * one, and adds what it finds there; a value without a terminator would come back with one, or not, by chance.
 */
function fenced(bytes: Uint8Array): Uint8Array {
  const room = new Uint8Array(bytes.length + 4).fill(0xff);
  room.set(bytes);
  return room;
}

const missing = (win32: number): boolean => win32 === status.fileNotFound || win32 === status.pathNotFound;

/** Opens a key for reading, gives its values' reader to `use`, and closes it. */
export function withKey<T>(key: KeyPath, use: (read: (name: string) => Queried) => T): T | { readonly win32: number } {
  const native = functions();
  const opened = native.open(roots[key.root], key.path, access.query | wow64[key.view]);
  if (!('handle' in opened)) return opened;
  try {
    return use((name) => native.query(opened.handle, name));
  } finally {
    native.close(opened.handle);
  }
}

/** The names of a key's sub-keys, in the registry's order; `moreData` where there are more than `most`. */
export function subKeyNames(key: KeyPath, most: number): readonly string[] | { readonly win32: number } {
  const native = functions();
  const opened = native.open(roots[key.root], key.path, access.enumerate | wow64[key.view]);
  if (!('handle' in opened)) return opened;
  try {
    const names: string[] = [];
    for (;;) {
      const found = native.subKey(opened.handle, names.length);
      if ('win32' in found) return found.win32 === status.noMoreItems ? names : found;
      if (names.length === most) return { win32: status.moreData };
      names.push(found.name);
    }
  } finally {
    native.close(opened.handle);
  }
}

/** Which keys one pass over the registry has found to be there and which not, so that it asks for none twice. */
export interface SeenKeys {
  readonly there: Set<string>;
  readonly missing: Set<string>;
}

/** How many trailing parts of a key's path are known to be missing: 0 where the key has to be asked for. */
export function knownMissing(key: KeyPath, seen: SeenKeys): number {
  const parts = key.path.split('\\');
  const first = parts.findIndex((_, at) => seen.missing.has(nameOf(key, parts.slice(0, at + 1))));
  return first < 0 ? 0 : parts.length - first;
}

/** The same for a key that was just found to be missing: halves its path until the first part that is missing. */
export function missingKeys(key: KeyPath, seen: SeenKeys): number {
  const parts = key.path.split('\\');
  const above = (depth: number): readonly string[] => parts.slice(0, depth);
  let there = 0;
  while (seen.there.has(nameOf(key, above(there + 1)))) there++;
  let gone = parts.length;
  while (gone - there > 1) {
    const middle = (there + gone) >> 1;
    if (isThere({ ...key, path: above(middle).join('\\') })) there = middle;
    else gone = middle;
  }
  for (let depth = 1; depth <= there; depth++) seen.there.add(nameOf(key, above(depth)));
  seen.missing.add(nameOf(key, above(gone)));
  return parts.length - there;
}

const nameOf = ({ root, view }: KeyPath, parts: readonly string[]): string =>
  `${view} ${root}\\${parts.join('\\')}`.toLowerCase();

/** What cannot be opened for another reason than absence does exist. */
function isThere(key: KeyPath): boolean {
  const native = functions();
  const opened = native.open(roots[key.root], key.path, access.query | wow64[key.view]);
  if (!('handle' in opened)) return !missing(opened.win32);
  native.close(opened.handle);
  return true;
}

/** Writes one value, making its key where that is missing. Returns the Win32 status. */
export function writeValue(key: KeyPath, name: string, value: ValueBytes): number {
  const native = functions();
  const opened = native.create(roots[key.root], key.path, access.query | access.set | wow64[key.view]);
  if (!('handle' in opened)) return opened.win32;
  try {
    return native.set(opened.handle, name, value.type, value.bytes);
  } finally {
    native.close(opened.handle);
  }
}

/** Takes one value away; that it is not there is success. */
export function deleteValue(key: KeyPath, name: string): number {
  const native = functions();
  const opened = native.open(roots[key.root], key.path, access.set | wow64[key.view]);
  if (!('handle' in opened)) return missing(opened.win32) ? status.success : opened.win32;
  try {
    const win32 = native.deleteValue(opened.handle, name);
    return missing(win32) ? status.success : win32;
  } finally {
    native.close(opened.handle);
  }
}

/** Takes away the last `count` parts of a key's path, deepest first, and stops at the first that is not empty. */
export function deleteEmptyKeys(key: KeyPath, count: number): number {
  const native = functions();
  const parts = key.path.split('\\');
  for (let removed = 0; removed < count && removed < parts.length; removed++) {
    const path = parts.slice(0, parts.length - removed).join('\\');
    const opened = native.open(roots[key.root], path, access.query | wow64[key.view]);
    if (!('handle' in opened)) {
      if (missing(opened.win32)) continue;
      return opened.win32;
    }
    const counts = native.counts(opened.handle);
    native.close(opened.handle);
    if ('win32' in counts) return counts.win32;
    if (counts.subKeys > 0 || counts.values > 0) return status.success;
    const win32 = native.deleteKey(roots[key.root], path, wow64[key.view]);
    if (win32 !== status.success) return win32;
  }
  return status.success;
}
