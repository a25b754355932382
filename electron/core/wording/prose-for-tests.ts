import { expect } from 'vitest';

/** For tests only: what every text for people has to be. */

/** Words that are ours and not the admin's, words that do not belong in such a text, and the traces of a hole in it. */
const forbidden =
  /\b(?:snapshots?|intents?|operations?|journals?|findings?|please|simply|sorry|unfortunately|oops|undefined|null|NaN)\b|\[object|!|\s\s|\.\.|\(\)|\s[.,;](?!\w)/i;

/** A piece of text as a person reads it. */
export function piece(text: string, longest = 200): void {
  expect(text).not.toMatch(forbidden);
  expect(text.length).toBeGreaterThan(0);
  expect(text.length).toBeLessThanOrEqual(longest);
  expect(text.trim()).toBe(text);
}

/** One or more whole sentences. */
export function sentences(text: string, longest = 600): void {
  piece(text, longest);
  // A sentence may begin with a host, or with .NET.
  expect(text).toMatch(/^[A-Z0-9"*]|^[a-z0-9.-]+:\d|^\.NET /);
  expect(text).toMatch(/[.)]$|"$/);
}
