import { bodyMatches } from './body-pattern.ts';
import { conclude } from './conclusion.ts';
import type { Expectation } from './expectation.ts';
import { authSchemes, looksLikeHtml, redirectsAway, redirectsToItself } from './http-answer.ts';
import type { HttpAnswer, Observation } from './observation.ts';
import { answerFacts, judgeProxyStatus } from './proxy-answer.ts';
import { proxyMadeIt, vendorOfAnswer } from './vendor.ts';
import type { Verdict } from './verdict.ts';

/** The fact `why` where an answer is not verified because nothing says which one would be right. */
export const undocumented = 'answer-undocumented';

/** Judges an answer that came through TLS; whose TLS it is has been judged before. */
export function judgeTlsAnswer(answer: HttpAnswer, observation: Observation, expectation: Expectation): Verdict {
  const facts = answerFacts(answer);
  const { status } = answer;
  if (status === 407)
    return conclude('proxy-auth', 'fails', 'likely', observation.via.kind === 'proxy' ? 'proxy' : 'unknown', {
      ...facts,
      schemes: authSchemes(answer).join(', '),
    });
  if (redirectsToItself(answer, observation.target))
    return conclude('redirect-loop', 'fails', 'likely', 'service', facts);
  // The ping of MDI needs no sign-in, so nobody but a proxy asks for one; its installer then speaks of licensing.
  if (expectation.role === 'mdi' && (status === 401 || status === 403))
    return conclude(
      'proxy-unauthorised',
      'fails',
      observation.via.kind === 'proxy' ? 'likely' : 'possible',
      'unknown',
      facts,
    );
  if (fits(status, expectation)) return judgeExpected(answer, expectation);
  if (expectation.status === 'any' || expectation.status.length === 0 || expectation.strength === 'weak')
    return conclude('reachable-not-verified', 'differs', 'likely', 'service', { ...facts, why: undocumented });
  return conclude('unexpected-status', status >= 500 ? 'fails' : 'differs', 'likely', 'service', facts);
}

function judgeExpected(answer: HttpAnswer, expectation: Expectation): Verdict {
  const facts = answerFacts(answer);
  const confidence = expectation.strength === 'strong' ? 'certain' : 'likely';
  if (answer.status === 503) return conclude('healthy-503', 'works', confidence, 'service', facts);
  if (answer.status === 200 && expectation.body !== null && !bodyMatches(expectation.body, answer.body))
    return looksLikeHtml(answer)
      ? conclude('block-page', 'fails', 'possible', 'unknown', facts)
      : conclude('reachable-not-verified', 'differs', 'likely', 'service', facts);
  return conclude('healthy', 'works', confidence, 'service', facts);
}

/** Judges an answer in clear HTTP (port 80), which anybody on the way may have made. */
export function judgeClearAnswer(answer: HttpAnswer, observation: Observation, expectation: Expectation): Verdict {
  const facts = answerFacts(answer);
  const { status } = answer;
  const proxied = observation.via.kind === 'proxy';
  const asExpected = fits(status, expectation);
  if (proxied && (status === 407 || proxyMadeIt(answer))) {
    const verdict = judgeProxyStatus(answer, 'certain');
    if (verdict !== null) return verdict;
  }
  if (proxied && !asExpected) {
    const verdict = judgeProxyStatus(answer, vendorOfAnswer(answer) !== null ? 'likely' : 'possible');
    if (verdict !== null) return verdict;
  }
  if (status === 511) return conclude('portal', 'fails', 'certain', 'unknown', facts);
  if (status === 503) return conclude('portal', 'fails', 'possible', 'unknown', facts);
  if (redirectsToItself(answer, observation.target))
    return conclude('redirect-loop', 'fails', 'likely', 'unknown', facts);
  if (redirectsAway(answer, observation.target.host) !== null)
    return conclude('portal', asExpected ? 'differs' : 'fails', asExpected ? 'possible' : 'likely', 'unknown', facts);
  if (isForeignPage(answer, observation, expectation))
    return conclude(proxied ? 'block-page' : 'portal', 'fails', 'likely', proxied ? 'proxy' : 'unknown', facts);
  // A refusal is welcome here as a sign of life, but a proxy may have written it just as well.
  if (proxied && asExpected && (status === 401 || status === 403))
    return conclude('reachable-not-verified', 'differs', 'possible', 'unknown', { ...facts, why: 'maybe-proxy' });
  // Clear HTTP proves no more than that an answer came: never more than likely.
  if (asExpected) return conclude('healthy', 'works', 'likely', 'service', facts);
  if (expectation.status === 'any' || expectation.status.length === 0 || expectation.strength === 'weak')
    return conclude('reachable-not-verified', 'differs', 'likely', 'unknown', { ...facts, why: undocumented });
  return conclude('unexpected-status', status >= 500 ? 'fails' : 'differs', 'likely', 'unknown', facts);
}

/** A page where a file or a known text was asked for. */
function isForeignPage(answer: HttpAnswer, { target, via }: Observation, expectation: Expectation): boolean {
  if (answer.status !== 200) return false;
  if (via.kind === 'proxy' && proxyMadeIt(answer) && looksLikeHtml(answer)) return true;
  if (expectation.body !== null) return !bodyMatches(expectation.body, answer.body);
  return looksLikeHtml(answer) && /\.(?:crl|cab|crt|cer|p7b|p7c|txt)$/i.test(target.path);
}

/** Any answer is welcome where the asker said so, but a server error proves too little to be called healthy. */
function fits(status: number, { status: expected }: Expectation): boolean {
  return expected === 'any' ? status < 500 : expected.includes(status);
}

/** Judges an answer in clear HTTP where TLS was due: nobody but a portal or a proxy's page does that. */
export function judgeClearOnTls(answer: HttpAnswer, { target, via }: Observation): Verdict {
  const proxied = via.kind === 'proxy';
  const facts = { ...answerFacts(answer), stage: 'tls', why: 'clear-http' };
  if (redirectsAway(answer, target.host) !== null || !proxied)
    return conclude('portal', 'fails', 'likely', 'unknown', facts);
  return conclude('block-page', 'fails', 'likely', 'proxy', facts);
}
