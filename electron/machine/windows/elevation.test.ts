import { expect, test } from 'vitest';
import { resultOf } from './elevation.ts';

test.each([
  ['a declined prompt', { kind: 'refused', win32: 1223 }, { kind: 'not-confirmed' }],
  ['a missing program', { kind: 'refused', win32: 2 }, { kind: 'failed', win32: 2, detail: 'ShellExecuteExW' }],
  [
    'a denial by policy is no declined prompt',
    { kind: 'refused', win32: 5 },
    { kind: 'failed', win32: 5, detail: 'ShellExecuteExW' },
  ],
  ['a program that ended', { kind: 'exited', code: 5 }, { kind: 'exited', code: 5 }],
  ['a program that itself ended with 1223', { kind: 'exited', code: 1223 }, { kind: 'exited', code: 1223 }],
] as const)('%s', (_, answer, result) => {
  expect(resultOf(answer)).toEqual(result);
});
