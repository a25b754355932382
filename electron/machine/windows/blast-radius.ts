import { type BlastRadius, blastRadiusOf, type ProcessLook } from '../../core/plan/blast-radius.ts';
import { openNative } from './native.ts';
import { type ProcessEntry, processList } from './process-list.ts';
import { runningServices } from './running-services.ts';

/** How long the thread is held at a time. */
const sliceMs = 10;

const snapModules = 0x08;
const snapModules32 = 0x10; // those of a 32-bit process too
const badLength = 24; // the process has loaded something meanwhile
// MODULEENTRY32W on 64-bit: …, szModule (256 UTF-16 units), szExePath (260).
const entrySize = 1080;
const nameOffset = 48;
const wanted = Uint8Array.from(Buffer.from('winhttp.dll\0', 'utf16le'));

/**
 * Which running services share the accounts whose settings change, and which processes have WinHTTP loaded. Without
 * administrator rights most service processes cannot be looked into; they are counted, as are those that are left when
 * `limitMs` is over. Gives the thread back between slices of work.
 */
export async function blastRadius(limitMs = 250): Promise<BlastRadius> {
  const until = performance.now() + limitMs;
  const services = runningServices();
  const processes = processList();
  if (processes === null) return blastRadiusOf(services, null);
  // Those with services first: they are the ones that nobody sees on the desktop, should the time not do for all.
  const hosts = new Set(services?.map(({ pid }) => pid));
  const ordered = [...processes].sort((a, b) => Number(hosts.has(b.pid)) - Number(hosts.has(a.pid)));
  return blastRadiusOf(services, await looks(ordered, until));
}

async function looks(processes: readonly ProcessEntry[], until: number): Promise<readonly ProcessLook[]> {
  const hasWinHttp = moduleReader();
  const found: ProcessLook[] = [];
  let sliceEnd = performance.now() + sliceMs;
  for (const { pid, program } of processes) {
    // 0 is idle time and 4 the kernel: neither runs a program. This very process is nobody else.
    if (pid === 0 || pid === 4 || pid === process.pid) continue;
    const now = performance.now();
    found.push({ pid, program, winhttp: now < until ? hasWinHttp(pid) : null });
    if (now >= sliceEnd) {
      await new Promise((resolve) => setImmediate(resolve));
      sliceEnd = performance.now() + sliceMs;
    }
  }
  return found;
}

/** Looks through the modules of a process (Tool Help); null where that is not allowed. */
function moduleReader(): (pid: number) => boolean | null {
  const { kernel32, lastError } = openNative();
  const snapshot = kernel32.func('intptr_t __stdcall CreateToolhelp32Snapshot(uint32 flags, uint32 pid)');
  const first = kernel32.func('bool __stdcall Module32FirstW(intptr_t h, _Inout_ uint8_t* entry)');
  const next = kernel32.func('bool __stdcall Module32NextW(intptr_t h, _Inout_ uint8_t* entry)');
  const close = kernel32.func('bool __stdcall CloseHandle(intptr_t h)');
  const entry = new Uint8Array(entrySize);
  const view = new DataView(entry.buffer);
  const opened = (pid: number): number | null => {
    for (let attempt = 0; attempt < 3; attempt++) {
      const handle = Number(snapshot(snapModules | snapModules32, pid));
      if (handle !== -1) return handle;
      if (lastError() !== badLength) return null;
    }
    return null;
  };
  return (pid) => {
    const handle = opened(pid);
    if (handle === null) return null;
    try {
      view.setUint32(0, entrySize, true);
      let more: boolean = first(handle, entry);
      // Not even its own program: it was not looked into.
      if (!more) return null;
      for (; more; more = next(handle, entry)) if (isWinHttp(entry)) return true;
      return false;
    } finally {
      close(handle);
    }
  };
}

/** Letters differ from their capitals by one bit, and none of these names' other characters has it. */
function isWinHttp(entry: Uint8Array): boolean {
  return wanted.every((byte, at) => {
    const found = entry[nameOffset + at] ?? 0;
    return byte === found || (byte >= 0x61 && byte <= 0x7a && (found | 0x20) === byte);
  });
}
