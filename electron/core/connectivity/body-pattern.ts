/** Longest answer that is compared with a pattern; a healthy answer is a word or a version number. */
const comparedCharacters = 64;

/** Longest accepted pattern, in characters. */
const bodyPatternLimit = 200;

/**
 * Why a pattern of the endpoint catalogue is refused, or null where it may be used. The catalogue may be the admin's
 * own file, so a pattern must not be able to run for long: groups are not repeated, nothing refers back or looks
 * around, and at most four parts repeat (over 64 characters that is a bounded number of ways to match).
 */
export function bodyPatternFault(source: string): string | null {
  if (source.length > bodyPatternLimit) return `a pattern of at most ${bodyPatternLimit} characters`;
  const plain = source.replace(/\\./g, (pair) => (/[1-9k]/.test(pair.charAt(1)) ? '\u0000' : 'x'));
  if (plain.includes('\u0000')) return 'a pattern without references to groups';
  const classless = plain.replace(/\[[^\]]*\]/g, 'x');
  if (/\(\?/.test(classless)) return 'a pattern with plain groups only';
  if (/\)[*+?{]/.test(classless)) return 'a pattern in which no group is repeated';
  if ((classless.match(/[*+?]|\{/g) ?? []).length > 4) return 'a pattern with at most four repeated parts';
  try {
    new RegExp(source);
    return null;
  } catch {
    return 'a regular expression';
  }
}

/** Whether the whole answer fits the pattern. White space around the answer does not count. */
export function bodyMatches(source: string, body: string): boolean {
  const text = body.trim();
  return text.length <= comparedCharacters && bodyPatternFault(source) === null && new RegExp(source).test(text);
}
