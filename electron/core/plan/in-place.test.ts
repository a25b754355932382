import { expect, test } from 'vitest';
import { outcome, plan } from '../report/ticket-for-tests.ts';
import { planInPlace } from './in-place.ts';
import type { Outcome } from './outcome.ts';

test('a plan that was not applied yet, or stands, is to hold whole', () => {
  expect(planInPlace(plan, null)).toBe(plan);
  expect(planInPlace(plan, { ...outcome, state: 'applied' })).toBe(plan);
});

const back: readonly Outcome['state'][] = [
  'rolled-back',
  'rollback-incomplete',
  'undone',
  'undone-except',
  'undo-incomplete',
];

test.each(back)('of a run that is %s nothing is to hold', (state) => {
  expect(planInPlace(plan, { ...outcome, state })).toEqual({ ...plan, operations: [], expected: [] });
});

test('of a run that was cut off only what it had finished is to hold', () => {
  const operations = plan.operations.map(({ id }) => ({ id, state: 'waiting' as const, win32: null }));
  const [first, ...others] = operations;
  if (first === undefined) throw new Error('the plan has operations');
  const cut: Outcome = { ...outcome, state: 'unfinished', operations: [{ ...first, state: 'done' }, ...others] };
  expect(planInPlace(plan, cut).operations.map(({ id }) => id)).toEqual([first.id]);
});
