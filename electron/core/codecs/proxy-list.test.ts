import { describe, expect, it } from 'vitest';
import { ProxyEntry } from '../effective/effective.ts';
import { parseProxyList, proxyFor } from './proxy-list.ts';
import { seeded } from './seeded.ts';

const all = (host: string, port: number): ProxyEntry => ({ scheme: null, host, port });

describe('parseProxyList', () => {
  it.each<[string, ProxyEntry[]]>([
    ['10.0.0.6:8080', [all('10.0.0.6', 8080)]],
    ['proxy.contoso.com:8080', [all('proxy.contoso.com', 8080)]],
    ['http=192.168.5.45:3128', [{ scheme: 'http', host: '192.168.5.45', port: 3128 }]],
    [
      'http=a:1;https=b:2',
      [
        { scheme: 'http', host: 'a', port: 1 },
        { scheme: 'https', host: 'b', port: 2 },
      ],
    ],
    ['p1:8080;p2:8080', [all('p1', 8080), all('p2', 8080)]],
    [' p1:8080 \t p2:8080;;', [all('p1', 8080), all('p2', 8080)]],
    ['http://10.0.0.6:8080', [all('10.0.0.6', 8080)]],
    ['HTTP://10.0.0.6:8080/', [all('10.0.0.6', 8080)]],
    ['https=http://b:2', [{ scheme: 'https', host: 'b', port: 2 }]],
    ['HTTPS=b:2', [{ scheme: 'https', host: 'b', port: 2 }]],
    ['https://p:8443', [{ scheme: null, host: 'p', port: 8443, tls: true }]],
    ['proxy', [all('proxy', 80)]],
    ['http://proxy', [all('proxy', 80)]],
    ['https://proxy', [{ scheme: null, host: 'proxy', port: 443, tls: true }]],
    ['net_bios:8080', [all('net_bios', 8080)]],
    ['', []],
    [' ; ', []],
  ])('reads %j', (text, entries) => {
    expect(parseProxyList(text)).toEqual({ entries, faults: [], others: [], credentials: false });
  });

  it.each<[string, string[]]>([
    ['p:0', ['p:0']],
    ['p:65536', ['p:65536']],
    ['p:80x', ['p:80x']],
    ['p:', ['p:']],
    ['[fe80::1]:8080', ['[fe80::1]:8080']],
    ['fe80::1', ['fe80::1']],
    ['a..b:80', ['a..b:80']],
    ['http=', ['http=']],
    ['http://p:80/path', ['http://p:80/path']],
    ['socks=p:1080', ['socks=p:1080']],
    ['prøxy:80', ['prøxy:80']],
    ['p1:8080;???', ['???']],
  ])('names the unreadable part of %j', (text, faults) => {
    expect(parseProxyList(text).faults).toEqual(faults);
  });

  it('sets aside what is for other protocols', () => {
    expect(parseProxyList('ftp=f:21;http=a:1')).toEqual({
      entries: [{ scheme: 'http', host: 'a', port: 1 }],
      faults: [],
      others: ['ftp=f:21'],
      credentials: false,
    });
  });

  it('reads a proxy behind credentials, marks them and keeps none of them', () => {
    const list = parseProxyList('http=user:s3cret@a:1;https=b:2');
    expect(list.credentials).toBe(true);
    expect(list.entries).toEqual([
      { scheme: 'http', host: 'a', port: 1 },
      { scheme: 'https', host: 'b', port: 2 },
    ]);
    expect(parseProxyList('user:s3cret@p:99999').faults).toEqual(['****:******@p:99999']);
  });

  it('marks credentials that were masked before', () => {
    expect(parseProxyList('****:****@p:1')).toMatchObject({ credentials: true, entries: [all('p', 1)] });
  });

  it('reports the first part of a list as unreadable where it may belong to a password', () => {
    expect(parseProxyList('p1:8080;u:p@p2:8080')).toMatchObject({ faults: ['**:****'], entries: [all('p2', 8080)] });
  });

  it('never throws, and gives only entries that the schema takes', () => {
    const random = seeded(7);
    for (let round = 0; round < 5000; round += 1) {
      const list = parseProxyList(random.text('ab1:;=/@. \0é[]%httpsHTTPS', random.int(40)));
      for (const entry of list.entries) expect(ProxyEntry.safeParse(entry).success).toBe(true);
    }
    expect(parseProxyList('a'.repeat(100_000)).entries).toEqual([]);
  });
});

describe('proxyFor', () => {
  const { entries } = parseProxyList('http=a:1;b:2;http=c:3');

  it('takes the entries of the scheme, in order', () => {
    expect(proxyFor(entries, 'http').map((entry) => entry.host)).toEqual(['a', 'c']);
  });

  it('falls back to the entries for all', () => {
    expect(proxyFor(entries, 'https').map((entry) => entry.host)).toEqual(['b']);
    expect(proxyFor(parseProxyList('http=a:1').entries, 'https')).toEqual([]);
  });
});
