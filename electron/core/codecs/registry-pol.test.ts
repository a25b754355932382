import { describe, expect, it } from 'vitest';
import { bytesOf, hexOf } from './registry-data.ts';
import { encodeRegistryPol, type PolicyEntry, parseRegistryPol, registryPolLimit } from './registry-pol.ts';
import { type Seeded, seeded } from './seeded.ts';

const wide = (text: string): string =>
  hexOf(Uint8Array.from(Array.from(text).flatMap((unit) => [unit.charCodeAt(0) & 0xff, unit.charCodeAt(0) >> 8])));
const header = '5052656701000000';
/** `[A;B;4;4;1]` */
const one = `${wide('[A\0;B\0;')}04000000${wide(';')}04000000${wide(';')}01000000${wide(']')}`;
const dword: PolicyEntry = { key: 'A', value: 'B', type: 4, data: Uint8Array.of(1, 0, 0, 0) };

describe('parseRegistryPol', () => {
  it('reads an instruction that sets a number', () => {
    expect(parseRegistryPol(bytesOf(header + one))).toEqual({ state: 'ok', entries: [dword] });
  });

  it('reads a file without instructions', () => {
    expect(parseRegistryPol(bytesOf(header))).toEqual({ state: 'ok', entries: [] });
  });

  it('keeps the order, and the brackets and semicolons that are part of data', () => {
    const hostile = { key: 'A;B]', value: '[;]', type: 3, data: bytesOf(wide('];[')) };
    const entries = [hostile, dword, { ...hostile, key: 'C' }];
    expect(parseRegistryPol(encodeRegistryPol(entries))).toEqual({ state: 'ok', entries });
  });

  it('reads a view into a larger buffer', () => {
    const file = encodeRegistryPol([dword]);
    const larger = new Uint8Array(file.length + 9);
    larger.set(file, 5);
    expect(parseRegistryPol(larger.subarray(5, 5 + file.length))).toEqual({ state: 'ok', entries: [dword] });
  });

  it.each<[string, string, string, number]>([
    ['nothing', '', 'cut-off', 0],
    ['half a signature', '5052', 'cut-off', 0],
    ['another signature', '4d5a900001000000', 'not-a-policy-file', 0],
    ['a signature alone', '50526567', 'cut-off', 4],
    ['another version', '5052656702000000', 'unknown-version', 4],
    ['a byte behind the header', `${header}5b`, 'cut-off', 8],
    ['text instead of an instruction', `${header}${wide('x')}`, 'mark-missing', 8],
    ['a key without an end', `${header}${wide('[A')}`, 'cut-off', 12],
    ['an instruction without a key', `${header}${wide('[\0;B\0;')}`, 'key-empty', 10],
    ['no semicolon behind the key', `${header}${wide('[A\0B\0')}`, 'mark-missing', 14],
    ['a lone surrogate in a name', `${header}${wide('[A\0;\ud800\0;')}`, 'text-not-utf16', 16],
    ['data past the end', header + one.slice(0, -12), 'cut-off', 34],
    ['no bracket behind the data', `${header}${one.slice(0, -4)}5a00`, 'mark-missing', 38],
    ['a second instruction that is cut off', `${header}${one}${one.slice(0, 20)}`, 'cut-off', 50],
    [
      'data of 64 KiB and a byte',
      `${header}${wide('[A\0;B\0;')}03000000${wide(';')}01000100${wide(';')}`,
      'data-too-long',
      28,
    ],
    [
      'a length of 2^32-1',
      `${header}${wide('[A\0;B\0;')}03000000${wide(';')}ffffffff${wide(';')}`,
      'data-too-long',
      28,
    ],
  ])('names the fault and its place in %s', (_, hex, fault, offset) => {
    expect(parseRegistryPol(bytesOf(hex))).toEqual({ state: 'malformed', fault, offset });
  });

  it('takes data of exactly 64 KiB and names of exactly 16,383 characters', () => {
    const entries = [{ key: 'k'.repeat(16_383), value: 'v'.repeat(16_383), type: 3, data: new Uint8Array(65_536) }];
    expect(parseRegistryPol(encodeRegistryPol(entries))).toEqual({ state: 'ok', entries });
  });

  it('refuses a longer name', () => {
    const hex = `${header}${wide(`[${'k'.repeat(16_384)}\0;`)}`;
    expect(parseRegistryPol(bytesOf(hex))).toEqual({ state: 'malformed', fault: 'text-too-long', offset: 10 });
  });

  it('takes 100,000 instructions and refuses one more', () => {
    const entries = Array<PolicyEntry>(100_000).fill({ key: 'A', value: '', type: 0, data: new Uint8Array() });
    const file = encodeRegistryPol(entries);
    expect(parseRegistryPol(file)).toMatchObject({ state: 'ok', entries: { length: 100_000 } });
    const more = new Uint8Array(file.length + 2);
    more.set(file);
    more.set([0x5b, 0], file.length);
    expect(parseRegistryPol(more)).toEqual({ state: 'malformed', fault: 'too-many-entries', offset: file.length });
  });

  it('refuses more than 16 MiB without looking at it', () => {
    expect(parseRegistryPol(new Uint8Array(registryPolLimit + 1))).toEqual({
      state: 'malformed',
      fault: 'too-large',
      offset: registryPolLimit,
    });
  });
});

describe('encodeRegistryPol', () => {
  it('writes the documented layout', () => {
    expect(hexOf(encodeRegistryPol([dword]))).toBe(header + one);
  });

  it.each<[string, Partial<PolicyEntry>]>([
    ['no key', { key: '' }],
    ['a NUL in the key', { key: 'A\0B' }],
    ['a lone surrogate in the name', { value: '\udfff' }],
    ['a name that is too long', { value: 'v'.repeat(16_384) }],
    ['a type that is no 32-bit number', { type: 2 ** 32 }],
    ['a broken type', { type: 1.5 }],
    ['data that is too long', { data: new Uint8Array(65_537) }],
  ])('throws on %s', (_, part) => {
    expect(() => encodeRegistryPol([{ ...dword, ...part }])).toThrow(RangeError);
  });
});

describe('for any input', () => {
  const randomEntry = (random: Seeded): PolicyEntry => ({
    key: `K${random.text('Ab\\;[]é ', random.int(20))}😀`,
    value: random.text('*.;[]xY', random.int(12)),
    type: random.pick([0, 1, 2, 3, 4, 7, 11, 0xffffffff]),
    data: random.bytes(random.int(40)),
  });

  it('reads back what it wrote', () => {
    const random = seeded(11);
    for (let round = 0; round < 500; round += 1) {
      const entries = Array.from({ length: random.int(6) }, () => randomEntry(random));
      expect(parseRegistryPol(encodeRegistryPol(entries))).toEqual({ state: 'ok', entries });
    }
  });

  it('never throws and never reads past the fault that it names', () => {
    const random = seeded(12);
    for (let round = 0; round < 5000; round += 1) {
      const file = encodeRegistryPol([dword, { ...dword, key: 'K\\L' }, randomEntry(random)].slice(0, random.int(4)));
      const bytes = random.pick([file, file.slice(0, random.int(file.length + 1)), random.bytes(random.int(80))]);
      for (let flips = random.int(3); flips > 0 && bytes.length > 0; flips -= 1)
        bytes[random.int(bytes.length)] = random.int(256);
      const read = parseRegistryPol(bytes);
      if (read.state === 'malformed') expect(read.offset).toBeLessThanOrEqual(bytes.length);
      else expect(hexOf(encodeRegistryPol(read.entries))).toBe(hexOf(bytes));
    }
  });
});
