import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { after, afterEach, before, test } from 'node:test';
import type { SystemAnswer } from '../../electron/core/connectivity/system-answer.ts';
import type { SystemProxy, SystemRequest } from '../../electron/machine/machine.ts';
import { trustEngine } from '../../electron/machine/windows/trust-engine.ts';
import { setDefaultProxy } from '../../electron/machine/windows/winhttp-default.ts';
import { openSystemRequests, systemRequest } from '../../electron/machine/windows/winhttp-request.ts';
import { clearPeer, type Peer, tlsPeer, tunnelProxy } from '../../electron/probe/runtime/peers.ts';
import { issue, threeTier } from '../../electron/probe/runtime/throwaway-certificates.ts';
import { trustRoot } from './trusted-root.ts';
import { differs } from './wine.ts';

const host = 'contoso-corpsensorapi.atp.azure.com';
const address = `https://${host}/tri/sensor/api/ping`;
const names = { root: 'Contoso Suite Root', issuing: 'Contoso Suite CA' };
const trusted = threeTier(names, host, 'rsa');
const ec = threeTier({ root: 'Contoso Suite EC Root', issuing: 'Contoso Suite EC CA' }, host, 'ec');
const stranger = threeTier({ root: 'Fabrikam Root', issuing: 'Fabrikam CA' }, host, 'rsa');
const local = issue({ cn: 'localhost', issuer: trusted.issuing, names: ['localhost'] });
const expired = issue({
  cn: host,
  issuer: trusted.issuing,
  names: [host],
  from: new Date(Date.now() - 60 * 86_400_000),
  until: new Date(Date.now() - 86_400_000),
});

const healthy = (socket: Socket) => void socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Odd: a\r\n\r\nOk');
const none: SystemProxy = { kind: 'none' };
const by = (peer: Peer, bypass = ''): SystemProxy => ({ kind: 'named', proxy: `127.0.0.1:${peer.port}`, bypass });
const get = (url: string, proxy: SystemProxy, more: Partial<SystemRequest> = {}): Promise<SystemAnswer> =>
  systemRequest({ url, proxy, timeoutMs: 20_000, ...more });
const text = ({ body }: SystemAnswer) => Buffer.from(body).toString();

const removals: (() => void)[] = [];
const peers: Peer[] = [];
/** Ended with its test. */
async function kept(peer: Promise<Peer>): Promise<Peer> {
  peers.push(await peer);
  return peer;
}
/** A proxy through which every host is this server. */
async function proxyTo(origin: Promise<Peer>): Promise<Peer> {
  const { port } = await kept(origin);
  return kept(tunnelProxy(() => port));
}
/** Waits until WinHTTP holds no request; Wine's threads let go only when the peer does. */
async function untilAllClosed(): Promise<void> {
  while (openSystemRequests() > 0) await new Promise((resolve) => setTimeout(resolve, 10));
}

before(() => {
  removals.push(trustRoot(trusted.root.der), trustRoot(ec.root.der));
});
after(() => {
  for (const remove of removals) remove();
});
afterEach(async () => {
  await Promise.all(peers.splice(0).map((peer) => peer.close()));
  await untilAllClosed();
});

test('a direct request brings status, headers, body and the chain', async () => {
  const origin = await kept(tlsPeer([local, trusted.issuing], healthy));
  const found = await get(`https://localhost:${origin.port}/a%20b?c=%2F`, none);
  assert.equal(found.outcome, 'answered', JSON.stringify(found));
  assert.deepEqual([found.reached, found.win32, found.status, found.overTls], ['answered', 0, 200, true]);
  assert.equal(found.rawHeaders, 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Odd: a\r\n\r\n');
  assert.equal(text(found), 'Ok');
  assert.deepEqual(
    found.chain.map((der) => Buffer.from(der)),
    [local.der, trusted.issuing.der],
  );
  assert.equal(found.chainFrom, 'request');
  assert.match(origin.heard[0] ?? '', /^GET \/a%20b\?c=%2F HTTP\/1\.1\r\n/);
  assert.match(origin.heard[0] ?? '', /\r\nUser-Agent: Defender-Proxy-Wizard\r\n/);
});

test('a named proxy is asked for a CONNECT, and its bypass list is kept to', async () => {
  const origin = await kept(tlsPeer([local, trusted.issuing], healthy));
  const proxy = await proxyTo(tlsPeer([trusted.server, trusted.issuing], healthy));
  const found = await get(address, by(proxy));
  assert.deepEqual([found.outcome, found.status, found.overTls, text(found)], ['answered', 200, true, 'Ok']);
  assert.match(proxy.heard[0] ?? '', /^CONNECT contoso-corpsensorapi\.atp\.azure\.com:443 HTTP\/1\.1\r\n/);
  assert.equal((await get(`https://localhost:${origin.port}/`, by(proxy, '<local>'))).status, 200);
  assert.equal(proxy.heard.length, 1);
});

test('an EC chain is as good', async () => {
  const found = await get(address, by(await proxyTo(tlsPeer([ec.server, ec.issuing], healthy))));
  assert.deepEqual([found.status, found.chain.length], [200, 2]);
});

test("the machine's default proxy is used where the default is asked for", async () => {
  const proxy = await proxyTo(tlsPeer([trusted.server, trusted.issuing], healthy));
  assert.equal(setDefaultProxy({ access: 'named', proxy: `127.0.0.1:${proxy.port}`, bypass: '' }), 0);
  try {
    assert.equal((await get(address, { kind: 'default' })).status, 200);
    assert.equal(proxy.heard.length, 1);
  } finally {
    setDefaultProxy({ access: 'direct' });
  }
});

test('an automatic proxy without WPAD and account settings goes direct', async () => {
  const origin = await kept(clearPeer(healthy));
  assert.equal((await get(`http://localhost:${origin.port}/`, { kind: 'automatic' })).status, 200);
});

test('a chain that Windows refuses fails, and is read by a second request', async () => {
  const rows: readonly (readonly [string, Parameters<typeof tlsPeer>[0], string, string])[] = [
    ['unknown root', [stranger.server, stranger.issuing], 'partial-chain', 'invalid-ca'],
    ['missing issuing CA', [trusted.server], 'partial-chain', 'invalid-ca'],
    ['expired', [expired, trusted.issuing], 'expired', 'wrong-date'],
    ['wrong name', [local, trusted.issuing], 'name-mismatch', 'wrong-name'],
  ];
  for (const [what, chain, error, failure] of rows) {
    const proxy = await proxyTo(tlsPeer(chain, healthy));
    const found = await get(address, by(proxy));
    const [win32, failures] = differs('one-tls-error') ? [12157, []] : [12175, [failure]];
    assert.deepEqual([what, found.outcome, found.win32, found.secureFailures], [what, 'failed', win32, failures]);
    assert.deepEqual([what, found.chainFrom, found.overTls, found.status], [what, 'repeated', false, null]);
    assert.deepEqual(
      found.chain.map((der) => Buffer.from(der)),
      chain.map(({ der }) => der),
      what,
    );
    // The very chain is what the trust engine then gives a name to.
    assert.deepEqual([what, (await trustEngine([]).judge(found.chain, host)).errors], [what, [error]]);
  }
});

test('what a proxy answers to CONNECT instead of a tunnel', async () => {
  for (const status of [407, 403, 502]) {
    const challenge = 'Proxy-Authenticate: NTLM\r\nProxy-Authenticate: Negotiate\r\n';
    const refusal = `HTTP/1.1 ${status} No\r\n${challenge}Content-Length: 2\r\n\r\nno`;
    const proxy = await kept(clearPeer((socket) => socket.end(refusal)));
    const found = await get(address, by(proxy));
    assert.deepEqual([found.overTls, found.chain.length], [false, 0]);
    if (differs('tls-after-refusal'))
      assert.deepEqual([found.outcome, found.win32, found.status], ['failed', 12157, null]);
    else assert.deepEqual([found.outcome, found.win32, found.status, text(found)], ['answered', 0, status, 'no']);
    // The same for an address without TLS, where both agree.
    const clear = await get(`http://${host}/`, by(proxy));
    assert.deepEqual([clear.outcome, clear.status, text(clear)], ['answered', status, 'no']);
  }
});

test('no credential of the computer is offered to a proxy that asks for one', async () => {
  const challenge = 'Proxy-Authenticate: Negotiate\r\nProxy-Authenticate: NTLM\r\n';
  const refusal = `HTTP/1.1 407 No\r\n${challenge}Content-Length: 0\r\n\r\n`;
  const offered = async (signIn: 'never' | 'integrated') => {
    const proxy = await kept(clearPeer((socket) => socket.on('data', () => socket.write(refusal)).write(refusal)));
    const { status } = await get(`http://${host}/`, by(proxy), { signIn, timeoutMs: 5000 });
    assert.equal(status, 407);
    return proxy.heard.some((heard) => /^Proxy-Authorization: /im.test(heard));
  };
  assert.equal(await offered('never'), false);
  // There it cannot be seen what forbids it.
  if (differs('no-integrated-sign-in')) assert.equal(await offered('integrated'), false);
});

test('no redirect is followed and no cookie is sent', async () => {
  const answer = 'HTTP/1.1 302 Found\r\nLocation: /other\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n';
  const origin = await kept(clearPeer((socket) => socket.end(answer)));
  const found = await get(`http://localhost:${origin.port}/`, none);
  assert.deepEqual([found.status, origin.heard.length], [302, 1]);
});

test('nobody there is 12029, an unknown name 12007, bytes that are not HTTP 12152', async () => {
  const refused = await get('https://127.0.0.1:1/', none);
  assert.deepEqual([refused.outcome, refused.win32, refused.reached], ['failed', 12029, 'connecting']);
  assert.equal((await get(address, { kind: 'named', proxy: '127.0.0.1:1', bypass: '' })).win32, 12029);
  const unresolved = await get('https://no-such-host.invalid/', none);
  assert.deepEqual([unresolved.outcome, unresolved.win32, unresolved.reached], ['failed', 12007, 'resolving']);
  const origin = await kept(clearPeer((socket) => socket.end('SSH-2.0-odd\r\n\r\n')));
  assert.equal((await get(`http://localhost:${origin.port}/`, none)).win32, 12152);
});

test('a silent peer ends with the time, at each stage', async () => {
  const silent = await kept(clearPeer(() => {}));
  const urls: readonly (readonly [string, SystemProxy])[] = [
    [`https://localhost:${silent.port}/`, none],
    [`http://localhost:${silent.port}/`, none],
    [address, by(silent)],
  ];
  for (const [url, proxy] of urls) {
    const started = performance.now();
    const found = await get(url, proxy, { timeoutMs: 300 });
    assert.deepEqual([found.outcome, found.win32, found.status], ['timeout', 0, null]);
    assert.ok(performance.now() - started < 3000);
  }
  await silent.close();
  await untilAllClosed();
});

test('a body that does not end is kept as far as it came', async () => {
  const origin = await kept(clearPeer((socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\nOk')));
  const found = await get(`http://localhost:${origin.port}/`, none, { timeoutMs: 500 });
  assert.deepEqual([found.outcome, found.reached, found.status, text(found)], ['timeout', 'answered', 200, 'Ok']);
});

test('of a body and of headers only so much is kept', async () => {
  const big = await kept(
    clearPeer((socket) => socket.end(`HTTP/1.1 200 OK\r\nContent-Length: 90000\r\n\r\n${'x'.repeat(90_000)}`)),
  );
  const found = await get(`http://localhost:${big.port}/`, none);
  assert.deepEqual([found.outcome, text(found)], ['answered', 'x'.repeat(4096)]);
});

test('a signal ends a request at once, and one that was given before opens nothing', async () => {
  const silent = await kept(clearPeer(() => {}));
  const control = new AbortController();
  const started = performance.now();
  const running = get(address, by(silent), { signal: control.signal });
  setTimeout(() => control.abort(), 100);
  assert.equal((await running).outcome, 'cancelled');
  assert.ok(performance.now() - started < 3000);
  const heard = silent.heard.length;
  assert.equal((await get(address, by(silent), { signal: control.signal })).outcome, 'cancelled');
  assert.equal(silent.heard.length, heard);
});

test('sixteen side by side are each answered, beside dead ones, and the event loop goes on', async () => {
  const silent = await kept(clearPeer(() => {}));
  const proxy = await proxyTo(tlsPeer([trusted.server, trusted.issuing], healthy));
  let turns = 0;
  const turning = setInterval(() => turns++, 10);
  const dead = Array.from({ length: 4 }, () => get(address, by(silent), { timeoutMs: 2000 }));
  const started = performance.now();
  const good = await Promise.all(Array.from({ length: 16 }, (_, at) => get(`${address}?${at}`, by(proxy))));
  const tookMs = performance.now() - started;
  assert.deepEqual(
    good.map(({ outcome, status, chain }) => [outcome, status, chain.length]),
    good.map(() => ['answered', 200, 2]),
  );
  const ends = await Promise.all(dead);
  clearInterval(turning);
  assert.deepEqual(
    ends.map(({ outcome }) => outcome),
    ends.map(() => 'timeout'),
  );
  assert.ok(tookMs < 2000, `${tookMs} ms`);
  assert.ok(turns > 50, `${turns} turns`);
});

test('what no caller may ask for is refused before anything is opened', async () => {
  await assert.rejects(get('ftp://contoso.com/', none), /ftp:/);
  await assert.rejects(get('https://user:secret@contoso.com/', none), /credentials/);
});
