import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { VerdictKind } from '../core/connectivity/verdict.ts';
import { answer, clearPeer, cutAfter, endlessly, type Peer, relay, slowly, tlsPeer } from './runtime/peers.ts';
import {
  type By,
  chain,
  mdi as good,
  mdiHost as host,
  hurried,
  intercepted,
  leaf,
  look,
  mdiEc,
  patient,
  served,
} from './runtime/scene.ts';
import { type Issued, issue } from './runtime/throwaway-certificates.ts';

/** Peers that are broken or mean harm: each gets the right verdict within its time, and nothing crashes. */
const day = 86_400_000;

const faults: unknown[] = [];
const note = (fault: unknown) => faults.push(fault);
beforeAll(() => {
  process.on('uncaughtException', note);
  process.on('unhandledRejection', note);
});
afterAll(() => {
  process.off('uncaughtException', note);
  process.off('unhandledRejection', note);
  expect(faults).toEqual([]);
});

const bomb = Buffer.concat([
  Buffer.from('HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n'),
  gzipSync(Buffer.alloc(64 * 1024 * 1024)),
]);
const page = '<!DOCTYPE html><html><head><title>Access denied</title></head></html>';
const reply = (text: string) => clearPeer((socket) => socket.end(text));
type Row = readonly [
  what: string,
  peer: () => Promise<Peer>,
  by: By,
  kind: VerdictKind,
  facts?: Readonly<Record<string, string>>,
];

/** Bytes come one at a time, from a peer in clear or behind a relay that lets no more through. */
const drip = (text: string) => () => clearPeer((socket) => slowly()(text, socket));
const dripping = (origin: () => Promise<Peer>) => () => between(origin, () => slowly());
const cutting = (count: number, origin: () => Promise<Peer>) => () => between(origin, () => cutAfter(count));

/** A relay of its own before a peer; closing the relay closes both. */
async function between(origin: () => Promise<Peer>, back: () => Parameters<typeof relay>[1]): Promise<Peer> {
  const behind = await origin();
  const before = await relay(() => behind.port, back());
  return { ...before, close: async () => void (await Promise.all([before.close(), behind.close()])) };
}

const table: readonly Row[] = [
  ['a proxy that is silent after accepting', () => clearPeer(() => {}), 'proxy', 'timeout'],
  ['an origin that is silent after accepting', () => clearPeer(() => {}), 'direct', 'timeout'],
  ['an origin that is silent after the request', () => tlsPeer(chain, () => {}), 'direct', 'timeout'],
  ['a proxy that answers CONNECT by a byte a moment', drip(answer(200, '')), 'proxy', 'timeout', { stage: 'connect' }],
  [
    'a proxy whose own TLS comes by a byte a moment',
    dripping(() => tlsPeer(chain, () => {})),
    'tls-proxy',
    'timeout',
    { stage: 'proxy-tls' },
  ],
  ['an origin whose TLS comes by a byte a moment', dripping(() => served('')), 'direct', 'timeout', { stage: 'tls' }],
  [
    'a tunnel whose TLS comes by a byte a moment',
    dripping(() => served('')),
    'proxied-origin',
    'timeout',
    { stage: 'tls' },
  ],
  [
    'an origin whose headers come by a byte a moment',
    () => tlsPeer(chain, (s) => slowly()(answer(200, 'Ok'), s)),
    'direct',
    'timeout',
    { stage: 'http' },
  ],
  [
    'an origin whose body comes by a byte a moment',
    () =>
      tlsPeer(chain, (s) => {
        s.write('HTTP/1.1 200 OK\r\nContent-Length: 2000\r\n\r\n');
        slowly()('x'.repeat(2000), s);
      }),
    'direct',
    'timeout',
    { stage: 'http' },
  ],
  [
    'an origin whose chunks come by a byte a moment',
    () =>
      tlsPeer(chain, (s) => {
        s.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n');
        slowly()('1\r\nx\r\n'.repeat(100), s);
      }),
    'direct',
    'timeout',
    { stage: 'http' },
  ],
  [
    'an origin in clear whose answer comes by a byte a moment',
    drip(answer(200, 'x')),
    'clear',
    'timeout',
    { stage: 'http' },
  ],
  ['a proxy whose answer on port 80 comes by a byte a moment', drip(answer(200, 'x')), 'clear-proxy', 'timeout'],
  [
    'a proxy that ends in its own ServerHello',
    cutting(40, () => tlsPeer(chain, () => {})),
    'tls-proxy',
    'proxy-wrong-protocol',
    { why: 'ended' },
  ],
  ['an origin that ends in its ServerHello', cutting(40, () => served('')), 'direct', 'reset', { stage: 'tls' }],
  [
    'an origin that ends in its certificates',
    cutting(900, () => served('', { maxVersion: 'TLSv1.2' })),
    'direct',
    'reset',
    { stage: 'tls' },
  ],
  [
    'a tunnel that ends in the certificates',
    cutting(900, () => served('')),
    'proxied-origin',
    'reset',
    { stage: 'tls' },
  ],
  ['an origin in clear that ends before its answer', () => clearPeer((s) => s.end()), 'clear', 'http-failed'],
  ['an origin in clear that ends in its headers', () => reply('HTTP/1.1 200 OK\r\nDa'), 'clear', 'http-failed'],
  [
    'an origin in clear that ends in its body',
    () => reply('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx'),
    'clear',
    'http-failed',
  ],
  [
    'an origin that ends in its chunks',
    () => served('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nOk'),
    'direct',
    'http-failed',
  ],
  [
    'a tunnel that opens and ends',
    () => clearPeer((s) => s.end('HTTP/1.1 200 OK\r\n\r\n')),
    'proxy',
    'reset',
    { stage: 'tls' },
  ],
  ['a proxy that ends at once', () => clearPeer((s) => s.end(), 'now'), 'proxy', 'reset'],
  ['a proxy that resets at once', () => clearPeer((s) => s.resetAndDestroy(), 'now'), 'proxy', 'reset'],
  ['a proxy that ends in its headers', () => reply('HTTP/1.1 200 OK\r\nVia: x'), 'proxy', 'reset'],
  ['an origin that ends on ClientHello', () => clearPeer((s) => s.end()), 'direct', 'reset'],
  ['an origin that resets on ClientHello', () => clearPeer((s) => s.resetAndDestroy()), 'direct', 'reset'],
  ['a tunnel that ends on ClientHello', () => clearPeer((s) => s.end()), 'proxied-origin', 'reset'],
  ['an origin that ends before its answer', () => served(''), 'direct', 'http-failed'],
  ['an origin that ends in its headers', () => served('HTTP/1.1 200 OK\r\nDate'), 'direct', 'http-failed'],
  [
    'an origin that ends in its body',
    () => served('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nOk'),
    'direct',
    'http-failed',
  ],
  ['a proxy with a garbled status line', () => reply('HTTP/1.1 abc\r\n\r\n'), 'proxy', 'proxy-wrong-protocol'],
  [
    'a proxy that greets as a mail server',
    () => clearPeer((s) => s.write('220 mail.contoso.com\r\n'), 'now'),
    'proxy',
    'proxy-wrong-protocol',
  ],
  ['an origin with a garbled status line', () => served('HTTP/1.1 20 OK\r\n\r\n'), 'direct', 'http-failed'],
  ['an origin that sends bytes', () => served('\u0000\u0001\u0002\u0003'), 'direct', 'http-failed'],
  ['a header of 1 MB', () => served(`HTTP/1.1 200 OK\r\nX: ${'a'.repeat(1_048_576)}\r\n\r\n`), 'direct', 'http-failed'],
  [
    'a proxy’s header of 1 MB',
    () => reply(`HTTP/1.1 200 OK\r\nX: ${'a'.repeat(1_048_576)}\r\n\r\n`),
    'proxy',
    'http-failed',
  ],
  [
    'endless headers',
    () =>
      tlsPeer(chain, (s) => {
        s.write('HTTP/1.1 200 OK\r\n');
        endlessly(s, 'X: y\r\n');
      }),
    'direct',
    'http-failed',
  ],
  [
    'endless interim answers',
    () => tlsPeer(chain, (s) => endlessly(s, 'HTTP/1.1 100 Continue\r\n\r\n')),
    'direct',
    'http-failed',
  ],
  [
    'an endless body',
    () =>
      tlsPeer(chain, (s) => {
        s.write('HTTP/1.1 200 OK\r\n\r\n');
        endlessly(s, 'x'.repeat(1000));
      }),
    'direct',
    'reachable-not-verified',
  ],
  [
    'an endless chunked body',
    () =>
      tlsPeer(chain, (s) => {
        s.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n');
        endlessly(s, '5\r\nabcde\r\n');
      }),
    'direct',
    'reachable-not-verified',
  ],
  [
    'garbled chunks',
    () => served('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nOk\r\n0\r\n\r\n'),
    'direct',
    'http-failed',
  ],
  [
    'a chunk longer than its size',
    () => served('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nOk\r\n0\r\n\r\n'),
    'direct',
    'http-failed',
  ],
  [
    'two lengths',
    () => served('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nOk'),
    'direct',
    'http-failed',
  ],
  ['a compressed bomb, left as it is', () => served(bomb), 'direct', 'reachable-not-verified'],
  ['a compressed bomb in clear', () => clearPeer((s) => s.end(bomb)), 'clear', 'healthy'],
  [
    'a redirect to another path, which is not followed',
    () => served(answer(302, '', [`Location: https://${host}/`])),
    'direct',
    'unexpected-status',
  ],
  [
    'a redirect to itself',
    () => served(answer(302, '', ['Location: /tri/sensor/api/ping'])),
    'direct',
    'redirect-loop',
  ],
  [
    'a redirect to itself in clear',
    () => reply(answer(301, '', ['Location: http://crl.microsoft.com/a.crl'])),
    'clear',
    'redirect-loop',
  ],
  [
    'CONNECT answered with a page and 200',
    () => clearPeer((s) => s.end(answer(200, page, ['Content-Type: text/html']))),
    'proxy',
    'block-page',
  ],
  ['CONNECT answered with 407', () => reply(answer(407, page, ['Proxy-Authenticate: NTLM'])), 'proxy', 'proxy-auth'],
  [
    'CONNECT answered with 407 and a page that never ends',
    () =>
      clearPeer((s) => {
        s.write('HTTP/1.1 407 Auth\r\nProxy-Authenticate: Basic realm="x"\r\n\r\n<html>');
      }),
    'proxy',
    'proxy-auth',
  ],
  [
    'CONNECT answered with 407 and a reset',
    () => clearPeer((s) => s.write('HTTP/1.1 407 Auth\r\nContent-Length: 999\r\n\r\n', () => s.destroy())),
    'proxy',
    'proxy-auth',
  ],
  ['CONNECT answered with 403', () => reply(answer(403, page)), 'proxy', 'proxy-denied'],
  ['CONNECT answered with 503', () => reply(answer(503, page)), 'proxy', 'proxy-unavailable'],
  ['CONNECT answered with 502', () => reply(answer(502, page)), 'proxy', 'proxy-upstream'],
  ['CONNECT answered with 405', () => reply(answer(405, page)), 'proxy', 'proxy-no-connect'],
  [
    'a TLS alert in reply to ClientHello',
    () => clearPeer((s) => s.end(Buffer.from('15030300020228', 'hex'))),
    'direct',
    'tls-version',
  ],
  ['an unknown TLS alert', () => clearPeer((s) => s.end(Buffer.from('15030300020250', 'hex'))), 'direct', 'tls-failed'],
  [
    'TLS 1.0 only',
    () => served('', { minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' }),
    'direct',
    'tls-version',
  ],
  ['plain HTTP on the TLS port', () => reply(answer(503, page)), 'direct', 'portal'],
  ['plain HTTP out of the tunnel', () => reply(answer(503, page)), 'proxied-origin', 'block-page'],
  ['a proxy that speaks TLS on its plain port', () => tlsPeer(chain, () => {}), 'proxy', 'proxy-wrong-protocol'],
  [
    'a proxy that answers CONNECT with a TLS alert',
    () => reply('\x15\x03\x01\x00\x02\x02\x46'),
    'proxy',
    'proxy-wrong-protocol',
  ],
  ['a self-signed certificate', () => one(issue({ cn: host, names: [host], issuer: null })), 'direct', 'inspection'],
  [
    'an ended certificate',
    () => many([leaf({ until: new Date(Date.now() - day), from: new Date(Date.now() - 9 * day) }), good.issuing]),
    'direct',
    'certificate-expired',
  ],
  [
    'a certificate of tomorrow',
    () => many([leaf({ from: new Date(Date.now() + day) }), good.issuing]),
    'direct',
    'clock',
  ],
  [
    'another name',
    () => many([leaf({ cn: 'portal.contoso.com', names: ['portal.contoso.com'] }), good.issuing]),
    'direct',
    'host-name',
  ],
  ['a missing intermediate', () => one(good.server), 'direct', 'chain-incomplete'],
  ['a chain in another order', () => many([good.server, good.root, good.issuing]), 'direct', 'healthy'],
  [
    'a stranger in the chain',
    () => many([good.server, issue({ cn: 'Stranger', issuer: null, ca: true }), good.issuing]),
    'direct',
    'healthy',
  ],
  ['an interceptor', () => many(intercepted), 'proxied-origin', 'inspection'],
  ['a certificate of 64 KiB', () => many([leaf({ padding: 65_536 }), good.issuing]), 'direct', 'healthy'],
  [
    'certificates beyond 100 KB',
    () => many([leaf({ padding: 65_000 }), leaf({ padding: 65_000 })]),
    'direct',
    'tls-failed',
    { why: 'chain-too-large' },
  ],
  ['an SHA-1 leaf', () => many([leaf({ hash: 'sha1' }), good.issuing], weak), 'direct', 'weak-signature'],
  ['an SHA-1 intermediate', () => many([leaf({ issuer: sha1 }), sha1], weak), 'direct', 'weak-signature'],
  ['an EC chain', () => many([mdiEc.server, mdiEc.issuing]), 'direct', 'healthy'],
  ['an interceptor with an EC chain', () => many(intercepted), 'direct', 'inspection'],
  [
    'a client certificate demanded in TLS 1.3',
    () => served(answer(200, 'Ok'), { requestCert: true, rejectUnauthorized: true, minVersion: 'TLSv1.3' }),
    'direct',
    'client-certificate',
  ],
  [
    'a client certificate demanded in TLS 1.2',
    () => served(answer(200, 'Ok'), { requestCert: true, rejectUnauthorized: true, maxVersion: 'TLSv1.2' }),
    'direct',
    'client-certificate',
  ],
  ['503 of the service', () => served(answer(503, page)), 'direct', 'healthy-503'],
  [
    '503 behind an interceptor',
    () => tlsPeer(intercepted, (s) => s.end(answer(503, page))),
    'proxied-origin',
    'inspection',
  ],
  [
    '503 of a proxy on port 80',
    () => reply(answer(503, page, ['X-Squid-Error: ERR_CONNECT_FAIL 0'])),
    'clear-proxy',
    'proxy-unavailable',
  ],
  ['a page where a list was due', () => reply(answer(200, page)), 'clear', 'portal'],
];

const weak = { ciphers: 'DEFAULT@SECLEVEL=0' };
const sha1 = issue({ cn: 'Microsoft Azure TLS Issuing CA 01', issuer: good.root, ca: true, hash: 'sha1' });
const many = (list: readonly [Issued, ...Issued[]], options = {}) =>
  tlsPeer(list, (socket) => socket.end(answer(200, 'Ok')), options);
const one = (certificate: Issued) => many([certificate]);

const byName = table.map((row) => [row[0], row] as const);

test.concurrent.each(byName)('%s', { timeout: 10_000 }, async (_what, [, peer, by, kind, facts]) => {
  const limits = kind === 'timeout' ? hurried : patient;
  const { verdict, took, seen } = await look({ peer, by, options: limits });
  expect({ ...verdict, seen: verdict.kind === kind ? null : seen }).toMatchObject({ kind, facts: facts ?? {} });
  // A peer that ends or errs is done with at once; one that drags on, at the limit.
  expect(took).toBeLessThan(kind === 'timeout' ? limits.deadlineMs + 1000 : limits.deadlineMs - 1000);
});

test('there are far more than twenty-five of them', () => {
  expect(table.length).toBeGreaterThan(80);
});

test('a chain of 50 certificates is listed whole, one of 80 is said to be cut', { timeout: 20_000 }, async () => {
  const extra = (count: number) =>
    Array.from({ length: count }, (_, at) => strangers[at % strangers.length] ?? good.issuing);
  const strangers = Array.from({ length: 48 }, (_, at) =>
    issue({ cn: `Stranger ${at}`, issuer: null, ca: true, key: 'ec' }),
  );
  const sent = (count: number) => many([good.server, good.issuing, ...extra(count - 2)]);
  const fifty = await look({ peer: () => sent(50), by: 'direct' });
  expect(fifty.verdict).toMatchObject({ kind: 'healthy' });
  expect(fifty.seen.presented.map(({ subjectCn }) => subjectCn)).toEqual([
    host,
    'Microsoft TLS G2 RSA CA OCSP 04',
    ...strangers.map(({ cn }) => cn),
  ]);
  expect(fifty.seen.presentedCut).toBe(false);
  const eighty = await look({ peer: () => sent(80), by: 'direct' });
  expect(eighty.verdict).toMatchObject({ kind: 'healthy' });
  expect(eighty.seen.presented).toHaveLength(64);
  expect(eighty.seen.presentedCut).toBe(true);
});

test('the chain is kept in the peer’s order, with gaps and strangers told', async () => {
  const { seen } = await look({ peer: () => many([good.server, good.root, good.issuing]), by: 'direct' });
  expect(seen.presented.map(({ subjectCn, issuedBy }) => [subjectCn, issuedBy])).toEqual([
    [host, 2],
    ['DigiCert Global Root G2', 1],
    ['Microsoft TLS G2 RSA CA OCSP 04', 1],
  ]);
});

test('the chain is seen although TLS 1.2 fails for want of a client certificate', async () => {
  const options = { requestCert: true, rejectUnauthorized: true, maxVersion: 'TLSv1.2' };
  const { seen } = await look({ peer: () => served(answer(200, 'Ok'), options), by: 'direct' });
  expect(seen.tls.state).toBe('failed');
  expect(seen.presented.map(({ subjectCn }) => subjectCn)).toEqual([host, 'Microsoft TLS G2 RSA CA OCSP 04']);
});

test.each([
  ['headers in clear', 'clear-proxy', 'HTTP/1.1 200 OK\r\n', `X: ${'y'.repeat(4000)}\r\n`],
  ['a body in clear', 'clear', 'HTTP/1.1 200 OK\r\n\r\n', 'x'.repeat(4000)],
  ['headers behind CONNECT', 'proxy', 'HTTP/1.1 200 OK\r\n', `X: ${'y'.repeat(4000)}\r\n`],
  ['the page of a refusal', 'proxy', 'HTTP/1.1 403 No\r\n\r\n', 'x'.repeat(4000)],
] as const)('endless %s are read no further than their limit', async (_what, by, head, piece) => {
  let ended: Promise<number> = Promise.resolve(0);
  const peer = () =>
    clearPeer((socket) => {
      ended = new Promise((resolve) =>
        socket.once('close', () => resolve(socket.bytesWritten - socket.writableLength)),
      );
      socket.write(head);
      endlessly(socket, piece);
    });
  const { took } = await look({ peer, by });
  const written = await ended;
  // What the system's own buffers take in comes on top; unread, a connection here would carry a hundred times as much.
  expect(written).toBeGreaterThan(0);
  expect(written).toBeLessThan(16 * 1024 * 1024);
  expect(took).toBeLessThan(patient.deadlineMs - 1000);
});
