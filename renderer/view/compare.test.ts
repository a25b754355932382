import { describe, expect, it } from 'vitest';
import type { Grade } from '../../electron/core/connectivity/verdict.ts';
import { suggestIntent } from '../../electron/core/plan/suggest.ts';
import type { Verification } from '../../electron/core/plan/verification.ts';
import { draftOf } from '../wizard/draft.ts';
import { outcomeOf, planOf, probeOf, snapshotOf, verificationOf } from '../wizard/values-for-tests.ts';
import type { TryStep, VerifyStep } from '../wizard/wizard.ts';
import { earlierOf } from './compare.ts';

const verified = (grade: Grade): Verification =>
  verificationOf([probeOf({ verdict: { ...probeOf().verdict, grade } })]);

const common = {
  snapshot: snapshotOf(),
  plan: planOf(),
  digest: 'ab',
  before: null,
  verification: null,
  seen: { done: 0, total: 0, frame: null, rows: [] },
  again: null,
  request: null,
  waiting: null,
  problem: null,
} as const;
const verify: VerifyStep = {
  ...common,
  step: 'verify',
  draft: null,
  outcome: outcomeOf('applied'),
  accountsCancelled: null,
};

describe('what results are held against', () => {
  it('is what was seen before the change, by the routes of then', () => {
    const earlier = earlierOf({ ...verify, before: verified('fails'), verification: verified('works') });
    expect(earlier?.kind).toBe('before');
    expect([...(earlier?.products ?? [])]).toEqual([['mdi', 'fails']]);
    expect([...(earlier?.rows.values() ?? [])]).toEqual(['fails']);
  });

  it('is nothing where nothing was changed, or nothing was tested before', () => {
    expect(earlierOf({ ...verify, verification: verified('works') })).toBeNull();
    expect(earlierOf({ ...verify, outcome: null, before: verified('fails') })).toBeNull();
  });

  it('of a trial is the way that is set now, out of the same tests', () => {
    const tests = verified('fails');
    const [row] = tests.matrix.rows;
    if (row === undefined) throw new Error('no row');
    const planned = { ...row.cells[0], takes: [], wouldTake: ['mdi-sensor'], verdict: probeOf().verdict };
    const verification = {
      ...tests,
      matrix: { ...tests.matrix, decides: 'proposed', rows: [{ ...row, cells: [...row.cells, planned] }] },
    } as Verification; // a cell is spread from one that may be missing
    const draft = draftOf(suggestIntent(snapshotOf()));
    const now: TryStep = { ...common, step: 'try', draft, from: 'review', verification };
    expect(earlierOf(now)).toMatchObject({ kind: 'now', products: new Map([['mdi', 'fails']]) });
    expect(earlierOf({ ...now, verification: null })).toBeNull();
  });
});
