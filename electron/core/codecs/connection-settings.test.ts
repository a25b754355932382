import { describe, expect, it } from 'vitest';
import {
  type ConnectionSettings,
  cleared,
  connectionFlag,
  decodeConnectionSettings,
  encodeConnectionSettings,
  withAutoDetect,
  withManualProxy,
  withPac,
} from './connection-settings.ts';
import { bytesOf, hexOf } from './registry-data.ts';
import { seeded } from './seeded.ts';

const ascii = (text: string) => hexOf(Uint8Array.from(text, (unit) => unit.charCodeAt(0)));
const u32 = (value: number) => hexOf(new Uint8Array(Uint32Array.of(value).buffer));
const blob = (version: number, counter: number, flags: number, texts: readonly string[], tail: string) =>
  bytesOf(
    u32(version) + u32(counter) + u32(flags) + texts.map((text) => u32(text.length) + ascii(text)).join('') + tail,
  );

/** A manual proxy with every part filled, an unknown flag bit and a tail that is not all zero. */
const full = blob(0x3c, 7, 0x103, ['p:8080', '<local>', 'http://pac.contoso.com/p.pac'], `01${'00'.repeat(30)}ff`);

function decoded(bytes: Uint8Array): ConnectionSettings {
  const settings = decodeConnectionSettings(bytes);
  if (settings.state !== 'ok') throw new Error(settings.why);
  return settings;
}

describe('decodeConnectionSettings', () => {
  it('reads every part', () => {
    expect(decoded(full)).toEqual({
      state: 'ok',
      version: 0x3c,
      counter: 7,
      flags: 0x103,
      proxy: 'p:8080',
      bypass: '<local>',
      pacUrl: 'http://pac.contoso.com/p.pac',
      tail: bytesOf(`01${'00'.repeat(30)}ff`),
    });
  });

  it.each<[string, string, string]>([
    ['nothing', '', 'too-short'],
    ['a header without its texts', '460000000000000001000000', 'text-past-the-end'],
    ['a proxy length past the end', '46000000000000000300000005000000', 'text-past-the-end'],
    ['no PAC length', '4600000000000000010000000000000000000000', 'text-past-the-end'],
    ['a PAC length above 4096', '460000000000000001000000000000000000000001100000', 'text-too-long'],
    ['a text that is not ASCII', '46000000000000000300000001000000e9', 'text-not-ascii'],
  ])('reports %s as corrupt', (_, hex, why) => {
    expect(decodeConnectionSettings(bytesOf(hex))).toEqual({ state: 'corrupt', why });
  });

  it('never throws on any bytes, and rewrites every value that it can read byte for byte', () => {
    const random = seeded(3);
    let readable = 0;
    for (let round = 0; round < 5000; round += 1) {
      const bytes = random.bytes(random.int(72));
      // Most random lengths are far too large, so put small ones where lengths stand.
      if (bytes.length > 24 && round % 2 === 0) bytes.fill(0, 12, 24);
      const settings = decodeConnectionSettings(bytes);
      if (settings.state !== 'ok') continue;
      readable += 1;
      expect(encodeConnectionSettings(settings)).toEqual(bytes);
    }
    expect(readable).toBeGreaterThan(500);
  });
});

describe('encodeConnectionSettings', () => {
  it.each([0, 1, 32, 33, 56])('rewrites an unchanged value byte for byte, with a tail of %d bytes', (length) => {
    const bytes = blob(0x46, 0xffffffff, 0x80000009, ['http=a:1;https=b:2', '', ''], 'a5'.repeat(length));
    expect(encodeConnectionSettings(decoded(bytes))).toEqual(bytes);
  });
});

describe('changes', () => {
  it('sets a manual proxy alone, counts up and keeps version, unknown flags and tail', () => {
    const changed = withManualProxy(decoded(full), '10.0.0.6:8080', '<local>;*.contoso.com');
    expect(encodeConnectionSettings(changed)).toEqual(
      blob(0x3c, 8, 0x103, ['10.0.0.6:8080', '<local>;*.contoso.com', ''], `01${'00'.repeat(30)}ff`),
    );
  });

  it.each<[string, (now: ConnectionSettings | null) => ConnectionSettings, number]>([
    ['a manual proxy', (now) => withManualProxy(now, 'p:1', ''), 0x03],
    ['a PAC file', (now) => withPac(now, 'http://p/p.pac'), 0x05],
    ['auto-detection', withAutoDetect, 0x09],
    ['direct access', cleared, 0x01],
  ])('sets the flags of %s and no other known one', (_, change, flags) => {
    expect(change(null).flags).toBe(flags);
    const before = { ...decoded(full), flags: 0x8000000f };
    expect(change(before).flags).toBe((0x80000000 | flags) >>> 0);
    expect(change({ ...before, flags: 0 }).flags & connectionFlag.direct).toBe(1);
  });

  it('starts a new value with version 0x46 and 32 zero bytes behind the texts', () => {
    expect(encodeConnectionSettings(withPac(null, 'http://p/p.pac'))).toEqual(
      blob(0x46, 1, 5, ['', '', 'http://p/p.pac'], '00'.repeat(32)),
    );
  });

  it('takes every text out when cleared', () => {
    expect(cleared(decoded(full))).toMatchObject({ proxy: '', bypass: '', pacUrl: '', flags: 0x101, counter: 8 });
  });

  it('lets the counter wrap at 2^32', () => {
    expect(cleared({ ...decoded(full), counter: 0xffffffff }).counter).toBe(0);
  });
});
