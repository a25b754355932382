import type { HttpAnswer, ProbeTarget } from './observation.ts';

/** The first value of a header, by its lower-case name. */
export function headerOf(answer: HttpAnswer, name: string): string | null {
  return answer.headers.find(([key]) => key === name)?.[1] ?? null;
}

export function looksLikeHtml(answer: HttpAnswer): boolean {
  const type = headerOf(answer, 'content-type') ?? '';
  return /^(?:text\/html|application\/xhtml)/i.test(type) || /^\s*(?:<!doctype html|<html)/i.test(answer.body);
}

/** The host that a redirect leads to, in lower case; null where the answer is none or stays on its host. */
export function redirectsAway(answer: HttpAnswer, host: string): string | null {
  if (answer.status < 300 || answer.status >= 400 || answer.status === 304) return null;
  const other = /^https?:\/\/(?:[^/@?#]*@)?(\[[^\]]*\]|[^/:?#]+)/i.exec(headerOf(answer, 'location') ?? '')?.[1];
  return other === undefined || other.toLowerCase() === host.toLowerCase() ? null : other.toLowerCase();
}

/** The names of the authentication schemes that a proxy offers, in its order, without their parameters. */
export function authSchemes(answer: HttpAnswer): readonly string[] {
  const names = answer.headers
    .filter(([name]) => name === 'proxy-authenticate')
    .flatMap(([, value]) => [...value.matchAll(/(?:^|,\s*)([A-Za-z][A-Za-z0-9-]*)(?=\s|,|$)(?!\s*=)/g)])
    .flatMap((match) => (match[1] === undefined ? [] : [match[1]]));
  return [...new Set(names)];
}

/** Whether a redirect leads back to the very address that was asked: whoever follows it goes round for ever. */
export function redirectsToItself(answer: HttpAnswer, { scheme, host, port, path }: ProbeTarget): boolean {
  if (answer.status < 300 || answer.status >= 400 || answer.status === 304) return false;
  const [location = ''] = (headerOf(answer, 'location') ?? '').split('#');
  const [, origin = null, rest = ''] = /^(https?:\/\/[^/?]*)?(.*)$/is.exec(location) ?? [];
  if (origin === null) return rest === path;
  const name = host.includes(':') ? `[${host}]` : host;
  const own = `${scheme}://${name}`.toLowerCase();
  const isOwn = [`${own}:${port}`, ...(port === (scheme === 'http' ? 80 : 443) ? [own] : [])].includes(
    origin.toLowerCase(),
  );
  return isOwn && (rest === '' ? '/' : rest) === path;
}
