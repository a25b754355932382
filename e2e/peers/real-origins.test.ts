import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { probeOne } from '../../electron/verify/probe-one.ts';
import { type Identity, nginx, opensslServer } from './origins.ts';
import { type Bench, openBench } from './peer-bench.ts';
import type { Peer } from './peer-process.ts';
import { squid, tinyproxy } from './proxies.ts';

const host = 'contoso-corpsensorapi.atp.azure.com';
const ping = '/tri/sensor/api/ping';

let bench: Bench;
let identity: Identity;
const running: Peer[] = [];

beforeAll(async () => {
  bench = await openBench('sensor-v2');
  const pki = await bench.pki();
  const issuers = ['microsoft-tls-g2-rsa-ca-ocsp-04', 'microsoft-tls-rsa-root-g2'] as const;
  identity = {
    chain: [pki.server(host, issuers[0]), ...issuers.map((id) => pki.certificate(id))],
    key: pki.serverKey,
  };
});
afterEach(() => Promise.all(running.splice(0).map((peer) => peer.stop())));
afterAll(() => bench.close());

async function kept<P extends Peer>(peer: Promise<P>): Promise<P> {
  running.push(await peer);
  return peer;
}

const direct = { kind: 'direct' } as const;
const byProxy = { kind: 'proxy', scheme: 'http', host: 'proxy.contoso.com', port: 8080 } as const;

const probed = (via: typeof direct | typeof byProxy, port = 443) =>
  probeOne(
    bench.machine,
    { target: { scheme: 'https', host, port, path: ping }, via, expect: 'mdi' },
    { now: () => new Date() },
  );

describe('the server of OpenSSL', () => {
  const served = async (...switches: string[]) => {
    const folder = bench.subfolder(`openssl${switches.join('')}`);
    bench.puts(`${host}:443`, await kept(opensslServer(folder, identity, { path: ping, body: '2.254.1.0', switches })));
    return probed(direct);
  };

  test.each([
    ['-tls1_2', 'TLSv1.2'],
    ['-tls1_3', 'TLSv1.3'],
  ])('with %s is healthy', async (version, protocol) => {
    const { observation, verdict } = await served(version);
    expect(verdict).toMatchObject({ kind: 'healthy', grade: 'works', responder: 'service' });
    expect(observation.tls).toMatchObject({ state: 'done', protocol });
    expect(observation.presented.map(({ subjectCn }) => subjectCn)).toEqual([
      '*.atp.azure.com',
      'Microsoft TLS G2 RSA CA OCSP 04',
      'Microsoft TLS RSA Root G2',
    ]);
  });

  test.each(['-tls1', '-tls1_1'])('with %s only is too old', async (version) => {
    const { verdict } = await served(version, '-cipher', 'ALL:@SECLEVEL=0');
    expect(verdict).toMatchObject({ kind: 'tls-version', grade: 'fails' });
  });

  test.each(['-tls1_2', '-tls1_3'])(
    'with %s that demands a client certificate is told from one that fails',
    async (version) => {
      const { observation, verdict } = await served(version, '-Verify', '1', '-verify_return_error');
      expect(verdict).toMatchObject({ kind: 'client-certificate', grade: 'differs', responder: 'service' });
      // Its own chain was seen all the same.
      expect(observation.trust).toMatchObject({ trusted: true, root: { known: 'digicert-global-root-g2' } });
    },
  );
});

describe('nginx', () => {
  const answers = {
    200: { status: 200, body: '2.254.1.0' },
    503: { status: 503, body: 'The service is unavailable.' },
  } as const;

  test.each([
    [200, 'healthy'],
    [503, 'healthy-503'],
  ] as const)('with %i over the trusted chain is the service itself', async (status, kind) => {
    const origin = await kept(nginx(bench.subfolder(`nginx-${status}`), identity, answers[status]));
    bench.puts(`${host}:443`, origin);
    const { verdict } = await probed(direct);
    expect(verdict).toMatchObject({ kind, grade: 'works', responder: 'service' });
    await expect.poll(origin.log).toBe(`${host} "GET ${ping} HTTP/1.1" ${status}\n`);
  });

  test('with 503 behind tinyproxy and squid is still the service, and each log has the request', async () => {
    const origin = await kept(nginx(bench.subfolder('nginx-behind'), identity, answers[503]));
    const onward = await kept(squid(bench.subfolder('behind-squid'), { names: [host] }));
    const proxy = await kept(tinyproxy(bench.subfolder('behind-tinyproxy'), onward, origin.port));
    bench.usesProxy(proxy);
    const { verdict } = await probed(byProxy, origin.port);
    expect(verdict).toMatchObject({ kind: 'healthy-503', grade: 'works', responder: 'service' });
    await expect.poll(proxy.log).toMatch(`CONNECT ${host}:${origin.port}`);
    await expect.poll(onward.log).toMatch(`CONNECT ${host}:${origin.port}`);
    await expect.poll(origin.log).toBe(`${host} "GET ${ping} HTTP/1.1" 503\n`);
  });
});
