import { describe, expect, it } from 'vitest';
import type { Operation } from '../../electron/core/plan/operation.ts';
import { operations } from '../../electron/core/report/ticket-for-tests.ts';
import { operationText } from '../../electron/core/wording/plan-text.ts';
import { progressValue, progressWord, type Seen } from './progress.ts';

const of = (wanted: (operation: Operation) => boolean): Operation => {
  const found = operations.find(wanted);
  if (found === undefined) throw new Error('no such operation');
  return found;
};
const restart = of(({ kind }) => kind === 'restart');
const value = of(({ kind }) => kind === 'winhttp-32');
const before = 'not set (direct, no proxy)';
const { after } = operationText(value);
const seen = (state: NonNullable<Seen>['state'], part: object = {}): Seen => ({ id: 1, state, win32: null, ...part });

describe('the value of a change while it is carried out and afterwards', () => {
  it.each([
    ['waiting', {}, true, `planned: ${after}`],
    ['started', {}, true, `planned: ${after}`],
    ['done', {}, true, `written: ${after}`],
    ['waiting', {}, false, `still: ${before}; planned: ${after}`],
    ['started', {}, false, `planned: ${after}`],
    ['failed', {}, false, `planned: ${after}`],
    ['failed', { unwritten: true }, false, `still: ${before}; planned: ${after}`],
    ['undone', {}, false, `as before: ${before}`],
    ['undo-stale', {}, false, `written: ${after}`],
    ['undo-failed', {}, false, `written: ${after}`],
    ['undo-failed', { restored: true }, false, `as before: ${before}`],
  ] as const)('%s %o (running: %s) is said as what it is', (state, part, running, said) => {
    expect(progressValue(value, seen(state, part), running)).toBe(said);
    if (state === 'waiting') expect(progressValue(value, undefined, running)).toBe(said);
  });
});

describe('what became of a change', () => {
  it('is never that a restart was put back', () => {
    expect(progressWord(restart, seen('undone'), false)).toBe('Service as before');
    expect(progressWord(restart, seen('undo-failed'), false)).toBe('Could not be restarted again');
    expect(progressValue(restart, seen('undone'), false)).toBeNull();
    expect(progressWord(value, seen('undone'), false)).toBe('Put back');
  });

  it('is not begun once nothing goes on any more', () => {
    expect(progressWord(value, undefined, true)).toBe('Waiting');
    expect(progressWord(value, undefined, false)).toBe('Not begun');
    expect(progressWord(value, seen('started'), false)).toBe('Cut off, may be written');
  });
});
