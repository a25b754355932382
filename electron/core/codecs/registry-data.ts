import { type Present, type Reading, regType } from '../settings/reading.ts';
import { isWellFormed } from './well-formed.ts';

/**
 * What a reading says in the type that its user expects. `wrong-type` carries the registry's own type number;
 * `malformed` is data that its own type does not allow. Nothing is guessed from either.
 */
export type Decoded<T> =
  | { readonly state: 'absent' }
  | { readonly state: 'value'; readonly value: T }
  | { readonly state: 'wrong-type'; readonly type: number; readonly hex: string }
  | { readonly state: 'malformed'; readonly hex: string }
  | { readonly state: 'unreadable'; readonly win32: number };

/** The bytes of an even count of hexadecimal digits, either case. Anything else is a bug of the caller and throws. */
export function bytesOf(hex: string): Uint8Array {
  if (!/^(?:[0-9a-f]{2})*$/i.test(hex)) throw new RangeError('Not an even count of hexadecimal digits.');
  const bytes = new Uint8Array(hex.length / 2);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = Number.parseInt(hex.slice(at * 2, at * 2 + 2), 16);
  return bytes;
}

/** Lower-case hexadecimal of the bytes, the form in which images are kept. */
export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** A REG_SZ as Windows writes it: UTF-16LE with one terminator. */
export function szImage(text: string): Present {
  const bytes = new Uint8Array((text.length + 1) * 2);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < text.length; at += 1) view.setUint16(at * 2, text.charCodeAt(at), true);
  return { state: 'present', type: regType.sz, hex: hexOf(bytes) };
}

/** A REG_DWORD, little endian. Only whole numbers of 32 bits without sign; anything else throws. */
export function dwordImage(value: number): Present {
  if (!Number.isInteger(value) || value < 0 || value > 0xffffffff) throw new RangeError('Not a DWORD.');
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, true);
  return { state: 'present', type: regType.dword, hex: hexOf(bytes) };
}

/** A REG_BINARY of these bytes. */
export function binaryImage(bytes: Uint8Array): Present {
  return { state: 'present', type: regType.binary, hex: hexOf(bytes) };
}

/**
 * The text of a REG_SZ or REG_EXPAND_SZ (unexpanded). Trailing NULs are taken off and a missing one is accepted.
 * Malformed: an odd count of bytes, a NUL inside the text (readers disagree about what follows it), a lone surrogate.
 * A sealed value reads as its masked text; of a value that holds tenant identifiers nothing is kept, so it reads empty.
 */
export function textOf(reading: Reading): Decoded<string> {
  return decode(reading, [regType.sz, regType.expandSz], (bytes) => {
    if (bytes.length % 2 !== 0) return null;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let length = bytes.length / 2;
    while (length > 0 && view.getUint16((length - 1) * 2, true) === 0) length -= 1;
    const units: string[] = [];
    for (let at = 0; at < length; at += 1) units.push(String.fromCharCode(view.getUint16(at * 2, true)));
    const text = units.join('');
    return text.includes('\0') || !isWellFormed(text) ? null : text;
  });
}

/** The number of a REG_DWORD; malformed unless it has exactly four bytes. */
export function dwordOf(reading: Reading): Decoded<number> {
  return decode(reading, [regType.dword], (bytes) =>
    bytes.length === 4 ? new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true) : null,
  );
}

/** The bytes of a REG_BINARY. */
export function binaryOf(reading: Reading): Decoded<Uint8Array> {
  return decode(reading, [regType.binary], (bytes) => bytes);
}

function decode<T>(reading: Reading, types: readonly number[], read: (bytes: Uint8Array) => T | null): Decoded<T> {
  switch (reading.state) {
    case 'absent':
      return { state: 'absent' };
    case 'unreadable':
      return { state: 'unreadable', win32: reading.win32 };
    case 'present':
    case 'sealed': {
      if (!types.includes(reading.type)) return { state: 'wrong-type', type: reading.type, hex: reading.hex };
      const value = read(bytesOf(reading.hex));
      return value === null ? { state: 'malformed', hex: reading.hex } : { state: 'value', value };
    }
    default:
      return reading satisfies never;
  }
}
