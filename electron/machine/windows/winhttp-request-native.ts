import { openNative } from './native.ts';

/**
 * WinHTTP in asynchronous mode: declarations, and the one status callback of the process. WinHTTP calls it from threads
 * of its own; koffi hands each call to the main thread and lets the other thread wait, so it only takes the
 * notification down. What follows from it is done later, in a turn of the event loop in which no thread of WinHTTP
 * waits for us.
 * https://learn.microsoft.com/windows/win32/api/winhttp/nc-winhttp-winhttp_status_callback
 */
export const notification = {
  resolvingName: 0x1,
  nameResolved: 0x2,
  connecting: 0x4,
  connected: 0x8,
  sending: 0x10,
  sent: 0x20,
  handleClosing: 0x800,
  secureFailure: 0x10000,
  headersAvailable: 0x20000,
  dataAvailable: 0x40000,
  readComplete: 0x80000,
  requestError: 0x200000,
  sendComplete: 0x400000,
} as const;

const wanted = Object.values(notification).reduce((flags, one) => flags | one, 0);

/** WINHTTP_ACCESS_TYPE_… */
export const accessType = { default: 0, none: 1, named: 3, automatic: 4 } as const;

export interface Notified {
  readonly status: number;
  /** SECURE_FAILURE: flags; REQUEST_ERROR: Win32 error; DATA_AVAILABLE and READ_COMPLETE: bytes; otherwise 0. */
  readonly value: number;
}

type Listener = (notified: Notified) => void;

export interface RequestHandles {
  readonly session: bigint;
  readonly connection: bigint;
  readonly request: bigint;
}

export interface RequestOptions {
  readonly access: number;
  readonly proxy: string | null;
  readonly bypass: string | null;
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  /** Path and query. */
  readonly place: string;
  /** When WinHTTP itself gives up, per step; the caller's own timer comes first. */
  readonly stepMs: number;
  /** Whether Windows may answer a challenge with the credentials of this process. */
  readonly integratedSignIn: boolean;
  /** Take any certificate, for looking at it. */
  readonly anyCertificate: boolean;
}

export interface WinHttp {
  /** Opens all three handles and binds `listener` to the request; on failure nothing stays open. */
  open(options: RequestOptions, listener: Listener): RequestHandles | { readonly win32: number };
  /** Closes request, connection and session, in this order; also the way to cancel. Unfinished calls end by it. */
  close(handles: RequestHandles): void;
  /** These four go on until a notification; what they return is the error by which they ended at once, or 0. */
  send(request: bigint): number;
  receive(request: bigint): number;
  askForData(request: bigint): number;
  /** Reads into memory that lives as long as the handle, at most what was said to be there (Wine would block). */
  read(request: bigint, size: number): number;
  /** What the last `read` got. */
  bytesRead(request: bigint, count: number): Uint8Array;
  statusCode(request: bigint): number | null;
  /** Status line and headers as received; null where there are none, or more than 64 KiB of them. */
  rawHeaders(request: bigint): string | null;
  /** PCCERT_CONTEXT of the server, to be freed; null where there was no TLS with it. */
  serverCertificate(request: bigint): bigint | null;
  /** How many requests have not had their last notification yet. */
  notClosed(): number;
}

const userAgent = 'Defender-Proxy-Wizard';
const asynchronous = 0x10000000; // WINHTTP_FLAG_ASYNC
const openFlag = { secure: 0x00800000, escapeNothing: 0x00000040, pastProxyCache: 0x00000100 } as const;
const option = {
  securityFlags: 31,
  context: 45,
  clientCertificate: 47,
  disableFeature: 63,
  autologonPolicy: 77,
  serverCertificate: 78,
} as const;
const disable = { cookies: 0x1, redirects: 0x2, authentication: 0x4 } as const;
/** HIGH: never. MEDIUM is WinHTTP's own default. */
const autologon = { medium: 1, never: 2 } as const;
const anyCertificate = 0x3300; // SECURITY_FLAG_IGNORE_ unknown CA, wrong usage, name, date
const query = { statusCode: 19, rawHeaders: 22, asNumber: 0x20000000 } as const;
const largestHeaders = 64 * 1024;
const ioPending = 997;
/** The most that one `read` gets, in bytes. */
const largestRead = 4096;

let bound: WinHttp | null = null;

export function winHttp(): WinHttp {
  bound ??= bind();
  return bound;
}

function bind(): WinHttp {
  const { koffi, lastError } = openNative();
  const winhttp = koffi.load('winhttp.dll');
  const openSession = winhttp.func(
    'void* __stdcall WinHttpOpen(str16 agent, uint32 access, str16 proxy, str16 bypass, uint32 flags)',
  );
  const connect = winhttp.func(
    'void* __stdcall WinHttpConnect(void* session, str16 host, uint16 port, uint32 reserved)',
  );
  const openRequest = winhttp.func(
    'void* __stdcall WinHttpOpenRequest(void* connection, str16 verb, str16 object, str16 version, str16 referrer, void* types, uint32 flags)',
  );
  const closeHandle = winhttp.func('bool __stdcall WinHttpCloseHandle(void* h)');
  const setTimeouts = winhttp.func(
    'bool __stdcall WinHttpSetTimeouts(void* h, int resolve, int connect, int send, int receive)',
  );
  const setOption = winhttp.func(
    'bool __stdcall WinHttpSetOption(void* h, uint32 option, uint8_t* value, uint32 size)',
  );
  const queryOption = winhttp.func(
    'bool __stdcall WinHttpQueryOption(void* h, uint32 option, _Out_ void** value, _Inout_ uint32* size)',
  );
  const sendRequest = winhttp.func(
    'bool __stdcall WinHttpSendRequest(void* h, void* headers, uint32 headersLength, void* body, uint32 bodyLength, uint32 total, uintptr_t context)',
  );
  const receiveResponse = winhttp.func('bool __stdcall WinHttpReceiveResponse(void* h, void* reserved)');
  const queryHeaders = winhttp.func(
    'bool __stdcall WinHttpQueryHeaders(void* h, uint32 info, void* name, _Out_ uint8_t* value, _Inout_ uint32* size, void* index)',
  );
  const queryData = winhttp.func('bool __stdcall WinHttpQueryDataAvailable(void* h, void* count)');
  const readData = winhttp.func('bool __stdcall WinHttpReadData(void* h, void* buffer, uint32 size, void* read)');
  koffi.proto(
    'void __stdcall WINHTTP_STATUS_CALLBACK(void* h, uintptr_t context, uint32 status, void* info, uint32 length)',
  );
  const setCallback = winhttp.func(
    'void* __stdcall WinHttpSetStatusCallback(void* h, WINHTTP_STATUS_CALLBACK* callback, uint32 flags, uintptr_t reserved)',
  );

  const listeners = new Map<number, { readonly listener: Listener; buffer: bigint | null }>();
  const contexts = new Map<bigint, number>();
  let lastContext = 0;
  const asyncErrorOffset = 8; // WINHTTP_ASYNC_RESULT: dwResult 0, dwError 8

  const numberIn = (status: number, info: bigint | null, length: number): number => {
    if (status === notification.readComplete) return length;
    if (info === null) return 0;
    if (status === notification.requestError) return koffi.decode(info, asyncErrorOffset, 'uint32');
    const isNumber = status === notification.secureFailure || status === notification.dataAvailable;
    return isNumber ? koffi.decode(info, 'uint32') : 0;
  };

  // Never unregistered: it is the callback of every request until the process ends. It must not throw.
  const callback = koffi.register(
    (_handle: bigint, context: number | bigint, status: number, info: bigint | null, length: number) => {
      const id = Number(context);
      const entry = listeners.get(id);
      if (entry === undefined) return;
      // `info` is valid during this call only.
      const value = numberIn(status, info, length);
      if (status === notification.handleClosing) {
        // The last of a handle: only now is the memory free of it.
        listeners.delete(id);
        if (entry.buffer !== null) koffi.free(entry.buffer);
      }
      setImmediate(() => entry.listener({ status, value }));
    },
    'WINHTTP_STATUS_CALLBACK *',
  );

  const setNumber = (handle: bigint, name: number, value: number): boolean => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value);
    return setOption(handle, name, bytes, bytes.length);
  };
  const entryOf = (request: bigint) => {
    const entry = listeners.get(contexts.get(request) ?? 0);
    if (entry === undefined) throw new Error('a request was used after it was closed');
    return entry;
  };

  /** Everything that has to be set before sending; false leaves the error to GetLastError. */
  const prepare = (request: bigint, options: RequestOptions, context: number): boolean => {
    const id = Buffer.alloc(8);
    id.writeBigUInt64LE(BigInt(context));
    const features = disable.cookies | disable.redirects | (options.integratedSignIn ? 0 : disable.authentication);
    return (
      setOption(request, option.context, id, id.length) &&
      setTimeouts(request, options.stepMs, options.stepMs, options.stepMs, options.stepMs) &&
      setNumber(request, option.disableFeature, features) &&
      // SECURITY: without both of them Windows would answer a challenge of any proxy or server with the computer's
      // account; the policy alone does not hold for servers that are named by an address.
      setNumber(request, option.autologonPolicy, options.integratedSignIn ? autologon.medium : autologon.never) &&
      // WINHTTP_NO_CLIENT_CERT_CONTEXT: a server that only asks for a certificate goes on without one.
      (!options.secure || setOption(request, option.clientCertificate, null, 0)) &&
      (!options.anyCertificate || setNumber(request, option.securityFlags, anyCertificate))
    );
  };

  return {
    open(options, listener) {
      const session: bigint | null = openSession(
        userAgent,
        options.access,
        options.proxy,
        options.bypass,
        asynchronous,
      );
      if (session === null) return { win32: lastError() };
      const connection: bigint | null = connect(session, options.host, options.port, 0);
      if (connection === null) {
        const win32 = lastError();
        closeHandle(session);
        return { win32 };
      }
      const flags = openFlag.escapeNothing | (options.secure ? openFlag.secure : openFlag.pastProxyCache);
      const request: bigint | null = openRequest(connection, 'GET', options.place, null, null, null, flags);
      const context = ++lastContext;
      // The context is bound before the callback, so that the closing of the handle carries it whenever that comes.
      const ready = request !== null && prepare(request, options, context);
      const win32 = ready ? 0 : lastError();
      if (request !== null && ready) {
        listeners.set(context, { listener, buffer: null });
        contexts.set(request, context);
        setCallback(request, callback, wanted, 0);
        return { session, connection, request };
      }
      for (const handle of [request, connection, session]) if (handle !== null) closeHandle(handle);
      return { win32 };
    },
    close({ session, connection, request }) {
      for (const handle of [request, connection, session]) closeHandle(handle);
      contexts.delete(request);
    },
    send: (request) => pending(sendRequest(request, null, 0, null, 0, 0, contexts.get(request) ?? 0)),
    receive: (request) => pending(receiveResponse(request, null)),
    askForData: (request) => pending(queryData(request, null)),
    read(request, size) {
      const entry = entryOf(request);
      // Not a JavaScript buffer: that could be moved or collected while WinHTTP writes.
      entry.buffer ??= koffi.alloc('uint8_t', largestRead) as bigint; // a pointer, as all of koffi's are
      return pending(readData(request, entry.buffer, Math.min(size, largestRead), null));
    },
    bytesRead(request, count) {
      const { buffer } = entryOf(request);
      if (buffer === null || count === 0) return new Uint8Array();
      return Uint8Array.from(koffi.decode(buffer, 'uint8_t', count) as Uint8Array); // koffi's typed array
    },
    statusCode(request) {
      const value = Buffer.alloc(4);
      return queryHeaders(request, query.statusCode | query.asNumber, null, value, [value.length], null)
        ? value.readUInt32LE()
        : null;
    },
    rawHeaders(request) {
      const value = Buffer.alloc(largestHeaders * 2);
      const size: [number] = [value.length];
      if (!queryHeaders(request, query.rawHeaders, null, value, size, null)) return null;
      return value.toString('utf16le', 0, size[0]).replace(/\0.*$/s, '');
    },
    serverCertificate(request) {
      const context: [bigint | null] = [null];
      return queryOption(request, option.serverCertificate, context, [8]) ? context[0] : null;
    },
    notClosed: () => listeners.size,
  };

  function pending(done: boolean): number {
    const win32 = done ? 0 : lastError();
    return win32 === ioPending ? 0 : win32;
  }
}
