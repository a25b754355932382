import { expect, test } from 'vitest';
import { durationText, localText, utcText } from './time-text.ts';

test('a moment is shown in UTC and by the clock on the wall', () => {
  expect(utcText('2026-11-22T23:30:05.123Z')).toBe('2026-11-22 23:30:05 UTC');
  expect(localText('2026-11-22T23:30:05.123Z', 60)).toBe('2026-11-23 00:30:05 (UTC+01:00)');
  expect(localText('2026-11-22T00:10:00Z', -210)).toBe('2026-11-21 20:40:00 (UTC-03:30)');
  expect(localText('2026-11-22T00:10:00Z', 0)).toBe('2026-11-22 00:10:00 (UTC+00:00)');
});

test('a text that is no time stays as it is', () => {
  expect(utcText('yesterday')).toBe('yesterday');
  expect(localText('yesterday', 60)).toBe('yesterday');
});

test.each([
  ['2026-11-22T10:00:00Z', '2026-11-22T10:00:00.500Z', 'less than a second'],
  ['2026-11-22T10:00:00Z', '2026-11-22T10:00:01Z', '1 second'],
  ['2026-11-22T10:00:00Z', '2026-11-22T10:00:42Z', '42 seconds'],
  ['2026-11-22T10:00:00Z', '2026-11-22T10:05:00Z', '5 minutes'],
  ['2026-11-22T10:00:00Z', '2026-11-22T09:00:00Z', null],
  ['2026-11-22T10:00:00Z', null, null],
])('from %s to %s it took %s', (from, to, text) => {
  expect(durationText(from, to)).toBe(text);
});
