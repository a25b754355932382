import { afterEach, expect, test } from 'vitest';
import { Observation, type ProbeVia } from '../core/connectivity/observation.ts';
import { probe } from './probe.ts';
import { loopbackMachine } from './runtime/loopback-machine.ts';
import { answer, clearPeer, type Peer, tlsPeer, tlsTunnelProxy, tunnelProxy } from './runtime/peers.ts';
import { issue, threeTier } from './runtime/throwaway-certificates.ts';

const host = 'contoso-corpsensorapi.atp.azure.com';
const target = { scheme: 'https', host, port: 443, path: '/tri/sensor/api/ping' } as const;
const direct: ProbeVia = { kind: 'direct' };
const proxied: ProbeVia = { kind: 'proxy', scheme: 'http', host: 'proxy.contoso.com', port: 8080 };
const options = { now: () => new Date(), deadlineMs: 5000, connectMs: 1000 };

const { root, issuing, server } = threeTier(
  { root: 'DigiCert Global Root G2', issuing: 'Microsoft TLS G2 RSA CA OCSP 04' },
  host,
  'rsa',
);
const roots = [{ certificate: root, known: 'digicert-global-root-g2', store: 'public' }] as const;

const open: Peer[] = [];
const using = async (peer: Promise<Peer>) => {
  const started = await peer;
  open.push(started);
  return started;
};
afterEach(async () => {
  await Promise.all(open.splice(0).map((peer) => peer.close()));
});

const ping = () =>
  using(
    tlsPeer([server, issuing], (socket) =>
      socket.end(answer(200, '2.245.1.2', ['Date: Sun, 06 Nov 1994 08:49:37 GMT'])),
    ),
  );

test('a direct probe notes every stage, the chain as presented and the answer', async () => {
  const origin = await ping();
  const machine = loopbackMachine({ [`${host}:443`]: origin.port }, roots);
  const seen = Observation.parse(await probe(machine, { target, via: direct }, options));
  expect(seen).toMatchObject({
    dns: { state: 'skipped' },
    tcp: { state: 'done', address: '127.0.0.1', port: origin.port },
    proxyTls: { state: 'skipped' },
    connect: { state: 'skipped' },
    tls: { state: 'done', protocol: 'TLSv1.3', nameMatches: true },
    http: { state: 'done', answer: { status: 200, body: '2.245.1.2' } },
    presentedCut: false,
    trust: { trusted: true, root: { known: 'digicert-global-root-g2', cn: 'DigiCert Global Root G2' } },
  });
  expect(seen.presented.map(({ subjectCn, issuedBy }) => [subjectCn, issuedBy])).toEqual([
    [host, 1],
    ['Microsoft TLS G2 RSA CA OCSP 04', null],
  ]);
});

test('the request is a plain GET without credentials, cookies or body', async () => {
  const origin = await ping();
  await probe(loopbackMachine({ [`${host}:443`]: origin.port }, roots), { target, via: direct }, options);
  expect(origin.heard).toEqual([
    `GET /tri/sensor/api/ping HTTP/1.1\r\nHost: ${host}\r\nUser-Agent: Defender-Proxy-Wizard\r\nAccept: */*\r\nConnection: close\r\n\r\n`,
  ]);
});

test('through a proxy the target is named in CONNECT and its name is not resolved here', async () => {
  const origin = await ping();
  const proxy = await using(tunnelProxy(() => origin.port));
  const machine = loopbackMachine({ 'proxy.contoso.com:8080': proxy.port }, roots);
  const seen = Observation.parse(await probe(machine, { target, via: proxied }, options));
  expect(proxy.heard[0]).toMatch(`CONNECT ${host}:443 HTTP/1.1\r\nHost: ${host}:443\r\n`);
  expect(seen).toMatchObject({
    dns: { state: 'skipped' },
    connect: { state: 'done', answer: { status: 200, reason: 'Connection established' } },
    http: { state: 'done', answer: { status: 200 } },
    trust: { trusted: true },
  });
});

test('a proxy that speaks TLS itself is spoken to in TLS, and so is the origin inside', async () => {
  const origin = await ping();
  const own = issue({ cn: 'proxy.contoso.com', issuer: null, names: ['proxy.contoso.com'] });
  const proxy = await using(tlsTunnelProxy([own], () => origin.port));
  const machine = loopbackMachine({ 'proxy.contoso.com:8080': proxy.port }, roots);
  const seen = Observation.parse(await probe(machine, { target, via: { ...proxied, scheme: 'https' } }, options));
  expect(seen).toMatchObject({
    proxyTls: { state: 'done' },
    connect: { state: 'done' },
    tls: { state: 'done' },
    http: { state: 'done', answer: { status: 200 } },
  });
  expect(seen.presented[0]?.subjectCn).toBe(host);
});

test('clear HTTP goes to a proxy in absolute form and to an origin in origin form', async () => {
  const peer = await using(clearPeer((socket) => socket.end(answer(200, 'crl'))));
  const crl = { scheme: 'http', host: 'crl.microsoft.com', port: 80, path: '/pki/a.crl' } as const;
  const machine = loopbackMachine({ 'proxy.contoso.com:8080': peer.port, 'crl.microsoft.com:80': peer.port });
  const seen = await probe(machine, { target: crl, via: proxied }, options);
  await probe(machine, { target: crl, via: direct }, options);
  expect(peer.heard[0]).toMatch('GET http://crl.microsoft.com/pki/a.crl HTTP/1.1\r\nHost: crl.microsoft.com\r\n');
  expect(peer.heard[1]).toMatch('GET /pki/a.crl HTTP/1.1\r\nHost: crl.microsoft.com\r\n');
  expect(Observation.parse(seen)).toMatchObject({ tls: { state: 'skipped' }, http: { state: 'done' }, presented: [] });
});

test('a name that no resolver knows is a failed DNS stage', async () => {
  const machine = { ...loopbackMachine({}), route: async () => null };
  const request = { target: { ...target, host: 'no-such-name.invalid' }, via: direct };
  const seen = Observation.parse(await probe(machine, request, options));
  expect(seen.dns.state).toBe('failed');
  expect(seen.tcp.state).toBe('skipped');
});

test('an address is dialled without a resolver', async () => {
  const origin = await ping();
  const machine = { ...loopbackMachine({}, roots), route: async () => null };
  const request = { target: { ...target, host: '127.0.0.1', port: origin.port }, via: direct };
  const seen = Observation.parse(await probe(machine, request, options));
  expect(seen).toMatchObject({ dns: { state: 'skipped' }, tls: { state: 'done', nameMatches: false } });
});

test('an aborted probe ends at once as cancelled and leaves no socket open', async () => {
  let ended: Promise<void> = Promise.resolve();
  const control = new AbortController();
  let abortedAt = 0;
  const silent = await using(
    clearPeer((socket) => {
      ended = new Promise((resolve) => socket.once('close', () => resolve()));
      abortedAt = performance.now();
      control.abort();
    }),
  );
  const machine = loopbackMachine({ [`${host}:443`]: silent.port });
  const patient = { ...options, deadlineMs: 60_000, signal: control.signal };
  const seen = Observation.parse(await probe(machine, { target, via: direct }, patient));
  await ended;
  expect(performance.now() - abortedAt).toBeLessThan(500);
  expect(seen.tls).toMatchObject({ state: 'failed', code: 'CANCELLED' });
});

test('probes that are ended at any moment leave the process alive', { timeout: 30_000 }, async () => {
  const silent = await using(tlsPeer([server, issuing], () => {}));
  const origin = await ping();
  const proxy = await using(tunnelProxy(() => silent.port));
  const ports = {
    'a.b:1': silent.port,
    'a.b:2': origin.port,
    'a.b:443': silent.port,
    'proxy.contoso.com:8080': proxy.port,
  };
  const machine = loopbackMachine(ports, roots);
  const requests = [
    { target: { ...target, host: 'a.b', port: 1 }, via: direct },
    { target: { ...target, host: 'a.b', port: 2 }, via: direct },
    { target: { ...target, host: 'a.b', port: 443 }, via: proxied },
  ];
  for (let round = 0; round < 40; round++) {
    const ends = requests.flatMap((request) => [round, round + 20].map((deadlineMs) => ({ request, deadlineMs })));
    await Promise.all(ends.map(({ request, deadlineMs }) => probe(machine, request, { ...options, deadlineMs })));
  }
});

test('a probe that is aborted before it starts opens no socket', async () => {
  const silent = await using(clearPeer(() => {}, 'now'));
  const machine = loopbackMachine({ [`${host}:443`]: silent.port });
  const seen = Observation.parse(
    await probe(machine, { target, via: direct }, { ...options, signal: AbortSignal.abort() }),
  );
  expect(seen.tcp).toMatchObject({ state: 'failed', code: 'CANCELLED' });
  expect(silent.heard).toEqual([]);
});

test.each([
  ['a line end in the path', { ...target, path: '/a\r\nX-Injected: 1' }, proxied],
  ['a space in the host', { ...target, host: 'a b' }, proxied],
  ['a line end in the proxy', target, { ...proxied, host: 'proxy\r\n' }],
] as const)('%s is refused before anything is sent', async (_name, bad, via) => {
  const peer = await using(clearPeer(() => {}, 'now'));
  const machine = loopbackMachine({ 'proxy.contoso.com:8080': peer.port, 'proxy\r\n:8080': peer.port });
  const seen = await probe(machine, { target: bad, via }, options);
  expect(seen.tcp).toMatchObject({ state: 'failed', code: 'BAD_TARGET' });
  expect(peer.heard).toEqual([]);
});

test('a machine that fails to answer is part of the observation', async () => {
  const origin = await ping();
  const broken = {
    route: async () => Promise.reject(new Error('no route')),
    trust: { judge: async () => Promise.reject(new Error('no trust')) },
  };
  const lost = Observation.parse(await probe(broken, { target, via: direct }, options));
  expect(lost.tcp).toMatchObject({ state: 'failed', code: 'INTERNAL' });
  const machine = { ...loopbackMachine({ [`${host}:443`]: origin.port }), trust: broken.trust };
  const unjudged = Observation.parse(await probe(machine, { target, via: direct }, options));
  expect(unjudged).toMatchObject({ trust: null, http: { state: 'done' } });
});
