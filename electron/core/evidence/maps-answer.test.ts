import { expect, test } from 'vitest';
import { parseMapsAnswer } from './maps-answer.ts';

test.each([
  ['ValidateMapsConnection failed to establish a connection to MAPS (hr=80072F8F httpcore=451)', '0x80072F8F', 451],
  ['… (hr=0x80070006 httpcode=502)', '0x80070006', 502],
  ['ValidateMapsConnection successfully established a connection to MAPS', null, null],
  ['', null, null],
])('%s', (output, hresult, http) => {
  expect(parseMapsAnswer(output)).toEqual({ hresult, http });
});
