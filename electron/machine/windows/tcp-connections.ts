import { type ConnectionsSeen, type WatchedProgram, watchedPrograms } from '../../core/evidence/facts.ts';
import { type TcpRow, tcpRows } from '../../core/evidence/tcp-table.ts';
import { openNative } from './native.ts';
import { processList } from './process-list.ts';

const families = { ipv4: 2, ipv6: 23 } as const; // AF_INET, AF_INET6
const ownerModuleAll = 8; // TCP_TABLE_OWNER_MODULE_ALL, which has the time of each connection
const insufficientBuffer = 122;
/** ERROR_ACCESS_DENIED, where the processes could not be listed. */
const accessDenied = 5;
/** Enough for a hundred thousand connections. */
const largestTable = 20 * 1024 * 1024;

const watched = Object.keys(watchedPrograms) as WatchedProgram[]; // the keys of that very object

/**
 * The TCP connections of the watched programs, with any rights.
 * https://learn.microsoft.com/windows/win32/api/iphlpapi/nf-iphlpapi-getextendedtcptable
 */
export function tcpConnections(): ConnectionsSeen {
  const processes = processList();
  if (processes === null) return { state: 'unread', win32: accessDenied };
  const programs = new Map<number, WatchedProgram>();
  for (const { pid, program } of processes) {
    const name = watched.find((each) => each.toLowerCase() === program.toLowerCase());
    if (name !== undefined) programs.set(pid, name);
  }
  const running = watched.filter((name) => [...programs.values()].includes(name));
  if (running.length === 0) return { state: 'read', running, connections: [] };
  const [v4, v6] = [tcpTable('ipv4'), tcpTable('ipv6')];
  if ('win32' in v4) return { state: 'unread', win32: v4.win32 };
  // A system without IPv6 has no such table.
  const rows = 'win32' in v6 ? v4.rows : [...v4.rows, ...v6.rows];
  const connections = rows.flatMap(({ pid, state, address, port, since }) => {
    const program = programs.get(pid);
    return program === undefined || state === 'other' ? [] : [{ program, state, address, port, since }];
  });
  return { state: 'read', running, connections };
}

/** Every connection and listener of one family, or the Win32 status. */
export function tcpTable(family: 'ipv4' | 'ipv6'): { readonly rows: readonly TcpRow[] } | { readonly win32: number } {
  const { koffi } = openNative();
  const getTable = koffi
    .load('iphlpapi.dll')
    .func(
      'uint32 __stdcall GetExtendedTcpTable(_Out_ uint8_t* table, _Inout_ uint32* size, bool order, uint32 family, int kind, uint32 reserved)',
    );
  let room = 64 * 1024;
  // The table may grow between two calls.
  for (let attempt = 0; attempt < 5 && room <= largestTable; attempt += 1) {
    const table = new Uint8Array(room);
    const size: [number] = [room];
    const win32: number = getTable(table, size, false, families[family], ownerModuleAll, 0);
    if (win32 === 0) return { rows: tcpRows(table, family) };
    if (win32 !== insufficientBuffer) return { win32 };
    room = size[0] + 16 * 1024;
  }
  return { win32: insufficientBuffer };
}
