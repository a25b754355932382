/**
 * A reader of DER (ITU-T X.690) for what certificates hold: definite lengths and one-byte tags. Whatever else it meets
 * gives null, never an exception.
 */
export interface DerItem {
  readonly tag: number;
  readonly content: Uint8Array;
  /** Tag, length and content. */
  readonly whole: Uint8Array;
}

/** The items that follow one another in these bytes; null where they do not fit. */
export function derItems(bytes: Uint8Array): readonly DerItem[] | null {
  const items: DerItem[] = [];
  for (let at = 0; at < bytes.length; ) {
    const item = derItemAt(bytes, at);
    if (item === null || items.length >= 10_000) return null;
    items.push(item);
    at += item.whole.length;
  }
  return items;
}

function derItemAt(bytes: Uint8Array, at: number): DerItem | null {
  const tag = bytes[at];
  const first = bytes[at + 1];
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) return null;
  const sizeBytes = first < 0x80 ? 0 : first & 0x7f;
  if (first === 0x80 || sizeBytes > 4) return null;
  let length = sizeBytes === 0 ? first : 0;
  for (let i = 0; i < sizeBytes; i++) length = length * 256 + (bytes[at + 2 + i] ?? 0);
  const start = at + 2 + sizeBytes;
  const end = start + length;
  if (end > bytes.length) return null;
  return { tag, content: bytes.subarray(start, end), whole: bytes.subarray(at, end) };
}

/** The items inside a constructed item, or null. */
export function derInside(item: DerItem | undefined): readonly DerItem[] | null {
  return item === undefined || (item.tag & 0x20) === 0 ? null : derItems(item.content);
}

/** An object identifier in dotted form; null where the item is none. */
export function derOid(item: DerItem | undefined): string | null {
  if (item === undefined || item.tag !== 0x06 || item.content.length === 0) return null;
  const arcs: number[] = [];
  let arc = 0;
  for (const byte of item.content) {
    if (arc > Number.MAX_SAFE_INTEGER / 256) return null;
    arc = arc * 128 + (byte & 0x7f);
    if ((byte & 0x80) === 0) {
      arcs.push(arc);
      arc = 0;
    }
  }
  const [head = 0, ...tail] = arcs;
  const top = Math.min(2, Math.floor(head / 40));
  return [top, head - top * 40, ...tail].join('.');
}

/** The text of a string of a name (X.520 DirectoryString and IA5String). */
export function derText({ tag, content }: DerItem): string {
  const bytes = Buffer.from(content);
  switch (tag) {
    case 0x0c:
      return bytes.toString('utf8');
    case 0x1e:
      return Buffer.from(bytes.subarray(0, bytes.length & ~1))
        .swap16()
        .toString('utf16le');
    default:
      return bytes.toString('latin1');
  }
}

/** A time of a validity as ISO 8601 in UTC (RFC 5280 section 4.1.2.5); null where it is none. */
export function derTime({ tag, content }: DerItem): string | null {
  const text = Buffer.from(content).toString('latin1');
  const digits = /^(\d{2})?(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/.exec(text);
  if (digits === null || (tag !== 0x17 && tag !== 0x18) || (tag === 0x18) !== (digits[1] !== undefined)) return null;
  const [, century, year = '', month, day, hour, minute, second] = digits;
  const full = `${century ?? (Number(year) < 50 ? '20' : '19')}${year}`;
  const time = Date.parse(`${full}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}
