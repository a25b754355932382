import { conclude, type Facts, notTested, withFacts } from './conclusion.ts';
import type { Expectation } from './expectation.ts';
import { authSchemes, headerOf, looksLikeHtml } from './http-answer.ts';
import type { HttpAnswer, Observation } from './observation.ts';
import { vendorOfAnswer } from './vendor.ts';
import type { Verdict } from './verdict.ts';

/**
 * What a proxy's own answer means, by its status. The same for a refused CONNECT and for an answer in clear HTTP that
 * the proxy made itself. Null: the status says nothing about the proxy.
 */
export function judgeProxyStatus(answer: HttpAnswer, confidence: Verdict['confidence']): Verdict | null {
  const facts = answerFacts(answer);
  switch (answer.status) {
    case 407:
      return conclude('proxy-auth', 'fails', 'certain', 'proxy', { ...facts, schemes: authSchemes(answer).join(', ') });
    case 401:
      return conclude('proxy-unauthorised', 'fails', confidence, 'proxy', facts);
    case 403:
      return conclude('proxy-denied', 'fails', confidence, 'proxy', facts);
    case 502:
    case 504:
      return conclude('proxy-upstream', 'fails', confidence, 'proxy', facts);
    case 503:
      return conclude('proxy-unavailable', 'fails', confidence, 'proxy', facts);
    default:
      return null;
  }
}

/** What the answer to a CONNECT means; null where the tunnel is open. */
export function judgeConnect(answer: HttpAnswer): Verdict | null {
  const { status } = answer;
  if (status >= 200 && status < 300) return null;
  const known = judgeProxyStatus(answer, 'certain');
  if (known !== null) return known;
  const facts = answerFacts(answer);
  if (status === 400 || status === 405 || status === 501)
    return conclude('proxy-no-connect', 'fails', 'certain', 'proxy', facts);
  // What squid answers where it cannot reach the proxy above it; 502, 503 and 504 are dealt with by their own rule.
  if (status === 500) return conclude('proxy-upstream', 'fails', 'likely', 'proxy', facts);
  // A web server takes the target for a page of its own.
  if (status === 404) return conclude('proxy-no-connect', 'fails', 'likely', 'proxy', facts);
  if ((status >= 300 && status < 400) || status === 511) return conclude('portal', 'fails', 'likely', 'proxy', facts);
  return conclude('unexpected-status', 'fails', 'certain', 'proxy', facts);
}

/**
 * A proxy that asks for a sign-in which the service has and the test does not send. Basic is what the sensor's user and
 * password serve for, so whether it is let through is open; for other schemes that is not documented. A proxy that names
 * no scheme cannot be answered by anybody.
 */
export function judgeUnsentSignIn(verdict: Verdict, { signsIn }: Pick<Expectation, 'signsIn'>): Verdict {
  const { schemes, why } = verdict.facts;
  if (signsIn !== true || why !== undefined || verdict.kind !== 'proxy-auth' || schemes === undefined) return verdict;
  if (schemes.split(', ').some((scheme) => scheme.toLowerCase() === 'basic'))
    return { ...notTested('sign-in', verdict.facts), responder: 'proxy' };
  return {
    ...verdict,
    grade: 'differs',
    confidence: 'possible',
    facts: { ...verdict.facts, why: 'scheme-undocumented' },
  };
}

/**
 * A sign-in that the test gave, or would have given. What answers only because of it works for the MDI sensor at most:
 * the other services cannot sign in to a proxy.
 */
export function judgeSentSignIn(
  verdict: Verdict,
  { proxySignIn }: Pick<Observation, 'proxySignIn'>,
  { role }: Pick<Expectation, 'role'>,
): Verdict {
  if (proxySignIn === undefined) return verdict;
  if (verdict.kind === 'proxy-auth')
    return withFacts(verdict, { why: proxySignIn === 'sent' ? 'sign-in-refused' : 'sign-in-withheld' });
  if (proxySignIn === 'withheld') return verdict;
  const isOpen = verdict.grade === 'works' || verdict.kind === 'reachable-not-verified';
  if (!isOpen || role === 'mdi' || role === 'generic') return withFacts(verdict, { signIn: 'basic' });
  return withFacts(
    conclude('proxy-auth', 'differs', 'certain', 'proxy', { why: 'signed-in', schemes: 'Basic', result: verdict.kind }),
    verdict.facts,
  );
}

/** Facts of an answer that every verdict about it carries. */
export function answerFacts(answer: HttpAnswer): Facts {
  return {
    status: answer.status,
    vendor: vendorOfAnswer(answer),
    location: headerOf(answer, 'location'),
    body: looksLikeHtml(answer) ? pageTitle(answer.body) : answer.body.trim().slice(0, 200),
  };
}

function pageTitle(page: string): string {
  return /<title[^>]*>([^<]{0,200})/i.exec(page)?.[1]?.trim() ?? '';
}
