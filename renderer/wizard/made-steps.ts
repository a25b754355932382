import type { Outcome } from '../../electron/core/plan/outcome.ts';
import type { Verification } from '../../electron/core/plan/verification.ts';
import { usualRedaction } from '../../electron/core/report/redaction.ts';
import type { Draft } from './draft.ts';
import {
  type ApplyStep,
  type ChooseStep,
  opening,
  type ReportStep,
  type ReviewStep,
  type TryStep,
  type VerifyStep,
  type Wizard,
} from './wizard.ts';

/** What every later step takes over from the one before it. */
type Held = Pick<VerifyStep, 'snapshot' | 'draft' | 'plan' | 'digest' | 'before'>;

/** Takes over what stays the same and nothing else, so that no step drags another one's data along. */
const held = ({ snapshot, draft, plan, digest, before }: Held): Held => ({ snapshot, draft, plan, digest, before });

/** Where a finished apply leads: to its tests, or to what is left of it. */
export function afterApply(now: Held, outcome: Outcome): Wizard {
  return outcome.state === 'applied' ? verifyOf(now, outcome, null) : applyOf(now, outcome, null);
}

export function applyOf(from: Held, outcome: Outcome, waiting: ApplyStep['waiting']): ApplyStep {
  return { step: 'apply', ...held(from), outcome, waiting, problem: null };
}

export function verifyOf(from: Held, outcome: Outcome | null, verification: Verification | null): VerifyStep {
  return {
    step: 'verify',
    ...held(from),
    outcome,
    verification,
    ...untested,
    accountsCancelled: null,
    waiting: null,
  };
}

const untested = {
  seen: { done: 0, total: 0, frame: null, rows: [] },
  again: null,
  request: null,
  problem: null,
} as const;

/** The routes of a plan before they are tried. */
export function tryOf(from: Held, draft: Draft, asked: TryStep['from']): TryStep {
  return { step: 'try', ...held(from), draft, from: asked, verification: null, ...untested, waiting: null };
}

export function reviewOf(from: Held, draft: Draft, before: ReviewStep['before']): ReviewStep {
  return { step: 'review', ...held(from), draft, before, waiting: null, problem: null };
}

/** The interview; `tried` is the plan that it comes to, where that was tried. */
export function chooseOf(
  { snapshot, draft }: Pick<ChooseStep, 'snapshot' | 'draft'>,
  tried: ChooseStep['tried'],
): ChooseStep {
  return { step: 'choose', snapshot, draft, tried, waiting: null, problem: null };
}

/** Back to where the trial was asked for. */
export function fromTried(now: TryStep): Wizard {
  const before = now.verification ?? now.before;
  if (now.from === 'review') return reviewOf(now, now.draft, before);
  return chooseOf(now, before === null ? null : { plan: now.plan, digest: now.digest, before });
}

export function reportOf(from: Held, outcome: Outcome | null, verification: Verification | null): ReportStep {
  return {
    step: 'report',
    ...held(from),
    outcome,
    verification,
    redaction: usualRedaction,
    ticket: null,
    saved: null,
    waiting: null,
    problem: null,
  };
}

/** The step that a test or a ticket without any change was asked for from. */
export function beforeApply(now: VerifyStep | ReportStep): Wizard {
  const { snapshot, draft } = now;
  return draft === null ? { ...opening, snapshot } : reviewOf(now, draft, now.verification ?? now.before);
}
