import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { exampleIntent } from '../core/plan/example-intent.ts';
import { sha256 } from '../disk/sha256.ts';
import { openLab } from '../machine/lab/open-lab.ts';
import { listenFor } from './cancelled.ts';
import type { World } from './program.ts';
import { labIn, ranProgram } from './program-for-tests.ts';

const run = '0b5a7a58-3f0f-4c80-9a61-0f1c1d7a4b11';

describe('what listens for a wish to end', () => {
  afterEach(() => vi.useRealTimers());
  const never = new AbortController().signal;

  test('hears at once what was wished before, and anything later within a quarter of a second', () => {
    const first = listenFor({ isCancelled: () => true }, run, never);
    expect(first.signal.aborted).toBe(true);
    first.close();
    vi.useFakeTimers();
    let wished = false;
    const { signal, close } = listenFor({ isCancelled: (asked) => wished && asked === run }, run, never);
    vi.advanceTimersByTime(10_000);
    expect(signal.aborted).toBe(false);
    wished = true;
    vi.advanceTimersByTime(250);
    expect(signal.aborted).toBe(true);
    close();
  });

  test('hears Ctrl+C as well, and nothing when it is closed', () => {
    vi.useFakeTimers();
    const interrupted = new AbortController();
    let looks = 0;
    const isCancelled = () => {
      looks += 1;
      return false;
    };
    const open = listenFor({ isCancelled }, run, interrupted.signal);
    const closed = listenFor({ isCancelled }, run, interrupted.signal);
    closed.close();
    interrupted.abort();
    expect([open.signal.aborted, closed.signal.aborted]).toEqual([true, false]);
    open.close();
    const before = looks;
    vi.advanceTimersByTime(1000);
    expect(looks).toBe(before);
    expect(listenFor({ isCancelled }, run, interrupted.signal).signal.aborted).toBe(true);
    vi.clearAllTimers();
  });
});

test('only tests as the accounts hear it: a look and a change go on to their end', { timeout: 60_000 }, async () => {
  const base = await mkdtemp(path.join(os.tmpdir(), 'cancelled-'));
  const at = (name: string) => path.join(base, name);
  let asked = 0;
  const pickMachine: World['pickMachine'] = async (lab) => {
    const picked = await labIn(openLab, () => at('lab'))(lab);
    if (!picked.ok) return picked;
    const { machine, labFolder } = picked.value;
    const isCancelled = () => {
      asked += 1;
      return true;
    };
    return {
      ok: true,
      value: { machine: { ...machine, elevation: { ...machine.elevation, isCancelled } }, labFolder },
    };
  };
  const ended = async (...args: readonly string[]) =>
    (await ranProgram([...args, '--lab', 'sensor-v2'], { pickMachine })).code;
  try {
    await writeFile(at('intent.json'), JSON.stringify(exampleIntent));
    expect(await ended('detect', '--run', run)).toBe(0);
    expect(await ended('plan', '--intent', at('intent.json'), '--out', at('plan.json'))).toBe(0);
    const digest = sha256(await readFile(at('plan.json')));
    expect(await ended('apply', '--plan', at('plan.json'), '--digest', digest)).toBe(0);
    expect(await ended('undo')).toBe(0);
    expect(asked).toBe(0);
    expect(await ended('probe', '--run', run)).toBe(130);
    expect(asked).toBeGreaterThan(0);
    expect(existsSync(at('lab/accounts'))).toBe(false);
  } finally {
    await rm(base, { recursive: true, force: true });
  }
});
