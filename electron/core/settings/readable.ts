/** Characters of one stored text that are shown; what is longer is cut, with its length said. */
const longest = 1000;

/**
 * Masks as people see them have one length, so that they tell nothing of the secret's. Stored images keep theirs,
 * since their lengths and offsets have to fit (`maskText`).
 */
export function fixedMask(text: string): string {
  return text.replace(/\*+(:\*+)?(?=@|%(?:25)*40)/gi, (_, colon: string | undefined) =>
    colon === undefined ? '***' : '***:***',
  );
}

/** The address of a PAC file without what follows the question mark, which may be a key. */
export const withoutQuery = (url: string): string => url.replace(/\?[^\s#]+/, '?***');

/** A stored text for reading: masks of one length, and cut where nobody would read on. */
export function readable(text: string): string {
  const masked = fixedMask(text);
  return masked.length <= longest ? masked : `${masked.slice(0, longest)}… (cut; ${text.length} characters in all)`;
}
