import { fixedMask } from '../settings/readable.ts';

/**
 * One line of printable text. Control characters become spaces, and characters that turn the reading direction become
 * a mark: text that came over the network must not be able to show something other than what it says.
 */
export function cleanText(text: string): string {
  return fixedMask(text)
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '\ufffd');
}
