import { describe, expect, test } from 'vitest';
import type { EffectiveRoute } from '../effective/effective.ts';
import type { Connection, ConnectionsSeen } from './facts.ts';
import { isPublic, judgeConnections } from './judge-connections.ts';

const changedAt = new Date('2026-11-22T08:00:00Z');
const after = new Date('2026-11-22T08:05:00Z');
const before = new Date('2026-11-22T07:00:00Z');
const byProxy: EffectiveRoute = {
  kind: 'static',
  proxies: [{ scheme: null, host: 'proxy.contoso.com', port: 8080 }],
  bypass: [],
};
const addresses = new Map([['proxy.contoso.com', ['10.20.0.8']]]);

const to = (address: string, port: number, since: Date | null, more: Partial<Connection> = {}): Connection => ({
  program: 'MsSense.exe',
  state: 'established',
  address,
  port,
  since,
  ...more,
});
const proxied = (since: Date | null) => to('10.20.0.8', 8080, since);
const direct = (since: Date | null) => to('203.0.113.44', 443, since);
const seen = (...connections: Connection[]): ConnectionsSeen => ({
  state: 'read',
  running: ['MsSense.exe', 'MsMpEng.exe'],
  connections,
});
const judged = (what: ConnectionsSeen, route: EffectiveRoute = byProxy, context: object = {}) =>
  judgeConnections(what, 'sense', { route, addresses, changedAt, ...context });

describe('judgeConnections', () => {
  test.each<readonly [string, ConnectionsSeen, string]>([
    ['a connection through the proxy since the change', seen(proxied(after)), 'confirms'],
    ['one past the proxy since the change', seen(direct(after)), 'differs'],
    ['one of each', seen(proxied(after), direct(after)), 'differs'],
    ['one past the proxy from before the change', seen(direct(before)), 'check-again'],
    ['one through the proxy from before the change', seen(proxied(before)), 'check-again'],
    ['an old one past the proxy beside a new one through it', seen(proxied(after), direct(before)), 'confirms'],
    ['one whose age nobody knows', seen(proxied(null)), 'check-again'],
    ['one that is not made yet', seen(to('10.20.0.8', 8080, after, { state: 'opening' })), 'check-again'],
    ['an attempt past the proxy', seen(to('203.0.113.44', 443, after, { state: 'opening' })), 'differs'],
    ['another port of the address that the proxy has', seen(to('10.20.0.8', 3128, after)), 'check-again'],
    ['a domain controller', seen(to('10.20.0.10', 443, after), to('203.0.113.44', 389, after)), 'check-again'],
    ['another program past the proxy', seen(to('203.0.113.44', 443, after, { program: 'MsMpEng.exe' })), 'check-again'],
    ['nothing', seen(), 'check-again'],
    ['a table that could not be read', { state: 'unread', win32: 5 }, 'unread'],
    ['a program that does not run', { state: 'read', running: [], connections: [] }, 'open'],
  ])('%s', (_, what, state) => {
    expect(judged(what)?.state).toBe(state);
  });

  test('without a change, a connection of any age counts and none is no sign', () => {
    const context = { changedAt: null };
    expect(judged(seen(proxied(null)), byProxy, context)?.state).toBe('confirms');
    expect(judged(seen(direct(before)), byProxy, context)?.state).toBe('differs');
    expect(judged(seen(), byProxy, context)).toMatchObject({ state: 'open', again: null });
  });

  test('a proxy whose name cannot be resolved proves nothing, neither for nor against', () => {
    const context = { addresses: new Map([['proxy.contoso.com', null]]) };
    for (const what of [seen(proxied(after)), seen(direct(after))])
      expect(judged(what, byProxy, context)).toMatchObject({ state: 'unread', facts: { why: 'not-resolved' } });
  });

  test('a service that goes directly is confirmed by a connection to the Internet', () => {
    expect(judged(seen(direct(after)), { kind: 'direct' })?.state).toBe('confirms');
    expect(judged(seen(proxied(after)), { kind: 'direct' })?.state).toBe('check-again');
  });

  test.each([
    { kind: 'pac', url: 'http://pac.contoso.local/proxy.pac' },
    { kind: 'auto-detect' },
    { kind: 'unknown', store: 'winhttp' },
  ] as const)('the way by $kind is shown and not judged', (route) => {
    expect(judged(seen(direct(after)), route)).toMatchObject({ state: 'open', facts: { direct: '203.0.113.44:443' } });
  });

  test('what Antivirus holds from before waits for a restart, what the others hold for 15 minutes', () => {
    const from = changedAt.toISOString();
    expect(judged(seen(direct(before)))?.again).toEqual({ when: 'in-15-minutes', from });
    const old = seen(to('203.0.113.44', 443, before, { program: 'MsMpEng.exe' }));
    expect(judgeConnections(old, 'mdav-cloud', { route: byProxy, addresses, changedAt })?.again).toEqual({
      when: 'after-restart',
      from,
    });
  });

  test('many remote ends are cut short, and said to be', () => {
    const many = seen(...Array.from({ length: 9 }, (_, at) => to(`203.0.113.${at + 1}`, 443, after)));
    expect(judged(many)?.facts.direct).toMatch(/^203\.0\.113\.1:443, .*, 5 more$/);
  });

  test('a service whose program is not told apart has no such evidence', () => {
    expect(judgeConnections(seen(), 'revocation', { route: byProxy, addresses, changedAt })).toBeNull();
  });
});

test.each([
  ['203.0.113.44', true],
  ['10.1.2.3', false],
  ['127.0.0.1', false],
  ['172.16.0.1', false],
  ['172.32.0.1', true],
  ['192.168.1.1', false],
  ['169.254.1.1', false],
  ['100.64.0.1', false],
  ['100.128.0.1', true],
  ['224.0.0.1', false],
  ['0.0.0.0', false],
  ['2603:1030::1', true],
  ['fd00::1', false],
  ['fe80::1', false],
  ['::1', false],
  ['::', false],
])('%s is public: %s', (address, is) => {
  expect(isPublic(address)).toBe(is);
});
