import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { test } from 'node:test';
import type { TLSSocket, TlsOptions } from 'node:tls';
import type { Expectation } from '../../core/connectivity/expectation.ts';
import { judge } from '../../core/connectivity/judge.ts';
import { Observation, type ProbeVia } from '../../core/connectivity/observation.ts';
import { certificatesOf } from '../certificate.ts';
import { probe } from '../probe.ts';
import { loopbackMachine, type TestRoot } from './loopback-machine.ts';
import { answer, clearPeer, type Peer, tlsPeer, tlsTunnelProxy, tunnelProxy } from './peers.ts';
import { type Issued, issue, threeTier } from './throwaway-certificates.ts';

/**
 * The cases in which OpenSSL (Node) and BoringSSL (Electron) are known to differ, or once did. Bundled and run by
 * Electron as plain Node; the full table of peers runs in vitest.
 */
const host = 'contoso-corpsensorapi.atp.azure.com';
const rsa = threeTier({ root: 'DigiCert Global Root G2', issuing: 'Microsoft TLS G2 RSA CA OCSP 04' }, host, 'rsa');
const ec = threeTier({ root: 'DigiCert Global Root G3', issuing: 'Microsoft Azure ECC TLS Issuing CA 03' }, host, 'ec');
const roots: readonly TestRoot[] = [
  { certificate: rsa.root, known: 'digicert-global-root-g2', store: 'public' },
  { certificate: ec.root, known: 'digicert-global-root-g3', store: 'public' },
];
const expectation: Expectation = {
  role: 'mdi',
  status: [200, 503],
  body: '^(Ok|\\d+\\.\\d+\\.\\d+\\.\\d+)$',
  strength: 'strong',
  roots: ['digicert-global-root-g2'],
  pinned: false,
  known: [],
  via: null,
};
const chain: readonly [Issued, ...Issued[]] = [rsa.server, rsa.issuing];
const ok = (socket: TLSSocket) => socket.end(answer(200, '2.245.1.2'));
const served = (options: TlsOptions = {}) => tlsPeer(chain, ok, options);

async function look(starting: Promise<Peer>, via?: 'tunnel' | 'tls-tunnel' | 'plain-proxy', deadlineMs = 3000) {
  const origin = await starting;
  const proxy =
    via === 'tunnel'
      ? await tunnelProxy(() => origin.port)
      : via === 'tls-tunnel'
        ? await tlsTunnelProxy(chain, () => origin.port)
        : origin;
  const ports = { [`${host}:443`]: origin.port, 'proxy.contoso.com:8080': proxy.port };
  const scheme = via === 'tls-tunnel' ? 'https' : 'http';
  const way: ProbeVia =
    via === undefined ? { kind: 'direct' } : { kind: 'proxy', scheme, host: 'proxy.contoso.com', port: 8080 };
  const target = { scheme: 'https', host, port: 443, path: '/tri/sensor/api/ping' } as const;
  const options = { now: () => new Date(), deadlineMs, connectMs: 1000 };
  try {
    const seen = Observation.parse(await probe(loopbackMachine(ports, roots), { target, via: way }, options));
    return { seen, verdict: judge(seen, expectation) };
  } finally {
    // Here and not in a hook: on Node 18 those of the whole file wait for the servers that they are to end.
    await Promise.all([origin.close(), proxy === origin ? null : proxy.close()]);
  }
}

const sequence = (seen: Observation) => seen.presented.map(({ subjectCn, issuedBy }) => [subjectCn, issuedBy]);
const codeOf = (stage: Observation['tls']) => (stage.state === 'failed' ? stage.code : stage.state);

for (const version of ['TLSv1.2', 'TLSv1.3'] as const)
  for (const via of [undefined, 'tunnel', 'tls-tunnel'] as const)
    test(`${version} ${via ?? 'directly'}: the chain is the one that was sent, and the answer is healthy`, async () => {
      const { seen, verdict } = await look(served({ minVersion: version, maxVersion: version }), via);
      assert.equal(verdict.kind, 'healthy');
      assert.equal(verdict.facts.protocol, version);
      assert.deepEqual(sequence(seen), [
        [host, 1],
        ['Microsoft TLS G2 RSA CA OCSP 04', null],
      ]);
    });

test('strangers, roots and the order of a chain are kept', async () => {
  const stranger = issue({ cn: 'Stranger', issuer: null, ca: true });
  const { seen, verdict } = await look(tlsPeer([rsa.server, rsa.root, stranger, rsa.issuing], ok));
  assert.equal(verdict.kind, 'healthy');
  assert.deepEqual(sequence(seen), [
    [host, 3],
    ['DigiCert Global Root G2', 1],
    ['Stranger', 2],
    ['Microsoft TLS G2 RSA CA OCSP 04', 1],
  ]);
});

test('an EC chain is read, verified and accepted', async () => {
  const { seen, verdict } = await look(tlsPeer([ec.server, ec.issuing], ok));
  assert.equal(verdict.kind, 'healthy');
  assert.deepEqual(
    seen.presented.map(({ key, signature }) => [key, signature]),
    [
      ['EC P-256', 'ECDSA SHA-256'],
      ['EC P-256', 'ECDSA SHA-256'],
    ],
  );
});

test('serial numbers are lower case and addresses of issuers have no line end', () => {
  const issued = issue({
    cn: host,
    issuer: rsa.issuing,
    serial: '4ADEADBEEF00000001',
    caIssuers: 'http://pki.contoso.com/a.crt',
  });
  const [certificate] = certificatesOf([new X509Certificate(issued.der)]);
  assert.equal(certificate?.serial, '4adeadbeef00000001');
  assert.deepEqual(certificate?.caIssuers, ['http://pki.contoso.com/a.crt']);
});

test('TLS 1.2 that wants a client certificate fails in the handshake, with the chain seen', async () => {
  const { seen, verdict } = await look(served({ requestCert: true, rejectUnauthorized: true, maxVersion: 'TLSv1.2' }));
  assert.equal(seen.tls.state, 'failed');
  assert.equal(seen.presented.length, 2);
  assert.equal(verdict.kind, 'client-certificate');
});

test('TLS 1.3 that wants a client certificate fails behind the handshake, by the same code', async () => {
  const { seen, verdict } = await look(served({ requestCert: true, rejectUnauthorized: true, minVersion: 'TLSv1.3' }));
  assert.equal(seen.tls.state, 'done');
  assert.equal(codeOf(seen.http as Observation['tls']), 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED'); // a failed stage has one shape
  assert.equal(verdict.kind, 'client-certificate');
});

test('clear HTTP where TLS was due is told by its code and asked for its page', async () => {
  const { seen, verdict } = await look(clearPeer((socket) => socket.end(answer(503, '<html>'))));
  assert.equal(codeOf(seen.tls), 'ERR_SSL_WRONG_VERSION_NUMBER');
  assert.equal(seen.http.state, 'done');
  assert.equal(verdict.kind, 'portal');
});

/** The alerts that a client can be sent in a handshake (RFC 8446 section 6), and their codes. */
const alerts: readonly (readonly [number, string])[] = [
  [10, 'SSLV3_ALERT_UNEXPECTED_MESSAGE'],
  [40, 'SSLV3_ALERT_HANDSHAKE_FAILURE'],
  [42, 'SSLV3_ALERT_BAD_CERTIFICATE'],
  [43, 'SSLV3_ALERT_UNSUPPORTED_CERTIFICATE'],
  [47, 'SSLV3_ALERT_ILLEGAL_PARAMETER'],
  [48, 'TLSV1_ALERT_UNKNOWN_CA'],
  [49, 'TLSV1_ALERT_ACCESS_DENIED'],
  [50, 'TLSV1_ALERT_DECODE_ERROR'],
  [51, 'TLSV1_ALERT_DECRYPT_ERROR'],
  [70, 'TLSV1_ALERT_PROTOCOL_VERSION'],
  [71, 'TLSV1_ALERT_INSUFFICIENT_SECURITY'],
  [80, 'TLSV1_ALERT_INTERNAL_ERROR'],
  [86, 'TLSV1_ALERT_INAPPROPRIATE_FALLBACK'],
  [90, 'TLSV1_ALERT_USER_CANCELLED'],
  [110, 'TLSV1_UNSUPPORTED_EXTENSION'],
  [112, 'TLSV1_UNRECOGNIZED_NAME'],
  [113, 'TLSV1_BAD_CERTIFICATE_STATUS_RESPONSE'],
  [116, 'TLSV13_ALERT_CERTIFICATE_REQUIRED'],
  [120, 'TLSV1_ALERT_NO_APPLICATION_PROTOCOL'],
];

test('alerts have the same codes', async () => {
  const seen: (readonly [number, string])[] = [];
  for (const [alert] of alerts) {
    const peer = clearPeer((socket) => socket.end(Buffer.from([0x15, 3, 3, 0, 2, 2, alert])));
    seen.push([alert, codeOf((await look(peer)).seen.tls).replace('ERR_SSL_', '')]);
  }
  assert.deepEqual(seen, alerts);
});

test('a server that has TLS 1.0 alone is a matter of versions', async () => {
  // A ServerHello of TLS 1.0 (RFC 2246 section 7.4.1.3), as such a server answers.
  const hello = `160301002a0200002603014${'0'.repeat(63)}00002f00`;
  const { verdict, seen } = await look(clearPeer((socket) => socket.write(Buffer.from(hello, 'hex'))));
  assert.equal(verdict.kind, 'tls-version', codeOf(seen.tls));
});

test('a certificate of 64 KiB is read, and certificates beyond 100 KB are told by the same code', async () => {
  const large = () => issue({ cn: host, names: [host], issuer: rsa.issuing, key: 'ec', padding: 65_536 });
  const read = await look(tlsPeer([large(), rsa.issuing], ok));
  assert.equal(read.verdict.kind, 'healthy', codeOf(read.seen.tls));
  const refused = await look(tlsPeer([large(), large()], ok));
  assert.equal(codeOf(refused.seen.tls), 'ERR_SSL_EXCESSIVE_MESSAGE_SIZE');
  assert.equal(refused.verdict.facts.why, 'chain-too-large');
});

test('an intermediate that is signed by SHA-1 is read and told', async () => {
  const old = issue({ cn: 'Microsoft Azure TLS Issuing CA 01', issuer: rsa.root, ca: true, hash: 'sha1' });
  const server = issue({ cn: host, names: [host], issuer: old, key: 'ec' });
  const { verdict, seen } = await look(tlsPeer([server, old], ok));
  assert.equal(verdict.kind, 'weak-signature', codeOf(seen.tls));
});

test('an end and a reset after ClientHello are a reset', async () => {
  assert.equal((await look(clearPeer((socket) => socket.end()))).verdict.kind, 'reset');
  assert.equal((await look(clearPeer((socket) => socket.resetAndDestroy()))).verdict.kind, 'reset');
});

test('a proxy that wants TLS is told from one that ended', async () => {
  const wants = await look(served(), 'plain-proxy');
  assert.equal(wants.verdict.kind, 'proxy-wrong-protocol');
  assert.equal(wants.verdict.facts.why, 'tls');
  const ended = await look(
    clearPeer((socket) => socket.end(), 'now'),
    'plain-proxy',
  );
  assert.equal(ended.verdict.kind, 'reset');
});

test('probes that are ended at any moment leave the process alive', async () => {
  const silent = await tlsPeer(chain, () => {});
  const { port } = silent;
  const proxy = await tunnelProxy(() => port);
  const ports = { [`${host}:443`]: port, 'proxy.contoso.com:8080': proxy.port };
  const target = { scheme: 'https', host, port: 443, path: '/' } as const;
  const ways: readonly ProbeVia[] = [
    { kind: 'direct' },
    { kind: 'proxy', scheme: 'http', host: 'proxy.contoso.com', port: 8080 },
  ];
  for (let round = 0; round < 60; round++)
    await Promise.all(
      ways.map((via) =>
        probe(loopbackMachine(ports, roots), { target, via }, { now: () => new Date(), deadlineMs: round }),
      ),
    );
  await Promise.all([silent.close(), proxy.close()]);
});
