import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { probeOne } from '../../electron/verify/probe-one.ts';
import { type Bench, openBench } from './peer-bench.ts';
import { type RealProxy, signInRules, squid } from './proxies.ts';

const host = 'contoso-corpsensorapi.atp.azure.com';
const via = { kind: 'proxy', scheme: 'http', host: 'proxy.contoso.com', port: 8080 } as const;

let bench: Bench;
let proxy: RealProxy | null = null;
beforeAll(async () => {
  bench = await openBench('sensor-v2');
});
afterEach(async () => {
  await proxy?.stop();
  proxy = null;
});
afterAll(() => bench.close());

test.each([
  [['basic'], 'Basic'],
  [['ntlm'], 'NTLM'],
  [['negotiate', 'ntlm'], 'Negotiate, NTLM'],
] as const)(
  'squid that wants a sign-in by %j is named with its schemes, over TLS and in clear',
  async (schemes, said) => {
    const folder = bench.subfolder(schemes.join('-'));
    proxy = await squid(folder, bench.upstream, signInRules(folder, schemes));
    bench.usesProxy(proxy);
    const targets = [
      { scheme: 'https', host, port: 443, path: '/tri/sensor/api/ping' },
      {
        scheme: 'http',
        host: 'crl.microsoft.com',
        port: 80,
        path: '/pki/crl/products/MicRooCerAut2011_2011_03_22.crl',
      },
    ] as const;
    for (const target of targets) {
      const { verdict } = await probeOne(bench.machine, { target, via, expect: 'any' }, { now: () => new Date() });
      expect(verdict).toMatchObject({
        kind: 'proxy-auth',
        grade: 'fails',
        responder: 'proxy',
        facts: { schemes: said },
      });
    }
    await expect.poll(proxy.log).toMatch(new RegExp(`TCP_DENIED/407 .* CONNECT ${host}:443`));
    await expect.poll(proxy.log).toMatch(/TCP_DENIED\/407 .* GET http:\/\/crl\.microsoft\.com\//);
  },
);

test('squid lets the right sign-in through and no other, and its log names the user', async () => {
  const folder = bench.subfolder('signed-in');
  proxy = await squid(folder, bench.upstream, signInRules(folder, ['basic']));
  bench.usesProxy(proxy);
  const ping = { scheme: 'https', host, port: 443, path: '/tri/sensor/api/ping' } as const;
  const list = {
    scheme: 'http',
    host: 'crl.microsoft.com',
    port: 80,
    path: '/pki/crl/products/MicRooCerAut2011_2011_03_22.crl',
  } as const;
  const probed = async (target: typeof ping | typeof list, password: string) => {
    const options = { now: () => new Date(), proxySignIn: { user: 'svc-mdi', password } };
    const seen = await probeOne(bench.machine, { target, via, expect: 'any' }, options);
    expect(JSON.stringify(seen)).not.toContain(Buffer.from(`svc-mdi:${password}`).toString('base64'));
    return seen;
  };
  const wrong = await probed(ping, 'wrong');
  expect(wrong.verdict).toMatchObject({ kind: 'proxy-auth', grade: 'fails', facts: { why: 'sign-in-refused' } });
  const right = await probed(ping, 'right');
  expect(right.verdict).toMatchObject({ grade: 'works', responder: 'service', facts: { signIn: 'basic' } });
  expect(right.observation.proxySignIn).toBe('sent');
  // Windows fetches its lists without a sign-in, so that this proxy is none for them.
  const fetched = await probed(list, 'right');
  expect(fetched.observation.http).toMatchObject({ state: 'done', answer: { status: 200 } });
  expect(fetched.verdict).toMatchObject({ kind: 'proxy-auth', grade: 'differs', facts: { why: 'signed-in' } });
  await expect.poll(proxy.log).toMatch(new RegExp(`TCP_TUNNEL/200 .* CONNECT ${host}:443 svc-mdi`));
  await expect.poll(proxy.log).toMatch(/\/200 .* GET http:\/\/crl\.microsoft\.com\/\S* svc-mdi/);
});
