import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { probesOf, Verification } from '../../electron/core/plan/verification.ts';
import { organisationAuthority } from './authority.ts';
import { type Bench, openBench } from './peer-bench.ts';
import { interceptingSquid, type RealProxy, squid, tinyproxy } from './proxies.ts';

const sensorApi = 'contoso-corpsensorapi.atp.azure.com';

let bench: Bench;
let proxy: RealProxy | null;

beforeEach(async () => {
  bench = await openBench('sensor-v2');
  proxy = null;
});

afterEach(async () => {
  await proxy?.stop();
  await bench.close();
});

function inPlaceOfTheLabs(real: RealProxy): RealProxy {
  proxy = real;
  bench.usesProxy(real);
  return real;
}

async function json(...args: readonly string[]) {
  const { stdout, stderr, status } = await bench.cli(...args, '--json');
  expect(stdout, stderr).not.toBe('');
  const document = JSON.parse(stdout) as { exit: number; value: Record<string, unknown>; problem: unknown }; // the console program's own frame
  expect(document.exit).toBe(status);
  return { ...document, status };
}

/** Walks detect → plan → apply → verify → report in the console; returns the verification and the ticket's text. */
async function walkCorridor() {
  const file = (name: string) => path.join(bench.folder, name);
  const example = await bench.cli('intent', '--example');
  writeFileSync(file('intent.json'), example.stdout);
  expect((await json('detect')).status).toBe(0);
  expect((await json('plan', '--intent', file('intent.json'), '--out', file('plan.json'))).status).toBe(0);
  const digest = createHash('sha256')
    .update(readFileSync(file('plan.json')))
    .digest('hex');
  const applied = await json('apply', '--plan', file('plan.json'), '--digest', digest);
  expect(applied.status, JSON.stringify(applied)).toBe(0);
  const verified = await json('verify', '--plan', file('plan.json'), '--include-tenant-hosts');
  const reported = await bench.cli('report', '--out', file('ticket'));
  return {
    status: verified.status,
    verification: Verification.parse(verified.value),
    reported: reported.status,
    ticket: readFileSync(file('ticket/ticket.md'), 'utf8'),
  };
}

describe('a forward proxy', () => {
  test('squid carries the whole corridor, and its own log names every tested host', async () => {
    const real = inPlaceOfTheLabs(await squid(bench.subfolder('squid'), bench.upstream));
    const { status, verification, ticket } = await walkCorridor();
    const probes = probesOf(verification);
    expect(probes.map((probe) => [probe.service, probe.row, probe.verdict.kind, probe.verdict.grade])).toEqual(
      probes.map((probe) => [probe.service, probe.row, probe.verdict.kind, 'works']),
    );
    expect(status).toBe(0);
    expect(probes.length).toBeGreaterThan(30);
    const log = real.log();
    for (const { observation } of probes) {
      const { scheme, host, port } = observation?.target ?? { scheme: '', host: '', port: 0 };
      expect(log).toMatch(scheme === 'https' ? `CONNECT ${host}:${port}` : `GET http://${host}/`);
    }
    expect(ticket).toContain(sensorApi);
    expect(ticket).toContain('✔ Works');
  });

  test('tinyproxy carries the probe of the sensor API, and its log names the host', async () => {
    const real = inPlaceOfTheLabs(await tinyproxy(bench.subfolder('tinyproxy'), bench.upstream));
    const probed = await json('probe', sensorApi, '--proxy', 'proxy.contoso.com:8080', '--expect', 'mdi');
    expect(probed.value.verdict).toMatchObject({ grade: 'works', kind: 'healthy-503', responder: 'service' });
    expect(real.log()).toMatch(`CONNECT ${sensorApi}:443`);
  });

  test('without --proxy nothing goes through it', async () => {
    const real = inPlaceOfTheLabs(await squid(bench.subfolder('squid'), bench.upstream));
    const probed = await json('probe', sensorApi, '--expect', 'mdi');
    expect(probed.value.verdict).toMatchObject({ grade: 'fails', kind: 'tcp-refused' });
    expect(real.log()).not.toMatch(/CONNECT|GET/);
  });
});

describe('a proxy that refuses', () => {
  test('a denial by squid is the proxy’s, not the service’s', async () => {
    const rules = ['acl denied dstdomain .atp.azure.com', 'http_access deny denied', 'http_access allow localhost'];
    const real = inPlaceOfTheLabs(await squid(bench.subfolder('squid'), bench.upstream, rules));
    const probed = await json('probe', sensorApi, '--proxy', 'proxy.contoso.com:8080', '--expect', 'mdi');
    expect(probed.status).toBe(1);
    expect(probed.value.verdict).toMatchObject({ grade: 'fails', kind: 'proxy-denied', responder: 'proxy' });
    expect(real.log()).toMatch(/TCP_DENIED\/403 .* CONNECT/);
  });

  test('squid without a parent that answers is a proxy without a way out, whatever it answers', async () => {
    const real = inPlaceOfTheLabs(await squid(bench.subfolder('squid'), { port: 9 }));
    const probed = await json('probe', sensorApi, '--proxy', 'proxy.contoso.com:8080', '--expect', 'mdi');
    expect(probed.value.verdict).toMatchObject({ grade: 'fails', kind: 'proxy-upstream', responder: 'proxy' });
    expect(real.log()).toMatch(/CONNECT/);
  });
});

describe('a proxy that intercepts TLS', () => {
  const name = 'Contoso Squid Inspection CA';

  test('is found out by the probe, which names its CA', async () => {
    const real = inPlaceOfTheLabs(
      await interceptingSquid(bench.subfolder('squid'), bench.upstream, organisationAuthority(name)),
    );
    const probed = await json('probe', sensorApi, '--proxy', 'proxy.contoso.com:8080', '--expect', 'mdi');
    expect(probed.value.verdict).toMatchObject({ grade: 'fails', kind: 'inspection', responder: 'interceptor' });
    expect(JSON.stringify(probed.value.verdict)).toContain(name);
    // Squid saw the request inside the tunnel: that is what interception means.
    expect(real.log()).toMatch(`GET https://${sensorApi}/`);
  });

  test('is named in the corridor’s verification and in the ticket', async () => {
    inPlaceOfTheLabs(await interceptingSquid(bench.subfolder('squid'), bench.upstream, organisationAuthority(name)));
    const { status, verification, ticket, reported } = await walkCorridor();
    expect(status).toBe(1);
    expect(reported).toBe(0); // the ticket is written, whatever it says
    const sensor = probesOf(verification).find((probe) => probe.service === 'mdi-sensor');
    expect(sensor?.verdict).toMatchObject({ grade: 'fails', kind: 'inspection' });
    expect(ticket).toContain(name);
  });
});
