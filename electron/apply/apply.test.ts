import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { dwordImage, szImage } from '../core/codecs/registry-data.ts';
import { canonicalJson } from '../core/plan/canonical.ts';
import { type Plan, planFileLimit } from '../core/plan/plan.ts';
import { regType } from '../core/settings/reading.ts';
import { appendFlushed } from '../disk/append-flushed.ts';
import { sha256 } from '../disk/sha256.ts';
import { openLab } from '../machine/lab/open-lab.ts';
import type { Machine } from '../machine/machine.ts';
import { apply } from './apply.ts';
import { takeLock } from './lock.ts';
import { planFile, planOf, type Wish } from './plan-for-tests.ts';
import type { Append } from './run-journal.ts';
import { stateOf } from './scene-for-tests.ts';

let base = '';
beforeEach(async () => {
  base = await mkdtemp(path.join(os.tmpdir(), 'apply-'));
});
afterEach(() => rm(base, { recursive: true, force: true }));

const now = () => new Date('2026-11-20T09:00:00.000Z');
const labFolder = () => path.join(base, 'lab');
const planPath = () => path.join(base, 'plan.json');

async function lab(scenario = 'direct'): Promise<Machine> {
  const consoleProgram = { file: process.execPath, args: [] };
  const opened = await openLab({ scenario, stateDir: labFolder(), consoleProgram });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  return opened.value;
}

const telemetry: Wish = { kind: 'value', value: 'mde.telemetryProxyServer', after: szImage('proxy.contoso.com:8080') };
const noAuth: Wish = { kind: 'value', value: 'mde.disableEnterpriseAuthProxy', after: dwordImage(1) };
const cloud: Wish = {
  kind: 'value',
  value: 'mdav.policy.proxyServer',
  after: szImage('http://proxy.contoso.com:8080'),
};
const winHttp = { access: 'named', proxy: 'proxy.contoso.com:8080', bypass: '<local>' } as const;
const sensor: Wish = { kind: 'sensor', after: { url: 'http://proxy.contoso.com:8080', signIn: { kind: 'keep' } } };

async function saved(plan: Plan): Promise<string> {
  const { bytes, digest } = planFile(plan);
  await writeFile(planPath(), bytes);
  return digest;
}

const run = (machine: Machine, digest: string, append?: Append) =>
  apply({ machine, planPath: planPath(), digest, now, pid: process.pid }, append);

/** Applies, and proves that nothing was written: neither to the machine nor as a run. */
async function refused(machine: Machine, digest: string) {
  const start = await stateOf(machine, labFolder());
  const answer = await run(machine, digest);
  expect(await stateOf(machine, labFolder())).toEqual(start);
  const runs = await readdir(path.join(labFolder(), 'protected/runs')).catch(() => []);
  expect(runs.filter((name) => !name.startsWith('lock.'))).toEqual([]);
  if (answer.ok) throw new Error('not refused');
  return answer.problem;
}

test('writes what the plan says and keeps the very bytes of the plan', async () => {
  const machine = await lab();
  const plan = await planOf(machine, [telemetry, noAuth, cloud]);
  const digest = await saved(plan);
  expect(await run(machine, digest.toUpperCase())).toEqual({
    ok: true,
    value: {
      run: plan.id,
      state: 'applied',
      who: 'CONTOSO\\Administrator',
      startedAt: '2026-11-20T09:00:00.000Z',
      endedAt: '2026-11-20T09:00:00.000Z',
      operations: [1, 2, 3].map((id) => ({ id, state: 'done', win32: null, at: expect.any(String) })),
      problem: null,
    },
  });
  expect(await machine.settings.read('mde.telemetryProxyServer')).toMatchObject({ type: regType.sz });
  const folder = path.join(labFolder(), 'protected/runs', plan.id);
  expect(sha256(await readFile(path.join(folder, 'plan.json')))).toBe(digest);
});

test('a plan without a change is refused, and no run is made of it', async () => {
  const machine = await lab();
  expect(await refused(machine, await saved(await planOf(machine, [])))).toEqual({ kind: 'plan-empty' });
});

test('a plan altered by one byte, wherever, is refused as tampered', async () => {
  const machine = await lab();
  const { bytes, digest } = planFile(await planOf(machine, [telemetry]));
  for (const at of [0, 1, Math.floor(bytes.length / 2), bytes.length - 1]) {
    const altered = bytes.slice();
    altered[at] = (bytes[at] ?? 0) ^ 1;
    await writeFile(planPath(), altered);
    expect(await refused(machine, digest)).toEqual({ kind: 'plan-tampered' });
  }
  await writeFile(planPath(), Buffer.concat([bytes, Buffer.from('\n')]));
  expect(await refused(machine, digest)).toEqual({ kind: 'plan-tampered' });
});

test('a plan exchanged while it is judged is not looked at again', async () => {
  const machine = await lab();
  const plan = await planOf(machine, [telemetry]);
  const digest = await saved(plan);
  const exchanging: Machine = {
    ...machine,
    facts: async () => {
      await writeFile(planPath(), planFile(await planOf(machine, [cloud])).bytes);
      return machine.facts();
    },
  };
  expect((await run(exchanging, digest)).ok).toBe(true);
  expect((await machine.settings.read('mde.telemetryProxyServer')).state).toBe('present');
  expect((await machine.settings.read('mdav.policy.proxyServer')).state).toBe('absent');
});

type Content = (plan: Plan) => string | Uint8Array;
const texts: readonly [string, Content, object][] = [
  ['written with indents', (plan) => JSON.stringify(plan, null, 2), { kind: 'plan-not-canonical' }],
  ['with a line break at its end', (plan) => `${canonicalJson(plan)}\n`, { kind: 'plan-not-canonical' }],
  ['with a byte order mark', (plan) => `\ufeff${canonicalJson(plan)}`, { kind: 'plan-not-canonical' }],
  [
    'with a byte that is not UTF-8',
    (plan) => Buffer.concat([planFile(plan).bytes, Buffer.from([0xff])]),
    { kind: 'file-not-json', file: 'plan' },
  ],
  ['that is no JSON', () => 'plan', { kind: 'file-not-json', file: 'plan' }],
  [
    'with an unknown field',
    (plan) => canonicalJson({ ...plan, command: 'x' }),
    { kind: 'bad-field', file: 'plan', at: 'command' },
  ],
  [
    'without its operations',
    ({ operations: _, ...plan }) => canonicalJson(plan),
    { kind: 'bad-field', file: 'plan', at: 'operations' },
  ],
  [
    'that writes a value which is only read',
    (plan) => canonicalJson(plan).replace('"mde.telemetryProxyServer"', '"mde.onboardingState"'),
    { kind: 'bad-field', file: 'plan', at: 'operations[0].value' },
  ],
  [
    'that writes a value of a name of its own',
    (plan) => canonicalJson(plan).replace('"mde.telemetryProxyServer"', '"HKLM.Software.Run"'),
    { kind: 'bad-field', file: 'plan', at: 'operations[0].value' },
  ],
  ['too large to be one', () => new Uint8Array(planFileLimit + 1), { kind: 'file-too-large', file: 'plan' }],
];

test.each(texts)('a plan %s is refused, whatever its digest', async (_, content, problem) => {
  const machine = await lab();
  const bytes = Buffer.from(content(await planOf(machine, [telemetry])));
  await writeFile(planPath(), bytes);
  expect(await refused(machine, sha256(bytes))).toMatchObject(problem);
});

test('a plan file that is missing or a folder is named', async () => {
  const machine = await lab();
  expect(await refused(machine, 'a'.repeat(64))).toEqual({ kind: 'file-missing', file: 'plan', path: planPath() });
  await mkdir(planPath());
  expect(await refused(machine, 'a'.repeat(64))).toMatchObject({ kind: 'file-unreadable', code: 'EISDIR' });
});

test('a plan with a blocker is not carried out', async () => {
  const machine = await lab();
  const plan = await planOf(machine, [telemetry]);
  expect(await refused(machine, await saved({ ...plan, blockers: [{ kind: 'both-sensors' }] }))).toEqual({
    kind: 'plan-blocked',
  });
});

test.each([
  ['of another server', { name: 'DC02' }, 'DC02 (lab direct)'],
  ['of another lab', { lab: 'sensor-v2' }, 'DC01 (lab sensor-v2)'],
  ['of a real server', { lab: null }, 'DC01'],
])('a plan %s is refused', async (_, facts, planned) => {
  const machine = await lab();
  const plan = await planOf(machine, [telemetry]);
  expect(await refused(machine, await saved({ ...plan, machine: { ...plan.machine, ...facts } }))).toEqual({
    kind: 'plan-other-machine',
    planned,
    here: 'DC01 (lab direct)',
  });
});

test('a process without administrator rights writes nothing', async () => {
  const machine = await lab('limited-user');
  expect(await refused(machine, await saved(await planOf(machine, [telemetry])))).toEqual({ kind: 'not-elevated' });
});

test('a plan is applied once', async () => {
  const machine = await lab();
  const plan = await planOf(machine, [telemetry]);
  const digest = await saved(plan);
  expect((await run(machine, digest)).ok).toBe(true);
  expect(await run(machine, digest)).toEqual({ ok: false, problem: { kind: 'plan-used', run: plan.id } });
});

test('a machine that changed since the review is refused with every changed value named', async () => {
  const machine = await lab();
  const plan = await planOf(machine, [
    noAuth,
    telemetry,
    cloud,
    { kind: 'winhttp', after: winHttp },
    sensor,
    { kind: 'restart', service: 'DiagTrack' },
  ]);
  const digest = await saved(plan);
  const other = { state: 'present', type: regType.sz, bytes: Buffer.from('x\0', 'utf16le') } as const;
  await machine.settings.write('mde.telemetryProxyServer', other);
  await machine.settings.write('winhttp.machine', { state: 'absent', missingKeys: 0 });
  await machine.sensor.write(Buffer.from('{}'));
  expect(await refused(machine, digest)).toEqual({
    kind: 'plan-stale',
    changed: ['mde.telemetryProxyServer', 'winhttp.machine', 'sensor-configuration'],
  });
});

test('a value that can no longer be read counts as changed', async () => {
  const machine = await lab();
  const digest = await saved(await planOf(machine, [telemetry]));
  const settings: Machine['settings'] = {
    ...machine.settings,
    read: async () => ({ state: 'unreadable', win32: 5 }),
  };
  expect(await refused({ ...machine, settings }, digest)).toEqual({
    kind: 'plan-stale',
    changed: ['mde.telemetryProxyServer'],
  });
});

test('an empty key that appeared since the review is no change', async () => {
  const machine = await lab();
  const plan = await planOf(machine, [{ kind: 'value', value: 'mde.preferStaticProxy', after: dwordImage(1) }]);
  expect(plan.operations[0]).toMatchObject({ before: { state: 'absent', missingKeys: 1 } });
  const digest = await saved(plan);
  await machine.settings.write('mde.preferStaticProxy', { state: 'present', type: 4, bytes: new Uint8Array(4) });
  await machine.settings.write('mde.preferStaticProxy', { state: 'absent', missingKeys: 0 });
  expect((await run(machine, digest)).ok).toBe(true);
});

test('while another process holds the lock nothing is written', async () => {
  const machine = await lab();
  const digest = await saved(await planOf(machine, [telemetry]));
  const folder = await machine.protectedFolder('runs');
  if (!folder.ok) throw new Error('no folder');
  const since = '2026-11-20T08:59:00.000Z';
  const lock = await takeLock(folder.value, { pid: process.pid, who: 'CONTOSO\\anna', since });
  expect(await refused(machine, digest)).toEqual({ kind: 'busy', who: 'CONTOSO\\anna', since });
  if (lock.ok) await lock.value.release();
  expect((await run(machine, digest)).ok).toBe(true);
});

test('a folder for runs that others may write is not used', async () => {
  const machine = await lab();
  const digest = await saved(await planOf(machine, [telemetry]));
  const unsafe = { kind: 'folder-unsafe', path: 'x', why: 'acl' } as const;
  const answer = await run({ ...machine, protectedFolder: async () => ({ ok: false, problem: unsafe }) }, digest);
  expect(answer).toEqual({ ok: false, problem: unsafe });
});

test('a program that others may change writes nothing, nor does one whose backups others may read', async () => {
  const machine = await lab();
  const digest = await saved(await planOf(machine, [telemetry]));
  const unsafe = { kind: 'folder-unsafe', path: 'x', why: 'acl' } as const;
  const no = async () => ({ ok: false, problem: unsafe }) as const;
  expect(await refused({ ...machine, vetProgram: no }, digest)).toEqual(unsafe);
  expect(await refused({ ...machine, backupFolder: no }, digest)).toEqual(unsafe);
});

test('undoes the first two writes when the third is denied', async () => {
  const machine = await lab('third-write-denied');
  const start = await stateOf(machine, labFolder());
  const digest = await saved(await planOf(machine, [telemetry, noAuth, cloud, sensor]));
  const answer = await run(machine, digest);
  expect(answer).toMatchObject({
    ok: true,
    value: {
      state: 'rolled-back',
      operations: [
        { id: 1, state: 'undone', win32: null },
        { id: 2, state: 'undone', win32: null },
        { id: 3, state: 'failed', win32: 5, unwritten: true },
        { id: 4, state: 'waiting', win32: null },
      ],
      problem: {
        kind: 'rolled-back',
        failedAt: 3,
        cause: { step: 'write', target: 'mdav.policy.proxyServer', win32: 5 },
      },
    },
  });
  expect(await stateOf(machine, labFolder())).toEqual(start);
});

test('a write that does not hold is found by reading it back, and is rolled back', async () => {
  const machine = await lab();
  const start = await stateOf(machine, labFolder());
  const digest = await saved(await planOf(machine, [telemetry, { kind: 'winhttp', after: winHttp }]));
  const answer = await run({ ...machine, winhttp: { ...machine.winhttp, write: async () => 0 } }, digest);
  expect(answer).toMatchObject({
    value: {
      state: 'rolled-back',
      problem: { failedAt: 2, cause: { step: 'read-back', target: 'winhttp.machine', win32: 0 } },
    },
  });
  expect(await stateOf(machine, labFolder())).toEqual(start);
});

test('a service that does not start again is told, with everything else put back', async () => {
  const machine = await lab('service-stuck');
  const start = await stateOf(machine, labFolder());
  const answer = await run(machine, await saved(await planOf(machine, [telemetry, sensor])));
  expect(answer).toMatchObject({
    value: {
      state: 'rollback-incomplete',
      operations: [{ state: 'undone' }, { state: 'undo-failed', win32: 1053, restored: true }],
      problem: { failedAt: 2, cause: { step: 'start-service', target: 'AATPSensorUpdater', win32: 1053 }, left: [] },
    },
  });
  const end = await stateOf(machine, labFolder());
  expect({ ...end, services: null }).toEqual({ ...start, services: null });
});

test('what cannot be put back is named', async () => {
  const machine = await lab();
  const digest = await saved(await planOf(machine, [telemetry, noAuth, cloud]));
  let writes = 0;
  const settings: Machine['settings'] = {
    ...machine.settings,
    write: async (id, image) => {
      writes += 1;
      // The third write fails, and from then on also every write of the first value.
      return writes === 3 || (writes > 3 && id === 'mde.telemetryProxyServer') ? 5 : machine.settings.write(id, image);
    },
  };
  expect(await run({ ...machine, settings }, digest)).toMatchObject({
    value: {
      state: 'rollback-incomplete',
      operations: [{ state: 'undo-failed', win32: 5 }, { state: 'undone' }, { state: 'failed', win32: 5 }],
      problem: { kind: 'rollback-incomplete', failedAt: 3, left: ['mde.telemetryProxyServer'] },
    },
  });
});

test('a machine that throws is rolled back like one that refuses', async () => {
  const machine = await lab();
  const start = await stateOf(machine, labFolder());
  const digest = await saved(await planOf(machine, [telemetry, sensor]));
  const broken = { ...machine.sensor, write: () => Promise.reject(new Error('broken')) };
  expect(await run({ ...machine, sensor: broken }, digest)).toMatchObject({
    value: { state: 'rolled-back', problem: { failedAt: 2, cause: { step: 'write', win32: 0 } } },
  });
  expect(await stateOf(machine, labFolder())).toEqual(start);
});

test.each([1, 2, 3, 4, 5])(
  'a journal that cannot be kept from its line %i on means that all is put back',
  async (from) => {
    const machine = await lab();
    const start = await stateOf(machine, labFolder());
    const digest = await saved(await planOf(machine, [telemetry, sensor]));
    let lines = 0;
    const full: Append = async (file, line) => {
      lines += 1;
      return lines < from
        ? appendFlushed(file, line)
        : { ok: false, problem: { kind: 'cannot-write-file', path: file, code: 'ENOSPC' } };
    };
    expect(await run(machine, digest, full)).toMatchObject({
      value: { state: 'rolled-back', problem: { kind: 'rolled-back', cause: { step: 'journal' } } },
    });
    expect(await stateOf(machine, labFolder())).toEqual(start);
  },
);

test('the 32-bit copy gets the very bytes that the 64-bit value has', async () => {
  const machine = await lab();
  const plan = await planOf(machine, [
    { kind: 'winhttp', after: winHttp },
    { kind: 'winhttp-32', after: winHttp },
  ]);
  expect((await run(machine, await saved(plan))).ok).toBe(true);
  expect(await machine.settings.read('winhttp.machine32')).toEqual(await machine.settings.read('winhttp.machine'));
});

test('a sensor that was stopped stays stopped', async () => {
  const machine = await lab();
  await machine.services.stop('AATPSensorUpdater');
  const before = await machine.services.list();
  const digest = await saved(await planOf(machine, [sensor, { kind: 'restart', service: 'AATPSensorUpdater' }]));
  expect(await run(machine, digest)).toMatchObject({ ok: true, value: { state: 'applied' } });
  expect(await machine.services.list()).toEqual(before);
});

test('a secret that changed behind its mask counts as changed', async () => {
  const machine = await lab();
  const stored = (password: string) =>
    ({
      state: 'present',
      type: regType.sz,
      bytes: Buffer.from(`http://user:${password}@old.contoso.com:80\0`, 'utf16le'),
    }) as const;
  await machine.settings.write('mdav.policy.proxyServer', stored('first'));
  const digest = await saved(await planOf(machine, [cloud]));
  await machine.settings.write('mdav.policy.proxyServer', stored('other'));
  expect(await refused(machine, digest)).toEqual({ kind: 'plan-stale', changed: ['mdav.policy.proxyServer'] });
});

test('a value that something turned into a third one while it was written is put back', async () => {
  const machine = await lab();
  const start = await stateOf(machine, labFolder());
  const digest = await saved(await planOf(machine, [telemetry]));
  let writes = 0;
  const settings: Machine['settings'] = {
    ...machine.settings,
    write: async (id, image) => {
      writes += 1;
      const third = { state: 'present', type: regType.sz, bytes: Buffer.from('x\0', 'utf16le') } as const;
      return machine.settings.write(id, writes === 1 ? third : image);
    },
  };
  expect(await run({ ...machine, settings }, digest)).toMatchObject({
    value: { state: 'rolled-back', problem: { cause: { step: 'read-back' } } },
  });
  expect(await stateOf(machine, labFolder())).toEqual(start);
});

test('a sensor file that changed until its service had stopped is not written', async () => {
  const machine = await lab();
  const digest = await saved(await planOf(machine, [sensor]));
  const written: number[] = [];
  const services: Machine['services'] = {
    ...machine.services,
    stop: async (name) => {
      await machine.sensor.write(Buffer.from('{"$type":"Newer"}'));
      return machine.services.stop(name);
    },
  };
  const watched: Machine['sensor'] = {
    ...machine.sensor,
    write: async (bytes) => {
      written.push(bytes.length);
      return machine.sensor.write(bytes);
    },
  };
  const answer = await run({ ...machine, services, sensor: watched }, digest);
  expect(answer).toMatchObject({
    value: { operations: [{ win32: 0 }], problem: { failedAt: 1, cause: { step: 'backup', win32: 0 } } },
  });
  expect(written).toEqual([]);
  expect((await machine.services.list()).find(({ name }) => name === 'AATPSensor')?.state).toBe('running');
});

test('what a killed process left of a run that never began is taken away', async () => {
  const machine = await lab();
  const digest = await saved(await planOf(machine, [telemetry]));
  const root = await machine.protectedFolder('runs');
  if (!root.ok) throw new Error('no folder');
  const left = path.join(root.value, '5b3e6f0e-28f5-4a12-9a8e-0d3c3f0f5a11.new');
  await mkdir(path.join(left, 'backup'), { recursive: true });
  await writeFile(path.join(left, 'backup/1.bin'), 'secret');
  expect((await run(machine, digest)).ok).toBe(true);
  expect(await readdir(root.value)).not.toContain(path.basename(left));
});

test.skipIf(process.platform === 'win32')('what a run keeps is for its owner only', async () => {
  const machine = await lab();
  const plan = await planOf(machine, [sensor]);
  await run(machine, await saved(plan));
  const folder = path.join(labFolder(), 'protected/runs', plan.id);
  for (const name of ['.', 'backup']) expect((await stat(path.join(folder, name))).mode & 0o777).toBe(0o700);
  for (const name of ['plan.json', 'journal.jsonl', 'backup/1.bin'])
    expect((await stat(path.join(folder, name))).mode & 0o777).toBe(0o600);
});

test('a value of another type counts as changed, also with the same bytes', async () => {
  const machine = await lab();
  const bytes = Buffer.from('old.contoso.com:80\0', 'utf16le');
  await machine.settings.write('mde.telemetryProxyServer', { state: 'present', type: regType.sz, bytes });
  const digest = await saved(await planOf(machine, [telemetry]));
  await machine.settings.write('mde.telemetryProxyServer', { state: 'present', type: regType.expandSz, bytes });
  expect(await refused(machine, digest)).toMatchObject({ kind: 'plan-stale' });
});

test('after a line that could not be written the journal gets no further one', async () => {
  const machine = await lab();
  const plan = await planOf(machine, [telemetry, noAuth]);
  let lines = 0;
  const once: Append = async (file, line) => {
    lines += 1;
    return lines === 2
      ? { ok: false, problem: { kind: 'cannot-write-file', path: file, code: 'EIO' } }
      : appendFlushed(file, line);
  };
  expect(await run(machine, await saved(plan), once)).toMatchObject({ value: { state: 'rolled-back' } });
  const journal = await readFile(path.join(labFolder(), 'protected/runs', plan.id, 'journal.jsonl'), 'utf8');
  const events = journal
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { event: string }).event);
  expect(events).toEqual(['begin', 'intend']);
});
