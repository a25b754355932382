import { describe, expect, it } from 'vitest';
import { seeded } from '../codecs/seeded.ts';
import {
  asMdavProxy,
  asMdiProxyUrl,
  asTelemetryProxy,
  asWinHttpProxy,
  GrammarFault,
  parseBypassEntry,
  parseHostPort,
  parseMdiUser,
  parsePacUrl,
  parseProxyUrl,
  parseWorkspace,
} from './grammar.ts';

type Refusals = readonly (readonly [text: string, kind: GrammarFault['kind'], instead: string | null])[];

const label63 = 'a'.repeat(63);

describe('parseHostPort', () => {
  it.each([
    ['10.0.0.6:8080', '10.0.0.6', 8080],
    ['proxy.contoso.com:8080', 'proxy.contoso.com', 8080],
    ['PROXY:1', 'PROXY', 1],
    ['p-1.xn--d1acufc:65535', 'p-1.xn--d1acufc', 65535],
    [`${label63}.a:80`, `${label63}.a`, 80],
    ['1a.2b:80', '1a.2b', 80],
  ])('takes %s', (text, host, port) => {
    expect(parseHostPort(text)).toEqual({ ok: true, value: { host, port } });
  });

  const refusals: Refusals = [
    ['', 'empty', null],
    ['  ', 'empty', null],
    ['a'.repeat(301), 'too-long', null],
    [' 10.0.0.6:8080', 'space', '10.0.0.6:8080'],
    ['10.0.0.6:8080\n', 'space', '10.0.0.6:8080'],
    ['10.0.0.6 :8080', 'space', null],
    ['p\0:8080', 'space', null],
    ['prøxy:8080', 'non-ascii', null],
    ['пpoxy:8080', 'non-ascii', null],
    ['http://10.0.0.6:8080', 'scheme-not-allowed', '10.0.0.6:8080'],
    ['http://10.0.0.6:8080/', 'scheme-not-allowed', '10.0.0.6:8080'],
    ['socks5://p:1080', 'scheme-not-allowed', 'p:1080'],
    ['http://p', 'scheme-not-allowed', null],
    ['user:pass@p:8080', 'credentials', 'p:8080'],
    ['user@p:8080', 'credentials', 'p:8080'],
    ['http://user:p@ss@p:8080/', 'credentials', 'p:8080'],
    ['@p:8080', 'credentials', 'p:8080'],
    ['[fe80::1]:8080', 'ipv6', null],
    ['fe80::1', 'ipv6', null],
    ['::1:8080', 'ipv6', null],
    ['p', 'port-missing', null],
    ['p:', 'port-missing', null],
    ['p:0', 'port-zero', null],
    ['p:00', 'port-zero', null],
    ['p:65536', 'port-too-large', null],
    ['p:99999999999999999999', 'port-too-large', null],
    ['p:08080', 'bad-port', 'p:8080'],
    ['p:80a', 'bad-port', null],
    ['p:-1', 'bad-port', null],
    ['p:8080/', 'trailing-text', 'p:8080'],
    ['p:8080/proxy.pac?x', 'trailing-text', 'p:8080'],
    ['p:8080\\x', 'trailing-text', 'p:8080'],
    [':8080', 'bad-host', null],
    ['-p:8080', 'bad-host', null],
    ['p-:8080', 'bad-host', null],
    ['p..q:8080', 'bad-host', null],
    ['p.:8080', 'bad-host', null],
    ['p_q:8080', 'bad-host', null],
    ['*.contoso.com:8080', 'bad-host', null],
    ['p1:8080;p2:8080', 'bad-port', null],
    ['http=p:80', 'bad-host', null],
    [`${label63}a.b:80`, 'bad-host', null],
    [`${`${label63}.`.repeat(4)}a:80`, 'bad-host', null],
    ['256.0.0.1:80', 'bad-host', null],
    ['10.0.0:80', 'bad-host', null],
    ['010.0.0.1:80', 'bad-host', null],
    ['167772161:80', 'bad-host', null],
  ];
  it.each(refusals)('refuses %j as %s and says %j', (text, kind, instead) => {
    expect(parseHostPort(text)).toEqual({ ok: false, fault: { kind, instead } });
  });
});

describe('parseProxyUrl', () => {
  it.each([
    ['http://10.0.0.6:8080', 'mdav', 'http', '10.0.0.6', 8080],
    ['https://proxy.contoso.com:8443', 'mdav', 'https', 'proxy.contoso.com', 8443],
    ['HTTP://p:1', 'mdav', 'http', 'p', 1],
    ['http://proxy.contoso.com:8080', 'mdi', 'http', 'proxy.contoso.com', 8080],
    ['http://proxy.contoso.com', 'mdi', 'http', 'proxy.contoso.com', null],
    ['http://proxy.contoso.com:8080/', 'mdi', 'http', 'proxy.contoso.com', 8080],
  ] as const)('takes %s for %s', (text, product, scheme, host, port) => {
    expect(parseProxyUrl(text, product)).toEqual({ ok: true, value: { scheme, host, port } });
  });

  it.each<readonly [string, 'mdav' | 'mdi', GrammarFault['kind'], string | null]>([
    ['', 'mdav', 'empty', null],
    ['10.0.0.6:8080', 'mdav', 'scheme-missing', 'http://10.0.0.6:8080'],
    ['proxy.contoso.com:8080', 'mdi', 'scheme-missing', 'http://proxy.contoso.com:8080'],
    ['10.0.0.6', 'mdav', 'scheme-missing', null],
    ['proxy', 'mdi', 'scheme-missing', 'http://proxy'],
    ['ftp://p:1', 'mdav', 'scheme-unknown', 'http://p:1'],
    ['http://p', 'mdav', 'port-missing', null],
    ['http://p:1/', 'mdav', 'trailing-text', 'http://p:1'],
    ['http://p:1/x', 'mdi', 'trailing-text', 'http://p:1'],
    ['http://u:p@p:1/', 'mdav', 'credentials', 'http://p:1'],
    ['u:p@p:1', 'mdi', 'credentials', 'http://p:1'],
    ['http://p:0', 'mdi', 'port-zero', null],
    ['http://p:65536', 'mdi', 'port-too-large', null],
    ['http://p:080', 'mdi', 'bad-port', 'http://p:80'],
    ['http://[::1]:80', 'mdi', 'ipv6', null],
    ['http://', 'mdi', 'bad-host', null],
    ['http://p :1', 'mdi', 'space', null],
    [' http://p:1', 'mdi', 'space', 'http://p:1'],
    ['http://prøxy:1', 'mdi', 'non-ascii', null],
  ])('refuses %j for %s as %s and says %j', (text, product, kind, instead) => {
    expect(parseProxyUrl(text, product)).toEqual({ ok: false, fault: { kind, instead } });
  });
});

describe('parsePacUrl', () => {
  it.each([
    'http://pac.contoso.com/proxy.pac',
    'https://proxy.contoso.com/proxy.pac',
    'http://10.0.0.6:8080/p.pac?site=1&mail=a@contoso.com',
    'http://wpad/wpad.dat',
    'http://wpad',
  ])('takes %s', (text) => {
    expect(parsePacUrl(text)).toEqual({ ok: true, value: text });
  });

  it.each<readonly [string, GrammarFault['kind'], string | null]>([
    ['', 'empty', null],
    ['\\\\server\\proxy.pac', 'scheme-missing', null],
    ['pac.contoso.com/proxy.pac', 'scheme-missing', 'http://pac.contoso.com/proxy.pac'],
    ['file://server/proxy.pac', 'scheme-unknown', null],
    ['http://u:p@pac.contoso.com/p.pac', 'credentials', 'http://pac.contoso.com/p.pac'],
    ['http://pac.contoso.com:0/p.pac', 'port-zero', null],
    ['http://pac.contoso.com:65536/p.pac', 'port-too-large', null],
    ['http://[::1]/p.pac', 'ipv6', null],
    ['http:///p.pac', 'bad-host', null],
    ['http://pac.contoso.com/a b.pac', 'space', null],
    ['http://pac.contoso.com/ä.pac', 'non-ascii', null],
    ['http://pac.contoso.com\\p.pac', 'bad-url', null],
    ['http://pac.contoso.com/"p.pac', 'bad-url', null],
    [`http://pac.contoso.com/${'a'.repeat(2048)}`, 'too-long', null],
  ])('refuses %j as %s and says %j', (text, kind, instead) => {
    expect(parsePacUrl(text)).toEqual({ ok: false, fault: { kind, instead } });
  });
});

describe('parseMdiUser', () => {
  it.each(['CONTOSO\\svcProxy', 'contoso.com\\svc-proxy', 'CONTOSO\\prøxy', 'CONTOSO\\svc@x'])('takes %s', (text) => {
    expect(parseMdiUser(text)).toEqual({ ok: true, value: text });
  });

  it.each<readonly [string, GrammarFault['kind'], string | null]>([
    ['', 'empty', null],
    ['svcProxy', 'bad-user', null],
    ['svc@contoso.com', 'bad-user', null],
    ['CONTOSO/svc', 'bad-user', 'CONTOSO\\svc'],
    ['CONTOSO\\', 'bad-user', null],
    ['\\svc', 'bad-user', null],
    ['A\\B\\c', 'bad-user', null],
    ['CONTOSO\\a:b', 'bad-user', null],
    ['CONTOSO\\a\u0001', 'bad-user', null],
    [' CONTOSO\\svc', 'space', 'CONTOSO\\svc'],
    ['CONTOSO\\my svc', 'space', null],
    [`CONTOSO\\${'a'.repeat(256)}`, 'too-long', null],
  ])('refuses %j as %s and says %j', (text, kind, instead) => {
    expect(parseMdiUser(text)).toEqual({ ok: false, fault: { kind, instead } });
  });
});

describe('parseWorkspace', () => {
  it.each([
    ['contoso-corp', 'contoso-corp'],
    ['Contoso-Corp', 'contoso-corp'],
    ['contoso-onmicrosoft-com', 'contoso-onmicrosoft-com'],
    ['contoso-corpsensorapi', 'contoso-corp'],
    ['contoso-corpsensorapi.atp.azure.com', 'contoso-corp'],
    ['contoso-corpsensorapi.gcc.atp.azure.com', 'contoso-corp'],
    ['contoso-corpsensorapi.atp.azure.us', 'contoso-corp'],
    ['contoso-corp.atp.azure.com', 'contoso-corp'],
    ['https://contoso-corpsensorapi.atp.azure.com/tri/sensor/api/ping', 'contoso-corp'],
    ['https://contoso-corpsensorapi.atp.azure.com:443', 'contoso-corp'],
    ['a', 'a'],
    ['a'.repeat(54), 'a'.repeat(54)],
  ])('takes %s', (text, value) => {
    expect(parseWorkspace(text)).toEqual({ ok: true, value });
  });

  it.each<readonly [string, GrammarFault['kind'], string | null]>([
    ['', 'bad-workspace', null],
    [' contoso-corp', 'space', 'contoso-corp'],
    ['contoso corp', 'space', null],
    ['contösö', 'non-ascii', null],
    ['a'.repeat(55), 'bad-workspace', null],
    ['-contoso', 'bad-workspace', null],
    ['contoso.com', 'bad-workspace', null],
    ['security.microsoft.com', 'bad-workspace', null],
    ['evil.atp.azure.com.example', 'bad-workspace', null],
    ['sensorapi.atp.azure.com', 'bad-workspace', null],
    ['https://u:p@contoso-corp.atp.azure.com', 'credentials', 'contoso-corp'],
  ])('refuses %j as %s and says %j', (text, kind, instead) => {
    expect(parseWorkspace(text)).toEqual({ ok: false, fault: { kind, instead } });
  });
});

describe('parseBypassEntry', () => {
  it.each([
    ['<local>', '<local>'],
    ['<LOCAL>', '<local>'],
    ['*.contoso.local', '*.contoso.local'],
    ['10.*', '10.*'],
    ['dc1', 'dc1'],
    ['net_bios', 'net_bios'],
    ['10.0.0.6', '10.0.0.6'],
  ])('takes %s', (text, value) => {
    expect(parseBypassEntry(text)).toEqual({ ok: true, value });
  });

  it.each<readonly [string, GrammarFault['kind'], string | null]>([
    ['', 'empty', null],
    ['a;b', 'bad-bypass-entry', null],
    ['a,b', 'bad-bypass-entry', null],
    ['a b', 'space', null],
    ['https://dc1.contoso.local/x', 'scheme-not-allowed', 'dc1.contoso.local'],
    ['https://dc1:443', 'scheme-not-allowed', 'dc1'],
    ['dc1:443', 'bad-bypass-entry', 'dc1'],
    ['.contoso.local', 'bad-bypass-entry', '*.contoso.local'],
    ['10.0.0.0/8', 'bad-bypass-entry', '10.*'],
    ['10.0.0.0/9', 'bad-bypass-entry', null],
    ['<-loopback>', 'bad-bypass-entry', null],
    ['a..b', 'bad-bypass-entry', null],
    ['fe80::1', 'ipv6', null],
    ['dc1.cøntoso.local', 'non-ascii', null],
    ['u:p@dc1', 'credentials', 'dc1'],
    ['a'.repeat(256), 'too-long', null],
  ])('refuses %j as %s and says %j', (text, kind, instead) => {
    expect(parseBypassEntry(text)).toEqual({ ok: false, fault: { kind, instead } });
  });
});

describe('renderings', () => {
  it('writes one proxy the four ways', () => {
    const proxy = { host: '10.0.0.6', port: 8080 };
    expect(asTelemetryProxy(proxy)).toBe('10.0.0.6:8080');
    expect(asMdavProxy(proxy)).toBe('http://10.0.0.6:8080');
    expect(asMdiProxyUrl(proxy)).toBe('http://10.0.0.6:8080');
    expect(asWinHttpProxy(proxy, ['<local>', '10.*'])).toEqual({
      access: 'named',
      proxy: '10.0.0.6:8080',
      bypass: '<local>;10.*',
    });
  });

  it('writes nothing that its own grammar refuses', () => {
    const parsed = parseHostPort('proxy.contoso.com:8080');
    if (!parsed.ok) throw new Error(parsed.fault.kind);
    expect(parseHostPort(asTelemetryProxy(parsed.value))).toEqual(parsed);
    expect(parseProxyUrl(asMdavProxy(parsed.value), 'mdav').ok).toBe(true);
    expect(parseProxyUrl(asMdiProxyUrl(parsed.value), 'mdi').ok).toBe(true);
  });
});

const parsers = {
  parseHostPort,
  parseMdav: (text: string) => parseProxyUrl(text, 'mdav'),
  parseMdi: (text: string) => parseProxyUrl(text, 'mdi'),
  parsePacUrl,
  parseMdiUser,
  parseWorkspace,
  parseBypassEntry,
};

it.each(Object.entries(parsers))('%s never throws, and offers only what it takes, without the password', (_, parse) => {
  const random = seeded(9);
  for (let round = 0; round < 4000; round += 1) {
    const text = random.pick([
      random.text('ab1:/.@\\ *<>[]é\0httpsHTTPS', random.int(30)),
      `${random.pick(['', 'http://', 'ftp://'])}QUSER:QSECRET@${random.text('ab1:/.@', random.int(12))}`,
    ]);
    const parsed = parse(text);
    if (parsed.ok) continue;
    expect(GrammarFault.safeParse(parsed.fault).success).toBe(true);
    const { instead } = parsed.fault;
    if (instead === null) continue;
    expect([text, instead, parse(instead).ok]).toEqual([text, instead, true]);
    expect(instead).not.toMatch(/QUSER|QSECRET/i);
  }
});
