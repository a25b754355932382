import { describe, expect, it } from 'vitest';
import { outcomeOf, planOf, probeOf, snapshotOf, verificationOf } from '../wizard/values-for-tests.ts';
import { opening, type VerifyStep } from '../wizard/wizard.ts';
import { announcementOf } from './announce.ts';

const verify: VerifyStep = {
  step: 'verify',
  snapshot: snapshotOf(),
  draft: null,
  plan: planOf(),
  digest: 'ab',
  outcome: outcomeOf('applied'),
  verification: null,
  seen: { done: 1, total: 2, results: [probeOf()] },
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
});
