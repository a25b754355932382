import { expect, test } from 'vitest';
import type { RunSummary } from './run-summary.ts';
import { runToPutBack } from './summary.ts';

const runOf = (state: RunSummary['state'], at: number): RunSummary => ({
  run: `6f2b1c1e-0f5f-4a57-9d6e-0d6cf1b5a11${at}`,
  startedAt: '2026-11-20T09:00:00.000Z',
  who: 'CONTOSO\\anna',
  state,
  operations: 1,
});

test.each<[RunSummary['state'][], number | null]>([
  [[], null],
  [['unfinished'], 0],
  [['rollback-incomplete'], 0],
  [['undo-incomplete'], 0],
  [['applied'], null],
  [['undone-except'], null],
  [['applied', 'unfinished'], 1],
  [['undo-incomplete', 'unfinished'], 1],
  [['rolled-back', 'rollback-incomplete'], 1],
  [['applied', 'rollback-incomplete'], null],
  [['undone', 'undo-incomplete'], null],
])('of runs that are %j, the latest first, the one to put back is number %j', (states, number) => {
  const runs = states.map(runOf);
  expect(runToPutBack(runs)).toBe(number === null ? null : runs[number]);
});
