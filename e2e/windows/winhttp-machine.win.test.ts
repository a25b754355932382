import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { encodeWinHttpSettings } from '../../electron/core/codecs/winhttp-settings.ts';
import type { Finding } from '../../electron/core/effective/finding.ts';
import type { Intent } from '../../electron/core/plan/intent.ts';
import type { ProbeResult } from '../../electron/core/plan/verification.ts';
import { probesOf, Verification } from '../../electron/core/plan/verification.ts';
import { regType } from '../../electron/core/settings/reading.ts';
import { detect } from '../../electron/detect/detect.ts';
import type { Machine, RawImage } from '../../electron/machine/machine.ts';
import { openWindows } from '../../electron/machine/windows/open-windows.ts';
import { answer, clearPeer, type Peer } from '../../electron/probe/runtime/peers.ts';
import { holdDesktop } from './desktop.ts';
import { bareEnvironment, installProgram, program, removeProgram } from './installed-program.ts';
import { at, closeScene, openScene, planned, seedScene, write } from './server-scene.ts';
import { differs } from './wine.ts';

/** What the machine says through WinHTTP itself: its default proxy beside what is stored, and the way of a PAC file. */

let machine: Machine;
let pacServer: Peer;
let proxy: Peer;

before(async () => {
  holdDesktop();
  installProgram();
  await openScene();
  await seedScene();
  for (const id of ['mdav.policy.proxyServer', 'wininet.localSystem.connection'] as const)
    await write(id, { state: 'absent', missingKeys: 0 });
  const opened = openWindows({ program: null, workers: __dirname, owner: () => 0n, knownRoots: () => [] });
  assert.ok(opened.ok);
  machine = opened.value;
  proxy = await clearPeer((socket) => socket.end(answer(403, 'no')));
  const script = `function FindProxyForURL(url, host) {
    return dnsDomainIs(host, ".microsoft.com") ? "PROXY 127.0.0.1:${proxy.port}" : "DIRECT";
  }`;
  pacServer = await clearPeer((socket) =>
    socket.end(answer(200, script, ['Content-Type: application/x-ns-proxy-autoconfig', 'Connection: close'])),
  );
});
after(async () => {
  await Promise.all([pacServer.close(), proxy.close()]);
  await closeScene();
  removeProgram();
});

const binary = (bytes: Uint8Array): RawImage => ({ state: 'present', type: regType.binary, bytes });
const findings = async (rule: Finding['rule']): Promise<readonly Finding[]> =>
  (await detect(machine, { now: () => new Date(), newId: randomUUID })).findings.filter((one) => one.rule === rule);

const wanted = { access: 'named', proxy: 'proxy.contoso.com:8080', bypass: '<local>;*.contoso.local' } as const;

test("WinHTTP's own answer agrees with what its API stored, and with what is absent", async () => {
  for (const said of [wanted, { access: 'direct' }] as const) {
    assert.equal(await machine.winhttp.write(said), 0);
    assert.deepEqual(await machine.winhttp.read(), said);
    assert.deepEqual(await findings('winhttp-api-differs'), []);
  }
  await write('winhttp.machine', { state: 'absent', missingKeys: 0 });
  assert.deepEqual(await machine.winhttp.read(), { access: 'direct' });
  assert.deepEqual(await findings('winhttp-api-differs'), []);
});

test('a proxy as netsh stores it is what WinHTTP answers', async () => {
  await write('winhttp.machine', binary(encodeWinHttpSettings(wanted)));
  const [found] = await findings('winhttp-api-differs');
  if (differs('winhttp-flag')) {
    // Which is what the finding is for.
    assert.deepEqual(await machine.winhttp.read(), { access: 'direct' });
    assert.deepEqual(found?.facts, { stored: `${wanted.proxy} (${wanted.bypass})`, answer: 'direct' });
  } else {
    assert.deepEqual(await machine.winhttp.read(), wanted);
    assert.equal(found, undefined);
  }
});

for (const [what, bytes] of [
  ['cut short', encodeWinHttpSettings(wanted).subarray(0, 24)],
  ['only its head', encodeWinHttpSettings(wanted).subarray(0, 8)],
  ['a length past the end', Uint8Array.from(encodeWinHttpSettings(wanted), (byte, at) => (at === 12 ? 0xff : byte))],
] as const) {
  test(`of a stored value that is malformed it is told what WinHTTP makes of it: ${what}`, async () => {
    await write('winhttp.machine', binary(bytes));
    const said = await machine.winhttp.read();
    const [found, ...more] = await findings('winhttp-api-differs');
    assert.deepEqual(more, []);
    if (differs('malformed-is-direct')) assert.deepEqual(said, { access: 'direct' });
    if ('win32' in said) assert.deepEqual([found?.severity, found?.facts.win32], ['unknown', String(said.win32)]);
    else assert.deepEqual([found?.severity, found?.facts.stored], ['warning', 'malformed']);
  });
}

test('what advproxy left is asked for within its bound', async () => {
  const started = performance.now();
  const left = await machine.winhttp.leftover();
  assert.ok(performance.now() - started < 5000);
  if (differs('netsh-silent')) assert.equal(left, null);
  await write('winhttp.machine', { state: 'absent', missingKeys: 0 });
  if (left === null) assert.deepEqual(await findings('advproxy-left'), []);
});

const pacUrl = () => `http://127.0.0.1:${pacServer.port}/proxy.pac`;

test('the machine resolves by a PAC file, a proxy for one host and none for another', async () => {
  const ask = (url: string) => machine.winhttp.resolve(url, { pacUrl: pacUrl() }, { timeoutMs: 30_000 });
  assert.deepEqual(await ask('https://a.wdcp.microsoft.com/'), {
    kind: 'named',
    proxy: `127.0.0.1:${proxy.port}`,
    bypass: '',
  });
  assert.deepEqual(await ask('https://a.contoso.com/'), { kind: 'direct' });
});

/** Antivirus alone is tested, and the lists that every service needs. */
const intent: Intent = {
  schema: 1,
  cloud: 'commercial',
  geography: 'US',
  noRevocationPath: false,
  winhttp: null,
  mde: null,
  mdav: { route: { kind: 'keep' }, bypass: [] },
  mdi: null,
  strongCrypto: false,
};

/** Not synchronously: this process serves the script and the proxy. */
async function verified(env: Readonly<Record<string, string>>): Promise<readonly ProbeResult[]> {
  const child = spawn(program, ['verify', '--plan', planned(intent).file, '--json'], {
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let text = '';
  child.stdout.on('data', (chunk) => {
    text += chunk;
  });
  await new Promise((resolve) => child.once('close', resolve));
  const { value } = JSON.parse(text) as { value: unknown }; // the program's one shape
  return probesOf(Verification.parse(value));
}

test('the built program tests a service by the way of its PAC file, in a thread that hears no environment', async () => {
  await machine.winhttp.write({ access: 'named', proxy: `127.0.0.1:${proxy.port}`, bypass: '' });
  const bytes = Buffer.from(`${pacUrl()}\0`, 'utf16le');
  await write('mdav.policy.proxyPacUrl', { state: 'present', type: regType.sz, bytes });
  const planted = at('planted.cjs').replaceAll('\\', '/');
  const mark = at('planted.txt').replaceAll('\\', '/');
  writeFileSync(planted, `require('node:fs').writeFileSync('${mark}', 'here')`);
  const probes = await verified({ ...bareEnvironment, NODE_OPTIONS: `--require "${planted}"` });
  const found = probes.find(({ service }) => service === 'mdav-cloud');
  assert.deepEqual(found?.route, { kind: 'pac', url: pacUrl() });
  assert.deepEqual(found.observation?.via, { kind: 'proxy', scheme: 'http', host: '127.0.0.1', port: proxy.port });
  assert.equal(found.verdict.kind, 'proxy-denied');
  assert.ok(!existsSync(mark));
});

test('a PAC file that cannot be had leaves the service untested, and says why', async () => {
  const bytes = Buffer.from('http://127.0.0.1:1/proxy.pac\0', 'utf16le');
  await write('mdav.policy.proxyPacUrl', { state: 'present', type: regType.sz, bytes });
  const found = (await verified(bareEnvironment)).find(({ service }) => service === 'mdav-cloud');
  assert.deepEqual([found?.observation, found?.verdict.kind], [null, 'not-tested']);
  assert.deepEqual([found?.verdict.facts.why, found?.verdict.facts.win32], ['pac', '12167']);
});
