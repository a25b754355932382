import { describe, expect, it } from 'vitest';
import { suggestIntent } from '../../electron/core/plan/suggest.ts';
import { draftOf } from '../wizard/draft.ts';
import { blocker, outcomeOf, planOf, probeOf, snapshotOf, verificationOf } from '../wizard/values-for-tests.ts';
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
  before: null,
  seen: { done: 1, total: 2, frame: null, rows: [] },
  again: null,
  request: null,
  accountsCancelled: null,
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

  it('is once that there are problems, and of a test made again its own result', () => {
    const failed = { ...probeOf().verdict, grade: 'fails' } as const;
    const verification = verificationOf([probeOf({ verdict: failed }), probeOf({ verdict: failed, endpoint: 'b' })]);
    const { rows, decides, paths, proposed } = verification.matrix;
    const frame = { decides, paths, proposed, effective: [], rows: rows.map(({ cells: _, ...head }) => head) };
    const one = { ...verify.seen, frame, rows: rows.slice(0, 1) };
    const first = announcementOf({ ...verify, seen: one });
    expect(first).toContain('There are problems.');
    expect(announcementOf({ ...verify, seen: { ...one, rows } })).toBe(first);
    const again = rows[0]?.id ?? '';
    const running = { call: 2, what: 'again', row: again, path: null } as const;
    expect(announcementOf({ ...verify, verification, waiting: running })).toBe('Testing again.');
    expect(announcementOf({ ...verify, verification, waiting: null, again })).toBe('mdi-sensor-api: Fails.');
  });

  it('is that nobody waits any longer, not what was found before', () => {
    const now = { ...opening, snapshot: snapshotOf(), cancelled: true };
    expect(announcementOf(now)).toBe('Reading was cancelled.');
    expect(announcementOf({ ...now, waiting: { call: 1, what: 'detect' } })).toBe('Reading the settings.');
  });

  it('is that tests as the accounts are being cancelled, then that they were, not the results above them', () => {
    const running = { ...verify, verification: verificationOf(), waiting: { call: 1, what: 'accounts' } } as const;
    expect(announcementOf(running)).toBe('Testing as the service accounts');
    expect(announcementOf({ ...running, accountsCancelled: 'ending' })).toMatch(/^Cancelling\./);
    expect(announcementOf({ ...running, waiting: null, accountsCancelled: 'ended' })).toBe(
      'The tests as the service accounts were cancelled. Nothing of them is kept.',
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
      before: null,
      waiting: null,
      problem: null,
    };
    expect(announcementOf(review)).toBe('The changes are ready for review.');
    expect(announcementOf({ ...review, plan: planOf({ operations: [] }) })).toMatch(/^Everything is already as wanted/);
    expect(announcementOf({ ...review, plan: planOf({ blockers: [blocker] }) })).toMatch(
      /^Something stands in the way/,
    );
    const declined = announcementOf({ ...review, problem: { kind: 'not-confirmed' } });
    expect(declined).toContain('was not confirmed');
    expect(declined).toContain('Nothing on this server was changed.');
  });

  it('is what a run ended with once it is over', () => {
    const problem = { kind: 'undo-nothing' } as const;
    const outcome = { ...outcomeOf('rolled-back'), problem };
    const apply: ApplyStep = { ...verify, step: 'apply', outcome, waiting: null, problem: null };
    expect(announcementOf(apply)).toContain('nothing to put back');
  });

  it('is how a run ended, not how many changes stand, once it is over', () => {
    const apply: ApplyStep = {
      ...verify,
      step: 'apply',
      outcome: outcomeOf('undone'),
      waiting: null,
      problem: null,
    };
    expect(announcementOf(apply)).toBe('Put back.');
    expect(announcementOf({ ...apply, outcome: outcomeOf('unfinished') })).toBe('Cut off before its end.');
    expect(announcementOf({ ...apply, waiting: { call: 1, what: 'undo' } })).toMatch(/^\d+ of \d+$/);
  });
});
