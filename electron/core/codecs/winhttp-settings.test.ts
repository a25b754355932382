import { describe, expect, it } from 'vitest';
import { bytesOf, hexOf } from './registry-data.ts';
import { seeded } from './seeded.ts';
import { decodeWinHttpSettings, encodeWinHttpSettings, type WinHttpSettings } from './winhttp-settings.ts';

const ascii = (text: string) => hexOf(Uint8Array.from(text, (unit) => unit.charCodeAt(0)));

describe('decodeWinHttpSettings', () => {
  it.each<[string, string, WinHttpSettings]>([
    [
      'the published direct value',
      '1800000000000000010000000000000000000000',
      { state: 'direct', header: 0x18, counter: 0, emptyProxy: false },
    ],
    [
      'the published per-scheme proxy without bypass',
      '28000000000000000300000016000000687474703d3139322e3136382e352e34353a3331323800000000',
      { state: 'named', header: 0x28, counter: 0, flags: 3, proxy: 'http=192.168.5.45:3128', bypass: '' },
    ],
    [
      'an empty named proxy as direct, marked',
      '2800000000000000030000000000000000000000',
      { state: 'direct', header: 0x28, counter: 0, emptyProxy: true },
    ],
    [
      'a named proxy of white space as direct, marked',
      '280000000000000003000000010000002000000000',
      { state: 'direct', header: 0x28, counter: 0, emptyProxy: true },
    ],
    [
      'a named proxy as Wine writes it (flags 2)',
      `18000000000000000200000006000000${ascii('p:8080')}07000000${ascii('<local>')}`,
      { state: 'named', header: 0x18, counter: 0, flags: 2, proxy: 'p:8080', bypass: '<local>' },
    ],
    [
      'any header and counter, and ignores what follows',
      `ffffffff2a000000030000000300000${'0'}${ascii('p:1')}01000000${ascii('*')}deadbeef`,
      { state: 'named', header: 0xffffffff, counter: 42, flags: 3, proxy: 'p:1', bypass: '*' },
    ],
    [
      'a direct value that ends behind its flags',
      '180000000000000001000000',
      { state: 'direct', header: 0x18, counter: 0, emptyProxy: false },
    ],
    [
      'a direct value that still holds an old proxy text',
      `18000000000000000100000003000000${ascii('p:1')}00000000`,
      { state: 'direct', header: 0x18, counter: 0, emptyProxy: false },
    ],
    ['nothing', '', { state: 'corrupt', why: 'too-short' }],
    ['eleven bytes', '1800000000000000010000', { state: 'corrupt', why: 'too-short' }],
    [
      'a named proxy that ends behind its flags',
      '280000000000000003000000',
      { state: 'corrupt', why: 'text-past-the-end' },
    ],
    ['half a length', '2800000000000000030000000300', { state: 'corrupt', why: 'text-past-the-end' }],
    ['a length past the end', '28000000000000000300000004000000703a31', { state: 'corrupt', why: 'text-past-the-end' }],
    [
      'a missing bypass length',
      '28000000000000000300000003000000703a31',
      { state: 'corrupt', why: 'text-past-the-end' },
    ],
    ['a length above 4096', '28000000000000000300000001100000', { state: 'corrupt', why: 'text-too-long' }],
    ['a length of 2^32-1', '280000000000000003000000ffffffff', { state: 'corrupt', why: 'text-too-long' }],
    [
      'a text that is not ASCII',
      '280000000000000003000000010000008000000000',
      { state: 'corrupt', why: 'text-not-ascii' },
    ],
    ['a NUL in the text', '280000000000000003000000010000000000000000', { state: 'corrupt', why: 'text-not-ascii' }],
    ['flags of a PAC file', '2800000000000000050000000000000000000000', { state: 'corrupt', why: 'unknown-flags' }],
    ['no flags', '2800000000000000000000000000000000000000', { state: 'corrupt', why: 'unknown-flags' }],
  ])('reads %s', (_, hex, expected) => {
    expect(decodeWinHttpSettings(bytesOf(hex))).toEqual(expected);
  });

  it('takes a text of exactly 4096 bytes', () => {
    const bytes = encodeWinHttpSettings({ access: 'named', proxy: 'p:1', bypass: 'a'.repeat(4096) });
    expect(decodeWinHttpSettings(bytes)).toMatchObject({ state: 'named', bypass: 'a'.repeat(4096) });
  });

  it('reads a view into a larger buffer', () => {
    const blob = encodeWinHttpSettings({ access: 'named', proxy: 'p:1', bypass: '' });
    const larger = new Uint8Array(blob.length + 7);
    larger.set(blob, 3);
    expect(decodeWinHttpSettings(larger.subarray(3, 3 + blob.length))).toMatchObject({ state: 'named', proxy: 'p:1' });
  });

  it('never throws on any bytes', () => {
    const random = seeded(2);
    for (let round = 0; round < 5000; round += 1) {
      const bytes = random.bytes(random.int(64));
      // Half of them look like the real thing up to the first length.
      if (round % 2 === 0) bytes.set(bytesOf('280000000000000003000000').subarray(0, bytes.length));
      expect(['direct', 'named', 'corrupt']).toContain(decodeWinHttpSettings(bytes).state);
    }
  });
});

describe('encodeWinHttpSettings', () => {
  it('writes a named proxy as netsh does', () => {
    const bytes = encodeWinHttpSettings({ access: 'named', proxy: 'http=192.168.5.45:3128', bypass: '' });
    expect(hexOf(bytes)).toBe('28000000000000000300000016000000687474703d3139322e3136382e352e34353a3331323800000000');
  });

  it('writes direct access as published', () => {
    expect(hexOf(encodeWinHttpSettings({ access: 'direct' }))).toBe('1800000000000000010000000000000000000000');
  });

  it('writes what it reads back', () => {
    const proxy = { access: 'named', proxy: '10.0.0.6:8080', bypass: '<local>;*.contoso.local;10.*' } as const;
    expect(decodeWinHttpSettings(encodeWinHttpSettings(proxy))).toMatchObject({
      state: 'named',
      proxy: proxy.proxy,
      bypass: proxy.bypass,
    });
  });

  it.each(['prøxy:1', 'p\0:1', '😀:1', 'a'.repeat(4097)])('throws on a text that the blob cannot hold', (proxy) => {
    expect(() => encodeWinHttpSettings({ access: 'named', proxy, bypass: '' })).toThrow(RangeError);
  });
});
