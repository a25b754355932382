import { expect, it } from 'vitest';
import { problemText } from '../../electron/core/wording/problem-text.ts';
import { shownProblem } from './problem.ts';

it('names the button that asks for the prompt again', () => {
  const { happened, unchanged, todo } = shownProblem({ kind: 'not-confirmed' }, 'Apply 7 changes');
  expect(happened).toBe(problemText({ kind: 'not-confirmed' }).happened);
  expect(unchanged).toBe('Nothing on this server was changed.');
  expect(todo).toBe('Press "Apply 7 changes" again when someone can confirm the prompt.');
  expect(shownProblem({ kind: 'not-confirmed' }).todo).toContain('Press the same button again');
});

it('leaves every other problem in the words that all use', () => {
  expect(shownProblem({ kind: 'undo-nothing' }, 'Apply')).toEqual(problemText({ kind: 'undo-nothing' }));
});
