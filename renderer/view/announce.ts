import { gradeOf } from '../../electron/core/plan/matrix-order.ts';
import type { Plan } from '../../electron/core/plan/plan.ts';
import type { Problem } from '../../electron/core/plan/problem.ts';
import { probesOf } from '../../electron/core/plan/verification.ts';
import { productResults } from '../../electron/core/report/product-results.ts';
import { capitalised, productName } from '../../electron/core/wording/names.ts';
import { hostOf } from '../../electron/core/wording/path-text.ts';
import { runStateText } from '../../electron/core/wording/run-state-text.ts';
import { gradeWord } from '../../electron/core/wording/verdict-text.ts';
import { text } from '../text.ts';
import { canApply, type TryStep, type VerifyStep, type Wizard } from '../wizard/wizard.ts';
import { isProblem } from './matrix.ts';
import { shownProblem } from './problem.ts';

/** What a screen reader is told politely when it comes to be so; empty where the page itself says all. */
export function announcementOf(wizard: Wizard): string {
  const problem = wizard.waiting === null ? problemOf(wizard) : wizard.problem;
  if (problem !== null) {
    const { happened, unchanged } = shownProblem(problem);
    return `${happened} ${unchanged}`;
  }
  switch (wizard.step) {
    case 'detect':
      if (wizard.waiting !== null) return text.announce.redetecting;
      if (wizard.cancelled) return text.announce.cancelled;
      return wizard.snapshot === null
        ? ''
        : text.announce.detected(wizard.snapshot.effective.length, wizard.snapshot.findings.length);
    case 'choose':
      return wizard.waiting === null ? '' : text.choose.planning;
    case 'review':
      return wizard.waiting === null ? plannedText(wizard.plan) : text.review.confirm;
    case 'apply': {
      const { operations, state } = wizard.outcome;
      if (wizard.waiting === null) return `${capitalised(runStateText(state))}.`;
      return text.apply.progress(
        operations.filter((operation) => operation.state === 'done').length,
        operations.length,
      );
    }
    case 'verify':
      if (wizard.accountsCancelled === 'ending') return text.verify.accounts.cancelling;
      return wizard.accountsCancelled === 'ended' ? text.announce.accountsCancelled : testsText(wizard);
    case 'try':
      return testsText(wizard);
    case 'report':
      if (wizard.saved !== null) return text.announce.saved;
      return wizard.ticket === null ? '' : text.announce.ticket;
    default:
      return wizard satisfies never;
  }
}

/** What the page of a plan opens with. */
function plannedText(plan: Plan): string {
  if (canApply(plan)) return text.announce.planned;
  return plan.blockers.length === 0 ? text.announce.plannedNothing : text.announce.plannedBlocked;
}

/** That tests run, once that there are problems, and what they came to; of a test that was made again its own result. */
function testsText({ step, waiting, verification, seen, again }: TryStep | VerifyStep): string {
  switch (waiting?.what) {
    case 'try':
    case 'verify': {
      const lead = step === 'try' ? text.trial.runningLead : text.verify.runningLead;
      const { frame } = seen;
      const troubled = frame !== null && seen.rows.some((row) => isProblem(row, frame.decides));
      return troubled ? `${lead} ${text.announce.problems}` : lead;
    }
    case 'again':
      return text.announce.testingAgain;
    case 'services':
      return text.verify.services.looking;
    case 'accounts':
      return text.verify.accounts.running;
    default:
  }
  if (verification === null) return '';
  const row = verification.matrix.rows.find(({ id }) => id === again);
  const grade = row === undefined ? null : gradeOf(row, verification.matrix.decides);
  if (row !== undefined && grade !== null) return text.announce.result(hostOf(row), gradeWord(grade));
  return productResults(probesOf(verification))
    .map(({ product, grade }) => text.announce.result(productName(product), gradeWord(grade)))
    .join(' ');
}

/** What the page shows a message for: the call that failed, or what the run says of itself. */
function problemOf(wizard: Wizard): Problem | null {
  switch (wizard.step) {
    case 'detect':
      return wizard.problem ?? wizard.recovered?.problem ?? null;
    case 'apply':
      return wizard.problem ?? wizard.outcome.problem;
    default:
      return wizard.problem;
  }
}
