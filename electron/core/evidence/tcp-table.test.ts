import { describe, expect, test } from 'vitest';
import { tcpRows } from './tcp-table.ts';

/** A table of one row, written field by field. */
function table(family: 'ipv4' | 'ipv6', fields: (view: DataView, bytes: Uint8Array, row: number) => void): Uint8Array {
  const bytes = new Uint8Array(8 + (family === 'ipv4' ? 160 : 192));
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 1, true);
  fields(view, bytes, 8);
  return bytes;
}

const v6 = (address: readonly number[]) =>
  table('ipv6', (view, bytes, row) => {
    bytes.set(address, row + 24);
    view.setUint16(row + 44, 443, false);
    view.setUint32(row + 48, 3, true);
    view.setUint32(row + 52, 77, true);
  });
const address = (bytes: Uint8Array) => tcpRows(bytes, 'ipv6')[0]?.address;

describe('tcpRows', () => {
  test('an IPv4 row has its remote end, its process, its state and the time from which it is', () => {
    const bytes = table('ipv4', (view, all, row) => {
      view.setUint32(row, 5, true);
      all.set([10, 20, 0, 8], row + 12);
      view.setUint16(row + 16, 8080, false);
      view.setUint32(row + 20, 4242, true);
      view.setBigUint64(row + 24, (BigInt(Date.parse('2026-11-22T08:00:00Z')) + 11_644_473_600_000n) * 10_000n, true);
    });
    expect(tcpRows(bytes, 'ipv4')).toEqual([
      { pid: 4242, state: 'established', address: '10.20.0.8', port: 8080, since: new Date('2026-11-22T08:00:00Z') },
    ]);
  });

  test.each([
    ['2001:db8::5', [0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5]],
    ['::', Array.from({ length: 16 }, () => 0)],
    ['::1', [...Array.from({ length: 15 }, () => 0), 1]],
    ['2001:0:1:2:3:4:5:6', [0x20, 1, 0, 0, 0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6]],
  ])('an IPv6 address is %s', (text, bytes) => {
    expect(address(v6(bytes))).toBe(text);
  });

  test('an IPv4 address in a socket of both families is shown as such, and no time as none', () => {
    const mapped = v6([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 10, 20, 0, 8]);
    expect(tcpRows(mapped, 'ipv6')).toEqual([
      { pid: 77, state: 'opening', address: '10.20.0.8', port: 443, since: null },
    ]);
  });

  test('a table that claims more rows than it has ends where its bytes end', () => {
    const bytes = v6([]);
    new DataView(bytes.buffer).setUint32(0, 0xffffffff, true);
    expect(tcpRows(bytes, 'ipv6')).toHaveLength(1);
    expect(tcpRows(bytes.subarray(0, 100), 'ipv6')).toEqual([]);
    expect(tcpRows(new Uint8Array(3), 'ipv4')).toEqual([]);
  });
});
