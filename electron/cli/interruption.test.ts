import { expect, test } from 'vitest';
import { interruption } from './interruption.ts';

test('the first Ctrl+C ends the tests, the second one the program', () => {
  const interrupt = interruption(() => undefined);
  expect(interrupt.signal.aborted).toBe(false);
  expect(interrupt.again()).toBe(false);
  expect(interrupt.signal.aborted).toBe(true);
  expect(interrupt.again()).toBe(true);
});

test('while settings may be half written no Ctrl+C ends the program', () => {
  const said: string[] = [];
  const interrupt = interruption((sentence) => said.push(sentence));
  interrupt.writing();
  expect([interrupt.again(), interrupt.again(), interrupt.again()]).toEqual([false, false, false]);
  expect(said).toHaveLength(3);
});
