import assert from 'node:assert/strict';
import { type ChildProcess, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { encodeConnectionSettings, withManualProxy } from '../../electron/core/codecs/connection-settings.ts';
import { encodeWinHttpSettings } from '../../electron/core/codecs/winhttp-settings.ts';
import type { Intent } from '../../electron/core/plan/intent.ts';
import { Plan } from '../../electron/core/plan/plan.ts';
import {
  entryOf,
  type WritableValueId,
  WritableValueId as WritableValueIds,
} from '../../electron/core/settings/catalogue.ts';
import { regType } from '../../electron/core/settings/reading.ts';
import type { RawImage } from '../../electron/machine/machine.ts';
import { programDataFolder } from '../../electron/machine/windows/program-data.ts';
import { serviceStatus, startService, stopService } from '../../electron/machine/windows/service-manager.ts';
import { settingsStore } from '../../electron/machine/windows/settings-store.ts';
import { type Printed, runJson, start } from './installed-program.ts';

/**
 * A server as an administrator finds it, made of stand-ins in the real registry, service manager and file system: some
 * settings are there, some are not, some have odd ends. What was there before is put back at the end.
 */
const store = settingsStore(() => () => ({ state: 'unmanaged' }));

const sensorRoot = path.win32.join(
  process.env.ProgramFiles ?? 'C:\\Program Files',
  'Azure Advanced Threat Protection Sensor',
);
export const sensorFolder = path.win32.join(sensorRoot, '2.240.18218.12345');
export const sensorFile = path.win32.join(sensorFolder, 'SensorConfiguration.json');
export const runsFolder = path.win32.join(programDataFolder() ?? '', 'Defender Proxy Wizard', 'runs');
const work = path.join(os.tmpdir(), 'DPW corridor suite');
export const at = (name: string): string => path.join(work, name);

export const sensorText = `{\r
  "$type": "SensorMandatoryConfiguration",\r
  "SecretManagerConfigurationCertificateThumbprint": "0123456789ABCDEF0123456789ABCDEF01234567",\r
  "SensorProxyConfiguration": null,\r
  "WorkspaceApplicationSensorApiWebClientConfigurationServiceEndpoint": {\r
    "$type": "EndpointData",\r
    "Address": "contoso-corpsensorapi.atp.azure.com",\r
    "Port": 443\r
  },\r
  "Odd": [1.0, 1e3, "\\u0041"]\r
}`;

const present = (type: number, bytes: Uint8Array): RawImage => ({ state: 'present', type, bytes });
const withTail = (bytes: Uint8Array, tail: string) => Buffer.concat([bytes, Buffer.from(tail, 'latin1')]);
const account = (tail: string) =>
  present(
    regType.binary,
    withTail(encodeConnectionSettings(withManualProxy(null, 'old.contoso.com:3128', '<local>')), tail),
  );

/** What is set. Everything else that can be written is absent. */
const seeds: Partial<Readonly<Record<WritableValueId, RawImage>>> = {
  'winhttp.machine': present(
    regType.binary,
    withTail(encodeWinHttpSettings({ access: 'named', proxy: 'old.contoso.com:3128', bypass: '<local>' }), 'odd tail'),
  ),
  'winhttp.machine32': present(
    regType.binary,
    encodeWinHttpSettings({ access: 'named', proxy: 'http=ann:pa55word@old:80', bypass: '' }),
  ),
  'wininet.localSystem.connection': account('\0\x01odd'),
  'wininet.localSystem.legacy': account(''),
  'wininet.localService.connection': account('another'),
  // Without the terminator that a text should have, and with a secret in it.
  'mdav.policy.proxyServer': present(regType.sz, Buffer.from('http://ann:pa55word@old.contoso.com:3128', 'utf16le')),
  'mdav.policy.proxyBypass': present(regType.expandSz, Buffer.from('http://intranet.contoso.com\0', 'utf16le')),
  'dotnet.strongCrypto': present(regType.dword, Buffer.from([0, 0, 0, 0])),
};

/** Wants every store changed. */
export const wantedIntent: Intent = {
  schema: 1,
  cloud: 'commercial',
  geography: 'US',
  noRevocationPath: true,
  winhttp: { route: { kind: 'static', proxy: 'proxy.contoso.com:8080' }, bypass: ['<local>'], also32Bit: true },
  mde: { route: { kind: 'static', proxy: 'proxy.contoso.com:8080' } },
  mdav: { route: { kind: 'static', proxy: 'proxy.contoso.com:8080' }, bypass: [] },
  mdi: {
    route: { kind: 'static', proxy: 'proxy.contoso.com:8080' },
    workspace: null,
    legacy: 'migrate-and-clear',
  },
  strongCrypto: true,
};

const original = new Map<WritableValueId, RawImage>();
const made: string[] = [];

const sc = (...args: string[]) => spawnSync('sc.exe', args, { windowsVerbatimArguments: true }).status;
/** A program of Windows that runs as any service. */
export const standIn = path.win32.join(process.env.SystemRoot ?? 'C:\\windows', 'system32', 'spoolsv.exe');

function makeService(name: string, program: string, ...more: string[]): void {
  const found = serviceStatus(name);
  if (!('win32' in found)) return;
  assert.equal(sc('create', name, 'binPath=', program, 'start=', 'demand', ...more), 0, name);
  made.push(name);
}

/** Makes the services and takes note of what is set. */
export async function openScene(): Promise<void> {
  mkdirSync(work, { recursive: true });
  mkdirSync(sensorFolder, { recursive: true });
  makeService('AATPSensorUpdater', standIn);
  makeService('AATPSensor', `"\\"${sensorFolder}\\Microsoft.Tri.Sensor.exe\\""`, 'depend=', 'AATPSensorUpdater');
  for (const name of ['Sense', 'DiagTrack', 'WinDefend']) makeService(name, standIn);
  for (const id of WritableValueIds.options) {
    const found = await store.read(id);
    if (found.state !== 'unreadable') original.set(id, found);
  }
}

/** Puts every setting, the sensor's file and the services in the state from which a test starts. */
export async function seedScene(): Promise<void> {
  for (const id of WritableValueIds.options) await write(id, { state: 'absent', missingKeys: 0 });
  for (const id of WritableValueIds.options) {
    const seed = seeds[id];
    if (seed !== undefined) await write(id, seed);
  }
  // A key that only our own values would be in is missing altogether.
  for (const id of ['mde.preferStaticProxy', 'mdav.policy.sslOptions'] as const)
    await write(id, { state: 'absent', missingKeys: 1 });
  writeFileSync(sensorFile, sensorText);
  for (const name of ['AATPSensorUpdater', 'DiagTrack']) assert.equal(await startService(name), 0, name);
}

export async function write(id: WritableValueId, image: RawImage): Promise<void> {
  assert.equal(await store.write(id, image), 0, id);
}

export async function closeScene(): Promise<void> {
  for (const [id, image] of original) await store.write(id, image);
  for (const name of made) {
    await stopService(name);
    sc('delete', name);
  }
  rmSync(sensorRoot, { recursive: true, force: true });
  rmSync(work, { recursive: true, force: true });
  rmSync(path.win32.dirname(runsFolder), { recursive: true, force: true });
}

/** The keys that hold what can be written, as `reg.exe` names them. */
const keys = [...new Set(WritableValueIds.options.map((id) => `${entryOf(id).hive}\\${entryOf(id).key}`))];

/** All that a run could have changed: `reg.exe export` of every key, to the byte; the sensor's file; the services. */
export function sceneNow(): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const key of keys) {
    const file = at('export.reg');
    rmSync(file, { force: true });
    const { status } = spawnSync('reg.exe', ['export', key, file, '/y', '/reg:64']);
    found[key] = status === 0 && existsSync(file) ? readFileSync(file, 'utf16le') : 'absent';
  }
  found[sensorFile] = readFileSync(sensorFile, 'latin1');
  for (const name of ['AATPSensorUpdater', 'AATPSensor', 'DiagTrack']) {
    const status = serviceStatus(name);
    found[name] = 'win32' in status ? String(status.win32) : status.state;
  }
  return found;
}

export interface Planned {
  readonly plan: Plan;
  readonly digest: string;
  readonly file: string;
}

/** Makes a plan with the program; one that can be applied. */
export function planned(intent: Intent = wantedIntent): Planned {
  const { code, value } = askedPlan(intent);
  assert.equal(code, 0, JSON.stringify(value));
  const { plan, digest, file } = value as { plan: unknown; digest: string; file: string }; // what "plan" prints
  return { plan: Plan.parse(plan), digest, file };
}

export function askedPlan(intent: Intent = wantedIntent): Printed {
  writeFileSync(at('intent.json'), JSON.stringify(intent));
  // The program writes no plan over another one.
  rmSync(at('plan.json'), { force: true });
  return runJson(['plan', '--intent', at('intent.json'), '--out', at('plan.json')]);
}

export const applyArguments = ({ digest, file }: Planned): readonly string[] => [
  'apply',
  '--plan',
  file,
  '--digest',
  digest,
];

const journalOf = ({ plan }: Planned) => path.win32.join(runsFolder, plan.id, 'journal.jsonl');

/** How many whole lines the journal of a run has; 0 where there is none yet. */
export function journalLines(plan: Planned): number {
  try {
    return readFileSync(journalOf(plan), 'latin1').split('\n').length - 1;
  } catch {
    return 0;
  }
}

/** Starts the program and resolves, as soon as anybody can see it, when a journal has so many lines or it has ended. */
export async function runUntil(args: readonly string[], plan: Planned, lines: number): Promise<ChildProcess> {
  const child = start(args);
  while (journalLines(plan) < lines && child.exitCode === null) await new Promise((resolve) => setImmediate(resolve));
  return child;
}

export const ended = (child: ChildProcess): Promise<number | null> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve(child.exitCode)
    : new Promise((resolve) => child.once('exit', resolve));

/** Forgets a run, so that its plan can be used again. */
export const forget = ({ plan }: Planned): void =>
  rmSync(path.win32.join(runsFolder, plan.id), { recursive: true, force: true });

/** The same as `sceneNow`, read in this process: quicker, and without what only `reg.exe` would see. */
export async function quickScene(): Promise<Readonly<Record<string, unknown>>> {
  const found: Record<string, unknown> = {};
  for (const id of WritableValueIds.options) found[id] = await store.read(id);
  found[sensorFile] = readFileSync(sensorFile, 'latin1');
  found.leftovers = readdirSync(sensorFolder);
  for (const name of ['AATPSensorUpdater', 'AATPSensor', 'DiagTrack']) {
    const status = serviceStatus(name);
    found[name] = 'win32' in status ? status.win32 : status.state;
  }
  return found;
}
