import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { answerIdOf, leaveAnswer } from '../apply/answers.ts';
import { apply } from '../apply/apply.ts';
import { planFile, planOf } from '../apply/plan-for-tests.ts';
import { dwordImage, szImage } from '../core/codecs/registry-data.ts';
import type { Answer } from '../core/plan/answer.ts';
import { canonicalJson } from '../core/plan/canonical.ts';
import type { Outcome } from '../core/plan/outcome.ts';
import type { Plan } from '../core/plan/plan.ts';
import { fail, ok, type Result } from '../core/plan/result.ts';
import { appendFlushed } from '../disk/append-flushed.ts';
import { openLab } from '../machine/lab/open-lab.ts';
import type { ElevatedArgv, ElevationResult, Machine } from '../machine/machine.ts';
import type { Work } from './between-threads.ts';
import { elevatedRuns } from './elevated-runs.ts';
import { underWay } from './under-way.ts';

const id = '6f2b1c1e-0f5f-4a57-9d6e-0d6cf1b5a111';
const digest = 'a'.repeat(64);
// Only the id of the plan is looked at; the file is what goes out.
const held = { plan: { id } as Plan, digest, file: '{"canonical":true}', sealed: null };

/** Nothing but what the program has of its own is tested by. */
const shippedFiles = { endpoints: null, serviceTags: null };
/** Nobody cancels. */
const never = new AbortController().signal;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'elevated-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A machine whose elevation does what the test says. */
function runsOn(run: (argv: ElevatedArgv, machine: Machine, cancel?: AbortSignal) => Promise<ElevationResult>) {
  const machine = {
    protectedFolder: async () => ok(folder),
    elevation: { run: (argv: ElevatedArgv, cancel?: AbortSignal) => run(argv, machine, cancel) },
    // Nothing else of a machine is asked for.
  } as unknown as Machine;
  const planFolder = path.join(folder, 'plans');
  const told: (Work | null)[] = [];
  const under = underWay((work) => told.push(work));
  const runs = elevatedRuns({ machine, planFolder, onOutcome: () => undefined, underWay: under });
  return { planFolder, told, runs };
}

test('the program gets the reviewed bytes in a file that is gone afterwards, and no path to write to', async () => {
  const seen: unknown[] = [];
  const { runs, planFolder } = runsOn(async (argv) => {
    seen.push(argv, await readFile(String(argv[2]), 'utf8'));
    return { kind: 'exited', code: 3 };
  });
  await runs.apply(held);
  expect(seen).toEqual([
    ['apply', '--plan', path.join(planFolder, `${id}.json`), '--digest', digest],
    '{"canonical":true}',
  ]);
  expect(await readdir(planFolder)).toEqual([]);
});

test('a sealed password lies beside the plan while the program runs, and is gone afterwards', async () => {
  const seen: string[] = [];
  const { runs, planFolder } = runsOn(async (argv) => {
    seen.push(...argv, await readFile(`${argv[2]}.sealed`, 'utf8'));
    return { kind: 'exited', code: 3 };
  });
  const bytes = new TextEncoder().encode('{"sealed":true}');
  await runs.apply({ ...held, sealed: { bytes, sha256: digest } });
  expect(seen).toEqual(['apply', '--plan', path.join(planFolder, `${id}.json`), '--digest', digest, '{"sealed":true}']);
  expect(await readdir(planFolder)).toEqual([]);
});

test('where the plan cannot be put down nothing is started, and the place is told', async () => {
  const { runs, planFolder } = runsOn(() => Promise.reject(new Error('nothing is started')));
  await writeFile(planFolder, 'no folder');
  expect(await runs.apply(held)).toMatchObject({ ok: false, problem: { kind: 'cannot-write-file' } });
});

test('what runs with rights is known as long as it runs, and no longer', async () => {
  const seen: unknown[] = [];
  const { runs, told } = runsOn(async () => {
    seen.push(told.at(-1));
    return { kind: 'not-confirmed' };
  });
  await runs.apply(held);
  await runs.detect(id);
  await runs.testAsServices(id, shippedFiles, never);
  expect(seen).toEqual(['change', 'look', 'tests']);
  expect(told.at(-1)).toBeNull();
});

test('a prompt that was not confirmed is that and nothing else', async () => {
  const { runs } = runsOn(async () => ({ kind: 'not-confirmed' }));
  expect(await runs.apply(held)).toEqual(fail({ kind: 'not-confirmed' }));
  expect(await runs.detect(id)).toEqual(fail({ kind: 'not-confirmed' }));
});

test('a program that could not be started is told with its code', async () => {
  const { runs } = runsOn(async () => ({ kind: 'failed', win32: 5, detail: 'EACCES' }));
  expect(await runs.apply(held)).toEqual(fail({ kind: 'elevation-failed', win32: 5, detail: 'EACCES' }));
});

test('of a program that was ended while it wrote its journal is told, never that nothing was changed', async () => {
  const opened = await openLab({
    scenario: 'direct',
    stateDir: path.join(folder, 'lab'),
    consoleProgram: { file: process.execPath, args: [] },
  });
  if (!opened.ok) throw new Error(opened.problem.kind);
  const lab = opened.value;
  const plan = await planOf(lab, [
    { kind: 'value', value: 'mde.telemetryProxyServer', after: szImage('proxy.contoso.com:8080') },
    { kind: 'value', value: 'mde.disableEnterpriseAuthProxy', after: dwordImage(1) },
  ]);
  const ends: ElevationResult[] = [
    { kind: 'failed', win32: 0, detail: 'SIGKILL' },
    { kind: 'exited', code: 1 },
  ];
  const told: Outcome[] = [];
  for (const end of ends) {
    const id = crypto.randomUUID();
    const { digest } = planFile({ ...plan, id });
    const run = ([, , planPath = '']: ElevatedArgv) =>
      new Promise<ElevationResult>((resolve) => {
        const request = { machine: lab, planPath, digest, now: () => new Date(), pid: 2 ** 30 };
        // Its last line but one is there, and nothing comes after it.
        void apply(request, async (file, line) => {
          if (!line.includes('"op":2')) return appendFlushed(file, line);
          resolve(end);
          return new Promise(() => undefined);
        });
      });
    const machine: Machine = { ...lab, elevation: { ...lab.elevation, run } };
    const runs = elevatedRuns({
      machine,
      planFolder: path.join(folder, 'plans'),
      onOutcome: (now) => told.push(now),
      underWay: underWay(() => undefined),
    });
    const held = { plan: { ...plan, id }, digest, file: canonicalJson({ ...plan, id }), sealed: null };
    expect(await runs.apply(held)).toMatchObject({ ok: true, value: { run: id, state: 'unfinished' } });
    expect(told.at(-1)?.operations.map(({ state }) => state)).toEqual(['done', 'waiting']);
    // Back to where the plan begins, for the next end.
    await lab.settings.write('mde.telemetryProxyServer', { state: 'absent', missingKeys: 0 });
  }
});

test('the portable copy is given no rights, and that is said', async () => {
  const { runs } = runsOn(async () => ({ kind: 'portable', folder: 'D:\\tools\\console' }));
  const refused = { kind: 'folder-unsafe', path: 'D:\\tools\\console', why: 'portable', holds: 'program' } as const;
  expect(await runs.apply(held)).toEqual(fail(refused));
  expect(await runs.detect(id)).toEqual(fail(refused));
});

test('a refusal is told as the program left it', async () => {
  const problem = { kind: 'busy', who: 'CONTOSO\\anna', since: '2026-11-20T09:00:00.000Z' } as const;
  const { runs } = runsOn(async (argv, machine) => {
    await leaveAnswer(machine, answerIdOf(argv), { kind: 'refused', problem }, new Date());
    return { kind: 'exited', code: 6 };
  });
  expect(await runs.apply(held)).toEqual(fail(problem));
  expect(await runs.detect(id)).toEqual(fail(problem));
});

test('a program that left no word is known by its exit code', async () => {
  const { runs } = runsOn(async () => ({ kind: 'exited', code: 70 }));
  const detail = 'the program ended with exit code 70';
  expect(await runs.apply(held)).toEqual(fail({ kind: 'elevation-failed', win32: 0, detail }));
});

test('a run that is not there is not undone, and nobody is asked', async () => {
  const { runs } = runsOn(async () => {
    throw new Error('nobody was to be asked');
  });
  expect(await runs.undo(id)).toEqual(fail({ kind: 'no-such-run', run: id }));
});

test('the tests of the accounts are asked for by an id alone, and are what the program left', async () => {
  const asked: unknown[] = [];
  const accounts = [{ account: 'local-system', simulated: true, seen: null, problem: null }] as const;
  const { runs } = runsOn(async (argv, machine) => {
    asked.push(argv);
    await leaveAnswer(machine, answerIdOf(argv), { kind: 'tested', accounts: [...accounts] }, new Date());
    return { kind: 'exited', code: 1 };
  });
  expect(await runs.testAsServices(id, shippedFiles, never)).toEqual(ok(accounts));
  expect(asked).toEqual([['probe', '--run', id]]);
});

test('accounts that were not tested are a refusal, never an empty answer', async () => {
  const { runs } = runsOn(async () => ({ kind: 'not-confirmed' }));
  expect(await runs.testAsServices(id, shippedFiles, never)).toEqual(fail({ kind: 'not-confirmed' }));
  const silent = runsOn(async () => ({ kind: 'exited', code: 70 }));
  expect(await silent.runs.testAsServices(id, shippedFiles, never)).toMatchObject({
    ok: false,
    problem: { kind: 'elevation-failed' },
  });
});

describe('tests as the accounts that are cancelled', () => {
  const account = { account: 'local-system', simulated: true, seen: null } as const;
  const left = { kind: 'account-run-failed', account: 'local-system', step: 'remove', code: 0, task: 'x' } as const;
  const refused = { kind: 'not-elevated' } as const;
  const declined = { kind: 'not-confirmed' } as const;
  const exited = { kind: 'exited', code: 130 } as const;

  test.each<readonly [string, ElevationResult, Answer['answer'] | null, Result<unknown>]>([
    ['are that where the program says so', exited, { kind: 'cancelled' }, ok(null)],
    ['are that where the prompt was declined after it', declined, null, ok(null)],
    [
      'are not kept where the program had them already',
      exited,
      { kind: 'tested', accounts: [{ ...account, problem: null }] },
      ok(null),
    ],
    [
      'are told where something of them could not be taken away',
      exited,
      { kind: 'tested', accounts: [{ ...account, problem: left }] },
      fail(left),
    ],
    ['are no disguise for a refusal', exited, { kind: 'refused', problem: refused }, fail(refused)],
  ])('%s', async (_, end, answer, told) => {
    const cancel = new AbortController();
    const { runs } = runsOn(async (argv, machine, heard) => {
      expect(heard?.aborted).toBe(false);
      cancel.abort();
      expect(heard?.aborted).toBe(true);
      if (answer !== null) await leaveAnswer(machine, answerIdOf(argv), answer, new Date());
      return end;
    });
    expect(await runs.testAsServices(id, shippedFiles, cancel.signal)).toEqual(told);
  });

  test('are no way to end a change, nor a look: these programs are given nothing to hear', async () => {
    const heard: unknown[] = [];
    const { runs } = runsOn(async (_, __, cancel) => {
      heard.push(cancel);
      return { kind: 'not-confirmed' };
    });
    await runs.apply(held);
    await runs.detect(id);
    expect(heard).toEqual([undefined, undefined]);
  });
});
