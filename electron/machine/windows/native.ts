import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/**
 * The door to Win32: koffi, loaded from beside the program. Only this folder uses it, and only on Windows.
 * A synchronous call followed by `lastError()` on the same thread is reliable (koffi keeps the value per thread);
 * after `.async` it is not, so that is used only where the return value is itself the status.
 */
type Koffi = typeof import('koffi');
type Library = ReturnType<Koffi['load']>;

export interface Native {
  readonly koffi: Koffi;
  readonly advapi32: Library;
  readonly kernel32: Library;
  /** GetLastError of this thread, as the last synchronous call left it. */
  lastError(): number;
}

let opened: Native | null = null;

/** Opens the libraries once. Throws where koffi is not beside the program: that is a broken installation. */
export function openNative(): Native {
  if (opened !== null) return opened;
  const koffi = koffiBeside();
  const kernel32 = koffi.load('kernel32.dll');
  const getLastError = kernel32.func('uint32 __stdcall GetLastError()');
  opened = { koffi, kernel32, advapi32: koffi.load('advapi32.dll'), lastError: () => Number(getLastError()) };
  return opened;
}

/** The native module beside an installed console program; the only file that this program loads. */
export const nativeModule = path.join('native', 'koffi.node');

/** The folder of the console program below that of the wizard: the folder that may stand in PATH holds nothing else. */
export const consoleFolder = 'console';

/** Whether this program is a single executable. Runtimes before Node 21.7 cannot tell, and are none. */
export function isSingleExecutable(): boolean {
  try {
    const sea = createRequire(process.execPath)('node:sea') as typeof import('node:sea'); // Node's own type of its module
    return sea.isSea();
  } catch {
    return false;
  }
}

/**
 * An installed program takes the one native module that lies beside it, by its whole path. SECURITY: koffi's own loader
 * would search `node_modules` in every folder above, where ordinary users may make one, and its script would be
 * compiled by what Node keeps in a folder that the environment names. A checkout takes koffi in the ordinary way.
 */
function koffiBeside(): Koffi {
  const own = path.dirname(process.execPath);
  const beside = [path.join(own, nativeModule), path.join(own, consoleFolder, nativeModule)] as const;
  const installed = isSingleExecutable() ? beside[0] : beside.find(existsSync);
  // The module's own type, which `require` cannot state; koffi's loader adds nothing to it that is used here.
  if (installed !== undefined) return createRequire(process.execPath)(installed) as Koffi;
  return createRequire(__filename)('koffi') as Koffi; // as above
}
