import { expect, test } from 'vitest';
import { commandLine, quoteArgument } from './command-line.ts';

test.each([
  ['plain', 'plain'],
  ['', '""'],
  ['C:\\Program Files\\x', '"C:\\Program Files\\x"'],
  ['C:\\no space\\', '"C:\\no space\\\\"'],
  ['C:\\nospace\\', 'C:\\nospace\\'],
  ['say "hi"', '"say \\"hi\\""'],
  ['back\\"slash', '"back\\\\\\"slash"'],
  ['tab\there', '"tab\there"'],
])('%j becomes %s', (argument, quoted) => {
  expect(quoteArgument(argument)).toBe(quoted);
});

test('arguments are parted by one space', () => {
  expect(commandLine(['apply', '--plan', 'C:\\a b\\plan.json'])).toBe('apply --plan "C:\\a b\\plan.json"');
});
