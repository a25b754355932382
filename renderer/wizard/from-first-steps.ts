import { isHalfDone, summaryOf } from '../../electron/core/plan/summary.ts';
import type { Happened } from './happened.ts';
import { afterApply, applyOf, chooseOf, reportOf, reviewOf, tryOf, verifyOf } from './made-steps.ts';
import {
  type ChooseStep,
  canApply,
  type DetectStep,
  isLooking,
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
          return idle
            ? { ...now, cancelled: false, waiting: { call: happened.call, what: happened.what }, problem: null }
            : now;
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
    case 'cancelled':
      // The answer comes all the same, and nobody waits for it any longer.
      return isLooking(now) ? { ...now, cancelled: true, waiting: null } : now;
    case 'detected':
      return isLooking(now) ? { ...now, snapshot: happened.snapshot, waiting: null, problem: null } : now;
    case 'ended':
      return now.waiting?.what === 'recover'
        ? {
            ...now,
            unfinished: isHalfDone(happened.outcome.state) ? summaryOf(happened.outcome) : null,
            recovered: happened.outcome,
            waiting: null,
            problem: null,
          }
        : now;
    case 'planned': {
      const { snapshot } = now;
      if (snapshot === null) return now;
      const planned = { snapshot, draft: null, plan: happened.plan, digest: happened.digest, before: null };
      if (now.waiting?.what === 'plan-test') return verifyOf(planned, null, null);
      if (now.waiting?.what === 'plan-document') return reportOf(planned, null, null);
      return now;
    }
    case 'run-opened': {
      const { snapshot } = now;
      const { plan, digest, outcome } = happened;
      return now.waiting?.what === 'open-run' && snapshot !== null
        ? applyOf({ snapshot, draft: null, plan, digest, before: null }, outcome, null)
        : now;
    }
    case 'choose':
      return idle && now.snapshot !== null
        ? chooseOf({ snapshot: now.snapshot, draft: now.draft ?? happened.suggested }, null)
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
      return now.waiting === null ? { ...now, draft: happened.draft, tried: null, problem: null } : now;
    case 'asked':
      if (now.waiting !== null) return now;
      switch (happened.what) {
        case 'plan':
        case 'plan-try':
        case 'seal':
          return { ...now, waiting: { call: happened.call, what: happened.what }, problem: null };
        case 'try': {
          const planned = plannedOf(now);
          return planned === null
            ? now
            : { ...tryOf(planned, now.draft, 'choose'), waiting: { call: happened.call, what: 'try' } };
        }
        default:
          return now;
      }
    case 'sealed':
      return now.waiting?.what === 'seal'
        ? { ...now, draft: { ...now.draft, secret: happened.secret }, tried: null, waiting: null, problem: null }
        : now;
    case 'planned': {
      const { snapshot, draft } = now;
      const planned = { snapshot, draft, plan: happened.plan, digest: happened.digest, before: null };
      if (now.waiting?.what === 'plan') return reviewOf(planned, draft, null);
      return now.waiting?.what === 'plan-try' ? tryOf(planned, draft, 'choose') : now;
    }
    case 'review': {
      const planned = now.waiting === null ? plannedOf(now) : null;
      return planned === null ? now : reviewOf(planned, now.draft, planned.before);
    }
    case 'back':
      return { ...opening, snapshot: now.snapshot, draft: now.draft };
    case 'failed':
      return { ...now, waiting: null, problem: happened.problem };
    default:
      return now;
  }
}

/** The interview with the plan that was tried of it. */
const plannedOf = ({ snapshot, draft, tried }: ChooseStep) => (tried === null ? null : { snapshot, draft, ...tried });

/** The review: the last step from which everything before can be gone back to. */
export function fromReview(now: ReviewStep, happened: Happened): Wizard {
  const idle = now.waiting === null;
  switch (happened.kind) {
    case 'asked':
      if (!idle) return now;
      switch (happened.what) {
        case 'apply':
          return canApply(now.plan) ? { ...now, waiting: { call: happened.call, what: 'apply' }, problem: null } : now;
        case 'try':
          return { ...tryOf(now, now.draft, 'review'), waiting: { call: happened.call, what: 'try' } };
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
      return idle ? chooseOf(now, now.before && { plan: now.plan, digest: now.digest, before: now.before }) : now;
    case 'failed':
      return { ...now, waiting: null, problem: happened.problem };
    default:
      return now;
  }
}
