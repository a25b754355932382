import { createRequire } from 'node:module';

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

/**
 * `require` inside a single executable reaches Node's own modules only, and what it would resolve must not depend on
 * the current folder of whoever started it. So koffi is taken from `native` beside the executable where that is there,
 * and by the ordinary way (a checkout, an Electron archive) otherwise.
 */
function koffiBeside(): Koffi {
  const fromProgram = createRequire(process.execPath);
  try {
    return fromProgram('./native/koffi') as Koffi; // the package's own type, which `require` cannot state
  } catch (error) {
    if (!isNotFound(error)) throw error;
    return createRequire(__filename)('koffi') as Koffi; // as above
  }
}

function isNotFound(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND';
}
