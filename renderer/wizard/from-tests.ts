import type { EventPayload } from '../../electron/contract/contract.ts';
import type { MatrixRow } from '../../electron/core/plan/matrix.ts';
import type { Verification } from '../../electron/core/plan/verification.ts';
import type { Happened } from './happened.ts';
import { applyOf, beforeApply, fromTried, reportOf, reviewOf, tryOf, verifyOf } from './made-steps.ts';
import { canUndo, opening, type Seen, type TryStep, type VerifyStep, type Wizard } from './wizard.ts';

/** The routes of a plan, tried before anything is written. */
export function fromTry(now: TryStep, happened: Happened): Wizard {
  const idle = now.waiting === null;
  switch (happened.kind) {
    case 'progressed':
      return now.waiting?.what === 'try' ? { ...now, seen: withProgress(now.seen, happened.progress) } : now;
    case 'verified':
      return now.waiting?.what === 'try'
        ? { ...now, verification: happened.verification, waiting: null, problem: null }
        : now;
    case 'tested-again':
      return now.waiting?.what === 'again' ? { ...now, ...testedAgain(now, happened), waiting: null } : now;
    case 'requested':
      return now.waiting?.what === 'request' ? { ...now, ...requested(now, happened), waiting: null } : now;
    case 'asked':
      if (!idle) return now;
      switch (happened.what) {
        case 'try':
          return { ...tryOf(now, now.draft, now.from), waiting: { call: happened.call, what: 'try' } };
        case 'again':
          return isCell(now.verification, happened) ? { ...now, waiting: waitingAgain(happened), problem: null } : now;
        case 'request':
          return now.verification === null
            ? now
            : { ...now, waiting: { call: happened.call, what: 'request' }, request: null, problem: null };
        default:
          return now;
      }
    case 'review':
      return idle ? reviewOf(now, now.draft, now.verification ?? now.before) : now;
    case 'back':
      return fromTried(now);
    case 'failed':
      return { ...now, waiting: null, problem: happened.problem };
    default:
      return now;
  }
}

/** The tests, before or after a change. */
export function fromVerify(now: VerifyStep, happened: Happened): Wizard {
  const idle = now.waiting === null;
  const asking = { ...now, accountsCancelled: null, problem: null };
  switch (happened.kind) {
    case 'progressed':
      if (happened.progress.kind === 'operations' && now.waiting?.what === 'undo')
        return happened.progress.outcome.run === now.plan.id ? { ...now, outcome: happened.progress.outcome } : now;
      return now.waiting?.what === 'verify' ? { ...now, seen: withProgress(now.seen, happened.progress) } : now;
    case 'verified':
      return now.waiting?.what === 'verify'
        ? { ...now, verification: happened.verification, waiting: null, problem: null }
        : now;
    case 'tested-again':
      return now.waiting?.what === 'again' ? { ...now, ...testedAgain(now, happened), waiting: null } : now;
    case 'services-checked': {
      const { verification } = now;
      if (now.waiting?.what !== 'services' || verification === null) return now;
      const { evidence } = happened;
      return {
        ...now,
        verification: evidence === null ? verification : { ...verification, evidence },
        waiting: null,
        problem: null,
      };
    }
    case 'cancelled':
      // The program with rights has yet to take away what it made, and tells when it is done.
      return now.waiting?.what === 'accounts' && now.accountsCancelled === null
        ? { ...now, accountsCancelled: 'ending' }
        : now;
    case 'accounts-tested': {
      const { verification } = now;
      if (now.waiting?.what !== 'accounts' || verification === null) return now;
      const { accounts } = happened;
      return {
        ...now,
        verification: accounts === null ? verification : { ...verification, accounts: [...accounts] },
        accountsCancelled: accounts === null ? 'ended' : null,
        waiting: null,
        problem: null,
      };
    }
    case 'requested':
      return now.waiting?.what === 'request' ? { ...now, ...requested(now, happened), waiting: null } : now;
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
        case 'again':
          return isCell(now.verification, happened) ? { ...asking, waiting: waitingAgain(happened) } : now;
        case 'services':
        case 'accounts':
          return now.verification === null ? now : { ...asking, waiting: { call: happened.call, what: happened.what } };
        case 'request':
          return now.verification === null
            ? now
            : { ...asking, waiting: { call: happened.call, what: 'request' }, request: null };
        case 'undo':
          return canUndo(now.outcome) ? { ...asking, waiting: { call: happened.call, what: 'undo' } } : now;
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
      return { ...now, accountsCancelled: null, waiting: null, problem: happened.problem };
    default:
      return now;
  }
}

function withProgress(seen: Seen, progress: EventPayload<'progress'>): Seen {
  switch (progress.kind) {
    case 'frame':
      return { ...seen, frame: progress.frame };
    case 'probes':
      return { ...seen, done: progress.done, total: progress.total, rows: withRow(seen.rows, progress.latest) };
    case 'operations':
      return seen;
    default:
      return progress satisfies never;
  }
}

/** A row takes the place of what was known of it. */
function withRow(rows: readonly MatrixRow[], latest: MatrixRow | null): readonly MatrixRow[] {
  if (latest === null) return rows;
  const at = rows.findIndex(({ id }) => id === latest.id);
  return at < 0 ? [...rows, latest] : rows.map((row, index) => (index === at ? latest : row));
}

type AskedAgain = Extract<Happened, { kind: 'asked'; what: 'again' }>;

const waitingAgain = ({ call, row, path }: AskedAgain) => ({ call, what: 'again', row, path }) as const;

/** Whether there is a row, and in it a cell, that can be tested again. */
function isCell(verification: Verification | null, { row: id, path }: AskedAgain): boolean {
  const row = verification?.matrix.rows.find((each) => each.id === id);
  return row !== undefined && (path === null || row.cells.some(({ paths }) => paths.includes(path)));
}

function testedAgain(
  { verification }: VerifyStep | TryStep,
  { row, findings }: Extract<Happened, { kind: 'tested-again' }>,
): Pick<VerifyStep, 'verification' | 'again' | 'problem'> {
  if (verification === null) return { verification, again: null, problem: null };
  const { matrix } = verification;
  const rows = matrix.rows.map((each) => (each.id === row.id ? row : each));
  return { verification: { ...verification, findings, matrix: { ...matrix, rows } }, again: row.id, problem: null };
}

const requested = (
  now: VerifyStep | TryStep,
  { request }: Extract<Happened, { kind: 'requested' }>,
): Pick<VerifyStep, 'request' | 'problem'> => ({ request: request ?? now.request, problem: null });
