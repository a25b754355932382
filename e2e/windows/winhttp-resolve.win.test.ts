import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { ProxyForUrl } from '../../electron/machine/machine.ts';
import { readAdvProxy } from '../../electron/machine/windows/advproxy.ts';
import { resolveProxy } from '../../electron/machine/windows/winhttp-resolve.ts';
import { clearPeer, type Peer } from '../../electron/probe/runtime/peers.ts';
import { holdDesktop } from './desktop.ts';
import { differs } from './wine.ts';

const target = 'https://contoso-corpsensorapi.atp.azure.com/tri/sensor/api/ping';
const script = (body: string) => `function FindProxyForURL(url, host) { ${body} }`;
const byPac = (pacUrl: string, timeoutMs = 20_000, signal?: AbortSignal): Promise<ProxyForUrl> =>
  resolveProxy(target, { pacUrl }, { timeoutMs, workers: __dirname, ...(signal === undefined ? {} : { signal }) });

async function served(body: string): Promise<ProxyForUrl> {
  const head = `HTTP/1.1 200 OK\r\nContent-Type: application/x-ns-proxy-autoconfig\r\nConnection: close\r\n`;
  const peer = await clearPeer((socket) => socket.end(`${head}Content-Length: ${body.length}\r\n\r\n${body}`));
  try {
    return await byPac(`http://127.0.0.1:${peer.port}/proxy.pac`);
  } finally {
    await peer.close();
  }
}

before(holdDesktop);

test('the proxy of a PAC script is what WinHTTP gives back', async () => {
  assert.deepEqual(await served(script('return "PROXY 10.0.0.6:8080";')), {
    kind: 'named',
    proxy: '10.0.0.6:8080',
    bypass: '',
  });
});

test('a PAC script is asked for the very host', async () => {
  const body = 'return dnsDomainIs(host, ".atp.azure.com") ? "PROXY mdi.contoso.com:8080" : "DIRECT";';
  assert.deepEqual(await served(script(body)), { kind: 'named', proxy: 'mdi.contoso.com:8080', bypass: '' });
});

test('DIRECT is direct', async () => {
  assert.deepEqual(await served(script('return "DIRECT";')), { kind: 'direct' });
});

test('of several proxies the first is kept', async () => {
  const found = await served(script('return "PROXY 10.0.0.6:8080; PROXY 10.0.0.7:8080";'));
  const wanted = differs('first-proxy-only') ? /^10\.0\.0\.6:8080$/ : /^10\.0\.0\.6:8080;\s*10\.0\.0\.7:8080$/;
  assert.match(found.kind === 'named' ? found.proxy : found.kind, wanted);
});

test('a faulty script is an error and never a proxy', async () => {
  const faulty = differs('loader-error-of-script') ? 14007 : 12166;
  assert.deepEqual(await served('function FindProxyForURL(url, host) { return ('), { kind: 'failed', win32: faulty });
  assert.deepEqual(await served(script('return noSuchFunction();')), { kind: 'failed', win32: faulty });
});

test('a script that cannot be downloaded is 12167, a scheme that is not http 12006', async () => {
  assert.deepEqual(await byPac('http://127.0.0.1:1/proxy.pac'), { kind: 'failed', win32: 12167 });
  assert.deepEqual(await byPac('file:///C:/proxy.pac'), { kind: 'failed', win32: 12006 });
});

test('WPAD that finds nothing is 12180', async () => {
  const found = await resolveProxy(target, 'wpad', { timeoutMs: 60_000, workers: __dirname });
  assert.deepEqual(found, { kind: 'failed', win32: 12180 });
});

// A server that never answers; closing it at the end also ends the threads that Wine leaves waiting.
let silent: Peer;
before(async () => {
  silent = await clearPeer(() => {});
});
after(() => silent.close());

test('a silent server of the script ends with the time, and the event loop goes on meanwhile', async () => {
  let turns = 0;
  const turning = setInterval(() => turns++, 20);
  const started = performance.now();
  const found = await byPac(`http://127.0.0.1:${silent.port}/proxy.pac`, 600);
  clearInterval(turning);
  assert.deepEqual(found, { kind: 'timeout' });
  assert.ok(performance.now() - started < 5000);
  assert.ok(turns > 5, `${turns} turns`);
});

test('a signal ends the waiting at once, and one that was given before asks nobody', async () => {
  const control = new AbortController();
  const found = byPac(`http://127.0.0.1:${silent.port}/proxy.pac`, 60_000, control.signal);
  setTimeout(() => control.abort(), 200);
  assert.deepEqual(await found, { kind: 'cancelled' });
  const asked = silent.heard.length;
  assert.deepEqual(await byPac(`http://127.0.0.1:${silent.port}/x`, 60_000, control.signal), { kind: 'cancelled' });
  assert.equal(silent.heard.length, asked);
});

test('advproxy is read where the system has it', async () => {
  const found = await readAdvProxy();
  // Servers that do not know the word print nothing either.
  if (differs('netsh-silent')) assert.equal(found, null);
  else if (found !== null) assert.equal(typeof (found.proxyEnabled ?? false), 'boolean');
});
