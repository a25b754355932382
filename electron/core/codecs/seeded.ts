/** A repeatable source of test inputs (mulberry32): the same seed gives the same sequence on every machine. */
export interface Seeded {
  /** A whole number from 0 to `below` - 1. */
  int(below: number): number;
  pick<T>(items: readonly [T, ...T[]]): T;
  bytes(length: number): Uint8Array;
  /** As many characters as asked for, out of the alphabet. */
  text(alphabet: string, length: number): string;
}

export function seeded(seed: number): Seeded {
  let state = seed >>> 0;
  const int = (below: number): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
  return {
    int,
    pick: (items) => items[int(items.length)] ?? items[0],
    bytes: (length) => Uint8Array.from({ length }, () => int(256)),
    text: (alphabet, length) => Array.from({ length }, () => alphabet.charAt(int(alphabet.length))).join(''),
  };
}
