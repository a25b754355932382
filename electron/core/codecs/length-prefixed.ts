/**
 * The building stone of WinHttpSettings and DefaultConnectionSettings: a 32-bit little-endian length, then as many
 * single-byte ASCII characters, no terminator.
 */

/** Longest text that is read or written, in bytes. */
const textLimit = 4096;

/** Why a blob could not be read. */
export type BlobFault = 'too-short' | 'text-too-long' | 'text-past-the-end' | 'text-not-ascii' | 'unknown-flags';

export type TextRead =
  | { readonly ok: true; readonly text: string; readonly end: number }
  | { readonly ok: false; readonly why: BlobFault };

/** Reads the length at `at` and the text behind it; `end` is the offset behind the text. */
export function readText(bytes: Uint8Array, at: number): TextRead {
  if (at + 4 > bytes.length) return { ok: false, why: 'text-past-the-end' };
  const length = u32(bytes, at);
  if (length > textLimit) return { ok: false, why: 'text-too-long' };
  const end = at + 4 + length;
  if (end > bytes.length) return { ok: false, why: 'text-past-the-end' };
  const slice = bytes.subarray(at + 4, end);
  // The writer's code page is not stored, so a byte outside ASCII has no certain meaning.
  if (!slice.every(isAsciiText)) return { ok: false, why: 'text-not-ascii' };
  return { ok: true, text: String.fromCharCode(...slice), end };
}

/** Length and text. A text that cannot be stored is a bug of the caller (the grammars refuse it) and throws. */
export function writtenText(text: string): Uint8Array {
  if (text.length > textLimit) throw new RangeError('The text is longer than the blob can hold.');
  const bytes = Uint8Array.from([0, 0, 0, 0, ...Array.from(text, (unit) => unit.charCodeAt(0))]);
  if (bytes.length !== text.length + 4 || Array.from(text).some((unit) => !isAsciiText(unit.charCodeAt(0))))
    throw new RangeError('The text is not ASCII.');
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  return bytes;
}

/** The 32-bit little-endian number at an offset that the caller has checked. */
export function u32(bytes: Uint8Array, at: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(at, true);
}

/** The numbers as 32-bit little endian, then the parts, in order. */
export function joined(numbers: readonly number[], parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(numbers.length * 4 + parts.reduce((sum, part) => sum + part.length, 0));
  const view = new DataView(bytes.buffer);
  numbers.forEach((number, index) => {
    view.setUint32(index * 4, number, true);
  });
  let at = numbers.length * 4;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

const isAsciiText = (byte: number): boolean =>
  (byte >= 0x20 && byte < 0x7f) || byte === 0x09 || byte === 0x0a || byte === 0x0d;
