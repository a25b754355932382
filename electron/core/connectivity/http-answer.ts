import type { HttpAnswer } from './observation.ts';

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
