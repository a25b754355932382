import type { Happened } from './happened.ts';
import { afterApply, applyOf, beforeApply, reportOf, verifyOf } from './made-steps.ts';
import { type ApplyStep, canUndo, isOccupied, opening, type ReportStep, type Wizard } from './wizard.ts';

/** Writing has begun: only forward, or put back. */
export function fromApply(now: ApplyStep, happened: Happened): Wizard {
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

/** The ticket. */
export function fromReport(now: ReportStep, happened: Happened): Wizard {
  const idle = now.waiting === null;
  /** A ticket that is being made gives way to one with later choices: its own answer is then a late one. */
  const making = now.waiting?.what === 'ticket';
  switch (happened.kind) {
    case 'redacted':
      return isOccupied(now)
        ? now
        : {
            ...now,
            redaction: happened.redaction,
            ...(happened.fields && { fields: happened.fields }),
            ticket: null,
            saved: null,
          };
    case 'progressed':
      return happened.progress.kind === 'operations' &&
        now.waiting?.what === 'undo' &&
        happened.progress.outcome.run === now.plan.id
        ? { ...now, outcome: happened.progress.outcome }
        : now;
    case 'ticketed':
      return making ? { ...now, ticket: happened.ticket, waiting: null, problem: null } : now;
    case 'saved':
      return now.waiting?.what === 'save'
        ? { ...now, saved: happened.saved ?? now.saved, waiting: null, problem: null }
        : now;
    case 'ended':
      return now.waiting?.what === 'undo' ? applyOf(now, happened.outcome, null) : now;
    case 'asked':
      if (!idle && !(making && happened.what === 'ticket')) return now;
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
      if (isOccupied(now)) return now;
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
