import type { EventPayload } from '../../electron/contract/contract.ts';
import type { Outcome } from '../../electron/core/plan/outcome.ts';
import type { Plan } from '../../electron/core/plan/plan.ts';
import type { Problem } from '../../electron/core/plan/problem.ts';
import type { RunSummary } from '../../electron/core/plan/run-summary.ts';
import type { Snapshot } from '../../electron/core/plan/snapshot.ts';
import type { Verification } from '../../electron/core/plan/verification.ts';
import type { Redaction } from '../../electron/core/report/redaction.ts';
import type { Draft } from './draft.ts';
import {
  type ApplyStep,
  type Ask,
  type ChooseStep,
  canApply,
  canUndo,
  type DetectStep,
  fullTicket,
  opening,
  type ReportStep,
  type ReviewStep,
  type VerifyStep,
  type Wizard,
} from './wizard.ts';

/** What can happen: a person's doing, a call that goes out, or its answer (by its number). */
export type Happened =
  | { readonly kind: 'unfinished-found'; readonly run: RunSummary }
  | { readonly kind: 'choose'; readonly suggested: Draft }
  | { readonly kind: 'edited'; readonly draft: Draft }
  | { readonly kind: 'redacted'; readonly redaction: Redaction }
  | { readonly kind: 'back' }
  | { readonly kind: 'start-over' }
  | { readonly kind: 'asked'; readonly call: number; readonly what: Ask }
  | { readonly kind: 'detected'; readonly call: number; readonly snapshot: Snapshot }
  | { readonly kind: 'planned'; readonly call: number; readonly plan: Plan; readonly digest: string }
  | { readonly kind: 'progressed'; readonly progress: EventPayload<'progress'> }
  | { readonly kind: 'ended'; readonly call: number; readonly outcome: Outcome }
  | { readonly kind: 'verified'; readonly call: number; readonly verification: Verification }
  | { readonly kind: 'ticketed'; readonly call: number; readonly ticket: string }
  | { readonly kind: 'saved'; readonly call: number; readonly saved: ReportStep['saved'] }
  | { readonly kind: 'failed'; readonly call: number; readonly problem: Problem };

/**
 * The whole behaviour of the wizard. Pure; an event that does not fit the step (a late answer, a second click, a
 * way back after writing began) returns `now` itself.
 */
export function next(now: Wizard, happened: Happened): Wizard {
  if ('call' in happened && happened.kind !== 'asked' && now.waiting?.call !== happened.call) return now;
  switch (now.step) {
    case 'detect':
      return fromDetect(now, happened);
    case 'choose':
      return fromChoose(now, happened);
    case 'review':
      return fromReview(now, happened);
    case 'apply':
      return fromApply(now, happened);
    case 'verify':
      return fromVerify(now, happened);
    case 'report':
      return fromReport(now, happened);
    default:
      return now satisfies never;
  }
}

function fromDetect(now: DetectStep, happened: Happened): Wizard {
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

function fromChoose(now: ChooseStep, happened: Happened): Wizard {
  switch (happened.kind) {
    case 'edited':
      return now.waiting === null ? { ...now, draft: happened.draft, problem: null } : now;
    case 'asked':
      return happened.what === 'plan' && now.waiting === null
        ? { ...now, waiting: { call: happened.call, what: 'plan' }, problem: null }
        : now;
    case 'planned':
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

function fromReview(now: ReviewStep, happened: Happened): Wizard {
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

function fromApply(now: ApplyStep, happened: Happened): Wizard {
  const idle = now.waiting === null;
  switch (happened.kind) {
    case 'progressed':
      return happened.progress.kind === 'operations' && !idle && happened.progress.outcome.run === now.plan.id
        ? { ...now, outcome: happened.progress.outcome }
        : now;
    case 'ended':
      return now.waiting?.what === 'apply' ? afterApply(now, happened.outcome) : applyOf(now, happened.outcome, null);
    case 'asked':
      if (!idle) return now;
      switch (happened.what) {
        case 'undo':
          return canUndo(now.outcome) ? { ...now, waiting: { call: happened.call, what: 'undo' }, problem: null } : now;
        case 'verify':
          return { ...verifyOf(now, now.outcome, null), waiting: { call: happened.call, what: 'verify' } };
        case 'ticket':
          return {
            ...reportOf(now, now.outcome, null),
            waiting: { call: happened.call, what: 'ticket' },
          };
        default:
          return now;
      }
    case 'start-over':
      return idle ? opening : now;
    case 'failed':
      return { ...now, waiting: null, problem: happened.problem };
    default:
      return now;
  }
}

function fromVerify(now: VerifyStep, happened: Happened): Wizard {
  const idle = now.waiting === null;
  switch (happened.kind) {
    case 'progressed':
      if (happened.progress.kind === 'probes' && now.waiting?.what === 'verify') {
        const { done, total, latest } = happened.progress;
        const results = latest === null ? now.seen.results : [...now.seen.results, latest];
        return { ...now, seen: { done, total, results } };
      }
      if (happened.progress.kind === 'operations' && now.waiting?.what === 'undo')
        return happened.progress.outcome.run === now.plan.id ? { ...now, outcome: happened.progress.outcome } : now;
      return now;
    case 'verified':
      return now.waiting?.what === 'verify'
        ? { ...now, verification: happened.verification, waiting: null, problem: null }
        : now;
    case 'ended':
      return now.waiting?.what === 'undo' ? applyOf(now, happened.outcome, null) : now;
    case 'asked':
      if (!idle) return now;
      switch (happened.what) {
        case 'verify':
          return {
            ...verifyOf(now, now.outcome, null),
            waiting: { call: happened.call, what: 'verify' },
          };
        case 'undo':
          return canUndo(now.outcome) ? { ...now, waiting: { call: happened.call, what: 'undo' }, problem: null } : now;
        case 'ticket':
          return {
            ...reportOf(now, now.outcome, now.verification),
            waiting: { call: happened.call, what: 'ticket' },
          };
        default:
          return now;
      }
    case 'back':
      return now.outcome === null ? beforeApply(now) : now;
    case 'start-over':
      return idle ? opening : now;
    case 'failed':
      return { ...now, waiting: null, problem: happened.problem };
    default:
      return now;
  }
}

function fromReport(now: ReportStep, happened: Happened): Wizard {
  const idle = now.waiting === null;
  switch (happened.kind) {
    case 'redacted':
      return idle ? { ...now, redaction: happened.redaction, ticket: null, saved: null } : now;
    case 'progressed':
      return happened.progress.kind === 'operations' &&
        now.waiting?.what === 'undo' &&
        happened.progress.outcome.run === now.plan.id
        ? { ...now, outcome: happened.progress.outcome }
        : now;
    case 'ticketed':
      return now.waiting?.what === 'ticket' ? { ...now, ticket: happened.ticket, waiting: null, problem: null } : now;
    case 'saved':
      return now.waiting?.what === 'save'
        ? { ...now, saved: happened.saved ?? now.saved, waiting: null, problem: null }
        : now;
    case 'ended':
      return now.waiting?.what === 'undo' ? applyOf(now, happened.outcome, null) : now;
    case 'asked':
      if (!idle) return now;
      switch (happened.what) {
        case 'ticket':
          return { ...now, waiting: { call: happened.call, what: 'ticket' }, ticket: null, saved: null, problem: null };
        case 'save':
          return now.ticket === null ? now : { ...now, waiting: { call: happened.call, what: 'save' }, problem: null };
        case 'undo':
          return canUndo(now.outcome) ? { ...now, waiting: { call: happened.call, what: 'undo' }, problem: null } : now;
        case 'verify':
          return { ...verifyOf(now, now.outcome, null), waiting: { call: happened.call, what: 'verify' } };
        default:
          return now;
      }
    case 'back':
      if (!idle && now.waiting?.what !== 'ticket') return now;
      // After writing began this leads to the tests or the journal, which are looked at, never to an earlier step.
      if (now.verification !== null) return verifyOf(now, now.outcome, now.verification);
      return now.outcome === null ? beforeApply(now) : applyOf(now, now.outcome, null);
    case 'start-over':
      return idle ? opening : now;
    case 'failed':
      return { ...now, waiting: null, problem: happened.problem };
    default:
      return now;
  }
}

type Held = Pick<VerifyStep, 'snapshot' | 'draft' | 'plan' | 'digest'>;

/** Takes over what stays the same and nothing else, so that no step drags another one's data along. */
const held = ({ snapshot, draft, plan, digest }: Held): Held => ({ snapshot, draft, plan, digest });

function afterApply(now: Held, outcome: Outcome): Wizard {
  return outcome.state === 'applied' ? verifyOf(now, outcome, null) : applyOf(now, outcome, null);
}

function applyOf(from: Held, outcome: Outcome, waiting: ApplyStep['waiting']): ApplyStep {
  return { step: 'apply', ...held(from), outcome, waiting, problem: null };
}

function verifyOf(from: Held, outcome: Outcome | null, verification: Verification | null): VerifyStep {
  return {
    step: 'verify',
    ...held(from),
    outcome,
    verification,
    seen: { done: 0, total: 0, results: [] },
    waiting: null,
    problem: null,
  };
}

function reportOf(from: Held, outcome: Outcome | null, verification: Verification | null): ReportStep {
  return {
    step: 'report',
    ...held(from),
    outcome,
    verification,
    redaction: fullTicket,
    ticket: null,
    saved: null,
    waiting: null,
    problem: null,
  };
}

/** The step that a test or a ticket without any change was asked for from. */
function beforeApply(now: Held): Wizard {
  const { snapshot, draft, plan, digest } = now;
  return draft === null
    ? { ...opening, snapshot }
    : { step: 'review', snapshot, draft, plan, digest, waiting: null, problem: null };
}
