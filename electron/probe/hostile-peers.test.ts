import type { Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Expectation } from '../core/connectivity/expectation.ts';
import { judge } from '../core/connectivity/judge.ts';
import { Observation, type ProbeVia } from '../core/connectivity/observation.ts';
import type { VerdictKind } from '../core/connectivity/verdict.ts';
import { probe } from './probe.ts';
import { loopbackMachine, type TestRoot } from './runtime/loopback-machine.ts';
import { answer, clearPeer, type Peer, tlsPeer, tunnelProxy } from './runtime/peers.ts';
import { type Issued, issue, threeTier } from './runtime/throwaway-certificates.ts';

/** Peers that are broken or mean harm: each gets the right verdict within its time, and nothing crashes. */
const host = 'contoso-corpsensorapi.atp.azure.com';
const deadlineMs = 1200;
const names = { root: 'DigiCert Global Root G2', issuing: 'Microsoft TLS G2 RSA CA OCSP 04' };
const day = 86_400_000;

const good = threeTier(names, host, 'rsa');
const chain = [good.server, good.issuing] as const;
const roots: readonly TestRoot[] = [{ certificate: good.root, known: 'digicert-global-root-g2', store: 'public' }];
const leaf = (change: Partial<Parameters<typeof issue>[0]>) =>
  issue({ cn: host, names: [host], issuer: good.issuing, key: 'ec', ...change });

const expectation: Expectation = {
  role: 'mdi',
  status: [200, 503],
  body: '^(Ok|\\d+\\.\\d+\\.\\d+\\.\\d+)$',
  strength: 'strong',
  roots: ['digicert-global-root-g2'],
  pinned: false,
  known: [{ id: 'digicert-global-root-g2', cn: names.root, sha256: sha256Of(good.root) }],
  via: null,
};

function sha256Of(issued: Issued): string {
  // Never compared in these rows but where a root is sent; the test of certificates covers the hash itself.
  return issued.der.toString('hex').slice(0, 64);
}

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

async function look(peer: Promise<Peer>, by: 'direct' | 'proxy' | 'proxied-origin' | 'clear' | 'clear-proxy') {
  const origin = await peer;
  const proxy = by === 'proxied-origin' ? await tunnelProxy(() => origin.port) : origin;
  const isDirect = by === 'direct' || by === 'clear';
  const via: ProbeVia = isDirect
    ? { kind: 'direct' }
    : { kind: 'proxy', scheme: 'http', host: 'proxy.contoso.com', port: 8080 };
  const inClear = by === 'clear' || by === 'clear-proxy';
  const target = inClear
    ? ({ scheme: 'http', host: 'crl.microsoft.com', port: 80, path: '/a.crl' } as const)
    : ({ scheme: 'https', host, port: 443, path: '/tri/sensor/api/ping' } as const);
  const ports = {
    [`${host}:443`]: origin.port,
    'crl.microsoft.com:80': origin.port,
    'proxy.contoso.com:8080': proxy.port,
  };
  const start = performance.now();
  try {
    const options = { now: () => new Date(), deadlineMs, connectMs: 800 };
    const seen = Observation.parse(await probe(loopbackMachine(ports, roots), { target, via }, options));
    return { seen, verdict: judge(seen, expectation), took: performance.now() - start };
  } finally {
    await Promise.all([origin.close(), proxy === origin ? null : proxy.close()]);
  }
}

const slowly = (socket: Socket, text: string, everyMs: number) => {
  let at = 0;
  const timer = setInterval(() => {
    if (socket.destroyed || at >= text.length) clearInterval(timer);
    else socket.write(text.charAt(at++));
  }, everyMs);
  socket.once('close', () => clearInterval(timer));
};

const endlessly = (socket: Socket, piece: string) => {
  const more = () => {
    while (!socket.destroyed && socket.write(piece)) {
      // Until the buffer is full; `drain` goes on.
    }
  };
  socket.on('drain', more);
  more();
};

const page = '<!DOCTYPE html><html><head><title>Access denied</title></head></html>';
const reply = (text: string) => clearPeer((socket) => socket.end(text));
const served = (text: string, options = {}) => tlsPeer(chain, (socket) => socket.end(text), options);

type Row = readonly [what: string, peer: () => Promise<Peer>, by: Parameters<typeof look>[1], kind: VerdictKind];

const table: readonly Row[] = [
  ['a proxy that is silent after accepting', () => clearPeer(() => {}), 'proxy', 'timeout'],
  ['an origin that is silent after accepting', () => clearPeer(() => {}), 'direct', 'timeout'],
  ['an origin that is silent after the request', () => tlsPeer(chain, () => {}), 'direct', 'timeout'],
  ['a proxy that sends a byte a moment', () => clearPeer((s) => slowly(s, answer(200, ''), 100)), 'proxy', 'timeout'],
  [
    'an origin that sends a byte a moment',
    () => tlsPeer(chain, (s) => slowly(s, answer(200, 'Ok'), 100)),
    'direct',
    'timeout',
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
  [
    'a compressed bomb, left as it is',
    () => served(answer(200, 'x'.repeat(100_000), ['Content-Encoding: gzip'])),
    'direct',
    'reachable-not-verified',
  ],
  [
    'a redirect that is not followed',
    () => served(answer(302, '', [`Location: https://${host}/`])),
    'direct',
    'unexpected-status',
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
  ['a certificate of 60 KB', () => many([leaf({ padding: 60_000 }), good.issuing]), 'direct', 'healthy'],
  [
    'an SHA-1 leaf',
    () =>
      tlsPeer([leaf({ hash: 'sha1' }), good.issuing], (s) => s.end(answer(200, 'Ok')), {
        ciphers: 'DEFAULT@SECLEVEL=0',
      }),
    'direct',
    'healthy',
  ],
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

const contoso = issue({ cn: 'Contoso Inspection CA', issuer: null, ca: true });
const intercepted: readonly [Issued, ...Issued[]] = [leaf({ issuer: contoso }), contoso];
const many = (list: readonly [Issued, ...Issued[]]) => tlsPeer(list, (socket) => socket.end(answer(200, 'Ok')));
const one = (certificate: Issued) => many([certificate]);

test.concurrent.each(table)('%s', { timeout: 10_000 }, async (_what, peer, by, kind) => {
  const { verdict, took, seen } = await look(peer(), by);
  expect({ kind: verdict.kind, facts: verdict.facts, seen: verdict.kind === kind ? null : seen }).toMatchObject({
    kind,
  });
  expect(took).toBeLessThan(deadlineMs + 700);
});

test('a dead port is refused and a verdict', async () => {
  const machine = loopbackMachine({});
  const target = { scheme: 'https', host, port: 443, path: '/' } as const;
  const seen = await probe(machine, { target, via: { kind: 'direct' } }, { now: () => new Date() });
  expect(judge(seen, expectation)).toMatchObject({ kind: 'tcp-refused', facts: { code: 'ECONNREFUSED' } });
});

test('a chain of 50 certificates is listed whole, one of 80 is said to be cut', { timeout: 20_000 }, async () => {
  const extra = (count: number) => Array.from({ length: count }, () => good.issuing);
  const fifty = await look(many([good.server, ...extra(49)]), 'direct');
  expect(fifty.seen.presented).toHaveLength(50);
  expect(fifty.seen.presentedCut).toBe(false);
  const eighty = await look(many([good.server, ...extra(79)]), 'direct');
  expect(eighty.seen.presented).toHaveLength(64);
  expect(eighty.seen.presentedCut).toBe(true);
});

test('the chain is kept in the peer’s order, with gaps and strangers told', async () => {
  const { seen } = await look(many([good.server, good.root, good.issuing]), 'direct');
  expect(seen.presented.map(({ subjectCn, issuedBy }) => [subjectCn, issuedBy])).toEqual([
    [host, 2],
    ['DigiCert Global Root G2', 1],
    ['Microsoft TLS G2 RSA CA OCSP 04', 1],
  ]);
});

test('the chain is seen although TLS 1.2 fails for want of a client certificate', async () => {
  const peer = served(answer(200, 'Ok'), { requestCert: true, rejectUnauthorized: true, maxVersion: 'TLSv1.2' });
  const { seen } = await look(peer, 'direct');
  expect(seen.tls.state).toBe('failed');
  expect(seen.presented.map(({ subjectCn }) => subjectCn)).toEqual([host, names.issuing]);
});
