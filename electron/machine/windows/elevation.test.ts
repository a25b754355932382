import { expect, test } from 'vitest';
import { elevation, resultOf } from './elevation.ts';

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

test('a caller that has the rights already starts the program itself, and nobody is asked', async () => {
  const owner = () => {
    throw new Error('a prompt was to be shown');
  };
  const started = (program: string) =>
    elevation({ program, worker: 'none', elevated: true, owner }).run(['undo', '--run', crypto.randomUUID()]);
  // Node takes the first argument for a script, which is not there.
  expect(await started(process.execPath)).toEqual({ kind: 'exited', code: 1 });
  expect(await started('/no/such/program')).toMatchObject({ kind: 'failed', win32: 0 });
});
