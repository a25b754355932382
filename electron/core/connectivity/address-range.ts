/**
 * IP addresses and their ranges as numbers, exactly as RFC 4632 (IPv4 prefixes), RFC 4291 section 2.2 and 2.3 (IPv6
 * texts and prefixes) write them. Nothing is guessed: what is not in one of these forms is no address.
 */
export interface AddressRange {
  readonly family: 4 | 6;
  /** The first address of the range; bits behind the prefix are 0. */
  readonly first: bigint;
  /** Bits that have to agree, 0 to 32 or 0 to 128. */
  readonly length: number;
}

interface Address {
  readonly family: 4 | 6;
  readonly bits: bigint;
}

const width = { 4: 32, 6: 128 } as const;

/** `10.0.0.0/8` or `2603:1000::/24`; null where it is none, or names bits behind its prefix (`10.0.0.1/8`). */
export function addressRange(text: string): AddressRange | null {
  const parts = /^([0-9A-Fa-f:.]{2,45})\/(0|[1-9]\d{0,2})$/.exec(text);
  const address = parseAddress(parts?.[1] ?? '');
  const length = Number(parts?.[2]);
  if (address === null || length > width[address.family]) return null;
  const { family, bits } = address;
  return head(bits, family, length) === bits ? { family, first: bits, length } : null;
}

/** Whether the address lies in the range; an address of IPv4 inside of IPv6 (`::ffff:10.0.0.1`) counts as IPv4. */
export function inRange(address: Address, { family, first, length }: AddressRange): boolean {
  return address.family === family && head(address.bits, family, length) === first;
}

function head(bits: bigint, family: 4 | 6, length: number): bigint {
  const rest = BigInt(width[family] - length);
  return (bits >> rest) << rest;
}

/** Null where the text is no address; a zone (`fe80::1%eth0`) is none. */
export function parseAddress(text: string): Address | null {
  const v4 = parseV4(text);
  if (v4 !== null) return { family: 4, bits: v4 };
  const v6 = parseV6(text);
  if (v6 === null) return null;
  return v6 >> 32n === 0xffffn ? { family: 4, bits: v6 & 0xffff_ffffn } : { family: 6, bits: v6 };
}

function parseV4(text: string): bigint | null {
  // A leading zero means octal to some programs, so it is not taken at all.
  const parts = /^(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})$/.exec(text)?.slice(1);
  if (parts === undefined || parts.some((part) => Number(part) > 255)) return null;
  return parts.reduce((bits, part) => (bits << 8n) | BigInt(part), 0n);
}

function parseV6(text: string): bigint | null {
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const [left, right] = halves.map((half) => (half === '' ? [] : half.split(':')));
  if (left === undefined) return null;
  const isShort = right !== undefined;
  const groups = groupsOf([...left, ...(right ?? [])], isShort ? (right.length > 0 ? 'last' : 'none') : 'last');
  if (groups === null || (isShort ? groups.length > 7 : groups.length !== 8)) return null;
  const leftCount = left.length;
  const filled = isShort
    ? [...groups.slice(0, leftCount), ...Array<bigint>(8 - groups.length).fill(0n), ...groups.slice(leftCount)]
    : groups;
  return filled.reduce((bits, group) => (bits << 16n) | group, 0n);
}

/** `dotted`: whether the last one may be an address of IPv4, which stands for two groups. */
function groupsOf(texts: readonly string[], dotted: 'last' | 'none'): bigint[] | null {
  const groups: bigint[] = [];
  for (const [at, text] of texts.entries()) {
    const v4 = dotted === 'last' && at === texts.length - 1 ? parseV4(text) : null;
    if (v4 !== null) groups.push(v4 >> 16n, v4 & 0xffffn);
    else if (/^[0-9A-Fa-f]{1,4}$/.test(text)) groups.push(BigInt(`0x${text}`));
    else return null;
  }
  return groups;
}
