import { createSecureContext } from 'node:tls';
import { afterEach, expect, test } from 'vitest';
import { judge } from '../core/connectivity/judge.ts';
import { Observation, type ProbeVia } from '../core/connectivity/observation.ts';
import { type BasicSignIn, basicFault, basicToken } from './basic-sign-in.ts';
import { probe } from './probe.ts';
import { loopbackMachine, type TestRoot } from './runtime/loopback-machine.ts';
import { answer, basicProxy, clearPeer, type Peer, tlsPeer } from './runtime/peers.ts';
import { expectList, expectMde, expectMdi, look, mdiHost, roots, served } from './runtime/scene.ts';
import { issue } from './runtime/throwaway-certificates.ts';

/** The sign-in of an admin to a proxy: given to who asks for Basic, to nobody else, and kept nowhere. */
const signIn: BasicSignIn = { user: 'CONTOSO\\svcProxy', password: 'Pl4nted S3cret&ü' };
const token = 'Q09OVE9TT1xzdmNQcm94eTpQbDRudGVkIFMzY3JldCbDvA==';
const basic = 'Basic realm="x"';
const ok = answer(200, '2.245.1.2');
const options = { proxySignIn: signIn };

const open: Peer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((peer) => peer.close()));
});
const origin = async (peer = served(ok)) => {
  const started = await peer;
  open.push(started);
  return started;
};

function expectNoSecret(seen: Observation): void {
  const text = JSON.stringify(seen);
  for (const secret of [signIn.password, token, encodeURIComponent(signIn.password), 'S3cret&amp;'])
    expect(text).not.toContain(secret);
}

test('the token is that of RFC 7617, in UTF-8', () => {
  expect(basicToken({ user: 'Aladdin', password: 'open sesame' })).toBe('QWxhZGRpbjpvcGVuIHNlc2FtZQ==');
  expect(basicToken({ user: 'test', password: '123£' })).toBe('dGVzdDoxMjPCow==');
  expect(basicToken(signIn)).toBe(token);
});

test('a proxy that asks for Basic is answered, and the origin hears nothing of it', async () => {
  const behind = await origin();
  const { seen, verdict, heard } = await look({
    peer: () => basicProxy(token, ['Negotiate', basic], () => behind.port),
    by: 'proxy',
    options,
  });
  expect(verdict).toMatchObject({ kind: 'healthy', grade: 'works', facts: { signIn: 'basic' } });
  expect(seen).toMatchObject({ proxySignIn: 'sent', connect: { state: 'done', answer: { status: 200 } } });
  expect(heard[0]).not.toMatch(/authorization/i);
  expect(heard[1]).toMatch(`\r\nProxy-Authorization: Basic ${token}\r\n`);
  expect(behind.heard.join('')).not.toMatch(/authorization/i);
  expectNoSecret(seen);
});

test('what MDE cannot do by itself does not work because an admin can', async () => {
  const behind = await origin();
  const { verdict } = await look({
    peer: () => basicProxy(token, [basic], () => behind.port),
    by: 'proxy',
    options,
    expectation: { ...expectMde, roots: [], pinned: false },
  });
  expect(verdict).toMatchObject({ kind: 'proxy-auth', grade: 'differs', facts: { why: 'signed-in' } });
});

test('a wrong password is a refusal of the sign-in, and is asked only once', async () => {
  const { seen, verdict, heard } = await look({
    peer: () => basicProxy(token, [basic], () => 1),
    by: 'proxy',
    options: { proxySignIn: { ...signIn, password: 'wrong' } },
  });
  expect(verdict).toMatchObject({ kind: 'proxy-auth', grade: 'fails', facts: { why: 'sign-in-refused' } });
  expect(seen.proxySignIn).toBe('sent');
  expect(heard).toHaveLength(2);
});

test('on port 80 it goes along in absolute form', async () => {
  const { seen, verdict, heard } = await look({
    peer: () =>
      clearPeer((socket, first) =>
        socket.end(
          first.includes(`Proxy-Authorization: Basic ${token}`)
            ? answer(200, 'list')
            : answer(407, '', [`Proxy-Authenticate: ${basic}`]),
        ),
      ),
    by: 'clear-proxy',
    options,
    expectation: { ...expectList, role: 'generic' },
  });
  expect(verdict).toMatchObject({ kind: 'healthy', facts: { signIn: 'basic' } });
  expect(seen.proxySignIn).toBe('sent');
  expect(heard[1]).toMatch('GET http://crl.microsoft.com/a.crl HTTP/1.1');
});

test.each([
  ['does not ask at all', [], 'proxy-auth'],
  ['asks for NTLM and Negotiate alone', ['NTLM', 'Negotiate'], 'proxy-auth'],
  ['asks for a scheme with Basic in its text', ['Digest realm="Basic", nonce="x"'], 'proxy-auth'],
] as const)('a proxy that %s hears nothing of it', async (_what, schemes, kind) => {
  const { seen, verdict, heard } = await look({
    peer: () => basicProxy(token, schemes, () => 1),
    by: 'proxy',
    options,
  });
  expect(verdict.kind).toBe(kind);
  expect(seen.proxySignIn).toBeUndefined();
  expect(heard.join('')).not.toMatch(/authorization/i);
});

test('a server that is no proxy hears nothing of it, whatever it asks for', async () => {
  const asking = answer(407, '', [`Proxy-Authenticate: ${basic}`]);
  const overTls = await look({ peer: () => served(asking), by: 'direct', options });
  const inClear = await look({ peer: () => clearPeer((socket) => socket.end(asking)), by: 'clear', options });
  expect([...overTls.heard, ...inClear.heard].join('')).not.toMatch(/authorization/i);
  expect(overTls.seen.proxySignIn).toBeUndefined();
  expect(inClear.seen.proxySignIn).toBeUndefined();
});

test.each([
  ['of this name that is trusted', 'proxy.contoso.com', 'public', 'sent'],
  ['of this name that nobody trusts', 'proxy.contoso.com', null, 'withheld'],
  ['of another name that is trusted', 'other.contoso.com', 'public', 'withheld'],
] as const)('a proxy behind TLS %s', async (_what, cn, store, told) => {
  const certificate = issue({ cn, names: [cn], issuer: null, key: 'ec' });
  const own: readonly TestRoot[] = store === null ? [] : [{ certificate, known: null, store }];
  const { seen, verdict, heard } = await look({
    peer: () => tlsPeer([certificate], (socket) => socket.end(answer(407, '', [`Proxy-Authenticate: ${basic}`]))),
    by: 'tls-proxy',
    options,
    roots: own,
  });
  expect(seen.proxySignIn).toBe(told);
  expect(verdict.facts.why).toBe(told === 'sent' ? 'sign-in-refused' : 'sign-in-withheld');
  expect(heard.join('').includes(token)).toBe(told === 'sent');
});

test.each(['tls-proxy', 'tls-proxy-port-80'] as const)(
  '%s: each connection has to be trusted by itself',
  async (by) => {
    const trusted = issue({ cn: 'proxy.contoso.com', names: ['proxy.contoso.com'], issuer: null, key: 'ec' });
    const other = issue({ cn: 'proxy.contoso.com', names: ['proxy.contoso.com'], issuer: null, key: 'ec' });
    const presented = [trusted, other];
    const { seen, heard } = await look({
      peer: () =>
        tlsPeer([trusted], (socket) => socket.end(answer(407, '', [`Proxy-Authenticate: ${basic}`])), {
          SNICallback: (_name, done) => {
            const { pem, keyPem } = presented.shift() ?? other;
            done(null, createSecureContext({ cert: pem, key: keyPem }));
          },
        }),
      by: 'tls-proxy',
      ...(by === 'tls-proxy'
        ? {}
        : { target: { scheme: 'http', host: 'crl.microsoft.com', port: 80, path: '/a.crl' } }),
      options,
      roots: [{ certificate: trusted, known: null, store: 'public' }],
    });
    expect(presented).toEqual([]);
    expect(seen.proxySignIn).toBe('withheld');
    expect(heard.join('')).not.toMatch(/authorization/i);
  },
);

test('a proxy that sends the sign-in back finds it in no observation', async () => {
  const echo = `<p>${signIn.password.replace('&', '&amp;')} ${encodeURIComponent(signIn.password)}`;
  const { seen } = await look({
    peer: () =>
      clearPeer((socket, first) =>
        socket.end(
          first.includes('Proxy-Authorization')
            ? answer(403, `${token} ${signIn.user}:${signIn.password} ${echo}`, [`X-Seen: Basic ${token}`])
            : answer(407, '', [`Proxy-Authenticate: ${basic}`]),
        ),
      ),
    by: 'proxy',
    options,
  });
  expect(seen.connect).toMatchObject({ state: 'done', answer: { status: 403 } });
  expectNoSecret(seen);
  const bad = await look({
    peer: () =>
      clearPeer((socket, first) =>
        socket.end(
          first.includes('Proxy-Authorization')
            ? `HTTP/1.1 200 OK\r\nBad ${token} line\r\n\r\n`
            : answer(407, '', [`Proxy-Authenticate: ${basic}`]),
        ),
      ),
    by: 'proxy',
    options,
  });
  expect(bad.seen.connect).toMatchObject({ state: 'failed', code: 'BAD_HEADER' });
  expectNoSecret(bad.seen);
});

test.each([
  [{ user: 'a:b', password: '' }, 'user'],
  [{ user: '', password: 'x' }, 'user'],
  [{ user: 'a\r\nX: y', password: '' }, 'user'],
  [{ user: 'a', password: 'x\r\ny' }, 'password'],
  [{ user: 'a', password: 'x'.repeat(1025) }, 'password'],
  [{ user: 'a', password: 'x:y z' }, null],
] as const)('what cannot be written as Basic is told: %o', (given, fault) => {
  expect(basicFault(given)).toBe(fault);
});

test('a sign-in that cannot be written is sent nowhere', async () => {
  const proxy = await origin(clearPeer(() => {}, 'now'));
  const via: ProbeVia = { kind: 'proxy', scheme: 'http', host: 'proxy.contoso.com', port: 8080 };
  const target = { scheme: 'https', host: mdiHost, port: 443, path: '/' } as const;
  const machine = loopbackMachine({ 'proxy.contoso.com:8080': proxy.port }, roots);
  const bad = { ...signIn, user: 'a\r\nX-Injected: 1' };
  const seen = Observation.parse(await probe(machine, { target, via }, { now: () => new Date(), proxySignIn: bad }));
  expect(seen.tcp).toMatchObject({ state: 'failed', code: 'BAD_TARGET' });
  expect(proxy.heard).toEqual([]);
  expect(judge(seen, expectMdi).grade).toBe('fails');
});
