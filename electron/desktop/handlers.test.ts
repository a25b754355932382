import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { WebContents } from 'electron';
import { expect, test } from 'vitest';
import { exampleIntent } from '../core/plan/example-intent.ts';
import { openLab } from '../machine/lab/open-lab.ts';
import { wizardHandlers } from './handlers.ts';
import { newSession } from './session.ts';

test('a plan that changes something makes ready what will ask for rights, and asks nobody', async () => {
  const base = await mkdtemp(path.join(os.tmpdir(), 'handlers-'));
  const consoleProgram = { file: process.execPath, args: [] };
  const opened = await openLab({ scenario: 'no-sensor', stateDir: path.join(base, 'lab'), consoleProgram });
  if (!opened.ok) throw new Error(opened.problem.kind);
  const seen: string[] = [];
  const machine: typeof opened.value = {
    ...opened.value,
    elevation: {
      prepare: () => void seen.push('prepare'),
      run: async () => {
        seen.push('run');
        return { kind: 'not-confirmed' };
      },
    },
  };
  const none = () => Promise.reject(new Error('nobody asks for this'));
  const handlers = wizardHandlers({
    machine,
    features: { electron: '45.4.1', chromium: '156.0', node: '24.0.0', sandbox: true },
    session: newSession(),
    planFolder: path.join(base, 'plans'),
    // Nobody listens.
    page: { isDestroyed: () => true } as WebContents,
    labState: null,
    printPdf: none,
    chooseFolder: none,
    chooseFile: none,
    openExternal: none,
    openFolder: none,
    writeClipboard: () => undefined,
    readLog: none,
  });
  try {
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
  } finally {
    await machine.close();
    await rm(base, { recursive: true, force: true });
  }
});
