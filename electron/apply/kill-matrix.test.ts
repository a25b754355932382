import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { encodeConnectionSettings, withManualProxy } from '../core/codecs/connection-settings.ts';
import { binaryImage, dwordImage, szImage } from '../core/codecs/registry-data.ts';
import { encodeWinHttpSettings } from '../core/codecs/winhttp-settings.ts';
import type { Plan } from '../core/plan/plan.ts';
import { sealedPathOf } from '../core/plan/sealed-password.ts';
import { regType } from '../core/settings/reading.ts';
import { appendFlushed } from '../disk/append-flushed.ts';
import { openLab } from '../machine/lab/open-lab.ts';
import type { Machine } from '../machine/machine.ts';
import { apply } from './apply.ts';
import { type Step, steppedAppend, steppedMachine } from './dying-machine-for-tests.ts';
import { planFile, planOf, type Wish } from './plan-for-tests.ts';
import { sealedFile } from './sealed-file.ts';
import { passwordFor } from './sealed-for-tests.ts';
import { undo } from './undo.ts';

/** Wherever apply or undo is killed, the next undo brings back what was there before. */

let base = '';
beforeEach(async () => {
  base = await mkdtemp(path.join(os.tmpdir(), 'kill-'));
});
afterEach(() => rm(base, { recursive: true, force: true }));

const now = () => new Date('2026-11-20T09:00:00.000Z');
/** No process has it, so its lock counts as left behind. */
const deadPid = 2 ** 30;
const named = { access: 'named', proxy: 'proxy.contoso.com:8080', bypass: '<local>' } as const;
const sz = (text: string) =>
  ({ state: 'present', type: regType.sz, bytes: Buffer.from(`${text}\0`, 'utf16le') }) as const;

/**
 * Every kind of store, and every way in which a value can be before and after: absent, without its key, sealed. The
 * sensor gets a sign-in, so that what was written cannot be told from the plan alone.
 */
const everything = (password: string): readonly Wish[] => [
  { kind: 'winhttp', after: named },
  { kind: 'winhttp-32', after: named },
  { kind: 'value', value: 'mde.telemetryProxyServer', after: szImage('proxy.contoso.com:8080') },
  { kind: 'value', value: 'mde.preferStaticProxy', after: dwordImage(1) },
  { kind: 'value', value: 'mdav.policy.proxyServer', after: szImage('http://proxy.contoso.com:8080') },
  { kind: 'value', value: 'mdav.policy.proxyBypass', after: { state: 'absent', missingKeys: 0 } },
  { kind: 'value', value: 'mdav.policy.sslOptions', after: dwordImage(2) },
  {
    kind: 'value',
    value: 'wininet.localService.connection',
    after: binaryImage(encodeConnectionSettings(withManualProxy(null, 'proxy.contoso.com:8080', ''))),
  },
  {
    kind: 'sensor',
    after: {
      url: 'http://proxy.contoso.com:8080',
      signIn: { kind: 'sealed', user: 'CONTOSO\\svcProxy', sha256: password },
    },
  },
  { kind: 'restart', service: 'DiagTrack' },
];

async function lab(stateDir: string): Promise<Machine> {
  const opened = await openLab({
    scenario: 'direct',
    stateDir,
    consoleProgram: { file: process.execPath, args: [] },
  });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  return opened.value;
}

const changes = everything('').length;

/** A new lab with secrets in it, and the plan that writes everywhere. */
interface Scene {
  readonly dir: string;
  readonly plan: Plan;
  readonly planPath: string;
  readonly digest: string;
}

async function copied(from: Scene, name: string): Promise<Scene> {
  const dir = path.join(base, name);
  await cp(from.dir, dir, { recursive: true });
  const planPath = `${dir}.json`;
  await cp(from.planPath, planPath);
  // The run that is copied may have used it already.
  await cp(sealedPathOf(from.planPath), sealedPathOf(planPath)).catch(() => undefined);
  return { ...from, dir, planPath };
}

async function scene(name: string): Promise<Scene> {
  const dir = path.join(base, name);
  const machine = await lab(dir);
  await machine.settings.write('mdav.policy.proxyServer', sz('http://user:secret@old.contoso.com:3128'));
  await machine.settings.write('mdav.policy.proxyBypass', sz('http://intranet.contoso.com'));
  await machine.settings.write('winhttp.machine32', {
    state: 'present',
    type: regType.binary,
    bytes: encodeWinHttpSettings({ access: 'named', proxy: 'http=user:secret@old:80', bypass: '' }),
  });
  const sealed = sealedFile(await passwordFor(machine, 'P4ssword'));
  const plan = await planOf(machine, everything(sealed.sha256));
  await machine.close();
  const { bytes, digest } = planFile(plan);
  const planPath = `${dir}.json`;
  await writeFile(planPath, bytes);
  await writeFile(sealedPathOf(planPath), sealed.bytes);
  return { dir, plan, planPath, digest };
}

/** All that the machine consists of: hives, services, the sensor's file to the byte. */
async function stateOf(dir: string) {
  const machine = await lab(dir);
  const sensor = await machine.sensor.read();
  return {
    registry: JSON.parse(await readFile(path.join(dir, 'registry.json'), 'utf8')) as unknown,
    services: await machine.services.list(),
    sensor: sensor.state === 'read' ? Buffer.from(sensor.bytes).toString('latin1') : sensor.state,
  };
}

/** Runs `work` and lets everything stand still for ever at its n-th step, as a killed process does. */
async function until(n: number, work: (step: Step) => Promise<unknown>): Promise<string | null> {
  let steps = 0;
  let die = (_name: string): void => undefined;
  const death = new Promise<string>((resolve) => {
    die = resolve;
  });
  const step: Step = async (name, last) => {
    steps += 1;
    if (steps < n) return;
    if (steps === n) {
      await last?.();
      die(name);
    }
    await new Promise(() => undefined);
  };
  return Promise.race([death, work(step).then(() => null)]);
}

/** The names of all steps of `work` on a copy of a scene, in order. */
async function stepsOf(from: Scene, work: (at: Scene, step: Step) => Promise<unknown>): Promise<readonly string[]> {
  const names: string[] = [];
  await work(await copied(from, 'steps'), async (name) => void names.push(name));
  return names;
}

/** Kills `work` at each of these steps (numbers from 1), each time on a copy of its own; a few at once. */
async function killedAtEach(
  from: Scene,
  numbers: readonly number[],
  work: (at: Scene, step: Step) => Promise<unknown>,
  check: (at: Scene, died: string) => Promise<void>,
): Promise<void> {
  const waiting = [...numbers];
  const worker = async () => {
    for (let n = waiting.shift(); n !== undefined; n = waiting.shift()) {
      const at = await copied(from, `killed-${n}`);
      const died = await until(n, (step) => work(at, step));
      if (died === null) throw new Error(`There is no step ${n}.`);
      await check(at, died);
      await rm(at.dir, { recursive: true });
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
}

const numbersFrom = (first: number, names: readonly string[]) =>
  names.map((_, at) => at + 1).filter((number) => number >= first);

const applied = async (at: Scene, step: Step) =>
  apply(
    {
      machine: steppedMachine(await lab(at.dir), step),
      planPath: at.planPath,
      digest: at.digest,
      now,
      pid: deadPid,
    },
    steppedAppend(appendFlushed, step),
  );

const undone = async (at: Scene, step: Step) =>
  undo(
    { machine: steppedMachine(await lab(at.dir), step), run: at.plan.id, now, pid: deadPid },
    steppedAppend(appendFlushed, step),
  );

const alive: Step = async () => undefined;
const wholeUndo = { ok: true, value: { state: 'undone', problem: null } };
/** The undo that was killed had written its last line. */
const nothingLeft = { ok: false, problem: { kind: 'undo-nothing' } };

test('apply changes every store, and undo brings back the exact start', async () => {
  const at = await scene('whole');
  const start = await stateOf(at.dir);
  expect(await applied(at, alive)).toMatchObject({ ok: true, value: { state: 'applied', problem: null } });
  const after = await stateOf(at.dir);
  expect(after.sensor).not.toBe(start.sensor);
  expect(after.registry).not.toEqual(start.registry);
  expect(await undone(at, alive)).toMatchObject({ ok: true, value: { state: 'undone', problem: null } });
  expect(await stateOf(at.dir)).toEqual(start);
});

test('a run killed at any step is undone to the exact start', { timeout: 120_000 }, async () => {
  const fresh = await scene('fresh');
  const start = await stateOf(fresh.dir);
  const names = await stepsOf(fresh, applied);
  // `begin` comes with the folder; each operation has its lines, and there is the end.
  expect(names.filter((name) => name === 'after line intend')).toHaveLength(changes);
  expect(names.filter((name) => name === 'within line done')).toHaveLength(changes);
  for (const name of ['after write winhttp', 'after stop AATPSensorUpdater', 'after stop DiagTrack', 'after line end'])
    expect(names).toContain(name);
  await killedAtEach(fresh, numbersFrom(1, names), applied, async (at, died) => {
    const answer = await undone(at, alive);
    expect(answer, died).toMatchObject({ ok: true, value: { state: 'undone', problem: null } });
    expect(JSON.stringify(answer), died).not.toContain('proxyPartOnly');
    expect(await stateOf(at.dir), died).toEqual(start);
  });
});

test('an undo killed at any step is undone to the exact start by the next one', { timeout: 120_000 }, async () => {
  const done = await scene('applied');
  const start = await stateOf(done.dir);
  await applied(done, alive);
  const names = await stepsOf(done, undone);
  expect(names.filter((name) => name === 'after line undo-intend')).toHaveLength(changes);
  expect(names).toContain('after write sensor');
  await killedAtEach(done, numbersFrom(1, names), undone, async (at, died) => {
    expect(await undone(at, alive), died).toMatchObject(died === 'after line end' ? nothingLeft : wholeUndo);
    expect(await stateOf(at.dir), died).toEqual(start);
  });
});

test('a rollback killed at any step is undone to the exact start', { timeout: 120_000 }, async () => {
  const fresh = await scene('fresh');
  const start = await stateOf(fresh.dir);
  /** The last operation fails: DiagTrack cannot be stopped. */
  const failing = async (at: Scene, step: Step) => {
    const machine = steppedMachine(await lab(at.dir), step);
    const stop: Machine['services']['stop'] = async (name) => (name === 'DiagTrack' ? 5 : machine.services.stop(name));
    return apply(
      {
        machine: { ...machine, services: { ...machine.services, stop } },
        planPath: at.planPath,
        digest: at.digest,
        now,
        pid: deadPid,
      },
      steppedAppend(appendFlushed, step),
    );
  };
  const cause = { step: 'stop-service', target: 'DiagTrack', win32: 5 };
  expect(await failing(await copied(fresh, 'whole'), alive)).toMatchObject({
    ok: true,
    value: { state: 'rolled-back', problem: { kind: 'rolled-back', failedAt: changes, cause } },
  });
  const names = await stepsOf(fresh, failing);
  const first = names.indexOf('before line failed') + 1;
  await killedAtEach(fresh, numbersFrom(first, names), failing, async (at, died) => {
    expect(await undone(at, alive), died).toMatchObject(died === 'after line end' ? nothingLeft : wholeUndo);
    expect(await stateOf(at.dir), died).toEqual(start);
  });
});

test('no secret of the machine stands in the plan or the journal, and the backups are for their owner only', async () => {
  const at = await scene('secrets');
  await applied(at, alive);
  const folder = path.join(at.dir, 'protected/runs', at.plan.id);
  for (const name of ['plan.json', 'journal.jsonl']) {
    const text = await readFile(path.join(folder, name), 'utf8');
    for (const secret of ['secret', 'P4ssword']) expect(text).not.toContain(secret);
    expect(text).not.toContain(Buffer.from('secret').toString('hex'));
    expect(text).not.toContain(Buffer.from('secret', 'utf16le').toString('hex'));
  }
  expect((await readdir(path.join(folder, 'backup'))).sort()).toEqual(['2.bin', '5.bin', '9.bin']);
});
