import { expect, test } from 'vitest';
import type { EffectiveRoute } from '../core/effective/effective.ts';
import { waysByList, waysOf } from './ways.ts';

const https = { scheme: 'https', host: 'contoso-corpsensorapi.atp.azure.com', port: 443, path: '/' } as const;
const http = { scheme: 'http', host: 'crl.microsoft.com', port: 80, path: '/a.crl' } as const;
const entry = (host: string, scheme: 'http' | 'https' | null = null) => ({ scheme, host, port: 8080 });
const via = (host: string) => ({ kind: 'proxy', scheme: 'http', host, port: 8080 });
const direct = { kind: 'direct' };
const fixed = (proxies: readonly ReturnType<typeof entry>[], bypass: string[] = []): EffectiveRoute => ({
  kind: 'static',
  proxies: [...proxies],
  bypass,
});

test.each([
  ['direct', { kind: 'direct' } as const, https, [direct]],
  ['one proxy for all', fixed([entry('p1')]), https, [via('p1')]],
  ['a fail-over list in its order', fixed([entry('p1'), entry('p2')]), https, [via('p1'), via('p2')]],
  ['the entry of the scheme', fixed([entry('p1', 'http'), entry('p2', 'https')]), https, [via('p2')]],
  ['the entry of the other scheme', fixed([entry('p1', 'http'), entry('p2', 'https')]), http, [via('p1')]],
  ['no entry for the scheme', fixed([entry('p1', 'http')]), https, [direct]],
  ['a bypassed host', fixed([entry('p1')], ['*.atp.azure.com']), https, [direct]],
  ['another bypassed host', fixed([entry('p1')], ['*.contoso.local']), https, [via('p1')]],
  [
    'a proxy behind TLS',
    { kind: 'static', proxies: [{ ...entry('p1'), tls: true as const }], bypass: [] } as const,
    https,
    [{ ...via('p1'), scheme: 'https' }],
  ],
  ['a PAC file', { kind: 'pac', url: 'http://wpad/p.pac' } as const, https, 'pac'],
  ['WPAD', { kind: 'auto-detect' } as const, https, 'auto-detect'],
  ['a store that could not be read', { kind: 'unknown', store: 'winhttp' } as const, https, 'unknown-route'],
] as const)('%s', (_what, route, target, ways) => {
  // The rows are constants; a route holds plain lists.
  expect(waysOf(structuredClone(route) as EffectiveRoute, target)).toEqual(ways);
});

test.each([
  ['a list', 'p1:8080;p2:8080', '', https, [via('p1'), via('p2')]],
  ['a bypassed host', 'p1:8080', '*.azure.com', https, [direct]],
  ['the entry of the scheme', 'http=p1:8080;https=p2:8080', '', http, [via('p1')]],
  ['a part that cannot be read', 'p1:8080;p2:x', '', https, null],
  ['nothing', '', '', https, null],
] as const)('the answer of a script: %s', (_what, proxy, bypass, target, ways) => {
  expect(waysByList(proxy, bypass, target)).toEqual(ways);
});
