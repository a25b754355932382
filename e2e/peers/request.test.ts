import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Ticket } from '../../electron/core/report/ticket.ts';
import { probeOne } from '../../electron/verify/probe-one.ts';
import { shippedText } from '../../electron/verify/shipped-catalogue.ts';
import { organisationAuthority } from './authority.ts';
import { type Bench, openBench } from './peer-bench.ts';
import { interceptingSquid, parsedBySquid, type RealProxy, signInRules, squid } from './proxies.ts';

/** What the report asks of the proxy team, given to a real proxy: refused before, through afterwards. */
const host = 'contoso-corpsensorapi.atp.azure.com';
const via = { kind: 'proxy', scheme: 'http', host: 'proxy.contoso.com', port: 8080 } as const;
const sensor = { scheme: 'https', host, port: 443, path: '/tri/sensor/api/ping' } as const;
const edr = {
  scheme: 'https',
  host: 'edr-eus3.us.endpoint.security.microsoft.com',
  port: 443,
  path: '/edr/commands/test',
} as const;
const crl = {
  scheme: 'http',
  host: 'crl.microsoft.com',
  port: 80,
  path: '/pki/crl/products/MicRooCerAut2011_2011_03_22.crl',
} as const;

let bench: Bench;
let proxy: RealProxy | null = null;
beforeAll(async () => {
  bench = await openBench('static-proxy');
});
afterEach(async () => {
  await proxy?.stop();
  proxy = null;
});
afterAll(() => bench.close());

async function standsThere(real: Promise<RealProxy>): Promise<RealProxy> {
  await proxy?.stop();
  proxy = await real;
  bench.usesProxy(proxy);
  return proxy;
}

const kindOf = async (target: typeof sensor | typeof edr | typeof crl) =>
  (await probeOne(bench.machine, { target, via, expect: 'any' }, { now: () => new Date() })).verdict.kind;

/** The files beside the ticket of the machine as it is. */
async function reported(name: string, ...more: string[]) {
  const folder = path.join(bench.folder, name);
  const { status, stderr } = await bench.cli('report', '--out', folder, ...more);
  expect(status, stderr).toBe(0);
  return (file: string) => readFileSync(path.join(folder, file), 'utf8');
}

test('squid that denies lets through what the request asks for, and nothing else', async () => {
  await standsThere(squid(bench.subfolder('deny'), bench.upstream, ['http_access deny all']));
  expect([await kindOf(sensor), await kindOf(edr), await kindOf(crl)]).toEqual(Array(3).fill('proxy-denied'));
  const own = path.join(bench.folder, 'own.json');
  writeFileSync(own, shippedText.replace('"version": "1"', '"version": "contoso-2"'));
  const file = await reported('denied', '--endpoints', own);
  const { after } = Ticket.parse(JSON.parse(file('ticket.json')));
  expect(after?.catalogue).toMatchObject({ origin: 'own', version: 'contoso-2' });
  expect(file('proxy-request.txt')).toContain('*.atp.azure.com');
  expect(file('proxy-request.csv')).toContain('*.endpoint.security.microsoft.com,443,https,');

  const lines = path.join(bench.folder, 'denied/proxy-request-squid.conf');
  const folder = bench.subfolder('allowed');
  const included = path.join(folder, 'defender.conf');
  writeFileSync(included, readFileSync(lines, 'utf8'));
  // Even a proxy that wants a sign-in of everybody lets these through without one.
  const real = await standsThere(
    squid(folder, bench.upstream, [`include ${included}`, ...signInRules(folder, ['basic'])]),
  );
  expect(parsedBySquid(path.join(folder, 'squid.conf'))).toEqual({ status: 0, complaints: '' });
  expect([await kindOf(sensor), await kindOf(edr), await kindOf(crl)]).toEqual(Array(3).fill('healthy'));
  await expect.poll(real.log).toMatch(`CONNECT ${host}:443`);
  const others = [
    { ...sensor, host: 'www.contoso.com' },
    { ...sensor, port: 8443 },
    { ...crl, host: 'evil-crl.microsoft.com' },
  ];
  for (const target of others) expect([target, await kindOf(target as typeof sensor)]).toEqual([target, 'proxy-auth']);
});

test('squid that intercepts leaves alone what the request asks for', async () => {
  const authority = organisationAuthority('Contoso Squid Inspection CA');
  await standsThere(interceptingSquid(bench.subfolder('bump'), bench.upstream, authority));
  expect(await kindOf(sensor)).toBe('inspection');
  const file = await reported('inspected');
  expect(file('proxy-request.txt')).toContain('Contoso Squid Inspection CA');
  const folder = bench.subfolder('splice');
  const included = path.join(folder, 'defender.conf');
  writeFileSync(included, file('proxy-request-squid-no-inspection.conf'));
  const real = await standsThere(interceptingSquid(folder, bench.upstream, authority, [`include ${included}`]));
  expect(parsedBySquid(path.join(folder, 'squid.conf'))).toEqual({ status: 0, complaints: '' });
  expect([await kindOf(sensor), await kindOf(edr)]).toEqual(['healthy', 'healthy']);
  // Its log names the tunnel, and no request inside of it.
  await expect.poll(real.log).toMatch(`CONNECT ${host}:443`);
  expect(real.log()).not.toMatch(/GET https/);
});
