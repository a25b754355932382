import type { Problem } from '../../electron/core/plan/problem.ts';
import { probesOf } from '../../electron/core/plan/verification.ts';
import { productResults } from '../../electron/core/report/product-results.ts';
import { productName } from '../../electron/core/wording/names.ts';
import { problemText } from '../../electron/core/wording/problem-text.ts';
import { gradeWord } from '../../electron/core/wording/verdict-text.ts';
import { text } from '../text.ts';
import type { Wizard } from '../wizard/wizard.ts';

/** What a screen reader is told politely when it comes to be so; empty where the page itself says all. */
export function announcementOf(wizard: Wizard): string {
  const problem = wizard.waiting === null ? problemOf(wizard) : wizard.problem;
  if (problem !== null) {
    const { happened, unchanged } = problemText(problem);
    return `${happened} ${unchanged}`;
  }
  switch (wizard.step) {
    case 'detect':
      if (wizard.waiting !== null) return text.announce.redetecting;
      return wizard.snapshot === null
        ? ''
        : text.announce.detected(wizard.snapshot.effective.length, wizard.snapshot.findings.length);
    case 'choose':
      return wizard.waiting === null ? '' : text.choose.planning;
    case 'review':
      return wizard.waiting === null ? text.announce.planned : text.review.confirm;
    case 'apply': {
      const { operations } = wizard.outcome;
      return text.apply.progress(
        operations.filter((operation) => operation.state === 'done').length,
        operations.length,
      );
    }
    case 'verify':
      if (wizard.waiting?.what === 'verify') return text.verify.runningLead;
      return productResults(wizard.verification === null ? [] : probesOf(wizard.verification))
        .map(({ product, grade }) => text.announce.result(productName(product), gradeWord(grade)))
        .join(' ');
    case 'report':
      if (wizard.saved !== null) return text.announce.saved;
      return wizard.ticket === null ? '' : text.announce.ticket;
    default:
      return wizard satisfies never;
  }
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
