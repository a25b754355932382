import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { dwordImage, szImage } from '../core/codecs/registry-data.ts';
import { encodeWinHttpSettings } from '../core/codecs/winhttp-settings.ts';
import type { Plan } from '../core/plan/plan.ts';
import { regType } from '../core/settings/reading.ts';
import { openLab } from '../machine/lab/open-lab.ts';
import type { Machine, SensorFile } from '../machine/machine.ts';
import { apply } from './apply.ts';
import { takeLock } from './lock.ts';
import { planFile, planOf, type Wish } from './plan-for-tests.ts';
import { stateOf } from './scene-for-tests.ts';
import { undo } from './undo.ts';

let base = '';
beforeEach(async () => {
  base = await mkdtemp(path.join(os.tmpdir(), 'undo-'));
});
afterEach(() => rm(base, { recursive: true, force: true }));

const now = () => new Date('2026-11-20T09:30:00.000Z');
const labFolder = () => path.join(base, 'lab');
const runFile = (plan: Plan, name: string) => path.join(labFolder(), 'protected/runs', plan.id, name);
const sz = (text: string) =>
  ({ state: 'present', type: regType.sz, bytes: Uint8Array.from(Buffer.from(`${text}\0`, 'utf16le')) }) as const;

const telemetry: Wish = { kind: 'value', value: 'mde.telemetryProxyServer', after: szImage('proxy.contoso.com:8080') };
const noAuth: Wish = { kind: 'value', value: 'mde.disableEnterpriseAuthProxy', after: dwordImage(1) };
const cloud: Wish = {
  kind: 'value',
  value: 'mdav.policy.proxyServer',
  after: szImage('http://proxy.contoso.com:8080'),
};
const named = { access: 'named', proxy: 'proxy.contoso.com:8080', bypass: '<local>' } as const;
const winHttp: Wish = { kind: 'winhttp', after: named };
const sensor: Wish = { kind: 'sensor', after: { url: 'http://proxy.contoso.com:8080', signIn: { kind: 'keep' } } };

async function lab(scenario = 'direct'): Promise<Machine> {
  const consoleProgram = { file: process.execPath, args: [] };
  const opened = await openLab({ scenario, stateDir: labFolder(), consoleProgram });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  return opened.value;
}

async function applied(machine: Machine, wishes: readonly Wish[]): Promise<Plan> {
  const plan = await planOf(machine, wishes);
  const { bytes, digest } = planFile(plan);
  const planPath = path.join(base, `${plan.id}.json`);
  await writeFile(planPath, bytes);
  const answer = await apply({ machine, planPath, digest, now, pid: process.pid });
  if (!answer.ok || answer.value.state !== 'applied') throw new Error(JSON.stringify(answer));
  return plan;
}

const undone = (machine: Machine, run: string) => undo({ machine, run, now, pid: process.pid });

test('a value changed since is named and left alone, the others are put back', async () => {
  const machine = await lab();
  const plan = await applied(machine, [telemetry, noAuth, winHttp]);
  await machine.settings.write('mde.telemetryProxyServer', sz('other.contoso.com:3128'));
  expect(await undone(machine, plan.id)).toMatchObject({
    ok: true,
    value: {
      state: 'undone-except',
      operations: [{ state: 'undo-stale' }, { state: 'undone' }, { state: 'undone' }],
      problem: { kind: 'undo-stale', changed: ['mde.telemetryProxyServer'] },
    },
  });
  expect(await machine.settings.read('mde.telemetryProxyServer')).toEqual(sz('other.contoso.com:3128'));
  expect((await machine.settings.read('mde.disableEnterpriseAuthProxy')).state).toBe('absent');
});

test('what was left alone can be undone later, when it is again what the run wrote', async () => {
  const machine = await lab();
  const start = await stateOf(machine, labFolder());
  const plan = await applied(machine, [telemetry]);
  await machine.settings.write('mde.telemetryProxyServer', sz('other.contoso.com:3128'));
  await undone(machine, plan.id);
  expect(await undone(machine, plan.id)).toMatchObject({
    ok: true,
    value: { state: 'undone-except', problem: { kind: 'undo-stale' } },
  });
  await machine.settings.write('mde.telemetryProxyServer', sz('proxy.contoso.com:8080'));
  expect(await undone(machine, plan.id)).toMatchObject({ ok: true, value: { state: 'undone', problem: null } });
  expect(await stateOf(machine, labFolder())).toEqual(start);
});

test('a value that someone has put back already is undone', async () => {
  const machine = await lab();
  const start = await stateOf(machine, labFolder());
  const plan = await applied(machine, [telemetry, noAuth]);
  await machine.settings.write('mde.telemetryProxyServer', { state: 'absent', missingKeys: 0 });
  expect(await undone(machine, plan.id)).toMatchObject({ ok: true, value: { state: 'undone', problem: null } });
  expect(await stateOf(machine, labFolder())).toEqual(start);
});

test('keys that writing made go too, also where the value is gone already', async () => {
  const machine = await lab();
  const start = await stateOf(machine, labFolder());
  const plan = await applied(machine, [{ kind: 'value', value: 'mde.preferStaticProxy', after: dwordImage(1) }]);
  await machine.settings.write('mde.preferStaticProxy', { state: 'absent', missingKeys: 0 });
  expect(await stateOf(machine, labFolder())).not.toEqual(start);
  expect(await undone(machine, plan.id)).toMatchObject({ ok: true, value: { state: 'undone' } });
  expect(await stateOf(machine, labFolder())).toEqual(start);
});

test('the same WinHTTP proxy in other bytes is still ours', async () => {
  const machine = await lab();
  const start = await stateOf(machine, labFolder());
  const plan = await applied(machine, [winHttp]);
  const bytes = encodeWinHttpSettings(named);
  bytes[4] = 9; // the opaque counter
  await machine.settings.write('winhttp.machine', { state: 'present', type: regType.binary, bytes });
  expect(await undone(machine, plan.id)).toMatchObject({ ok: true, value: { state: 'undone', problem: null } });
  expect(await stateOf(machine, labFolder())).toEqual(start);
});

test('an undone run has nothing more to undo', async () => {
  const machine = await lab();
  const plan = await applied(machine, [telemetry]);
  await undone(machine, plan.id);
  expect(await undone(machine, plan.id)).toEqual({ ok: false, problem: { kind: 'undo-nothing' } });
});

test.each(['5b3e6f0e-28f5-4a12-9a8e-0d3c3f0f5a11', '..', '../../registry.json', '', 'lock.1', 'a\0b'])(
  'there is no run %j',
  async (run) => {
    expect(await undone(await lab(), run)).toMatchObject({ ok: false, problem: { kind: 'no-such-run' } });
  },
);

test('a process without administrator rights undoes nothing', async () => {
  const machine = await lab('limited-user');
  expect(await undone(machine, '5b3e6f0e-28f5-4a12-9a8e-0d3c3f0f5a11')).toEqual({
    ok: false,
    problem: { kind: 'not-elevated' },
  });
});

test('a program that others may change undoes nothing', async () => {
  const machine = await lab();
  const plan = await applied(machine, [telemetry]);
  const problem = { kind: 'folder-unsafe', path: 'x', why: 'owner', holds: 'program' } as const;
  expect(await undone({ ...machine, vetProgram: async () => ({ ok: false, problem }) }, plan.id)).toEqual({
    ok: false,
    problem,
  });
});

test('while another process holds the lock nothing is undone', async () => {
  const machine = await lab();
  const plan = await applied(machine, [telemetry]);
  const folder = await machine.protectedFolder('runs');
  if (!folder.ok) throw new Error('no folder');
  await takeLock(folder.value, { pid: process.pid, who: 'CONTOSO\\anna', since: now().toISOString() });
  expect(await undone(machine, plan.id)).toMatchObject({ ok: false, problem: { kind: 'busy', who: 'CONTOSO\\anna' } });
});

/** The sensor with another file in its place, as after an update to a new version folder. */
async function withSensorFile(machine: Machine, edit: (text: string) => string): Promise<void> {
  const file = await machine.sensor.read();
  if (file.state === 'read') await machine.sensor.write(Buffer.from(edit(Buffer.from(file.bytes).toString('utf8'))));
}

const textOf = (file: SensorFile) => (file.state === 'read' ? Buffer.from(file.bytes).toString('utf8') : file.state);

test('of a newer sensor file only the proxy part is put back, and the outcome says so', async () => {
  const machine = await lab();
  const before = textOf(await machine.sensor.read());
  const plan = await applied(machine, [sensor]);
  const newer = (text: string) => text.replace('1.50e2', '300');
  await withSensorFile(machine, newer);
  expect(await undone(machine, plan.id)).toMatchObject({
    ok: true,
    value: { state: 'undone', operations: [{ id: 1, state: 'undone', proxyPartOnly: true }] },
  });
  expect(textOf(await machine.sensor.read())).toBe(newer(before));
});

test("a sensor proxy that someone else set is left alone, and so is the sensor's service", async () => {
  const machine = await lab();
  const plan = await applied(machine, [sensor]);
  await withSensorFile(machine, (text) => text.replace('proxy.contoso.com', 'other.contoso.com'));
  const moved: string[] = [];
  const services: Machine['services'] = {
    ...machine.services,
    stop: async (name) => {
      moved.push(name);
      return 0;
    },
  };
  expect(await undone({ ...machine, services }, plan.id)).toMatchObject({
    ok: true,
    value: { problem: { kind: 'undo-stale', changed: ['sensor-configuration'] } },
  });
  expect(moved).toEqual([]);
});

test('stored credentials of the sensor come back byte for byte', async () => {
  const machine = await lab();
  await machine.sensor.write(
    Buffer.from(
      '{"$type":"A","SensorProxyConfiguration":{"$type":"B","Url":"http://old:80","UserName":"C\\\\u","EncryptedUserPasswordData":{"EncryptedBytes":"c2VjcmV0"}}}',
    ),
  );
  const before = textOf(await machine.sensor.read());
  const plan = await applied(machine, [{ kind: 'sensor', after: null }]);
  expect(textOf(await machine.sensor.read())).not.toContain('c2VjcmV0');
  await undone(machine, plan.id);
  expect(textOf(await machine.sensor.read())).toBe(before);
});

test('values are put back last one first, and the services that read them are restarted after that', async () => {
  const machine = await lab();
  const plan = await applied(machine, [telemetry, noAuth, { kind: 'restart', service: 'DiagTrack' }]);
  const seen: string[] = [];
  const watching: Machine = {
    ...machine,
    settings: {
      ...machine.settings,
      write: async (id, image) => {
        seen.push(id);
        return machine.settings.write(id, image);
      },
    },
    services: {
      ...machine.services,
      stop: async (name) => {
        seen.push(`stop ${name}`);
        return machine.services.stop(name);
      },
    },
  };
  await undone(watching, plan.id);
  expect(seen).toEqual(['mde.disableEnterpriseAuthProxy', 'mde.telemetryProxyServer', 'stop DiagTrack']);
});

test('a value that cannot be written back is told, the rest is put back, and undo can be run again', async () => {
  const machine = await lab();
  const start = await stateOf(machine, labFolder());
  const plan = await applied(machine, [telemetry, noAuth, cloud]);
  const settings: Machine['settings'] = {
    ...machine.settings,
    write: async (id, image) => (id === 'mde.disableEnterpriseAuthProxy' ? 5 : machine.settings.write(id, image)),
  };
  expect(await undone({ ...machine, settings }, plan.id)).toMatchObject({
    ok: true,
    value: {
      state: 'undo-incomplete',
      operations: [{ state: 'undone' }, { state: 'undo-failed', win32: 5 }, { state: 'undone' }],
      problem: {
        kind: 'undo-incomplete',
        cause: { step: 'write', target: 'mde.disableEnterpriseAuthProxy', win32: 5 },
      },
    },
  });
  expect(await undone(machine, plan.id)).toMatchObject({ ok: true, value: { state: 'undone', problem: null } });
  expect(await stateOf(machine, labFolder())).toEqual(start);
});

test('a value that cannot be read is not overwritten', async () => {
  const machine = await lab();
  const plan = await applied(machine, [telemetry]);
  const settings: Machine['settings'] = {
    ...machine.settings,
    read: async () => ({ state: 'unreadable', win32: 5 }),
  };
  expect(await undone({ ...machine, settings }, plan.id)).toMatchObject({
    ok: true,
    value: { state: 'undo-incomplete', problem: { cause: { step: 'read', win32: 5 } } },
  });
  expect(await machine.settings.read('mde.telemetryProxyServer')).toEqual(sz('proxy.contoso.com:8080'));
});

test('a backup that is not the true one is never written', async () => {
  const machine = await lab();
  await machine.settings.write('mdav.policy.proxyServer', sz('http://user:secret@old.contoso.com:3128'));
  const plan = await applied(machine, [cloud]);
  await writeFile(runFile(plan, 'backup/1.bin'), 'forged');
  expect(await undone(machine, plan.id)).toMatchObject({
    ok: true,
    value: {
      state: 'undo-incomplete',
      problem: { cause: { step: 'backup', target: 'mdav.policy.proxyServer', win32: 0 } },
    },
  });
  expect(await machine.settings.read('mdav.policy.proxyServer')).toEqual(sz('http://proxy.contoso.com:8080'));
});

test('a kept plan that is not the reviewed one is refused', async () => {
  const machine = await lab();
  const plan = await applied(machine, [telemetry]);
  await appendFile(runFile(plan, 'plan.json'), ' ');
  expect(await undone(machine, plan.id)).toEqual({ ok: false, problem: { kind: 'plan-tampered' } });
});

test('a journal that is damaged in the middle is refused with its line named', async () => {
  const machine = await lab();
  const plan = await applied(machine, [telemetry]);
  const text = await readFile(runFile(plan, 'journal.jsonl'), 'utf8');
  await writeFile(runFile(plan, 'journal.jsonl'), text.replace('"intend"', '"intent"'));
  expect(await undone(machine, plan.id)).toMatchObject({
    ok: false,
    problem: { kind: 'bad-field', file: 'journal', at: 'line 2: event' },
  });
  expect((await machine.settings.read('mde.telemetryProxyServer')).state).toBe('present');
});

test.each(['{"event":"done"', '\0\0\0\0', '\xff\xfe'])(
  'a journal whose last line was cut to %j is undone',
  async (tail) => {
    const machine = await lab();
    const start = await stateOf(machine, labFolder());
    const plan = await applied(machine, [telemetry]);
    await appendFile(runFile(plan, 'journal.jsonl'), Buffer.from(tail, 'latin1'));
    expect(await undone(machine, plan.id)).toMatchObject({ ok: true, value: { state: 'undone' } });
    expect(await stateOf(machine, labFolder())).toEqual(start);
    expect(await undone(machine, plan.id)).toEqual({ ok: false, problem: { kind: 'undo-nothing' } });
  },
);

test('a newer sensor file that has the old proxy again is undone already', async () => {
  const machine = await lab();
  const plan = await applied(machine, [sensor]);
  await withSensorFile(machine, (text) =>
    text.replace('1.50e2', '300').replace(/("SensorProxyConfiguration": )\{[^}]*\}/, '$1null'),
  );
  const newer = textOf(await machine.sensor.read());
  expect(newer).toContain('"SensorProxyConfiguration": null');
  expect(await undone(machine, plan.id)).toMatchObject({ ok: true, value: { state: 'undone', problem: null } });
  expect(textOf(await machine.sensor.read())).toBe(newer);
});

test('what does not hold when it is put back is told', async () => {
  const machine = await lab();
  const plan = await applied(machine, [telemetry, sensor]);
  const deaf: Machine = {
    ...machine,
    settings: { ...machine.settings, write: async () => 0 },
    sensor: { ...machine.sensor, write: async () => 0 },
  };
  expect(await undone(deaf, plan.id)).toMatchObject({
    ok: true,
    value: {
      state: 'undo-incomplete',
      operations: [{ state: 'undo-failed' }, { state: 'undo-failed' }],
      problem: { cause: { step: 'read-back', target: 'sensor-configuration' } },
    },
  });
});

test('a run of another server is not undone here', async () => {
  const machine = await lab();
  const plan = await applied(machine, [telemetry]);
  const other = { ...(await machine.facts()), name: 'DC02' };
  expect(await undone({ ...machine, facts: async () => other }, plan.id)).toMatchObject({
    ok: false,
    problem: { kind: 'plan-other-machine', planned: 'DC01 (lab direct)', here: 'DC02 (lab direct)' },
  });
});
