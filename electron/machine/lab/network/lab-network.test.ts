import type { X509Certificate } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TLSSocket, connect as tlsConnect } from 'node:tls';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Dial, Machine } from '../../machine.ts';
import { openLab } from '../open-lab.ts';

const consoleProgram = { file: process.execPath, args: ['-e', '0'] };
const api = 'contoso-corpsensorapi.atp.azure.com';
const edr = 'edr-eus3.us.endpoint.security.microsoft.com';

let stateDir: string;
let open: Machine[];

beforeEach(async () => {
  stateDir = await mkdtemp(path.join(tmpdir(), 'lab-'));
  open = [];
});
afterEach(async () => {
  await Promise.all(open.map((machine) => machine.close()));
  await rm(stateDir, { recursive: true, force: true });
});

async function lab(scenario: string): Promise<Machine> {
  const opened = await openLab({ scenario, stateDir, consoleProgram });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  open.push(opened.value);
  return opened.value;
}

async function dialOf(machine: Machine, host: string, port: number, role: 'origin' | 'proxy'): Promise<Dial> {
  const found = await machine.route({ host, port, role });
  if (found === null) throw new Error('the lab always says where to dial');
  expect(found.address).toBe('127.0.0.1');
  return found;
}

const proxyOf = (machine: Machine) => dialOf(machine, 'proxy.contoso.com', 8080, 'proxy');

function dialed({ address, port }: Dial): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: address, port, autoSelectFamily: false });
    socket.once('error', reject);
    socket.once('connect', () => resolve(socket));
  });
}

/** The head of the proxy's answer to CONNECT; the socket is left right behind it. */
async function connectVia(dial: Dial, target: string): Promise<{ head: string; socket: Socket }> {
  const socket = await dialed(dial);
  socket.write(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n\r\n`);
  const head = await new Promise<string>((resolve, reject) => {
    let got = '';
    const more = (chunk: Buffer) => {
      got += chunk.toString('latin1');
      const end = got.indexOf('\r\n\r\n');
      if (end < 0) return;
      socket.off('data', more);
      socket.pause();
      socket.unshift(Buffer.from(got.slice(end + 4), 'latin1'));
      resolve(got.slice(0, end));
    };
    socket.on('data', more);
    socket.once('error', reject);
    socket.once('end', () => resolve(got));
  });
  return { head, socket };
}

function secured(socket: Socket, servername: string): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const secure = tlsConnect({ socket, servername, rejectUnauthorized: false });
    secure.once('secureConnect', () => resolve(secure));
    secure.once('error', reject);
  });
}

function presented(socket: TLSSocket): X509Certificate[] {
  const list: X509Certificate[] = [];
  for (let at = socket.getPeerX509Certificate(); at !== undefined && list.length < 9; at = at.issuerCertificate)
    list.push(at);
  return list;
}

function rest(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let got = '';
    socket.on('data', (chunk: Buffer) => {
      got += chunk.toString('latin1');
    });
    socket.once('end', () => resolve(got));
    socket.once('error', reject);
  });
}

function get(socket: Socket, host: string, target: string): Promise<string> {
  socket.write(`GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  return rest(socket);
}

async function throughProxy(machine: Machine, host: string, target: string) {
  const { head, socket } = await connectVia(await proxyOf(machine), `${host}:443`);
  expect(head).toMatch(/^HTTP\/1\.1 200 /);
  const secure = await secured(socket, host);
  const chain = presented(secure);
  const trust = await machine.trust.judge(
    chain.map(({ raw }) => raw),
    host,
  );
  return { head, chain, trust, answer: await get(secure, host, target) };
}

const log = () => readFile(path.join(stateDir, 'network.log'), 'utf8').catch(() => '');

describe('the good path', () => {
  test('the proxy relays to the sensor API, whose chain ends in the stand-in of DigiCert Global Root G2', async () => {
    const machine = await lab('static-proxy');
    const { head, chain, trust, answer } = await throughProxy(machine, api, '/tri/sensor/api/ping');
    expect(head).toMatch(/^Via: 1\.1 proxy\.contoso\.com /m);
    expect(chain.map(({ subject }) => /CN=(.*)/.exec(subject)?.[1])).toEqual([
      '*.atp.azure.com',
      'Microsoft TLS G2 RSA CA OCSP 04',
      'Microsoft TLS RSA Root G2',
    ]);
    expect(chain[0]?.infoAccess).toContain('Microsoft%20TLS%20G2%20RSA%20CA%20OCSP%2004.crt');
    expect(trust).toMatchObject({
      trusted: true,
      errors: [],
      root: { cn: 'DigiCert Global Root G2', store: 'public', known: 'digicert-global-root-g2' },
    });
    expect(trust.path).toHaveLength(4);
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer).toMatch(/\d+\.\d+\.\d+\.\d+/);
    expect(await log()).toMatch(new RegExp(` proxy\\.contoso\\.com:8080 CONNECT ${api}:443 200 client\n`));
    expect(await log()).toMatch(
      new RegExp(` origin GET https://${api}/tri/sensor/api/ping 200 via:proxy\\.contoso\\.com:8080\n`),
    );
  });

  test.each([
    [api, '/', 503],
    [edr, '/edr/commands/test', 200],
    [edr, '/edr/cnc/identity/api', 500],
    [edr, '/storage/automatedirstrprdeus3/', 400],
    ['mdav.us.endpoint.security.microsoft.com', '/mdav/test', 404],
    ['mdav.us.endpoint.security.microsoft.com', '/storage/ussus1eastprod/', 400],
    ['winatp-gw-eus3.microsoft.com', '/commands/test', 200],
    ['us-v20.events.data.microsoft.com', '/ping', 200],
    ['us.vortex-win.data.microsoft.com', '/collect/v1', 400],
    ['unitedstates.cp.wd.microsoft.com', '/wdcp.svc/bond/submitReport/test', 404],
    ['ussus1eastprod.blob.core.windows.net', '/', 400],
  ])('%s%s answers %i', async (host, target, status) => {
    const machine = await lab('static-proxy');
    const { answer, trust } = await throughProxy(machine, host, target);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(trust.errors).toEqual([]);
    const azure = host === api || host.endsWith('windows.net');
    expect(trust.root?.known).toBe(azure ? 'digicert-global-root-g2' : 'microsoft-root-2011');
  });

  test('direct egress reaches the origins without a proxy, and the log says so', async () => {
    const machine = await lab('direct');
    const socket = await dialed(await dialOf(machine, api, 443, 'origin'));
    expect(await get(await secured(socket, api), api, '/')).toMatch(/^HTTP\/1\.1 503 [\s\S]*Microsoft-HTTPAPI\/2\.0/);
    expect(await log()).toContain(`origin GET https://${api}/ 503 direct\n`);
  });

  test('port 80 works directly and in absolute form through the proxy', async () => {
    const machine = await lab('direct');
    const host = 'www.msftconnecttest.com';
    const straight = await dialed(await dialOf(machine, host, 80, 'origin'));
    expect(await get(straight, host, '/connecttest.txt')).toMatch(/\r\n\r\n[\s\S]*Microsoft Connect Test/);
    const viaProxy = await get(await dialed(await proxyOf(machine)), host, `http://${host}/connecttest.txt`);
    expect(viaProxy).toMatch(/^HTTP\/1\.1 200 /);
    expect(viaProxy).toMatch(/^via: 1\.1 proxy\.contoso\.com/im);
    expect(await log()).toContain(`via:proxy.contoso.com:8080\n`);
  });
});

describe('what goes wrong', () => {
  test.each([
    ['proxy-403', 403, /X-Squid-Error: ERR_ACCESS_DENIED/],
    [
      'proxy-407',
      407,
      /Proxy-Authenticate: Negotiate\r\nProxy-Authenticate: NTLM\r\nProxy-Authenticate: Basic realm="/,
    ],
    ['proxy-503', 503, /X-Squid-Error: ERR_CANNOT_FORWARD/],
  ])('%s answers CONNECT and absolute form with %i', async (scenario, status, header) => {
    const machine = await lab(scenario);
    const { head, socket } = await connectVia(await proxyOf(machine), `${api}:443`);
    expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(head).toMatch(header);
    expect(head).toMatch(/^Via: 1\.1 proxy\.contoso\.com/m);
    expect(await rest(socket.resume())).toContain('<html>');
    const plain = await get(await dialed(await proxyOf(machine)), 'crl.microsoft.com', 'http://crl.microsoft.com/');
    expect(plain).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(await log()).not.toContain(' origin ');
  });

  test('a CONNECT to a name that the lab does not know is 502', async () => {
    const machine = await lab('static-proxy');
    for (const target of ['nowhere.example:443', `${api}:8443`, 'other-corpsensorapi.atp.azure.com:443']) {
      const { head, socket } = await connectVia(await proxyOf(machine), target);
      expect(head).toMatch(/^HTTP\/1\.1 502 /);
      socket.destroy();
    }
  });

  test('origin-503 answers the ping with HTTP.sys 503 over a trusted chain', async () => {
    const { trust, answer } = await throughProxy(await lab('origin-503'), api, '/tri/sensor/api/ping');
    expect(answer).toMatch(/^HTTP\/1\.1 503 [\s\S]*server: Microsoft-HTTPAPI\/2\.0/i);
    expect(trust.trusted).toBe(true);
  });

  test('inspection presents a forged leaf of the Contoso CA, trusted by Group Policy, and relays', async () => {
    const { chain, trust, answer } = await throughProxy(await lab('inspection'), api, '/tri/sensor/api/ping');
    expect(chain[0]?.issuer).toContain('CN=Contoso Proxy Inspection CA');
    expect(trust).toMatchObject({
      trusted: true,
      root: { cn: 'Contoso Proxy Inspection CA', store: 'group-policy', known: null },
    });
    expect(answer).toMatch(/^HTTP\/1\.1 200 [\s\S]*via: 1\.1 proxy\.contoso\.com/i);
    expect(await log()).toContain(`origin GET https://${api}/tri/sensor/api/ping 200 via:proxy.contoso.com:8080`);
  });

  test('root-missing presents the whole chain, whose root the machine does not have', async () => {
    const { chain, trust } = await throughProxy(await lab('root-missing'), api, '/');
    expect(chain).toHaveLength(3);
    expect(trust).toMatchObject({ trusted: false, errors: ['partial-chain'], root: null });
    expect(trust.path).toHaveLength(3);
  });

  test('chain-incomplete presents the leaf alone', async () => {
    const { chain, trust } = await throughProxy(await lab('chain-incomplete'), api, '/');
    expect(chain).toHaveLength(1);
    expect(trust).toMatchObject({ trusted: false, errors: ['partial-chain'] });
  });

  test('without egress every direct connection is refused, and so is an unknown proxy', async () => {
    const machine = await lab('sensor-v2');
    await expect(dialed(await dialOf(machine, api, 443, 'origin'))).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await expect(dialed(await dialOf(machine, 'proxy.contoso.com', 3128, 'proxy'))).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    });
  });

  test('a name that does not exist is refused even with open egress', async () => {
    const machine = await lab('direct');
    await expect(dialed(await dialOf(machine, 'nowhere.example', 443, 'origin'))).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    });
  });

  test('a TLS client that names no known server gets no certificate', async () => {
    const machine = await lab('direct');
    const socket = await dialed(await dialOf(machine, api, 443, 'origin'));
    await expect(secured(socket, 'nowhere.example')).rejects.toThrow();
  });

  test('black-hole accepts a direct connection and stays silent until the lab is closed', async () => {
    const machine = await lab('black-hole');
    const socket = await dialed(await dialOf(machine, api, 443, 'origin'));
    socket.write('hello');
    const answered = rest(socket).catch(() => '');
    await machine.close();
    expect(await answered).toBe('');
  });
});

describe('isolation', () => {
  test.each(['direct', 'inspection'])('the lab itself dials nothing but 127.0.0.1 (%s)', async (scenario) => {
    const dialedHosts: unknown[] = [];
    // The one place through which every socket of Node connects; its arguments may come wrapped in an array.
    const original = Socket.prototype.connect;
    Socket.prototype.connect = function (this: Socket, ...args: unknown[]) {
      const first = Array.isArray(args[0]) ? args[0][0] : args[0];
      dialedHosts.push((first as { host?: unknown }).host);
      return Reflect.apply(original, this, args);
    } as typeof original;
    try {
      const machine = await lab(scenario);
      for (const host of [api, edr]) await throughProxy(machine, host, '/');
      const plain = await dialed(await proxyOf(machine));
      await get(plain, 'crl.microsoft.com', 'http://crl.microsoft.com/pki/x.crl');
    } finally {
      Socket.prototype.connect = original;
    }
    expect(dialedHosts.length).toBeGreaterThan(4);
    expect(new Set(dialedHosts)).toEqual(new Set(['127.0.0.1']));
  });

  test('close leaves no server and no connection of this process open', async () => {
    const sockets = () => process.getActiveResourcesInfo().filter((kind) => /TCP|TLS/.test(kind)).length;
    const before = sockets();
    const machine = await lab('inspection');
    await throughProxy(machine, api, '/');
    const held = await dialed(await proxyOf(machine));
    const ended = rest(held).catch(() => '');
    expect(sockets()).toBeGreaterThan(before);
    await machine.close();
    await ended;
    held.destroy();
    await vi.waitFor(() => expect(sockets()).toBe(before));
  });

  test('close can be called twice, and the servers start again when they are needed again', async () => {
    const machine = await lab('static-proxy');
    await throughProxy(machine, api, '/');
    await machine.close();
    await machine.close();
    expect((await throughProxy(machine, api, '/')).trust.trusted).toBe(true);
  });
});

describe('the plain files', () => {
  test('ports.json names what listens, and close takes it away again', async () => {
    const machine = await lab('static-proxy');
    const { port } = await proxyOf(machine);
    const file = path.join(stateDir, 'ports.json');
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({
      'proxy.contoso.com:8080': { address: '127.0.0.1', port, pid: process.pid },
    });
    await machine.close();
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({});
    await expect(dialed({ address: '127.0.0.1', port })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  test('an external entry is honoured as given, and only on the loopback address', async () => {
    const machine = await lab('static-proxy');
    const real = createServer((socket) => socket.end('I am real'));
    await new Promise<void>((resolve) => real.listen({ host: '127.0.0.1', port: 0 }, () => resolve()));
    const address = real.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const file = path.join(stateDir, 'ports.json');
    await writeFile(file, JSON.stringify({ 'proxy.contoso.com:8080': { address: '127.0.0.1', port, external: true } }));
    expect(await rest(await dialed(await proxyOf(machine)))).toBe('I am real');
    await writeFile(file, JSON.stringify({ 'proxy.contoso.com:8080': { address: '192.0.2.1', port, external: true } }));
    expect(await proxyOf(machine)).toMatchObject({ address: '127.0.0.1' });
    await new Promise((resolve) => real.close(resolve));
  });

  test('the authorities are made once, and every process issues the same certificates', async () => {
    const first = await lab('static-proxy');
    const chain = (await throughProxy(first, api, '/')).chain;
    const files = (await readdir(path.join(stateDir, 'pki'))).sort();
    expect(files).toContain('digicert-global-root-g2.crt');
    const again = (await throughProxy(await lab('static-proxy'), api, '/')).chain;
    expect(again.map(({ fingerprint256 }) => fingerprint256)).toEqual(
      chain.map(({ fingerprint256 }) => fingerprint256),
    );
    expect((await readdir(stateDir)).filter((name) => /\.(?:new|old|lock)/.test(name))).toEqual([]);
  });

  test('several processes that need authorities at once get the same ones', async () => {
    const machines = await Promise.all(Array.from({ length: 4 }, () => lab('static-proxy')));
    const chains = await Promise.all(machines.map((machine) => throughProxy(machine, api, '/')));
    expect(new Set(chains.map(({ chain }) => chain[2]?.fingerprint256)).size).toBe(1);
  });
});
