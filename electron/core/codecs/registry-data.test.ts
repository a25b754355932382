import { describe, expect, it } from 'vitest';
import type { Reading } from '../settings/reading.ts';
import { binaryImage, binaryOf, bytesOf, dwordImage, dwordOf, hexOf, szImage, textOf } from './registry-data.ts';
import { seeded } from './seeded.ts';

const present = (type: number, hex: string): Reading => ({ state: 'present', type, hex });

describe('hexadecimal', () => {
  it('turns bytes into lower-case digits and back', () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, at) => at);
    expect(hexOf(bytes).slice(0, 8)).toBe('00010203');
    expect(hexOf(bytes)).toMatch(/^[0-9a-f]{512}$/);
    expect(bytesOf(hexOf(bytes))).toEqual(bytes);
    expect(bytesOf('FF0a')).toEqual(Uint8Array.of(255, 10));
  });

  it.each(['0', '0g', ' 00', '0x00'])('refuses %j as a bug', (hex) => {
    expect(() => bytesOf(hex)).toThrow(RangeError);
  });
});

describe('images', () => {
  it('writes a REG_SZ as UTF-16LE with one terminator', () => {
    expect(szImage('a€😀')).toEqual({ state: 'present', type: 1, hex: '6100ac203dd800de0000' });
    expect(szImage('')).toEqual({ state: 'present', type: 1, hex: '0000' });
  });

  it('writes a REG_DWORD in little endian', () => {
    expect(dwordImage(0x01020304)).toEqual({ state: 'present', type: 4, hex: '04030201' });
    expect(dwordImage(0xffffffff).hex).toBe('ffffffff');
  });

  it.each([-1, 0x1_0000_0000, 1.5, Number.NaN])('refuses %d as a DWORD', (value) => {
    expect(() => dwordImage(value)).toThrow(RangeError);
  });

  it('keeps binary bytes as they are', () => {
    expect(binaryImage(Uint8Array.of(0, 255))).toEqual({ state: 'present', type: 3, hex: '00ff' });
  });
});

describe('textOf', () => {
  it.each<[string, Reading, ReturnType<typeof textOf>]>([
    ['a REG_SZ', szImage('10.0.0.6:8080'), { state: 'value', value: '10.0.0.6:8080' }],
    ['a REG_EXPAND_SZ', present(2, '61000000'), { state: 'value', value: 'a' }],
    ['a missing terminator', present(1, '6100'), { state: 'value', value: 'a' }],
    ['several terminators', present(1, '6100000000000000'), { state: 'value', value: 'a' }],
    ['no bytes at all', present(1, ''), { state: 'value', value: '' }],
    ['an odd count of bytes', present(1, '610000'), { state: 'malformed', hex: '610000' }],
    ['a NUL inside', present(1, '6100000062000000'), { state: 'malformed', hex: '6100000062000000' }],
    ['a lone surrogate', present(1, '3dd8'), { state: 'malformed', hex: '3dd8' }],
    ['a DWORD', dwordImage(1), { state: 'wrong-type', type: 4, hex: '01000000' }],
    ['nothing', { state: 'absent', missingKeys: 2 }, { state: 'absent' }],
    ['a denied value', { state: 'unreadable', win32: 5 }, { state: 'unreadable', win32: 5 }],
  ])('reads %s', (_, reading, expected) => {
    expect(textOf(reading)).toEqual(expected);
  });

  it('reads a sealed value as its masked text', () => {
    const sealed: Reading = { state: 'sealed', type: 1, hex: szImage('*:*@p:1').hex, sha256: '0'.repeat(64) };
    expect(textOf(sealed)).toEqual({ state: 'value', value: '*:*@p:1' });
  });
});

describe('dwordOf and binaryOf', () => {
  it.each<[string, Reading, ReturnType<typeof dwordOf>]>([
    ['four bytes', dwordImage(0x80000001), { state: 'value', value: 0x80000001 }],
    ['three bytes', present(4, '010000'), { state: 'malformed', hex: '010000' }],
    ['five bytes', present(4, '0100000000'), { state: 'malformed', hex: '0100000000' }],
    ['a big-endian DWORD', present(5, '00000001'), { state: 'wrong-type', type: 5, hex: '00000001' }],
    ['a number as text', szImage('1'), { state: 'wrong-type', type: 1, hex: '31000000' }],
  ])('reads %s as a number', (_, reading, expected) => {
    expect(dwordOf(reading)).toEqual(expected);
  });

  it('reads REG_BINARY and no other type as bytes', () => {
    expect(binaryOf(present(3, '0102'))).toEqual({ state: 'value', value: Uint8Array.of(1, 2) });
    expect(binaryOf(present(0, '0102'))).toEqual({ state: 'wrong-type', type: 0, hex: '0102' });
  });
});

it('never throws on any type and bytes', () => {
  const random = seeded(1);
  for (let round = 0; round < 2000; round += 1) {
    const reading = present(random.int(14), hexOf(random.bytes(random.int(24))));
    expect([textOf(reading).state, dwordOf(reading).state, binaryOf(reading).state]).not.toContain('absent');
  }
});
