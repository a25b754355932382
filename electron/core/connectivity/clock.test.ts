import { expect, test } from 'vitest';
import { httpDate } from './clock.ts';

test.each([
  ['Sun, 06 Nov 1994 08:49:37 GMT', '1994-11-06T08:49:37.000Z'],
  ['Sunday, 06-Nov-94 08:49:37 GMT', null],
  ['Sun, 06 Xyz 1994 08:49:37 GMT', null],
  ['', null],
])('the Date header %j is %s', (text, time) => {
  const read = httpDate(text);
  expect(read === null ? null : new Date(read).toISOString()).toBe(time);
});
