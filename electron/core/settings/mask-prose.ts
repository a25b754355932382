import { maskText } from './seal.ts';

/**
 * Masks credentials inside running text that was not written as a setting: a page's body, a header, a message. Here a
 * white space ends a word and a mail address is none (`maskText` would take all that stands before it for a password).
 * Every word of the forms `user:pass@…` and `scheme://…@…` loses what stands before its last `@`. Same length.
 */
export function maskProse(text: string): string {
  return text.replace(/[^\s"'<>]+/g, (word) => (holdsCredentials(word) ? maskText(word).text : word));
}

function holdsCredentials(word: string): boolean {
  const colon = word.search(/:|%3a/i);
  return colon >= 0 && /@|%40/i.test(word.slice(colon)) && !/^\(?mailto:[^:]*$/i.test(word);
}
