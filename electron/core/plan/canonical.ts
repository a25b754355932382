import { isWellFormed } from '../codecs/well-formed.ts';

/** Deepest nesting that is written; more is a bug (or a cycle). */
const deepest = 128;

/**
 * The canonical form of JSON (RFC 8785): no white space, members sorted by the UTF-16 code units of their names,
 * numbers and strings as ECMAScript writes them. Values that JSON cannot hold (undefined, NaN, infinities, lone
 * surrogates, anything but plain objects and arrays) are bugs and throw a TypeError.
 */
export function canonicalJson(value: unknown): string {
  return written(value, 0);
}

function written(value: unknown, depth: number): string {
  if (depth > deepest) throw new TypeError('Nested too deeply for canonical JSON.');
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError('Canonical JSON has finite numbers only.');
    return JSON.stringify(value);
  }
  if (typeof value === 'string') return writtenString(value);
  if (Array.isArray(value)) return `[${Array.from(value, (item: unknown) => written(item, depth + 1)).join(',')}]`;
  if (typeof value === 'object' && isPlain(value)) {
    const members = Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => `${writtenString(name)}:${written(member, depth + 1)}`);
    return `{${members.join(',')}}`;
  }
  throw new TypeError(`Canonical JSON has no ${typeof value}.`);
}

function writtenString(text: string): string {
  if (!isWellFormed(text)) throw new TypeError('Canonical JSON has no lone surrogates.');
  return JSON.stringify(text);
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
