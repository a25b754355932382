import { describe, expect, it } from 'vitest';
import { cleared, decodeConnectionSettings, encodeConnectionSettings } from '../codecs/connection-settings.ts';
import { parseProxyList } from '../codecs/proxy-list.ts';
import { bytesOf, hexOf, szImage, textOf } from '../codecs/registry-data.ts';
import { seeded } from '../codecs/seeded.ts';
import { decodeWinHttpSettings, encodeWinHttpSettings } from '../codecs/winhttp-settings.ts';
import { Present, regType, Sealed } from './reading.ts';
import { maskText, seal } from './seal.ts';

const hash = 'ab'.repeat(32);
const narrow = (text: string) => Uint8Array.from(text, (unit) => unit.charCodeAt(0));
const wide = (text: string) => bytesOf(szImage(text).hex);
const sealed = (type: number, bytes: Uint8Array) => seal(type, bytes, 'proxy-text', () => hash);

describe('maskText', () => {
  it.each<[string, string]>([
    ['http://user:pass@p.contoso.com:8080', 'http://****:****@p.contoso.com:8080'],
    ['HTTPS://User:Pass@p:1', 'HTTPS://****:****@p:1'],
    ['user:pass@p:8080', '****:****@p:8080'],
    ['user@p:8080', '****@p:8080'],
    ['CONTOSO\\svc:pass@p:8080', '***********:****@p:8080'],
    ['http=user:pass@p:1;https=q:2', 'http=****:****@p:1;https=q:2'],
    ['http=u:p@a:1;https=v:q@b:2', 'http=*:*@a:1;https=*:*@b:2'],
    ['http=http://u:p@a:1;https=http://v:q@b:2', 'http=http://*:*@a:1;https=http://*:*@b:2'],
    ['10.0.0.1:8080;u:p@b:2', '10.0.0.1:8080;*:*@b:2'],
    ['p1.contoso.com:8080 u:p@b:2', 'p1.contoso.com:8080 *:*@b:2'],
    ['http://u:p%40ss%3aw@p:1', 'http://*:**********@p:1'],
    ['http://u:p@ss@p:1', 'http://*:****@p:1'],
    ['http://u:pa/ss@p:1', 'http://*:*****@p:1'],
    ['http://u:12/34@p:1', 'http://*:*****@p:1'],
    ['u:pa;ss@p:1', '*:**;**@p:1'],
    ['u:pa ss@p:1', '*:** **@p:1'],
    ['http://u%3ap%40p:1', 'http://*****%40p:1'],
    ['http_proxy=http://u:p@p:1', 'http_proxy=http://*:*@p:1'],
    ['"http://u:p@p:1"', '"http://*:*@p:1"'],
    ['http://:p@p:1', 'http://:*@p:1'],
    ['http://pac.contoso.com/p.pac?via=u:p@h', 'http://pac.contoso.com/p.pac?via=*:*@h'],
    ['http://pac.contoso.com/p.pac?via=http://u:p@h', 'http://pac.contoso.com/p.pac?via=****:*****@h'],
  ])('masks %j', (text, expected) => {
    expect(maskText(text)).toEqual({ text: expected, masked: true });
  });

  it('masks what may be an entry or the head of a password, rather than showing it', () => {
    expect(maskText('p1:8080;u:p@p2:8080').text).toBe('**:****;***@p2:8080');
  });

  it.each([
    '',
    '10.0.0.6:8080',
    'http=p1:80;https=p2:88',
    'p1:8080;p2:8080',
    '<local>;*.contoso.local;10.*',
    'http://pac.contoso.com/proxy.pac?mail=a@contoso.com',
    'https://pac.contoso.com/~team@site/proxy.pac',
    '@p:1',
    '****:****@p:1',
  ])('leaves %j as it is', (text) => {
    expect(maskText(text)).toEqual({ text, masked: false });
  });

  it('keeps the length and masks nothing further the second time, for any text', () => {
    const random = seeded(4);
    for (let round = 0; round < 5000; round += 1) {
      const text = random.text('ab1@:;/=%40 .\0é€\ud83d', random.int(40));
      const once = maskText(text).text;
      expect(once.length).toBe(text.length);
      expect(maskText(once).text).toBe(once);
    }
  });
});

describe('seal', () => {
  it('leaves a value without credentials as it is, and hashes nothing', () => {
    const image = seal(regType.sz, wide('p:8080'), 'proxy-text', () => {
      throw new Error('hashed');
    });
    expect(image).toEqual(szImage('p:8080'));
  });

  it('looks into no value whose entry holds no proxy text', () => {
    expect(seal(regType.sz, wide('u:p@h'), 'none', () => hash)).toEqual(szImage('u:p@h'));
  });

  it('hashes the true bytes and not the masked ones', () => {
    const image = seal(regType.sz, wide('u:p@h'), 'proxy-text', (bytes) => hexOf(bytes).slice(0, 64).padEnd(64, '0'));
    expect(image).toEqual({
      state: 'sealed',
      type: 1,
      hex: szImage('*:*@h').hex,
      sha256: hexOf(wide('u:p@h')).padEnd(64, '0'),
    });
  });

  it('keeps no byte of a value that holds tenant identifiers', () => {
    expect(seal(regType.sz, wide('{"orgId":"1"}'), 'tenant', () => hash)).toEqual({
      state: 'sealed',
      type: 1,
      hex: '',
      sha256: hash,
    });
  });

  it.each([
    ['a text without its terminator', regType.sz, narrow('u\0:\0p\0@\0h\0'), narrow('*\0:\0*\0@\0h\0')],
    ['an expandable text', regType.expandSz, wide('u:p@h'), wide('*:*@h')],
    ['a list of texts', regType.multiSz, wide('a\0u:p@h\0'), wide('*\0*:*@h\0')],
    ['a text that was stored as single bytes', regType.sz, narrow('u:pass@h'), narrow('*:****@h')],
    ['binary ASCII', regType.binary, narrow('u:p@h'), narrow('*:*@h')],
    ['binary UTF-16', regType.binary, wide('http://u:p@h'), wide('http://*:*@h')],
    ['binary UTF-16 at an odd offset', regType.binary, narrow('\x01u\0:\0p\0@\0h\0'), narrow('\x01*\0:\0*\0@\0h\0')],
    ['UTF-16 outside Latin', regType.sz, wide('ю:пароль@h'), wide('*:******@h')],
    ['binary UTF-16 outside Latin', regType.binary, wide('ю:пароль@h'), wide('*:******@h')],
    ['bytes of another code page', regType.binary, narrow('u:p\xe4\x85ss@h'), narrow('*:*****@h')],
    ['a type without a meaning', 0, narrow('u:p@h'), narrow('*:*@h')],
    ['a number of the wrong size', regType.dword, narrow('u:p@h'), narrow('*:*@h')],
    [
      'text where a blob has its header',
      regType.binary,
      narrow(`user:pass@ab${'\0'.repeat(12)}`),
      narrow(`****:****@ab${'\0'.repeat(12)}`),
    ],
  ])('masks %s', (_, type, bytes, masked) => {
    // In a list of texts the first may be the head of the second's credentials, so it is masked too.
    expect(sealed(type, bytes)).toEqual({ state: 'sealed', type, hex: hexOf(masked), sha256: hash });
  });

  it('does not take a number for a text', () => {
    expect(sealed(regType.dword, narrow('u:p@'))).toMatchObject({ state: 'present' });
    expect(sealed(regType.qword, narrow('u:pass@h'))).toMatchObject({ state: 'present' });
  });

  it('masks inside WinHttpSettings and leaves its numbers whole', () => {
    const image = sealed(
      regType.binary,
      encodeWinHttpSettings({ access: 'named', proxy: 'http=u:p@h:1;https=g:2', bypass: `a@${'b'.repeat(62)}` }),
    );
    expect(image.state).toBe('sealed');
    expect(decodeWinHttpSettings(bytesOf(image.hex))).toMatchObject({
      state: 'named',
      proxy: 'http=*:*@h:1;https=g:2',
      bypass: `*@${'b'.repeat(62)}`,
    });
  });

  it('does not take the length of the bypass text (64 is "@") for the end of credentials', () => {
    const blob = encodeWinHttpSettings({ access: 'named', proxy: 'proxy:8080', bypass: 'b'.repeat(64) });
    expect(sealed(regType.binary, blob)).toMatchObject({ state: 'present', hex: hexOf(blob) });
  });

  it('masks inside DefaultConnectionSettings, in its tail too', () => {
    const bytes = encodeConnectionSettings({
      ...cleared(null),
      proxy: 'u:p@h:1',
      bypass: '<local>',
      pacUrl: 'http://v:q@pac.contoso.com/p.pac',
      tail: narrow('\0\0x:y@z\0'),
    });
    expect(decodeConnectionSettings(bytesOf(sealed(regType.binary, bytes).hex))).toMatchObject({
      state: 'ok',
      version: 0x46,
      counter: 1,
      proxy: '*:*@h:1',
      bypass: '<local>',
      pacUrl: 'http://*:*@pac.contoso.com/p.pac',
      tail: narrow('\0\0*:*@z\0'),
    });
  });

  it('keeps nothing of a value that is longer than an image may be, and no codec reads a proxy from it', () => {
    const long = narrow(`http://user:${'s'.repeat(65_536)}@p:1`);
    for (const type of [regType.sz, regType.binary]) {
      const image = sealed(type, long);
      expect(Sealed.safeParse(image).success).toBe(true);
      expect(image.hex).toBe('2a'.repeat(65_536));
      const text = textOf(image);
      if (text.state === 'value') expect(parseProxyList(text.value).entries).toEqual([]);
      expect(decodeWinHttpSettings(bytesOf(image.hex)).state).toBe('corrupt');
      expect(decodeConnectionSettings(bytesOf(image.hex)).state).toBe('corrupt');
    }
    expect(Present.safeParse(sealed(regType.binary, new Uint8Array(65_536))).success).toBe(true);
  });

  it('lets no planted secret through, whatever the type and the place', () => {
    const random = seeded(5);
    const secretLetters = 'QRSTUVWXYZ';
    for (let round = 0; round < 4000; round += 1) {
      const secret = random.text(`${secretLetters}${secretLetters}@:/;=%?#&+!$ ~`, 1 + random.int(16));
      const user = random.text(secretLetters, 1 + random.int(8));
      const entry = `${random.pick(['', 'http://', 'HTTPS://', 'socks5://'])}${user}:${secret}@${random.pick(['p:80', 'proxy.contoso.com:8080', '10.0.0.6', 'p/'])}`;
      const value = random.pick([
        entry,
        `http=${entry};https=b:2`,
        `https=b:2;http=${entry}`,
        `p1:80;${entry}`,
        `10.0.0.1:80 ${entry};p3`,
        `HTTP_PROXY=${entry}`,
      ]);
      const bytes = random.pick([
        wide(value),
        narrow(value),
        encodeWinHttpSettings({ access: 'named', proxy: value, bypass: random.pick(['', '<local>', value]) }),
        encodeConnectionSettings({ ...cleared(null), proxy: value, bypass: value, pacUrl: value }),
      ]);
      const type = random.pick([1, 2, 3, 0, 7]);
      const image = sealed(type, bytes);
      const left = narrowText(bytesOf(image.hex))
        .replaceAll('\0', '')
        .replaceAll('HTTPS://', '')
        .replaceAll('HTTP_PROXY=', '');
      expect([value, type, left, /[Q-Z]/.test(left)]).toEqual([value, type, left, false]);
    }
  });

  it('never throws on any type and bytes, and keeps the length', () => {
    const random = seeded(6);
    for (let round = 0; round < 3000; round += 1) {
      const bytes = random.bytes(random.int(80));
      for (let at = 0; at < bytes.length; at += 1) if (random.int(6) === 0) bytes[at] = random.pick([0x40, 0, 0x3a]);
      expect(sealed(random.int(13), bytes).hex.length).toBe(bytes.length * 2);
    }
  });
});

function narrowText(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}

it('reads back as a text after sealing', () => {
  expect(textOf(sealed(regType.sz, wide('http://u:p@proxy.contoso.com:8080')))).toEqual({
    state: 'value',
    value: 'http://*:*@proxy.contoso.com:8080',
  });
});
