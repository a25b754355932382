import { whileWished } from '../while-wished.ts';
import { openNative } from './native.ts';

/**
 * The wish of a person that tests with rights should end: a named object of the session, that is there or not. SECURITY:
 * the program with rights asks for its existence alone, by a name that it makes of its run's id. So there is no file that
 * could be a link, nothing to read and nothing to follow; other sessions have other names, and whoever may make this one
 * can end tests and nothing else. It is gone with the process that made it, also where that was killed.
 * https://learn.microsoft.com/windows/win32/termserv/kernel-object-namespaces
 */
const nameOf = (run: string): string => `Local\\DefenderProxyWizard-cancel-${run.toLowerCase()}`;

const synchronize = 0x100000;
const accessDenied = 5;

/** Does the work; from when the signal is aborted until the work is over, the wish stands. */
export const withWish = <T>(run: string, cancel: AbortSignal, work: () => Promise<T>): Promise<T> =>
  whileWished(cancel, () => makeWish(run), work);

type Handle = bigint | null;

/** Bound once: the started program asks four times a second. */
let bound: ReturnType<typeof bind> | null = null;
const native = () => {
  bound ??= bind();
  return bound;
};

function bind() {
  const { kernel32, lastError } = openNative();
  return {
    create: kernel32.func('void* __stdcall CreateEventW(void* security, bool manual, bool initial, str16 name)'),
    open: kernel32.func('void* __stdcall OpenEventW(uint32 access, bool inherit, str16 name)'),
    close: kernel32.func('bool __stdcall CloseHandle(void* h)'),
    lastError,
  };
}

function makeWish(run: string): () => void {
  const handle: Handle = native().create(null, true, false, nameOf(run));
  return () => {
    if (handle !== null) native().close(handle);
  };
}

/** Whether the wish stands. The rights may be another person's, to whom it is there all the same. */
export function isWished(run: string): boolean {
  const { open, close, lastError } = native();
  const handle: Handle = open(synchronize, false, nameOf(run));
  if (handle === null) return lastError() === accessDenied;
  close(handle);
  return true;
}
