import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { dwordImage, szImage } from '../core/codecs/registry-data.ts';
import type { Outcome } from '../core/plan/outcome.ts';
import { appendFlushed } from '../disk/append-flushed.ts';
import { openLab } from '../machine/lab/open-lab.ts';
import type { Machine } from '../machine/machine.ts';
import { apply } from './apply.ts';
import { followRun } from './follow-run.ts';
import { takeLock } from './lock.ts';
import { planFile, planOf, type Wish } from './plan-for-tests.ts';
import type { Append } from './run-journal.ts';
import { findRunToPutBack } from './run-to-put-back.ts';
import { listRuns, readRun } from './runs.ts';

let base = '';
let machine: Machine;
beforeEach(async () => {
  base = await mkdtemp(path.join(os.tmpdir(), 'runs-'));
  const consoleProgram = { file: process.execPath, args: [] };
  const opened = await openLab({ scenario: 'direct', stateDir: path.join(base, 'lab'), consoleProgram });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  machine = opened.value;
});
afterEach(() => rm(base, { recursive: true, force: true }));

const telemetry: Wish = { kind: 'value', value: 'mde.telemetryProxyServer', after: szImage('proxy.contoso.com:8080') };
const noAuth: Wish = { kind: 'value', value: 'mde.disableEnterpriseAuthProxy', after: dwordImage(1) };
const runs = () => path.join(base, 'lab/protected/runs');

async function applied(wishes: readonly Wish[], minute: number, append?: Append) {
  const plan = await planOf(machine, wishes);
  const { bytes, digest } = planFile(plan);
  const planPath = path.join(base, `${plan.id}.json`);
  await writeFile(planPath, bytes);
  const now = () => new Date(Date.UTC(2026, 10, 20, 9, minute));
  const done = apply({ machine, planPath, digest, now, pid: process.pid }, append);
  return { plan, digest, done };
}

test('a machine without runs has an empty history', async () => {
  expect(await listRuns(machine)).toEqual({ ok: true, value: [] });
});

test('a folder that cannot be made holds no runs; one that is unsafe is a problem', async () => {
  const why = (reason: 'cannot-create' | 'owner') =>
    listRuns({
      ...machine,
      protectedFolder: async () => ({ ok: false, problem: { kind: 'folder-unsafe', path: 'x', why: reason } }),
    });
  expect(await why('cannot-create')).toEqual({ ok: true, value: [] });
  expect(await why('owner')).toMatchObject({ ok: false, problem: { kind: 'folder-unsafe' } });
});

test('runs are listed latest first, and other things in the folder are no runs', async () => {
  const first = await applied([telemetry], 1);
  await first.done;
  const second = await applied([noAuth], 2);
  await second.done;
  await mkdir(path.join(runs(), `${first.plan.id}.new`));
  await mkdir(path.join(runs(), 'notes'));
  const who = 'CONTOSO\\Administrator';
  expect(await listRuns(machine)).toEqual({
    ok: true,
    value: [
      { run: second.plan.id, startedAt: '2026-11-20T09:02:00.000Z', who, state: 'applied', operations: 1 },
      { run: first.plan.id, startedAt: '2026-11-20T09:01:00.000Z', who, state: 'applied', operations: 1 },
    ],
  });
});

test('a run is read back with its plan, its digest and how it went', async () => {
  const { plan, digest, done } = await applied([telemetry], 1);
  const answer = await done;
  expect(await readRun(machine, plan.id)).toEqual({
    ok: true,
    value: { plan, digest, outcome: answer.ok && answer.value },
  });
  expect(await readRun(machine, plan.id.toUpperCase())).toMatchObject({ ok: true });
});

test('a run whose journal is damaged is a problem and not a gap in the history', async () => {
  const { plan, done } = await applied([telemetry], 1);
  await done;
  await writeFile(path.join(runs(), plan.id, 'journal.jsonl'), 'x\n');
  expect(await listRuns(machine)).toMatchObject({ ok: false, problem: { kind: 'file-not-json', file: 'journal' } });
});

test('a run is followed line by line while it is carried out', async () => {
  const told: Outcome[] = [];
  let heard = (): void => undefined;
  const hears = () =>
    new Promise<void>((resolve) => {
      heard = resolve;
    });
  /** Each line waits until the one before it was told. */
  const slow: Append = async (file, line) => {
    const next = hears();
    const added = await appendFlushed(file, line);
    await next;
    return added;
  };
  const { plan, done } = await applied([telemetry], 1, slow);
  const following = followRun(machine, plan.id, (outcome) => {
    told.push(outcome);
    heard();
  });
  await done;
  following.stop();
  const states = told.map(({ state, operations }) => `${state} ${operations[0]?.state}`);
  expect(states.slice(-3)).toEqual(['unfinished started', 'unfinished done', 'applied done']);
});

test('following stops', async () => {
  const told: Outcome[] = [];
  const { plan, done } = await applied([telemetry], 1);
  followRun(machine, plan.id, (outcome) => told.push(outcome)).stop();
  await done;
  await readRun(machine, plan.id);
  expect(told).toEqual([]);
});

test('a run that was cut off is to be put back, but not while it goes on', async () => {
  const { plan, done } = await applied([telemetry], 1);
  await done;
  expect(await findRunToPutBack(machine)).toBeNull();
  const journal = path.join(runs(), plan.id, 'journal.jsonl');
  const lines = (await readFile(journal, 'utf8')).split('\n').slice(0, 2);
  await writeFile(journal, `${lines.join('\n')}\n`);
  const lock = await takeLock(runs(), { pid: process.pid, who: 'CONTOSO\\anna', since: new Date().toISOString() });
  if (!lock.ok) throw new Error(lock.problem.kind);
  expect(await findRunToPutBack(machine)).toBeNull();
  await lock.value.release();
  expect(await findRunToPutBack(machine)).toMatchObject({ run: plan.id, state: 'unfinished' });
});
