import { expect, test } from 'vitest';
import type { Machine, ProxyForUrl, ProxyScript } from '../machine/machine.ts';
import { wayFinder } from './find-ways.ts';

const target = { scheme: 'https', host: 'contoso-corpsensorapi.atp.azure.com', port: 443, path: '/a' } as const;
const pac = { kind: 'pac', url: 'http://pac.contoso.local/proxy.pac' } as const;
const wpad = { kind: 'auto-detect' } as const;
const direct = [{ kind: 'direct' }];
const via = (host: string) => ({ kind: 'proxy', scheme: 'http', host, port: 8080 });

/** A machine on which every script gives this answer, and what it was asked. */
function answering(answer: ProxyForUrl) {
  const asked: (readonly [url: string, script: ProxyScript])[] = [];
  const resolve: Machine['winhttp']['resolve'] = async (url, script) => {
    asked.push([url, script]);
    return answer;
  };
  const unused = () => Promise.reject(new Error('not for finding a way'));
  return { asked, machine: { winhttp: { resolve, read: unused, write: unused, leftover: unused } } };
}

test.each([
  ['DIRECT', pac, { kind: 'direct' }, direct],
  ['a list', pac, { kind: 'named', proxy: 'p1:8080;p2:8080', bypass: '' }, [via('p1'), via('p2')]],
  ['a list by WPAD', wpad, { kind: 'named', proxy: 'p1:8080', bypass: '' }, [via('p1')]],
  [
    'a list that cannot be read',
    pac,
    { kind: 'named', proxy: 'socks=p1:1080', bypass: '' },
    { why: 'pac', win32: null },
  ],
  ['no PAC file', pac, { kind: 'failed', win32: 12167 }, { why: 'pac', win32: 12167 }],
  ['no WPAD', wpad, { kind: 'failed', win32: 12180 }, { why: 'auto-detect', win32: 12180 }],
  ['silence', wpad, { kind: 'timeout' }, { why: 'auto-detect', win32: null }],
  ['an end by the person', pac, { kind: 'cancelled' }, { why: 'cancelled', win32: null }],
] as const)('%s', async (_what, route, answer, ways) => {
  expect(await wayFinder(answering(answer).machine, { timeoutMs: 1000 })(route, target)).toEqual(ways);
});

test('a script is asked once for each address, in the words of a service', async () => {
  const { asked, machine } = answering({ kind: 'direct' });
  const find = wayFinder(machine, { timeoutMs: 1000 });
  await Promise.all([find(pac, target), find(pac, target), find(wpad, target)]);
  await find(pac, { ...target, scheme: 'http', port: 80, host: 'crl.microsoft.com' });
  await find(pac, { ...target, port: 8443 });
  const script = { pacUrl: pac.url };
  expect(asked).toEqual([
    ['https://contoso-corpsensorapi.atp.azure.com/a', script],
    ['https://contoso-corpsensorapi.atp.azure.com/a', 'wpad'],
    ['http://crl.microsoft.com/a', script],
    ['https://contoso-corpsensorapi.atp.azure.com:8443/a', script],
  ]);
});

test.each([
  ['a fixed way', { kind: 'direct' } as const, direct],
  [
    'a store that could not be read',
    { kind: 'unknown', store: 'winhttp' } as const,
    { why: 'unknown-route', win32: null },
  ],
  ['a masked credential', { kind: 'pac', url: 'http://****:****@pac/p.pac' } as const, { why: 'pac', win32: null }],
  ['no address', { kind: 'pac', url: 'proxy.pac' } as const, { why: 'pac', win32: null }],
])('nobody is asked for %s', async (_what, route, ways) => {
  const { asked, machine } = answering({ kind: 'direct' });
  expect(await wayFinder(machine, { timeoutMs: 1000 })(route, target)).toEqual(ways);
  expect(asked).toEqual([]);
});
