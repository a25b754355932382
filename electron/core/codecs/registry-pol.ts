import { isWellFormed } from './well-formed.ts';

/**
 * Registry.pol: what one Group Policy Object writes into the registry, and (as `%ProgramData%\ntuser.pol`) what all of
 * them together have written. A header, then `[key;value;type;size;data]` for each instruction, with brackets and
 * semicolons in UTF-16LE like the two texts, which end in a NUL. [MS-GPREG] 2.2.1.
 * https://learn.microsoft.com/openspecs/windows_protocols/ms-gpreg/5c092c22-bf6b-4e7f-b180-b20743d368f5
 */

/** One instruction. Value names that begin with `**` are commands; `effectOf` says what they do. */
export interface PolicyEntry {
  /** Path below HKLM or HKCU, without the hive; which one the file's place tells. */
  readonly key: string;
  readonly value: string;
  /** Registry type number; 0 in instructions that only make a key. */
  readonly type: number;
  readonly data: Uint8Array;
}

type RegistryPolFault =
  | 'too-large'
  | 'too-many-entries'
  | 'not-a-policy-file'
  | 'unknown-version'
  | 'cut-off'
  | 'mark-missing'
  | 'key-empty'
  | 'text-too-long'
  | 'text-not-utf16'
  | 'data-too-long';

/** `offset` is that of the byte at which the file stopped making sense. */
export type RegistryPol =
  | { readonly state: 'ok'; readonly entries: readonly PolicyEntry[] }
  | { readonly state: 'malformed'; readonly fault: RegistryPolFault; readonly offset: number };

/** Largest file that is looked at, in bytes. The compiled policies of a hardened server are below 1 MiB. */
export const registryPolLimit = 16 * 1024 * 1024;

const mostEntries = 100_000;
/** Longest value name that the registry takes, in characters; longer than any key path that Windows writes. */
const longestText = 16_383;
const mostData = 64 * 1024;
const signature = 0x67655250; // PReg
const version = 1;
const mark = { open: 0x5b, separator: 0x3b, close: 0x5d } as const;
const headerLength = 8;

/** Reads a whole file, or says where it is not one. Stricter than Windows, which skips what it does not understand. */
export function parseRegistryPol(bytes: Uint8Array): RegistryPol {
  if (bytes.length > registryPolLimit) return { state: 'malformed', fault: 'too-large', offset: registryPolLimit };
  const reader = new Reader(bytes);
  try {
    if (reader.number() !== signature) return { state: 'malformed', fault: 'not-a-policy-file', offset: 0 };
    if (reader.number() !== version) return { state: 'malformed', fault: 'unknown-version', offset: 4 };
    const entries: PolicyEntry[] = [];
    while (!reader.atEnd()) {
      if (entries.length === mostEntries) reader.stop('too-many-entries');
      entries.push(reader.entry());
    }
    return { state: 'ok', entries };
  } catch (thrown) {
    if (thrown instanceof Stop) return { state: 'malformed', fault: thrown.fault, offset: thrown.offset };
    throw thrown;
  }
}

/** Ends reading from any depth; never leaves this file. */
class Stop extends Error {
  readonly fault: RegistryPolFault;
  readonly offset: number;
  constructor(fault: RegistryPolFault, offset: number) {
    super(fault);
    this.fault = fault;
    this.offset = offset;
  }
}

class Reader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  atEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  entry(): PolicyEntry {
    this.#mark(mark.open);
    const keyAt = this.#at;
    const key = this.#text();
    if (key === '') this.stop('key-empty', keyAt);
    this.#mark(mark.separator);
    const value = this.#text();
    this.#mark(mark.separator);
    const type = this.number();
    this.#mark(mark.separator);
    const size = this.number();
    if (size > mostData) this.stop('data-too-long', this.#at - 4);
    this.#mark(mark.separator);
    this.#need(size);
    const data = this.#bytes.slice(this.#at, this.#at + size);
    this.#at += size;
    this.#mark(mark.close);
    return { key, value, type, data };
  }

  number(): number {
    this.#need(4);
    this.#at += 4;
    return this.#view.getUint32(this.#at - 4, true);
  }

  stop(fault: RegistryPolFault, offset = this.#at): never {
    throw new Stop(fault, offset);
  }

  #mark(unit: number): void {
    if (this.#unit() !== unit) this.stop('mark-missing', this.#at - 2);
  }

  #text(): string {
    const start = this.#at;
    const last = this.#bytes.length - 2;
    while (this.#at <= last && this.#view.getUint16(this.#at, true) !== 0) this.#at += 2;
    if (this.#at > last) this.stop('cut-off');
    const text = textOfBytes(this.#view, start, this.#at);
    if (text.length > longestText) this.stop('text-too-long', start);
    this.#at += 2;
    return isWellFormed(text) ? text : this.stop('text-not-utf16', start);
  }

  #unit(): number {
    this.#need(2);
    this.#at += 2;
    return this.#view.getUint16(this.#at - 2, true);
  }

  #need(count: number): void {
    if (this.#at + count > this.#bytes.length) this.stop('cut-off');
  }
}

/** In pieces, because one call takes a limited number of arguments; nothing longer than the limit is made a text. */
function textOfBytes(view: DataView, start: number, end: number): string {
  const most = Math.min(end, start + (longestText + 1) * 2);
  const pieces: string[] = [];
  for (let at = start; at < most; ) {
    const units: number[] = [];
    for (const stop = Math.min(most, at + 8192); at < stop; at += 2) units.push(view.getUint16(at, true));
    pieces.push(String.fromCharCode(...units));
  }
  return pieces.join('');
}

/** The file for these instructions. What cannot be written is a bug of the caller and throws. */
export function encodeRegistryPol(entries: readonly PolicyEntry[]): Uint8Array {
  if (entries.length > mostEntries) throw new RangeError('More instructions than a policy file may have.');
  const bytes = new Uint8Array(headerLength + entries.reduce((sum, entry) => sum + lengthOf(entry), 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  const number = (value: number): void => {
    view.setUint32(at, value, true);
    at += 4;
  };
  const unit = (value: number): void => {
    view.setUint16(at, value, true);
    at += 2;
  };
  const text = (value: string): void => {
    for (let index = 0; index < value.length; index += 1) unit(value.charCodeAt(index));
    unit(0);
  };
  number(signature);
  number(version);
  for (const { key, value, type, data } of entries) {
    unit(mark.open);
    text(key);
    unit(mark.separator);
    text(value);
    unit(mark.separator);
    number(type);
    unit(mark.separator);
    number(data.length);
    unit(mark.separator);
    bytes.set(data, at);
    at += data.length;
    unit(mark.close);
  }
  return bytes;
}

/** Bytes of one instruction: six marks, two NULs, two numbers, two texts and the data. */
function lengthOf({ key, value, type, data }: PolicyEntry): number {
  if (key === '') throw new RangeError('An instruction needs a key.');
  for (const text of [key, value]) {
    if (text.length > longestText) throw new RangeError('A text is longer than a policy file may hold.');
    if (text.includes('\0') || !isWellFormed(text)) throw new RangeError('A text cannot be written in UTF-16.');
  }
  if (!Number.isInteger(type) || type < 0 || type > 0xffffffff) throw new RangeError('Not a registry type.');
  if (data.length > mostData) throw new RangeError('The data is longer than a policy file may hold.');
  return 6 * 2 + 2 * 2 + 2 * 4 + (key.length + value.length) * 2 + data.length;
}
