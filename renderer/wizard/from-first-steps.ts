import type { Happened } from './happened.ts';
import { afterApply, applyOf, reportOf, verifyOf } from './made-steps.ts';
import {
  type ChooseStep,
  canApply,
  canUndo,
  type DetectStep,
  opening,
  type ReviewStep,
  type Wizard,
} from './wizard.ts';

/** Detection: nothing was decided yet. */
export function fromDetect(now: DetectStep, happened: Happened): Wizard {
  const idle = now.waiting === null;
  switch (happened.kind) {
    case 'unfinished-found':
      return { ...now, unfinished: happened.run };
    case 'asked':
      switch (happened.what) {
        case 'detect':
        case 'detect-elevated':
          return idle ? { ...now, waiting: { call: happened.call, what: happened.what }, problem: null } : now;
        case 'recover':
          return idle && now.unfinished !== null
            ? { ...now, waiting: { call: happened.call, what: 'recover' }, problem: null }
            : now;
        case 'plan-test':
        case 'plan-document':
        case 'open-run':
          return idle && now.snapshot !== null
            ? { ...now, waiting: { call: happened.call, what: happened.what }, problem: null }
            : now;
        default:
          return now;
      }
    case 'detected':
      return now.waiting?.what === 'detect' || now.waiting?.what === 'detect-elevated'
        ? { ...now, snapshot: happened.snapshot, waiting: null, problem: null }
        : now;
    case 'ended':
      return now.waiting?.what === 'recover'
        ? {
            ...now,
            unfinished: canUndo(happened.outcome) ? now.unfinished : null,
            recovered: happened.outcome,
            waiting: null,
            problem: null,
          }
        : now;
    case 'planned': {
      const { snapshot } = now;
      if (snapshot === null) return now;
      const planned = { snapshot, draft: null, plan: happened.plan, digest: happened.digest };
      if (now.waiting?.what === 'plan-test') return verifyOf(planned, null, null);
      if (now.waiting?.what === 'plan-document') return reportOf(planned, null, null);
      return now;
    }
    case 'run-opened': {
      const { snapshot } = now;
      const { plan, digest, outcome } = happened;
      return now.waiting?.what === 'open-run' && snapshot !== null
        ? applyOf({ snapshot, draft: null, plan, digest }, outcome, null)
        : now;
    }
    case 'choose':
      return idle && now.snapshot !== null
        ? {
            step: 'choose',
            snapshot: now.snapshot,
            draft: now.draft ?? happened.suggested,
            waiting: null,
            problem: null,
          }
        : now;
    case 'failed':
      return { ...now, waiting: null, problem: happened.problem };
    default:
      return now;
  }
}

/** The interview. */
export function fromChoose(now: ChooseStep, happened: Happened): Wizard {
  switch (happened.kind) {
    case 'edited':
      return now.waiting === null ? { ...now, draft: happened.draft, problem: null } : now;
    case 'asked':
      return (happened.what === 'plan' || happened.what === 'seal') && now.waiting === null
        ? { ...now, waiting: { call: happened.call, what: happened.what }, problem: null }
        : now;
    case 'sealed':
      return now.waiting?.what === 'seal'
        ? { ...now, draft: { ...now.draft, secret: happened.secret }, waiting: null, problem: null }
        : now;
    case 'planned':
      if (now.waiting?.what !== 'plan') return now;
      return {
        step: 'review',
        snapshot: now.snapshot,
        draft: now.draft,
        plan: happened.plan,
        digest: happened.digest,
        waiting: null,
        problem: null,
      };
    case 'back':
      return { ...opening, snapshot: now.snapshot, draft: now.draft };
    case 'failed':
      return { ...now, waiting: null, problem: happened.problem };
    default:
      return now;
  }
}

/** The review: the last step from which everything before can be gone back to. */
export function fromReview(now: ReviewStep, happened: Happened): Wizard {
  const idle = now.waiting === null;
  switch (happened.kind) {
    case 'asked':
      if (!idle) return now;
      switch (happened.what) {
        case 'apply':
          return canApply(now.plan) ? { ...now, waiting: { call: happened.call, what: 'apply' }, problem: null } : now;
        case 'verify':
          return { ...verifyOf(now, null, null), waiting: { call: happened.call, what: 'verify' } };
        case 'ticket':
          return { ...reportOf(now, null, null), waiting: { call: happened.call, what: 'ticket' } };
        case 'detect':
        case 'detect-elevated':
          // What stood in the way is looked at again; what was typed is kept.
          return {
            ...opening,
            snapshot: now.snapshot,
            draft: now.draft,
            waiting: { call: happened.call, what: happened.what },
          };
        default:
          return now;
      }
    case 'progressed':
      return happened.progress.kind === 'operations' && !idle && happened.progress.outcome.run === now.plan.id
        ? applyOf(now, happened.progress.outcome, now.waiting)
        : now;
    case 'ended':
      return afterApply(now, happened.outcome);
    case 'back':
      return idle ? { step: 'choose', snapshot: now.snapshot, draft: now.draft, waiting: null, problem: null } : now;
    case 'failed':
      return { ...now, waiting: null, problem: happened.problem };
    default:
      return now;
  }
}
