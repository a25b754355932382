import { bytesOf } from '../codecs/registry-data.ts';
import { maskText, seal } from '../settings/seal.ts';
import type { FieldPath } from './every-text.ts';

/**
 * What never leaves the machine, whatever the admin chooses: credentials, keys, tokens, session cookies and tenant ids.
 * Values are sealed long before; this is the last door, and in doubt it takes too much.
 */
const removed = '***';

/** Headers whose whole value is a secret or a session. */
const secretHeaders: ReadonlySet<string> = new Set([
  'authorization',
  'proxy-authorization',
  'authentication-info',
  'proxy-authentication-info',
  'cookie',
  'set-cookie',
  'set-cookie2',
  'x-api-key',
  'x-auth-token',
]);

const label =
  '(?:[a-z]*access[-_ ]?key|account[-_ ]?key|[a-z]*pass(?:word|wd|phrase|code)|pwd|pw|[a-z]*secret|[a-z]*token|api[-_ ]?key|shared[-_ ]?key|private[-_ ]?key|sig|signature|encryptedbytes|encryptedkey|authorization|assertion|tenant[-_ ]?id|org[-_ ]?id)';
const labelled = new RegExp(
  `(?<![a-z0-9])(${label})(["']?\\s*(?:[=:]|%3d)\\s*)("[^"]*"?|'[^']*'?|[^\\s&;,"'<>}]+)`,
  'gi',
);
const cookies = /\b((?:set-)?cookie2?\s*[:=])[^\r\n]*/gi;
const schemeToken = /\b(Basic|Bearer|NTLM|Negotiate|Digest)(\s+)([A-Za-z0-9+/=_.~-]{4,})/g;
const jsonWebToken = /\beyJ[\w-]{5,}\.[\w-]+(?:\.[\w-]*)?/g;
const longBase64 = /[A-Za-z0-9+/_-]{120,}={0,2}/g;
const guid = /(?<![0-9a-f])[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![0-9a-f])/gi;

/** @param ownIds ids of this product's own runs, which the ticket needs and which say nothing about anybody. */
export function withoutSecrets(text: string, path: FieldPath, ownIds: ReadonlySet<string>): string {
  if (secretHeaders.has(path.at(-1)?.toLowerCase() ?? '')) return removed;
  // Named secrets first: a password with an `@` in it would otherwise look like a user and a host.
  const named = text
    .replace(schemeToken, (whole, scheme: string, gap: string, token: string) =>
      isPlainWord(token) ? whole : `${scheme}${gap}${removed}`,
    )
    .replace(cookies, (_, name: string) => `${name} ${removed}`)
    .replace(labelled, (_, name: string, mark: string) => `${name}${mark}${removed}`)
    .replace(jsonWebToken, removed)
    .replace(longBase64, (run) => (/^(.)\1*$/.test(run) ? run : removed));
  return maskText(named).text.replace(guid, (id) => (ownIds.has(id.toLowerCase()) ? id : removed));
}

/** `Basic realm=…` and "Negotiate, NTLM" are no credentials. */
const isPlainWord = (token: string): boolean =>
  /^(?:realm|charset|nonce|algorithm|qop|opaque)=/i.test(token) || /^(?:[A-Z]?[a-z]+|NTLM)$/.test(token);

/** The bytes of a registry value without credentials, of the same length. */
export function imageWithoutSecrets(hex: string, type: number): string {
  return seal(type, bytesOf(hex), 'proxy-text', () => '').hex;
}
