import { regType } from '../../../core/settings/reading.ts';
import type { RegistryData } from './scenario.ts';

/** Registry data in the bytes that Windows stores; written apart from the product's codecs, so that they are tested. */
export function text(value: string): RegistryData {
  return data(regType.sz, Buffer.from(`${value}\0`, 'utf16le'));
}

export function dword(value: number): RegistryData {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return data(regType.dword, bytes);
}

/** `WinHttpSettings` with a named proxy, as `netsh winhttp set proxy` of a current build leaves it. */
export function winHttpNamed(proxy: string, bypass: string): RegistryData {
  return binary([number32(0x28), number32(0), number32(3), counted(proxy), counted(bypass)]);
}

/** The same value when its end was lost: the bypass text is shorter than it says. */
export function winHttpCutShort(proxy: string, bypass: string): RegistryData {
  const { type, bytes } = winHttpNamed(proxy, bypass);
  return { type, bytes: bytes.subarray(0, -1) };
}

/** `WinHttpSettings` after `netsh winhttp reset proxy`. */
export function winHttpDirect(): RegistryData {
  return binary([number32(0x18), number32(0), number32(1), counted(''), counted('')]);
}

/**
 * `DefaultConnectionSettings`. `flags`: 1 direct, 2 manual proxy, 4 PAC, 8 auto-detect. The tail is the auto-detect
 * cache, filled here with bytes that are not zero so that a rewrite which loses them shows.
 */
export function wininetConnection(flags: number, proxy: string, bypass: string, pac = ''): RegistryData {
  const tail = Buffer.alloc(32);
  tail.set([0x10, 0x27, 0xc3, 0x5d, 0x8a, 0x01, 0xdb, 0x01], 4);
  return binary([number32(0x46), number32(7), number32(flags), counted(proxy), counted(bypass), counted(pac), tail]);
}

/** A FILETIME: 100 ns steps since 1601. */
export function fileTime(when: Date): RegistryData {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE((BigInt(when.getTime()) + 11_644_473_600_000n) * 10_000n);
  return data(regType.binary, bytes);
}

function data(type: number, bytes: Buffer): RegistryData {
  return { type, bytes: Uint8Array.from(bytes) };
}

function binary(parts: readonly Buffer[]): RegistryData {
  return data(regType.binary, Buffer.concat(parts));
}

function number32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function counted(value: string): Buffer {
  const bytes = Buffer.from(value, 'latin1');
  return Buffer.concat([number32(bytes.length), bytes]);
}
