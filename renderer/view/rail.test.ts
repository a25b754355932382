import { describe, expect, it } from 'vitest';
import { suggestIntent } from '../../electron/core/plan/suggest.ts';
import { usualRedaction } from '../../electron/core/report/redaction.ts';
import { draftOf } from '../wizard/draft.ts';
import { tryOf } from '../wizard/made-steps.ts';
import { blocker, digest, outcomeOf, planOf, probeOf, snapshotOf, verificationOf } from '../wizard/values-for-tests.ts';
import { opening, type ReportStep, type ReviewStep } from '../wizard/wizard.ts';
import { railOf } from './rail.ts';

const snapshot = snapshotOf();
const draft = draftOf(suggestIntent(snapshot));
const review: ReviewStep = {
  step: 'review',
  snapshot,
  draft,
  plan: planOf(),
  digest,
  before: null,
  waiting: null,
  problem: null,
};
const report: ReportStep = {
  ...review,
  step: 'report',
  outcome: outcomeOf('applied'),
  verification: verificationOf(),
  redaction: usualRedaction,
  ticket: null,
  saved: null,
  waiting: null,
};
const states = (wizard: Parameters<typeof railOf>[0]) => railOf(wizard).map(({ state }) => state);

describe('the rail', () => {
  it('has exactly one step on screen', () => {
    for (const wizard of [opening, review, report]) {
      expect(railOf(wizard).filter(({ here }) => here)).toEqual([expect.objectContaining({ name: wizard.step })]);
    }
  });

  it('shows what is done and what is to come', () => {
    expect(states(review)).toEqual(['done', 'done', 'current', 'ahead', 'ahead', 'ahead']);
    expect(states(report)).toEqual(['done', 'done', 'done', 'done', 'done', 'current']);
  });

  it('does not show a step as done that was left out', () => {
    const tested = { ...report, draft: null, outcome: null };
    expect(states(tested)).toEqual(['done', 'ahead', 'ahead', 'ahead', 'done', 'current']);
    expect(states({ ...tested, verification: null })).toEqual(['done', 'ahead', 'ahead', 'ahead', 'ahead', 'current']);
  });

  it('stays at the step from which a route is tried', () => {
    const trial = tryOf(review, draft, 'choose');
    expect(railOf(trial).find(({ here }) => here)?.name).toBe('choose');
    expect(states(trial)).toEqual(['done', 'current', 'ahead', 'ahead', 'ahead', 'ahead']);
    expect(railOf(tryOf(review, draft, 'review')).find(({ here }) => here)?.name).toBe('review');
  });

  it('asks for attention at blockers, problems, failed changes and failed tests', () => {
    expect(states({ ...review, plan: planOf({ blockers: [blocker] }) })[2]).toBe('attention');
    expect(states({ ...review, problem: { kind: 'not-confirmed' } })[2]).toBe('attention');
    expect(states({ ...report, outcome: outcomeOf('rolled-back') })[3]).toBe('attention');
    const failing = probeOf({
      verdict: { kind: 'dns', grade: 'fails', confidence: 'certain', responder: 'nobody', facts: {} },
    });
    expect(states({ ...report, verification: verificationOf([probeOf(), failing]) })[4]).toBe('attention');
  });
});
