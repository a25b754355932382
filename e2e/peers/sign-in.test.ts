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
