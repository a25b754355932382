import { access, mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exampleIntent } from '../core/plan/example-intent.ts';
import { openLab } from '../machine/lab/open-lab.ts';
import type { Machine } from '../machine/machine.ts';
import { wizardHandlers } from './handlers.ts';
import { newSession } from './session.ts';

let base = '';
let lab: Machine;
beforeEach(async () => {
  base = await mkdtemp(path.join(os.tmpdir(), 'handlers-'));
  const consoleProgram = { file: process.execPath, args: [] };
  const opened = await openLab({ scenario: 'no-sensor', stateDir: path.join(base, 'lab'), consoleProgram });
  if (!opened.ok) throw new Error(opened.problem.kind);
  lab = opened.value;
});
afterEach(async () => {
  await lab.close();
  await rm(base, { recursive: true, force: true });
});

function handlersOn(machine: Machine) {
  const none = () => Promise.reject(new Error('nobody asks for this'));
  return wizardHandlers({
    machine,
    features: { electron: '45.4.1', chromium: '156.0', node: '24.0.0', sandbox: true },
    session: newSession(),
    planFolder: path.join(base, 'plans'),
    announce: () => undefined,
    labState: null,
    printPdf: none,
    chooseFolder: none,
    chooseFile: none,
    openExternal: none,
    openFolder: none,
    writeClipboard: () => undefined,
    readLog: none,
  });
}

test('a plan that changes something makes ready what will ask for rights, and asks nobody', async () => {
  const seen: string[] = [];
  const handlers = handlersOn({
    ...lab,
    elevation: {
      prepare: () => void seen.push('prepare'),
      isCancelled: () => false,
      run: async () => {
        seen.push('run');
        return { kind: 'not-confirmed' };
      },
    },
  });
  const snapshot = await handlers.detect({});
  if (!snapshot.ok) throw new Error(snapshot.problem.kind);
  const untouched = { ...exampleIntent, winhttp: null, mde: null, mdav: null, mdi: null };
  const nothing = await handlers.plan({ snapshot: snapshot.value.id, intent: untouched });
  expect(nothing).toMatchObject({ ok: true, value: { plan: { operations: [] } } });
  expect(seen).toEqual([]);
  const something = await handlers.plan({
    snapshot: snapshot.value.id,
    intent: { ...untouched, mde: exampleIntent.mde },
  });
  expect(something.ok && something.value.plan.operations.length).toBeGreaterThan(0);
  expect(seen).toEqual(['prepare']);
});

test('plans that an earlier window left are taken away once the first step is there, and not before', async () => {
  const left = path.join(base, 'plans', '6f2b1c1e-0f5f-4a57-9d6e-0d6cf1b5a111.json');
  await mkdir(path.dirname(left));
  await writeFile(left, '{}');
  await utimes(left, 0, 0);
  const handlers = handlersOn(lab);
  await handlers.about({});
  await handlers.detect({});
  await access(left);
  await handlers.testBasis({});
  await expect.poll(() => access(left).catch(() => 'gone')).toBe('gone');
});
