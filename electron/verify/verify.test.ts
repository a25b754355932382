import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ServiceId } from '../core/effective/effective.ts';
import { planFor } from '../core/plan/build.ts';
import { keepIntent } from '../core/plan/keep-intent.ts';
import type { Plan } from '../core/plan/plan.ts';
import { type ProbeResult, probesOf, Verification } from '../core/plan/verification.ts';
import { detect } from '../detect/detect.ts';
import { openLab } from '../machine/lab/open-lab.ts';
import type { Machine } from '../machine/machine.ts';
import { probeOne } from './probe-one.ts';
import { verify } from './verify.ts';

const context = { now: () => new Date(), newId: () => randomUUID() };
let stateDir: string;
let machine: Machine | null = null;

beforeEach(async () => {
  stateDir = await mkdtemp(path.join(tmpdir(), 'lab-'));
});
afterEach(async () => {
  await machine?.close();
  machine = null;
  await rm(stateDir, { recursive: true, force: true });
});

async function lab(scenario: string): Promise<Machine> {
  const consoleProgram = { file: process.execPath, args: ['-e', '0'] };
  const opened = await openLab({ scenario, stateDir, consoleProgram });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  machine = opened.value;
  return opened.value;
}

/** As if nothing was onboarded. */
async function replaceOnboarding(of: Machine): Promise<void> {
  const file = path.join(stateDir, 'registry.json');
  expect((await of.settings.read('mde.onboardedInfo')).state).toBe('present');
  await writeFile(file, (await readFile(file, 'utf8')).replace('"OnboardedInfo"', '"OldInfo"'));
}

/** The plan that changes nothing and tests everything. */
async function testPlan(of: Machine, change: (plan: Plan) => Plan = (plan) => plan): Promise<Plan> {
  const snapshot = await detect(of, context);
  const made = { id: randomUUID(), createdAt: new Date().toISOString(), toolVersion: '0.1.0' };
  const planned = planFor(snapshot, keepIntent(snapshot), made);
  if (!planned.ok) throw new Error(JSON.stringify(planned.problem));
  return change(planned.value);
}

async function check(scenario: string, change?: (plan: Plan) => Plan): Promise<Verification> {
  const opened = await lab(scenario);
  const plan = await testPlan(opened, change);
  return Verification.parse(await verify(opened, plan, { ...context, run: null }));
}

/** What the needed endpoints of each service came to, each result once. */
function kindsOf(verification: Verification): Record<string, string> {
  const needed = probesOf(verification).filter(({ necessity }) => necessity === 'required');
  const kinds = new Map<string, Set<string>>();
  for (const { service, verdict } of needed)
    kinds.set(service, (kinds.get(service) ?? new Set()).add(`${verdict.kind} ${verdict.grade}`));
  return Object.fromEntries([...kinds].map(([service, all]) => [service, [...all].sort().join(', ')]));
}

const probeOf = (verification: Verification, service: ServiceId): ProbeResult | undefined =>
  probesOf(verification).find((probe) => probe.service === service);

test.each([
  ['direct', 'healthy works'],
  ['static-proxy', 'healthy works'],
  ['proxy-403', 'proxy-denied fails'],
  ['proxy-407', 'not-tested not-tested'],
  ['proxy-503', 'proxy-unavailable fails'],
  ['origin-503', 'healthy-503 works'],
  ['inspection', 'inspection fails'],
  ['root-missing', 'root-missing fails'],
  ['chain-incomplete', 'chain-incomplete fails'],
])('in %s the sensor API is %s for both services', { timeout: 30_000 }, async (scenario, kind) => {
  expect(kindsOf(await check(scenario))).toMatchObject({ 'mdi-sensor': kind, 'mdi-updater': kind });
});

test('a sign-in that is stored only for the sensor is no excuse for others, and one without a password for nobody', async () => {
  const opened = await lab('proxy-407');
  const plan = await testPlan(opened);
  const seen = await verify(opened, plan, { ...context, run: null });
  expect(kindsOf(seen)).toMatchObject({
    'mdi-sensor': 'not-tested not-tested',
    sense: 'proxy-auth fails',
    'mdav-cloud': 'proxy-auth fails',
  });
  expect(probeOf(seen, 'mdi-sensor')?.verdict).toMatchObject({
    responder: 'proxy',
    facts: { why: 'sign-in', status: '407' },
  });
  const stored = await opened.sensor.read();
  if (stored.state !== 'read') throw new Error(stored.state);
  const text = Buffer.from(stored.bytes).toString('utf8');
  const without = text.replace(/,\s*"EncryptedUserPasswordData": *\{[^}]*\}/, '');
  expect(without).not.toBe(text);
  expect(await opened.sensor.write(Buffer.from(without))).toBe(0);
  const again = await verify(opened, plan, { ...context, run: null });
  expect(kindsOf(again)).toMatchObject({ 'mdi-sensor': 'proxy-auth fails' });
});

test('every service is tested by its own route, and lists of revocation in clear', { timeout: 30_000 }, async () => {
  const seen = await check('static-proxy');
  expect(kindsOf(seen)).toEqual({
    'mdi-sensor': 'healthy works',
    'mdi-updater': 'healthy works',
    sense: 'healthy works',
    diagtrack: 'healthy works',
    'mdav-cloud': 'healthy works',
    revocation: 'healthy works',
  });
  const probes = probesOf(seen);
  expect(new Set(probes.map(({ observation }) => observation?.via.kind))).toEqual(new Set(['proxy']));
  const lists = probes.filter(({ service }) => service === 'revocation');
  expect(lists).toHaveLength(11);
  for (const { observation } of lists) expect(observation?.target).toMatchObject({ scheme: 'http', port: 80 });
  expect(seen).toMatchObject({ run: null, deviations: [], unexpected: [] });
});

test('the intercepting CA is named, with the proxy it sits at', { timeout: 30_000 }, async () => {
  expect(probeOf(await check('inspection'), 'mdi-sensor')?.verdict.facts).toMatchObject({
    ca: 'Contoso Proxy Inspection CA',
    store: 'group-policy',
    proxy: 'proxy.contoso.com:8080',
  });
});

test('what works directly although a proxy was planned is amber', { timeout: 30_000 }, async () => {
  const proxied = (plan: Plan): Plan => ({
    ...plan,
    expected: plan.expected.map((row) => ({
      ...row,
      route: { kind: 'static', proxies: [{ scheme: null, host: 'proxy.contoso.com', port: 8080 }], bypass: [] },
    })),
  });
  const seen = await check('direct', proxied);
  expect(new Set(Object.values(kindsOf(seen)))).toEqual(new Set(['wrong-path differs']));
  expect(seen.unexpected).toContain('mdi-sensor');
});

test('a fail-over list is followed, and its second proxy is not the one that was to be proven', async () => {
  const opened = await lab('static-proxy');
  const proxy = 'gone.contoso.com:8080;proxy.contoso.com:8080';
  expect(await opened.winhttp.write({ access: 'named', proxy, bypass: '' })).toBe(0);
  const seen = await verify(opened, await testPlan(opened), { ...context, run: null });
  expect(probeOf(seen, 'revocation')?.verdict).toMatchObject({
    kind: 'wrong-path',
    grade: 'differs',
    facts: { expected: 'gone.contoso.com:8080', used: 'proxy.contoso.com:8080' },
  });
});

test('where a PAC file decides, the way that it gives is tested', { timeout: 30_000 }, async () => {
  const byPac = probesOf(await check('pac-file')).filter(({ route }) => route.kind === 'pac');
  expect(new Set(byPac.map(({ service }) => service))).toEqual(new Set(['mdi-sensor', 'mdi-updater', 'mdav-cloud']));
  for (const { verdict, observation } of byPac) {
    expect(verdict).toMatchObject({ kind: 'healthy', grade: 'works' });
    expect(observation?.via).toEqual({ kind: 'proxy', scheme: 'http', host: 'proxy.contoso.com', port: 8080 });
  }
});

test('a PAC file that gives another way than the planned proxy is amber', { timeout: 30_000 }, async () => {
  const seen = await check('pac-file', (plan) => ({
    ...plan,
    expected: plan.expected.map((row) => ({
      ...row,
      route: { kind: 'static', proxies: [{ scheme: null, host: 'upstream.contoso.com', port: 3128 }], bypass: [] },
    })),
  }));
  expect(probeOf(seen, 'mdi-sensor')?.verdict).toMatchObject({
    kind: 'wrong-path',
    facts: { expected: 'upstream.contoso.com:3128', used: 'proxy.contoso.com:8080' },
  });
});

test('a PAC file that cannot be had is not tested, and what WinHTTP said of it is kept', async () => {
  const opened = await lab('pac-file');
  const plan = await testPlan(opened);
  const asked: string[] = [];
  const winhttp: Machine['winhttp'] = {
    ...opened.winhttp,
    resolve: async (url) => {
      asked.push(url);
      return { kind: 'failed', win32: 12167 };
    },
  };
  const seen = await verify({ ...opened, winhttp }, plan, { ...context, run: null });
  const found = probeOf(seen, 'mdi-sensor');
  expect(found?.verdict).toMatchObject({ grade: 'not-tested', facts: { why: 'pac', win32: '12167' } });
  expect(found?.observation).toBeNull();
  // Sensor and updater ask the same, and so does what was planned for them.
  expect(asked.filter((url) => url.includes('sensorapi'))).toHaveLength(1);
});

test('a refusal of the first proxy is final: services do not ask the next one', async () => {
  const opened = await lab('proxy-403');
  const proxy = 'proxy.contoso.com:8080;upstream.contoso.com:3128';
  expect(await opened.winhttp.write({ access: 'named', proxy, bypass: '' })).toBe(0);
  const seen = await verify(opened, await testPlan(opened), { ...context, run: null });
  expect(probeOf(seen, 'revocation')?.verdict.kind).toBe('proxy-denied');
});

test('the v3 sensor is tested by its identity API', { timeout: 30_000 }, async () => {
  const probes = probesOf(await check('sensor-v3'));
  const identity = probes.filter(({ service }) => service === 'mdi-v3');
  expect(identity.length).toBeGreaterThan(0);
  expect(identity[0]?.observation?.target.path).toBe('/edr/cnc/identity/api');
  expect(probes.some(({ service }) => service === 'mdi-sensor')).toBe(false);
});

test('a product that the plan leaves out is not tested', { timeout: 30_000 }, async () => {
  const seen = await check('static-proxy', (plan) => ({ ...plan, intent: { ...plan.intent, mde: null, mdi: null } }));
  const services = probesOf(seen).map(({ service }) => service);
  expect(new Set(services)).toEqual(new Set(['mdav-cloud', 'windows-update', 'revocation']));
});

test('where no host of the geography is known the row is not tested and says so', { timeout: 30_000 }, async () => {
  const opened = await lab('static-proxy');
  const plan = await testPlan(opened, (made) => ({ ...made, intent: { ...made.intent, geography: 'CH' } }));
  const onboarded = await verify(opened, plan, { ...context, run: null });
  expect(probesOf(onboarded).map(({ endpoint }) => endpoint)).toEqual(
    expect.arrayContaining(['device-control', 'device-events']),
  );
  await replaceOnboarding(opened);
  const seen = await verify(opened, plan, { ...context, run: null });
  expect(probeOf(seen, 'sense')?.verdict).toMatchObject({
    kind: 'not-tested',
    grade: 'not-tested',
    facts: { why: 'no-known-host' },
  });
});

test('without a workspace the sensor API is not tested and says so', { timeout: 30_000 }, async () => {
  const opened = await lab('sensor-v3');
  const plan = await testPlan(opened, (made) => ({ ...made, sensorApiHost: null }));
  const v2 = { ...opened, senseIdentity: async () => false };
  const seen = await verify(v2, plan, { ...context, run: null });
  expect(probeOf(seen, 'mdi-sensor')?.verdict.facts.why).toBe('no-workspace');
});

test('a cancelled verification ends at once and reports the rest as not tested', { timeout: 30_000 }, async () => {
  const opened = await lab('black-hole');
  const plan = await testPlan(opened);
  const control = new AbortController();
  const silent: Machine = {
    ...opened,
    route: async (peer) => opened.route(peer).finally(() => setImmediate(() => control.abort())),
  };
  const start = performance.now();
  const seen = await verify(silent, plan, { ...context, run: null, signal: control.signal });
  expect(performance.now() - start).toBeLessThan(5000);
  const grades = seen.matrix.rows.flatMap(({ cells }) => cells.map(({ verdict }) => verdict.grade));
  expect(grades.length).toBeGreaterThan(30);
  expect(new Set(grades)).toEqual(new Set(['not-tested']));
});

test('one target can be tested by any path, whatever is configured', { timeout: 30_000 }, async () => {
  const opened = await lab('inspection');
  const host = 'contoso-corpsensorapi.atp.azure.com';
  const target = { scheme: 'https', host, port: 443, path: '/tri/sensor/api/ping' } as const;
  const via = { kind: 'proxy', scheme: 'http', host: 'upstream.contoso.com', port: 3128 } as const;
  const plain = await probeOne(opened, { target, via, expect: 'mdi' }, context);
  expect(plain.verdict).toMatchObject({ kind: 'healthy', grade: 'works' });
  const inspected = { ...via, host: 'proxy.contoso.com', port: 8080 };
  for (const expected of ['mdi', 'any'] as const)
    expect((await probeOne(opened, { target, via: inspected, expect: expected }, context)).verdict).toMatchObject({
      kind: 'inspection',
      facts: { ca: 'Contoso Proxy Inspection CA' },
    });
});

test('a root that the tests need and the server lacks is named, and none is missing elsewhere', async () => {
  const { findings } = await check('root-missing');
  expect(findings.filter(({ rule }) => rule === 'expected-root-missing')).toEqual([
    expect.objectContaining({
      severity: 'error',
      strength: 'probed',
      facts: expect.objectContaining({ id: 'digicert-global-root-g2', tested: 'yes' }),
    }),
  ]);
});

test('a root store that cannot be read leaves it open', async () => {
  const opened = await lab('static-proxy');
  const blind = { ...opened, missingRoots: async () => null };
  const { findings } = await verify(blind, await testPlan(opened), { ...context, run: null });
  expect(findings).toEqual([
    expect.objectContaining({ rule: 'expected-root-missing', severity: 'unknown', facts: { why: 'roots-unreadable' } }),
  ]);
});
