import { expect, test } from 'vitest';
import type { JournalLine } from './journal.ts';
import { outcomeOf } from './outcome-of.ts';
import { canUndo, summaryOf } from './summary.ts';

const run = '5b3e6f0e-28f5-4a12-9a8e-0d3c3f0f5a11';
const at = '2026-11-20T09:00:00.000Z';
const begin: JournalLine = { event: 'begin', at, run, digest: 'a'.repeat(64), who: 'CONTOSO\\anna', pid: 7 };
const intend = (op: number): JournalLine => ({ event: 'intend', at, op, running: null });
const done = (op: number): JournalLine => ({ event: 'done', at, op, wrote: null });
const failed = (op: number): JournalLine => ({ event: 'failed', at, op, win32: 5 });
const undoBegin = (why: 'rollback' | 'asked'): JournalLine => ({
  event: 'undo-begin',
  at,
  who: 'CONTOSO\\bert',
  pid: 8,
  why,
});
const undoIntend = (op: number): JournalLine => ({ event: 'undo-intend', at, op });
const undoDone = (op: number, proxyPartOnly = false): JournalLine => ({ event: 'undo-done', at, op, proxyPartOnly });
const undoStale = (op: number): JournalLine => ({ event: 'undo-stale', at, op });
const undoFailed = (op: number): JournalLine => ({ event: 'undo-failed', at, op, win32: 1053 });
const end = (state: Extract<JournalLine, { event: 'end' }>['state']): JournalLine => ({
  event: 'end',
  at: '2026-11-20T09:01:00.000Z',
  state,
  problem: null,
});

const whole = [begin, intend(1), done(1), intend(2), done(2), end('applied')];
const rows: readonly [string, readonly JournalLine[], string, readonly string[], boolean][] = [
  ['only begun', [begin], 'unfinished', ['waiting', 'waiting'], true],
  ['cut off before the first write ended', [begin, intend(1)], 'unfinished', ['started', 'waiting'], true],
  ['cut off after the first write', [begin, intend(1), done(1)], 'unfinished', ['done', 'waiting'], true],
  ['applied', whole, 'applied', ['done', 'done'], true],
  [
    'rolled back',
    [
      begin,
      intend(1),
      done(1),
      intend(2),
      failed(2),
      undoBegin('rollback'),
      undoDone(2),
      undoDone(1),
      end('rolled-back'),
    ],
    'rolled-back',
    ['undone', 'undone 5'],
    false,
  ],
  [
    'cut off in its rollback',
    [begin, intend(1), done(1), intend(2), failed(2), undoBegin('rollback'), undoIntend(2)],
    'unfinished',
    ['done', 'failed 5'],
    true,
  ],
  [
    'not all rolled back',
    [begin, intend(1), failed(1), undoBegin('rollback'), undoFailed(1), end('rollback-incomplete')],
    'rollback-incomplete',
    ['undo-failed 1053', 'waiting'],
    true,
  ],
  ['being undone', [...whole, undoBegin('asked'), undoIntend(2)], 'unfinished', ['done', 'done'], true],
  [
    'undone',
    [...whole, undoBegin('asked'), undoDone(2), undoDone(1), end('undone')],
    'undone',
    ['undone', 'undone'],
    false,
  ],
  [
    'undone but for one',
    [...whole, undoBegin('asked'), undoStale(1), undoDone(2), end('undone')],
    'undone-except',
    ['undo-stale', 'undone'],
    true,
  ],
  [
    'undone at the second try',
    [
      ...whole,
      undoBegin('asked'),
      undoFailed(2),
      end('undo-incomplete'),
      undoBegin('asked'),
      undoDone(2),
      undoDone(1),
      end('undone'),
    ],
    'undone',
    ['undone', 'undone 1053'],
    false,
  ],
];

test.each(rows)('a run that is %s reads back so', (_, lines, state, operations, undoable) => {
  const outcome = outcomeOf([1, 2], lines);
  expect(outcome.state).toBe(state);
  expect(outcome.operations.map((one) => `${one.state}${one.win32 === null ? '' : ` ${one.win32}`}`)).toEqual(
    operations,
  );
  expect(outcome.endedAt).toBe(state === 'unfinished' ? null : '2026-11-20T09:01:00.000Z');
  expect(outcome.who).toBe('CONTOSO\\anna');
  expect(canUndo(outcome)).toBe(undoable);
});

test('a write that was refused stays failed when the rest is put back, and leaves nothing to undo', () => {
  const unwritten: JournalLine = { event: 'undo-done', at, op: 2, proxyPartOnly: false, unwritten: true };
  const lines = [begin, intend(1), done(1), intend(2), failed(2), undoBegin('rollback'), unwritten, undoDone(1)];
  const cut = outcomeOf([1, 2], lines);
  expect(cut.operations[1]).toEqual({ id: 2, state: 'failed', win32: 5, at, unwritten: true });
  expect(canUndo(cut)).toBe(true);
  expect(canUndo(outcomeOf([1, 2], [...lines, end('rolled-back')]))).toBe(false);
});

test('an operation whose service alone is left says so, until a later undo has started it', () => {
  const down: JournalLine = { event: 'undo-failed', at, op: 1, win32: 1053, restored: true };
  const lines = [begin, intend(1), failed(1), undoBegin('rollback'), down, end('rollback-incomplete')];
  const outcome = outcomeOf([1], lines);
  expect(outcome.operations).toEqual([{ id: 1, state: 'undo-failed', win32: 1053, at, restored: true }]);
  expect(canUndo(outcome)).toBe(true);
  expect(outcomeOf([1], [...lines, undoBegin('asked'), undoDone(1), end('undone')]).operations).toEqual([
    { id: 1, state: 'undone', win32: 1053, at },
  ]);
});

test('a sensor file of which only the proxy part came back is marked', () => {
  const outcome = outcomeOf([1], [begin, intend(1), done(1), undoBegin('asked'), undoDone(1, true), end('undone')]);
  expect(outcome.operations).toEqual([{ id: 1, state: 'undone', win32: null, at, proxyPartOnly: true }]);
});

test('lines of operations that the plan does not have are passed over', () => {
  expect(outcomeOf([1], [begin, intend(9)]).operations).toEqual([{ id: 1, state: 'waiting', win32: null }]);
});

test('a summary is one line of the history', () => {
  expect(summaryOf(outcomeOf([1, 2], whole))).toEqual({
    run,
    startedAt: at,
    who: 'CONTOSO\\anna',
    state: 'applied',
    operations: 2,
  });
});
