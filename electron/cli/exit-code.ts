import { undocumented } from '../core/connectivity/service-answer.ts';
import type { Verdict } from '../core/connectivity/verdict.ts';
import { type Audit, unseenOf } from '../core/drift/audit.ts';
import type { Outcome } from '../core/plan/outcome.ts';
import type { Problem } from '../core/plan/problem.ts';
import { probesOf, type Verification } from '../core/plan/verification.ts';

/** How the program ends; `--help` prints this table. */
export const exitCodes = {
  0: 'done, and where something was tested, everything works as expected; "report": the ticket is written',
  1: 'tested: something fails, works differently, or was not proven; compared: something has changed',
  2: 'usage: the command line is not right',
  3: 'bad input: a file is missing, too large or not right',
  4: 'refused: blocked, stale, tampered, used before, of another machine, or nothing to do',
  5: 'put back: a change failed or was not verified, and everything was put back',
  6: 'not all put back: something was left and is named',
  7: 'busy: another apply or undo is running',
  8: 'rights: not confirmed, or not an administrator',
  9: 'unexpected',
  10: 'compared: nothing has changed as far as it could be seen, but not everything could be seen',
  130: 'interrupted',
} as const;
export type ExitCode = keyof typeof exitCodes;

export function exitOfProblem(problem: Problem): ExitCode {
  switch (problem.kind) {
    case 'usage':
    case 'lab-unknown':
    case 'no-machine':
    case 'windows-too-old':
    case 'windows-not-x64':
      return 2;
    case 'file-missing':
    case 'file-unreadable':
    case 'file-too-large':
    case 'file-not-json':
    case 'bad-field':
    case 'bad-text':
    case 'cannot-write-file':
    case 'file-exists':
    case 'folder-not-opened':
    case 'password-unusable':
      return 3;
    case 'plan-tampered':
    case 'plan-not-canonical':
    case 'plan-blocked':
    case 'plan-empty':
    case 'plan-used':
    case 'plan-other-machine':
    case 'plan-stale':
    case 'undo-nothing':
    case 'no-such-run':
    case 'folder-unsafe':
    case 'ipc-refused':
    case 'password-not-askable':
    case 'cannot-seal':
    case 'sealed-tampered':
    case 'sealed-for-another':
    case 'nothing-to-export':
      return 4;
    case 'account-run-failed':
      return 1;
    case 'rolled-back':
      return 5;
    case 'rollback-incomplete':
    case 'undo-stale':
    case 'undo-incomplete':
      return 6;
    case 'busy':
      return 7;
    case 'not-confirmed':
    case 'elevation-failed':
    case 'not-elevated':
      return 8;
    case 'unexpected':
      return 9;
    default:
      return problem satisfies never;
  }
}

export function exitOfOutcome({ state, problem }: Outcome): ExitCode {
  if (problem !== null) return exitOfProblem(problem);
  return state === 'applied' || state === 'undone' ? 0 : 6;
}

/** Drift is drift, whatever else could not be seen; without any, only what was seen whole counts as unchanged. */
export function exitOfAudit(audit: Audit): ExitCode {
  if (audit.drift) return 1;
  return unseenOf(audit) === 0 ? 0 : 10;
}

/** Verified: every setting holds, every service goes the expected way, and all that is needed was tested and works. */
export function isVerified(verification: Verification): boolean {
  return isInPlace(verification) && needed(verification).every(({ verdict }) => verdict.grade === 'works');
}

/**
 * Verified as far as it can be: what does not count as working was answered over a good chain by the expected way, and
 * no answer of that address is documented that could count. Something works all the same.
 */
export function isVerifiedAsDocumented(verification: Verification): boolean {
  const verdicts = needed(verification).map(({ verdict }) => verdict);
  return (
    isInPlace(verification) &&
    verdicts.some(({ grade }) => grade === 'works') &&
    verdicts.every((verdict) => verdict.grade === 'works' || isUndocumented(verdict))
  );
}

/**
 * The services themselves show another way, or a failure. What only takes time contradicts nothing; and nothing is put
 * back for it, because what the services show lags behind what is set.
 */
export const isContradicted = ({ evidence }: Verification): boolean =>
  (evidence?.items ?? []).some(({ state }) => state === 'differs' || state === 'fails');

/** The tests that decide: by the way of each service, of what it cannot do without. */
const needed = (verification: Verification) =>
  probesOf(verification).filter(({ necessity }) => necessity === 'required');

const isInPlace = (verification: Verification): boolean =>
  verification.deviations.length === 0 && verification.unexpected.length === 0 && needed(verification).length > 0;

const isUndocumented = ({ kind, facts }: Verdict): boolean =>
  kind === 'reachable-not-verified' && facts.why === undocumented;
