import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exampleIntent } from '../core/plan/example-intent.ts';
import { keepIntent } from '../core/plan/keep-intent.ts';
import { Plan } from '../core/plan/plan.ts';
import { openLab } from '../machine/lab/open-lab.ts';
import type { Machine } from '../machine/machine.ts';
import { detect } from './detect.ts';
import { makePlan } from './make-plan.ts';

let base = '';
beforeEach(async () => {
  base = await mkdtemp(path.join(os.tmpdir(), 'plan-'));
});
afterEach(() => rm(base, { recursive: true, force: true }));

const context = { now: () => new Date(), newId: () => crypto.randomUUID() };
const made = { id: crypto.randomUUID(), createdAt: '2026-11-20T09:00:00.000Z', toolVersion: '0.1.0' };

async function planOn(scenario: string, intent: (machine: Machine) => Promise<typeof exampleIntent>) {
  const consoleProgram = { file: process.execPath, args: [] };
  const opened = await openLab({ scenario, stateDir: path.join(base, scenario), consoleProgram });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  const machine = opened.value;
  let looks = 0;
  const counted = {
    blastRadius: () => {
      looks += 1;
      return machine.blastRadius();
    },
  };
  const plan = await makePlan(counted, await detect(machine, context), await intent(machine), made);
  if (!plan.ok) throw new Error(JSON.stringify(plan.problem));
  return { plan: Plan.parse(plan.value), looks };
}

test('a plan that sets WinHTTP names who else has it loaded on this very server', async () => {
  const { plan, looks } = await planOn('sensor-v2', async () => exampleIntent);
  expect(looks).toBe(1);
  expect(plan.blastRadius?.winhttp?.users).toContainEqual({
    program: 'svchost.exe',
    services: ['BITS', 'wuauserv'],
    processes: 1,
  });
  expect(plan.blastRadius?.services?.byAccount['local-service'].names).toContain('W32Time');
});

test('a plan that reaches nobody else does not look', async () => {
  const keep = await planOn('sensor-v2', async (machine) => keepIntent(await detect(machine, context)));
  expect(keep).toMatchObject({ looks: 0, plan: { blastRadius: null } });
  const own = await planOn('direct', async () => ({ ...exampleIntent, winhttp: null }));
  expect(own.plan.operations.length).toBeGreaterThan(0);
  expect(own).toMatchObject({ looks: 0, plan: { blastRadius: null } });
});

test('what could not be looked into is counted, not left out', async () => {
  const { plan } = await planOn('uac-declined', async () => exampleIntent);
  expect(plan.blastRadius?.winhttp).toMatchObject({ users: [] });
  expect(plan.blastRadius?.winhttp?.notLookedInto).toBeGreaterThan(5);
});
