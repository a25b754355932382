import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { textOf } from '../core/codecs/registry-data.ts';
import { Snapshot } from '../core/plan/snapshot.ts';
import { regType } from '../core/settings/reading.ts';
import { sha256 } from '../disk/sha256.ts';
import { openLab } from '../machine/lab/open-lab.ts';
import { scenarioNames } from '../machine/lab/scenarios/scenarios.ts';
import type { Machine, SensorFile } from '../machine/machine.ts';
import { detect } from './detect.ts';

let base = '';
beforeEach(async () => {
  base = await mkdtemp(path.join(os.tmpdir(), 'detect-'));
});
afterEach(() => rm(base, { recursive: true, force: true }));

const nothingLeft = {
  proxyEnabled: null,
  proxy: null,
  bypass: null,
  pacEnabled: null,
  pacUrl: null,
  autoDetect: null,
  perUser: null,
};
const id = '5b3e6f0e-28f5-4a12-9a8e-0d3c3f0f5a11';
const context = { now: () => new Date('2026-11-20T09:00:00.000Z'), newId: () => id };

async function lab(scenario: string): Promise<Machine> {
  const consoleProgram = { file: process.execPath, args: [] };
  const opened = await openLab({ scenario, stateDir: path.join(base, scenario), consoleProgram });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  return opened.value;
}

test.each(Object.keys(scenarioNames))('what is found on %s is a whole snapshot', async (scenario) => {
  const snapshot = await detect(await lab(scenario), context);
  expect(Snapshot.parse(JSON.parse(JSON.stringify(snapshot)))).toEqual(snapshot);
  expect(snapshot).toMatchObject({ id, takenAt: '2026-11-20T09:00:00.000Z', machine: { lab: scenario } });
});

test('a stored password leaves nowhere, in whatever store it lies', async () => {
  const machine = await lab('credential-in-proxy');
  const secret = 'Tr0ub4dor';
  const text = `http://svc:${secret}@proxy.contoso.com:8080`;
  const wide = { state: 'present', type: regType.sz, bytes: Buffer.from(`${text}\0`, 'utf16le') } as const;
  await machine.settings.write('mdav.policy.proxyServer', wide);
  const file: SensorFile = {
    state: 'read',
    path: 'C:\\SensorConfiguration.json',
    version: null,
    bytes: Buffer.from(JSON.stringify({ SensorProxyConfiguration: { Url: text } })),
  };
  const winhttp: Machine['winhttp'] = {
    ...machine.winhttp,
    read: async () => ({ access: 'named', proxy: text, bypass: text }),
    leftover: async () => ({ ...nothingLeft, proxy: text, bypass: text, pacUrl: text }),
  };
  const sensor = { ...machine.sensor, read: async () => file };
  const found = await detect({ ...machine, winhttp, sensor }, context);
  const whole = JSON.stringify(found);
  expect(whole).not.toContain(secret);
  expect(whole).not.toContain(Buffer.from(secret, 'utf16le').toString('hex'));
  expect(whole).not.toContain(Buffer.from(secret).toString('hex'));
  expect(found.settings['mdav.policy.proxyServer'].reading).toMatchObject({
    state: 'sealed',
    sha256: sha256(wide.bytes),
  });
  expect(found.sensor).toMatchObject({ state: 'read', sha256: sha256(file.bytes) });
});

test.each([
  ['direct', { access: 'direct' }, { state: 'direct' }],
  ['a proxy', { access: 'named', proxy: 'p:1', bypass: 'a;b' }, { state: 'named', proxy: 'p:1', bypass: 'a;b' }],
  ['no answer', { win32: 12 }, { state: 'unreadable', win32: 12 }],
] as const)('what WinHTTP itself says is kept: %s', async (_what, said, kept) => {
  const machine = await lab('direct');
  const found = await detect({ ...machine, winhttp: { ...machine.winhttp, read: async () => said } }, context);
  expect(found.winHttpAnswer).toEqual(kept);
  expect(found.advProxy).toBeNull();
});

test.each([
  ['winhttp-corrupt', 'winhttp-api-differs', { stored: 'malformed', answer: 'direct' }],
  ['advproxy-left', 'advproxy-left', { proxy: 'proxy-old.contoso.com:3128', pac: 'none', autoDetect: 'no' }],
] as const)('on %s the finding is %s', async (scenario, rule, facts) => {
  const { findings } = await detect(await lab(scenario), context);
  expect(findings.find((finding) => finding.rule === rule)?.facts).toEqual(facts);
});

test('a password in the proxy of another agent leaves nowhere', async () => {
  const machine = await lab('with-agents');
  const agents = await machine.otherAgents();
  const proxy = { state: 'set', text: 'http://svc:Tr0ub4dor@proxy.contoso.com:8080' } as const;
  const careless = { ...machine, otherAgents: async () => ({ ...agents, azureArc: { ...agents.azureArc, proxy } }) };
  const found = await detect(careless, context);
  expect(JSON.stringify(found)).not.toContain('Tr0ub4dor');
  expect(found.otherAgents.azureArc.proxy).toMatchObject({ text: expect.stringMatching(/@proxy\.contoso\.com:8080$/) });
});

test('identifiers of the tenant leave nowhere', async () => {
  const found = await detect(await lab('direct'), context);
  expect(found.settings['mde.onboardedInfo'].reading).toMatchObject({ state: 'sealed', hex: '' });
  expect(textOf(found.settings['mde.onboardedInfo'].reading)).toMatchObject({ value: '' });
  expect(JSON.stringify(found)).not.toContain(Buffer.from('orgId', 'utf16le').toString('hex'));
  expect(JSON.stringify(found)).not.toContain('00000000-0000-4000-8000-000000000000');
});

test('the hosts that the device was onboarded with are known', async () => {
  expect((await detect(await lab('direct'), context)).onboarding).toEqual({
    hosts: [
      'edr-eus3.us.endpoint.security.microsoft.com',
      'us4-v20.events.endpoint.security.microsoft.com',
      'events.data.microsoft.com',
    ],
    connectivity: 'streamlined',
  });
});

test('an onboarding value that is longer than any is a fault, and nothing of it is kept', async () => {
  const machine = await lab('direct');
  const all = await machine.settings.readAll();
  const long = { state: 'present', type: regType.sz, bytes: new Uint8Array(400_000).fill(0x20) } as const;
  const reading = { ...all['mde.onboardedInfo'], reading: long };
  const settings = { ...machine.settings, readAll: async () => ({ ...all, 'mde.onboardedInfo': reading }) };
  expect((await detect({ ...machine, settings }, context)).onboarding).toEqual({ fault: 'too-large' });
});

const files: readonly [string, SensorFile, object][] = [
  ['not installed', { state: 'not-installed' }, { state: 'not-installed' }],
  ['unreadable', { state: 'unreadable', win32: 5 }, { state: 'unreadable', win32: 5 }],
  ['too large', { state: 'too-large', path: 'x' }, { state: 'malformed', path: 'x', fault: 'too-large' }],
  ['no UTF-8', sensorOf([0xc3, 0x28]), { state: 'malformed', path: 'x', fault: 'not-utf8' }],
  ['no JSON', sensorOf(Buffer.from('{')), { state: 'malformed', path: 'x', fault: 'not-json' }],
  ['a list', sensorOf(Buffer.from('[]')), { state: 'malformed', path: 'x', fault: 'not-an-object' }],
  ['with a byte order mark', sensorOf(Buffer.from('\ufeff{}')), { state: 'read', proxy: null, apiHost: null }],
];

function sensorOf(bytes: Iterable<number>): SensorFile {
  return { state: 'read', path: 'x', version: null, bytes: Uint8Array.from(bytes) };
}

test.each(files)('a sensor file that is %s is told as it is', async (_, file, reading) => {
  const machine = await lab('direct');
  const found = await detect({ ...machine, sensor: { ...machine.sensor, read: async () => file } }, context);
  expect(found.sensor).toMatchObject(reading);
});

test('what cannot be read is unknown and not absent', async () => {
  const found = await detect(await lab('limited-user'), context);
  expect(found.settings['wininet.localService.connection'].reading).toEqual({ state: 'unreadable', win32: 5 });
  expect(found.sensor).toEqual({ state: 'unreadable', win32: 5 });
  expect(found.effective.find(({ service }) => service === 'mdi-sensor')?.route.kind).toBe('unknown');
});

test('the machine is read once', async () => {
  const machine = await lab('direct');
  const reads: string[] = [];
  const once = <T>(name: string, read: () => Promise<T>) => {
    return () => {
      reads.push(name);
      return read();
    };
  };
  await detect(
    {
      ...machine,
      facts: once('facts', machine.facts),
      senseIdentity: once('processes', machine.senseIdentity),
      otherAgents: once('agents', machine.otherAgents),
      settings: {
        ...machine.settings,
        readAll: once('settings', machine.settings.readAll),
        read: () => Promise.reject(new Error('a second look')),
      },
      services: { ...machine.services, list: once('services', machine.services.list) },
      sensor: { ...machine.sensor, read: once('sensor', machine.sensor.read) },
    },
    context,
  );
  expect(reads.sort()).toEqual(['agents', 'facts', 'processes', 'sensor', 'services', 'settings']);
});
