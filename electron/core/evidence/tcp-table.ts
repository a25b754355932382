/**
 * The table that GetExtendedTcpTable fills for the class TCP_TABLE_OWNER_MODULE_ALL, on 64-bit Windows.
 * https://learn.microsoft.com/windows/win32/api/tcpmib/ns-tcpmib-mib_tcprow_owner_module
 * https://learn.microsoft.com/windows/win32/api/tcpmib/ns-tcpmib-mib_tcp6row_owner_module
 */
export interface TcpRow {
  readonly pid: number;
  readonly state: 'established' | 'opening' | 'other';
  /** The remote end; an IPv4 address also where a socket of both families has it. */
  readonly address: string;
  readonly port: number;
  /** When the connection was made; null where the system does not say. */
  readonly since: Date | null;
}

type Family = 'ipv4' | 'ipv6';

/** The rows begin behind a number of 32 bits and padding; ports lie in network order. */
const header = 8;
const layouts = {
  ipv4: { size: 160, state: 0, address: 12, port: 16, pid: 20, since: 24 },
  ipv6: { size: 192, state: 48, address: 24, port: 44, pid: 52, since: 56 },
} as const;

/** MIB_TCP_STATE. */
const states: Readonly<Record<number, TcpRow['state']>> = { 3: 'opening', 5: 'established' };
/** Milliseconds from 1601 (FILETIME) to 1970. */
const epoch = 11_644_473_600_000;

/** The rows of a table; one that is shorter than it says ends where its bytes end. */
export function tcpRows(bytes: Uint8Array, family: Family): TcpRow[] {
  if (bytes.length < header) return [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { size, ...at } = layouts[family];
  const count = Math.min(view.getUint32(0, true), Math.floor((bytes.length - header) / size));
  return Array.from({ length: count }, (_, index) => {
    const row = header + index * size;
    const address = bytes.subarray(row + at.address);
    return {
      pid: view.getUint32(row + at.pid, true),
      state: states[view.getUint32(row + at.state, true)] ?? 'other',
      address: family === 'ipv4' ? ipv4(address) : ipv6(address),
      port: view.getUint16(row + at.port, false),
      since: timeOf(view.getBigUint64(row + at.since, true)),
    };
  });
}

const ipv4 = (bytes: Uint8Array): string => Array.from(bytes.subarray(0, 4)).join('.');

function ipv6(bytes: Uint8Array): string {
  const mapped = bytes.subarray(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff && bytes[11] === 0xff;
  if (mapped) return ipv4(bytes.subarray(12));
  const groups = Array.from({ length: 8 }, (_, at) => ((bytes[at * 2] ?? 0) << 8) | (bytes[at * 2 + 1] ?? 0));
  return shortened(groups);
}

/** The form of RFC 5952: the first longest run of two or more zeros is left out. */
function shortened(groups: readonly number[]): string {
  let best = { from: 0, length: 0 };
  for (let from = 0; from < groups.length; from += 1) {
    const end = groups.findIndex((group, at) => at >= from && group !== 0);
    const length = (end < 0 ? groups.length : end) - from;
    if (length > best.length) best = { from, length };
  }
  const text = (part: readonly number[]) => part.map((group) => group.toString(16)).join(':');
  if (best.length < 2) return text(groups);
  return `${text(groups.slice(0, best.from))}::${text(groups.slice(best.from + best.length))}`;
}

function timeOf(fileTime: bigint): Date | null {
  const ms = Number(fileTime / 10_000n) - epoch;
  return fileTime === 0n || ms < 0 || ms > 8.64e15 ? null : new Date(ms);
}
