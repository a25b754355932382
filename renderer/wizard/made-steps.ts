import type { Outcome } from '../../electron/core/plan/outcome.ts';
import type { Verification } from '../../electron/core/plan/verification.ts';
import { usualRedaction } from '../../electron/core/report/redaction.ts';
import { type ApplyStep, opening, type ReportStep, type VerifyStep, type Wizard } from './wizard.ts';

/** What every later step takes over from the one before it. */
type Held = Pick<VerifyStep, 'snapshot' | 'draft' | 'plan' | 'digest'>;

/** Takes over what stays the same and nothing else, so that no step drags another one's data along. */
const held = ({ snapshot, draft, plan, digest }: Held): Held => ({ snapshot, draft, plan, digest });

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
    seen: { done: 0, total: 0, frame: null, rows: [] },
    waiting: null,
    problem: null,
  };
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
export function beforeApply(now: Held): Wizard {
  const { snapshot, draft, plan, digest } = now;
  return draft === null
    ? { ...opening, snapshot }
    : { step: 'review', snapshot, draft, plan, digest, waiting: null, problem: null };
}
