import { expect, test } from 'vitest';
import { csv } from './csv.ts';

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', ' =1', '\uff1d1'])(
  'the cell %j is text for a spreadsheet',
  (cell) => {
    expect(csv([[cell]]).replace(/^"/, '')).toMatch(/^'/);
  },
);

test.each(['proxy.contoso.com', '*.contoso.com', "'", '443', ''])('the cell %j stays as it is', (cell) => {
  expect(csv([[cell]])).toBe(`${cell}\r\n`);
});

test('commas, quotes and line ends are quoted', () => {
  expect(csv([['a,b', 'a"b', 'a\nb'], ['x']])).toBe('"a,b","a""b","a\nb"\r\nx\r\n');
});
