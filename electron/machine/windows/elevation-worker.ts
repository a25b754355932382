import { parentPort } from 'node:worker_threads';
import { openNative } from './native.ts';

/**
 * The thread that waits while Windows asks for consent. ShellExecuteExW returns only when the prompt is answered, and
 * its error is lost by an asynchronous call, so it runs synchronously here and never on the main thread. It may be started
 * before it is needed: then everything is loaded, and it waits to be told what to start, once.
 * https://learn.microsoft.com/windows/win32/api/shellapi/nf-shellapi-shellexecuteexw
 */
export interface ElevationRequest {
  readonly file: string;
  readonly parameters: string;
  /** Window handle that owns the prompt, in decimal; `0` for none. */
  readonly owner: string;
}

export type ElevationAnswer =
  | { readonly kind: 'exited'; readonly code: number }
  | { readonly kind: 'refused'; readonly win32: number };

const noCloseProcess = 0x40;
const noAsync = 0x100;
/** The shell shows no message of its own; ours says what happened. (The prompt for consent is not the shell's.) */
const noMessages = 0x400;
const hidden = 0;
const infinite = 0xffffffff;
/** WAIT_OBJECT_0 */
const ended = 0;
const apartmentThreaded = 0x2;

function openShell() {
  const { koffi, kernel32, lastError } = openNative();
  const shell32 = koffi.load('shell32.dll');
  const ole32 = koffi.load('ole32.dll');
  koffi.struct('SHELLEXECUTEINFOW', {
    cbSize: 'uint32',
    fMask: 'uint32',
    hwnd: 'intptr_t',
    lpVerb: 'str16',
    lpFile: 'str16',
    lpParameters: 'str16',
    lpDirectory: 'str16',
    nShow: 'int',
    hInstApp: 'intptr_t',
    lpIDList: 'void*',
    lpClass: 'str16',
    hkeyClass: 'intptr_t',
    dwHotKey: 'uint32',
    hIcon: 'intptr_t',
    hProcess: 'intptr_t',
  });
  const initialize = ole32.func('int32 __stdcall CoInitializeEx(void* reserved, uint32 model)');
  const shellExecute = shell32.func('bool __stdcall ShellExecuteExW(_Inout_ SHELLEXECUTEINFOW* info)');
  const wait = kernel32.func('uint32 __stdcall WaitForSingleObject(intptr_t h, uint32 ms)');
  const exitCode = kernel32.func('bool __stdcall GetExitCodeProcess(intptr_t h, _Out_ uint32* code)');
  const closeHandle = kernel32.func('bool __stdcall CloseHandle(intptr_t h)');
  return {
    sizeOfInfo: koffi.sizeof('SHELLEXECUTEINFOW'),
    lastError,
    initialize,
    shellExecute,
    wait,
    exitCode,
    closeHandle,
  };
}

function execute(
  { sizeOfInfo, lastError, initialize, shellExecute, wait, exitCode, closeHandle }: ReturnType<typeof openShell>,
  { file, parameters, owner }: ElevationRequest,
): ElevationAnswer {
  // Not earlier: a thread that has called this and waits holds up whoever sends a message to all windows.
  initialize(null, apartmentThreaded);
  const info = {
    cbSize: sizeOfInfo,
    fMask: noCloseProcess | noAsync | noMessages,
    hwnd: BigInt(owner),
    lpVerb: 'runas',
    lpFile: file,
    lpParameters: parameters,
    lpDirectory: null,
    nShow: hidden,
    hInstApp: 0,
    lpIDList: null,
    lpClass: null,
    hkeyClass: 0,
    dwHotKey: 0,
    hIcon: 0,
    hProcess: 0,
  };
  if (!shellExecute(info)) return { kind: 'refused', win32: lastError() };
  const code: [number] = [0];
  const known: boolean = wait(info.hProcess, infinite) === ended && exitCode(info.hProcess, code);
  const win32 = known ? 0 : lastError();
  closeHandle(info.hProcess);
  return known ? { kind: 'exited', code: code[0] } : { kind: 'refused', win32 };
}

const shell = openShell();
// The one sender is elevation.ts.
parentPort?.once('message', (request: ElevationRequest) => parentPort?.postMessage(execute(shell, request)));
