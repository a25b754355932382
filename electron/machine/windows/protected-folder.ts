import path from 'node:path';
import { fail, ok, type Result } from '../../core/plan/result.ts';
import { openNative } from './native.ts';
import { type Descriptor, parseSddl, whyExchangeable, whyUnsafe } from './sddl.ts';

/**
 * Folders that only administrators can write. ProgramData lets every user make folders, so one that is already there
 * may be a trap: each is made with its ACL in the very call that makes it, or vetted before it is used.
 * SECURITY: a folder that an ordinary user owns or may write would let that user forge journals and backups.
 */
export type Readers = 'everybody' | 'administrators';

const full = '(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)';
const descriptors: Record<Readers, string> = {
  everybody: `O:BAG:SYD:P${full}(A;OICI;0x1200a9;;;BU)`,
  administrators: `O:BAG:SYD:P${full}`,
};

const reparsePoint = 0x400;
const directory = 0x10;
const invalidAttributes = 0xffffffff;
const alreadyExists = 183;

/** Makes one folder (its parent has to be there) or vets the one that is there. */
export function protectedFolder(folder: string, readers: Readers): Result<string> {
  const made = makeFolder(folder, descriptors[readers]);
  if (made !== 0 && made !== alreadyExists) return fail({ kind: 'folder-unsafe', path: folder, why: 'cannot-create' });
  return vetFolder(folder);
}

/** Makes or vets each part of a path below a folder that Windows itself protects. */
export function protectedPath(base: string, parts: readonly string[], readers: Readers): Result<string> {
  let folder = base;
  for (const part of parts) {
    folder = path.win32.join(folder, part);
    const found = protectedFolder(folder, readers);
    if (!found.ok) return found;
  }
  return ok(folder);
}

/** Refuses links, what is no folder, and what ordinary users own or may change. `alsoTrusted`: SIDs that may. */
export function vetFolder(folder: string, alsoTrusted: readonly string[] = []): Result<string> {
  return vetted(folder, 'folder', (descriptor, own) => whyUnsafe(descriptor, [...own, ...alsoTrusted]));
}

/** The same for a file; one that is not there is `not-a-folder` as well. */
export function vetFile(file: string): Result<string> {
  return vetted(file, 'file', whyUnsafe);
}

/** Refuses a folder whose content ordinary users may exchange, though they may add to it, as to the root of a drive. */
export function vetAbove(folder: string): Result<string> {
  return vetted(folder, 'folder', whyExchangeable);
}

function vetted(
  place: string,
  wanted: 'folder' | 'file',
  whyNot: (descriptor: Descriptor, alsoTrusted: readonly string[]) => 'owner' | 'acl' | null,
): Result<string> {
  const { kernel32 } = openNative();
  const attributesOf = kernel32.func('uint32 __stdcall GetFileAttributesW(str16 path)');
  const attributes: number = attributesOf(place);
  const unsafe = (why: 'link' | 'not-a-folder' | 'owner' | 'acl') =>
    fail({ kind: 'folder-unsafe', path: place.slice(0, 1024), why });
  if (attributes === invalidAttributes || (attributes & directory) === (wanted === 'folder' ? 0 : directory))
    return unsafe('not-a-folder');
  if ((attributes & reparsePoint) !== 0) return unsafe('link');
  const sddl = securityOf(place);
  if (sddl === null) return unsafe('acl');
  const why = whyNot(parseSddl(sddl), ownersUnderWine());
  return why === null ? ok(place) : unsafe(why);
}

/** Makes a folder with this owner and ACL; the Win32 status. */
export function makeFolder(folder: string, sddl: string): number {
  const { koffi, kernel32, advapi32, lastError } = openNative();
  const toDescriptor = advapi32.func(
    'bool __stdcall ConvertStringSecurityDescriptorToSecurityDescriptorW(str16 text, uint32 revision, _Out_ void** sd, void* size)',
  );
  const createDirectory = kernel32.func('bool __stdcall CreateDirectoryW(str16 path, void* attributes)');
  const localFree = kernel32.func('void* __stdcall LocalFree(void* p)');
  const descriptor: [bigint | null] = [null];
  if (!toDescriptor(sddl, 1, descriptor, null) || descriptor[0] === null) return lastError();
  const attributes = new Uint8Array(24); // SECURITY_ATTRIBUTES on 64-bit
  const view = new DataView(attributes.buffer);
  view.setUint32(0, attributes.length, true);
  view.setBigUint64(8, koffi.address(descriptor[0]), true);
  const win32 = createDirectory(folder, attributes) ? 0 : lastError();
  localFree(descriptor[0]);
  return win32;
}

const fileObject = 1;
const ownerAndDacl = 0x1 | 0x4;

/** Owner and DACL in SDDL, or null where they cannot be read. */
export function securityOf(file: string): string | null {
  const { koffi, kernel32, advapi32 } = openNative();
  const namedSecurity = advapi32.func(
    'uint32 __stdcall GetNamedSecurityInfoW(str16 name, int type, uint32 info, void* o, void* g, void* d, void* s, _Out_ void** sd)',
  );
  const toText = advapi32.func(
    'bool __stdcall ConvertSecurityDescriptorToStringSecurityDescriptorW(void* sd, uint32 revision, uint32 info, _Out_ void** text, void* size)',
  );
  const localFree = kernel32.func('void* __stdcall LocalFree(void* p)');
  const descriptor: [bigint | null] = [null];
  if (namedSecurity(file, fileObject, ownerAndDacl, null, null, null, null, descriptor) !== 0) return null;
  const text: [bigint | null] = [null];
  const converted: boolean = toText(descriptor[0], 1, ownerAndDacl, text, null);
  const sddl: string | null = converted && text[0] !== null ? koffi.decode.string16(text[0]) : null;
  if (text[0] !== null) localFree(text[0]);
  localFree(descriptor[0]);
  return sddl;
}

/**
 * Wine keeps no Windows owner of a file: it shows the Unix user as this one SID. Wine is no security border and exists
 * for tests only; on Windows ntdll has no such export, and nothing is loosened.
 */
function ownersUnderWine(): readonly string[] {
  const { koffi } = openNative();
  try {
    koffi.load('ntdll.dll').func('str __stdcall wine_get_version()');
    return ['S-1-5-21-0-0-0-1000'];
  } catch {
    return [];
  }
}
