import { describe, expect, it } from 'vitest';
import { suggestIntent } from '../../electron/core/plan/suggest.ts';
import { draftOf } from '../wizard/draft.ts';
import { outcomeOf, planOf, snapshotOf, verificationOf } from '../wizard/values-for-tests.ts';
import { type ApplyStep, opening, type ReviewStep, type VerifyStep } from '../wizard/wizard.ts';
import { announcementOf } from './announce.ts';

const verify: VerifyStep = {
  step: 'verify',
  snapshot: snapshotOf(),
  draft: null,
  plan: planOf(),
  digest: 'ab',
  outcome: outcomeOf('applied'),
  verification: null,
  seen: { done: 1, total: 2, frame: null, rows: [] },
  waiting: { call: 1, what: 'verify' },
  problem: null,
};

describe('what is announced', () => {
  it('is nothing before anything was found', () => {
    expect(announcementOf(opening)).toBe('');
  });

  it('is that tests run, and then each result once', () => {
    expect(announcementOf(verify)).toContain('Testing');
    // The same words while results come in: a screen reader is not interrupted by every one of them.
    expect(announcementOf({ ...verify, seen: { ...verify.seen, done: 2 } })).toBe(announcementOf(verify));
    expect(announcementOf({ ...verify, waiting: null, verification: verificationOf() })).toBe(
      'Defender for Identity: Works.',
    );
  });

  it('counts what was found, in the right number', () => {
    const found = announcementOf({ ...opening, snapshot: snapshotOf() });
    expect(found).toMatch(/^7 services found, 0 remarks\.$/);
  });

  it('is a problem before all else, and that nothing was changed by it', () => {
    const review: ReviewStep = {
      step: 'review',
      snapshot: snapshotOf(),
      draft: draftOf(suggestIntent(snapshotOf())),
      plan: planOf(),
      digest: 'ab',
      waiting: null,
      problem: null,
    };
    expect(announcementOf(review)).toBe('The changes are ready for review.');
    const declined = announcementOf({ ...review, problem: { kind: 'not-confirmed' } });
    expect(declined).toContain('was not confirmed');
    expect(declined).toContain('Nothing on this server was changed.');
  });

  it('is what a run ended with once it is over', () => {
    const problem = { kind: 'undo-nothing' } as const;
    const outcome = { ...outcomeOf('rolled-back'), problem };
    const apply: ApplyStep = { ...verify, step: 'apply', outcome, waiting: null, problem: null };
    expect(announcementOf(apply)).toContain('nothing to undo');
  });
});
