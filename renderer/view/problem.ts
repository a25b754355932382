import type { Problem } from '../../electron/core/plan/problem.ts';
import { type ProblemText, problemText } from '../../electron/core/wording/problem-text.ts';
import { text } from '../text.ts';

/**
 * What the page says of a problem: the words of ticket and console, but where these know of no page.
 * @param again the button that was pressed, where the page has one that is sure to be it.
 */
export function shownProblem(problem: Problem, again?: string): ProblemText {
  const said = problemText(problem);
  if (problem.kind !== 'not-confirmed') return said;
  const { unchanged, sameButton, button } = text.common.notConfirmed;
  return { ...said, unchanged, todo: again === undefined ? sameButton : button(again) };
}
