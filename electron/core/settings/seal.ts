import { hexOf } from '../codecs/registry-data.ts';
import type { CatalogueEntry } from './catalogue.ts';
import { type Present, regType, type Sealed } from './reading.ts';

/**
 * Takes secrets out of what is shown and saved. A stored proxy text may hold `user:pass@`; its characters become `*`
 * in place, so that every length and offset still fits. Where it cannot be told which characters are the secret, too
 * many are masked rather than too few: the text is then unreadable to the codecs, which is "unknown" and not wrong.
 */

/**
 * Most bytes that an image carries (the limit of `Hex`). What is longer is sealed as that many `*`, which no codec takes
 * for a value: cut anywhere it could lose the `@` that makes a secret of what stands before it.
 */
const imageLimit = 65_536;

/**
 * The image of a stored value for the outside: as it is, or sealed with the hash of its true bytes. Works on texts,
 * on the two proxy blobs and on values of the wrong type alike; `tenant` values keep no byte at all.
 */
export function seal(
  type: number,
  bytes: Uint8Array,
  sensitivity: CatalogueEntry['sensitivity'],
  sha256: (bytes: Uint8Array) => string,
): Present | Sealed {
  if (sensitivity === 'tenant') return { state: 'sealed', type, hex: '', sha256: sha256(bytes) };
  if (bytes.length > imageLimit) return { state: 'sealed', type, hex: '2a'.repeat(imageLimit), sha256: sha256(bytes) };
  const shown = sensitivity === 'proxy-text' ? maskBytes(type, bytes) : bytes;
  const hex = hexOf(shown);
  const same = shown.every((byte, at) => byte === bytes[at]);
  return same ? { state: 'present', type, hex } : { state: 'sealed', type, hex, sha256: sha256(bytes) };
}

/** The same text with every credential replaced by `*`, and whether there was one. Same length; never throws. */
export function maskText(text: string): { readonly text: string; readonly masked: boolean } {
  const masked = maskUnits(text);
  return { text: masked, masked: masked !== text };
}

function maskBytes(type: number, bytes: Uint8Array): Uint8Array {
  const copy = bytes.slice();
  // A number is not a text, whatever its four or eight bytes look like.
  if ((type === regType.dword && bytes.length === 4) || (type === regType.qword && bytes.length === 8)) return copy;
  if (type === regType.sz || type === regType.expandSz || type === regType.multiSz) maskWide(copy, 0, 1);
  for (const [start, end] of textRanges(copy)) {
    const range = copy.subarray(start, end);
    maskWide(range, 0, 2);
    maskWide(range, 1, 2);
    maskNarrow(range);
  }
  return copy;
}

/**
 * The parts of a value in which bytes may be changed: in the two proxy blobs their texts and what follows them, so
 * that their numbers stay whole; anywhere else everything.
 */
function textRanges(bytes: Uint8Array): readonly (readonly [number, number])[] {
  const whole = [[0, bytes.length]] as const;
  const number = (at: number) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(at, true);
  // Text could lie where a blob has its marker and flags; both are small numbers in every known blob.
  if (bytes.length < 16 || number(0) > 0xff || number(8) > 0xff) return whole;
  const ranges: (readonly [number, number])[] = [];
  let at = 12;
  for (let text = 0; text < 3 && at + 4 <= bytes.length; text += 1) {
    const end = at + 4 + number(at);
    // Proxy and bypass have to fit; what follows them is a PAC address in one of the blobs and free in the other.
    if (end > bytes.length) {
      if (text < 2) return whole;
      break;
    }
    ranges.push([at + 4, end]);
    at = end;
  }
  return [...ranges, [at, bytes.length]];
}

/** Masks UTF-16LE text from an offset of 0 or 1; `shortest` is the run of characters from which it counts as text. */
function maskWide(bytes: Uint8Array, offset: number, shortest: number): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const units: string[] = [];
  for (let at = offset; at + 1 < bytes.length; at += 2) units.push(String.fromCharCode(view.getUint16(at, true)));
  for (const [start, masked] of maskedRuns(units.join(''), shortest)) {
    for (let unit = 0; unit < masked.length; unit += 1)
      view.setUint16(offset + (start + unit) * 2, masked.charCodeAt(unit), true);
  }
}

/** Masks single-byte text of any code page (and UTF-8). */
function maskNarrow(bytes: Uint8Array): void {
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  for (const [start, masked] of maskedRuns(text, 2)) {
    for (let unit = 0; unit < masked.length; unit += 1) bytes[start + unit] = masked.charCodeAt(unit);
  }
}

function* maskedRuns(text: string, shortest: number): Generator<readonly [number, string]> {
  const runs = shortest > 1 ? withoutControls(text).matchAll(/[^\n]+/g) : [{ 0: text, index: 0 }];
  for (const run of runs) {
    const original = text.slice(run.index, run.index + run[0].length);
    const masked = original.length < shortest ? original : maskUnits(original);
    if (masked !== original) yield [run.index, masked];
  }
}

const prefix =
  /^["']?(?:(?:https?|ftp|socks|(?:https?|ftp|all|no)_proxy)=)?["']?(?:(?:https?|ftp|socks[45]?[ah]?):\/\/)?/i;
const separator = /[;, \n]+/g;
const anyAt = /@|%(?:25)*40/gi;
const anyColon = /:|%(?:25)*3a/i;

function maskUnits(text: string): string {
  if (text.search(anyAt) < 0) return text;
  const plain = withoutControls(text);
  const masked = groupsOf(plain).map(maskGroup).join('');
  return Array.from({ length: text.length }, (_, at) =>
    masked.charAt(at) === plain.charAt(at) ? text.charAt(at) : '*',
  ).join('');
}

/** Control characters count as white space. */
function withoutControls(text: string): string {
  return Array.from({ length: text.length }, (_, at) => {
    const unit = text.charCodeAt(at);
    return unit < 0x20 || unit === 0x7f ? '\n' : text.charAt(at);
  }).join('');
}

/**
 * `;` and white space part the entries of a list, but a password may hold them too. So a part that has no `@` counts
 * as the head of the next part's credentials, unless it is certainly an entry of its own.
 */
function groupsOf(text: string): string[] {
  const groups: string[] = [];
  let from = 0;
  for (const gap of text.matchAll(separator)) {
    const after = gap.index + gap[0].length;
    if (isWholeEntry(text.slice(from, gap.index)) || namesScheme(text.slice(after))) {
      groups.push(text.slice(from, after));
      from = after;
    }
  }
  return [...groups, text.slice(from)];
}

/** An address and port that nobody has as a user name and password. */
function isWholeEntry(part: string): boolean {
  if (part.length > 300) return false;
  const rest = part.slice(prefixLength(part));
  return /^(?:\d{1,3}(?:\.\d{1,3}){3}|[a-z0-9-]+(?:\.[a-z0-9-]+){2,}):\d{1,5}\/?$/i.test(
    rest.slice(rest.lastIndexOf('@') + 1),
  );
}

function maskGroup(group: string): string {
  const start = prefixLength(group);
  const rest = group.slice(start);
  if (!group.slice(0, start).endsWith('://')) return group.slice(0, start) + maskedTo(rest, lastAt(rest));
  const [authority = ''] = rest.split(/[/?#]/, 1);
  const path = rest.slice(authority.length);
  // In the path or query of an address (a PAC file's) an `@` is no secret without a colon before it.
  if (
    /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$|^(?:\d{1,3}(?:\.\d{1,3}){3}|[a-z0-9-]+(?:\.[a-z0-9-]+){2,}):\d{1,5}$/i.test(
      authority,
    )
  ) {
    const end = lastAt(path);
    const colon = path.slice(0, end).search(anyColon);
    if (colon < 0) return group;
    const token = Math.max(...['/', '?', '#', '&', '='].map((mark) => path.lastIndexOf(mark, colon))) + 1;
    const head = start + authority.length + token;
    return group.slice(0, head) + maskedTo(group.slice(head), end - token);
  }
  return group.slice(0, start) + maskedTo(rest, lastAt(rest));
}

/** Where the credentials end: at the last `@`, or where there is none at the last encoded one. */
function lastAt(text: string): number {
  const plain = text.lastIndexOf('@');
  if (plain >= 0) return plain;
  return [...text.matchAll(anyAt)].at(-1)?.index ?? 0;
}

/** Masks up to `end`, but for the first colon and what parts the entries of a list. */
function maskedTo(text: string, end: number): string {
  const colon = text.indexOf(':');
  const masked = Array.from({ length: end }, (_, at) => {
    const unit = text.charAt(at);
    return at === colon || /[; \n]/.test(unit) ? unit : '*';
  });
  return masked.join('') + text.slice(end);
}

/** Whether a text begins with a protocol, as an entry of its own does. */
function namesScheme(text: string): boolean {
  return /[=/]/.test(text.slice(0, prefixLength(text)));
}

function prefixLength(text: string): number {
  return prefix.exec(text)?.[0].length ?? 0;
}
