import { expect, test } from 'vitest';
import { labelled, printable, shellArgument, table, width, wrapped } from './layout.ts';

test('wraps between words and keeps the indent', () => {
  const lines = wrapped('word '.repeat(60), 4, 2);
  expect(lines.length).toBeGreaterThan(2);
  expect(lines[0]).toMatch(/^ {2}word/);
  expect(lines.slice(1).every((line) => /^ {4}word/.test(line))).toBe(true);
  expect(lines.every((line) => line.length <= width)).toBe(true);
});

test('never cuts a long word', () => {
  const long = 'x'.repeat(300);
  expect(wrapped(`a ${long} b`)).toEqual(['a', long, 'b']);
});

test('an empty text has no lines', () => {
  expect(wrapped('')).toEqual([]);
});

test('puts a label before the first line only', () => {
  const lines = labelled('why', 'word '.repeat(40), 2, 8);
  expect(lines[0]).toMatch(/^ {2}why {5}word/);
  expect(lines[1]).toMatch(/^ {10}word/);
});

test('lines columns up and puts a last cell without room below', () => {
  expect(
    table([
      ['a', 'bb', 'c'],
      ['aaa', 'b', 'c'],
    ]),
  ).toEqual(['  a    bb  c', '  aaa  b   c']);
  expect(table([['x'.repeat(90), 'word '.repeat(10).trim()]])).toEqual([
    `  ${'x'.repeat(90)}`,
    `      ${'word '.repeat(10).trim()}`,
  ]);
});

test.each([
  ['\u001b[31mred\u001b[0m', '·[31mred·[0m'],
  ['a\u0007b', 'a·b'],
  ['\u202eevil', '·evil'],
  ['\u009b1m', '·1m'],
  ['two\nlines\tand', 'two lines and'],
  ['Zürich', 'Zürich'],
])('%j is shown without what steers a console', (text, shown) => {
  expect(printable(text)).toBe(shown);
});

test.each([
  ['plan.json', 'linux', 'plan.json'],
  ['/tmp/my plan.json', 'linux', "'/tmp/my plan.json'"],
  ["it's", 'linux', "'it'\\''s'"],
  ['a;rm', 'linux', "'a;rm'"],
  ['a\\b', 'linux', "'a\\b'"],
  ['C:\\Temp\\plan.json', 'win32', 'C:\\Temp\\plan.json'],
  ['C:\\My plans\\plan.json', 'win32', '"C:\\My plans\\plan.json"'],
  ['a&b', 'win32', '"a&b"'],
] as const)('%j is written for %s so that it is one argument', (text, platform, shown) => {
  expect(shellArgument(text, platform)).toBe(shown);
});
