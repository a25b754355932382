/**
 * Text of a peer, made fit to be shown and saved: control characters (but line feed and tab), and the marks that turn
 * the reading direction, are replaced; at most `limit` UTF-16 units are kept.
 */
export function plainText(text: string, limit: number): string {
  const kept = text.slice(0, limit);
  let plain = '';
  for (const character of kept) plain += isHarmless(character.codePointAt(0) ?? 0) ? character : '\uFFFD';
  return plain;
}

function isHarmless(code: number): boolean {
  if (code === 0x09 || code === 0x0a) return true;
  if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return false;
  if (code >= 0xd800 && code < 0xe000) return false;
  return !(
    code === 0x200e ||
    code === 0x200f ||
    (code >= 0x202a && code <= 0x202e) ||
    (code >= 0x2066 && code <= 0x2069)
  );
}
