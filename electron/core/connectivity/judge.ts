import { chainFacts, judgeAnchor, judgeStrength, nameOf } from './chain.ts';
import { judgeClock, judgeDates } from './clock.ts';
import { conclude, knownAddresses, notTested, pathFacts, withFacts } from './conclusion.ts';
import type { Expectation } from './expectation.ts';
import { looksLikeHtml } from './http-answer.ts';
import type { HttpAnswer, Observation, ProbeVia, StageFailure } from './observation.ts';
import { answerFacts, judgeConnect, judgeSentSignIn, judgeUnsentSignIn } from './proxy-answer.ts';
import { judgeClearAnswer, judgeClearOnTls, judgeTlsAnswer } from './service-answer.ts';
import { judgeServiceTag, tagFacts } from './service-tag.ts';
import { demandsCertificate, judgeFailure, saysNotTls } from './stage-failure.ts';
import { vendorOfAnswer } from './vendor.ts';
import type { Grade, Verdict } from './verdict.ts';

/**
 * Concludes from one observation what is so: the rows of the failure table, and the rules for a 503, which depend on
 * who answered. Pure: the same observation and expectation always give the same verdict.
 */
export function judge(observation: Observation, expectation: Expectation): Verdict {
  const answered = judgeSentSignIn(judgePath(observation, expectation), observation, expectation);
  const verdict = judgeUnsentSignIn(answered, expectation);
  return withFacts(onExpectedPath(verdict, observation, expectation), {
    ...pathFacts(observation),
    ...(blamesTheWay(verdict) ? tagFacts(observation, expectation) : {}),
    ...(verdict.kind === 'inspection' ? { vendor: vendorInHeaders(observation) } : {}),
    ...(observation.presented.length > 0 ? chainFacts(observation) : {}),
    address: observation.tcp.state === 'done' ? observation.tcp.address : null,
    protocol: observation.tls.state === 'done' ? observation.tls.protocol : null,
    status: observation.http.state === 'done' ? observation.http.answer.status : null,
  });
}

const blamesTheWay = ({ kind }: Verdict) => kind === 'tcp-timeout' || kind === 'tcp-refused' || kind === 'reset';

/** Whoever inspects may name itself in an answer although its certificate does not; the nearest to the service first. */
function vendorInHeaders({ http, connect }: Observation): string | null {
  const answers = [http, connect].flatMap((stage) => (stage.state === 'done' ? [stage.answer] : []));
  return answers.map(vendorOfAnswer).find((vendor) => vendor !== null) ?? null;
}

/** In the order of the stages: the first that broke decides. */
function judgePath(observation: Observation, expectation: Expectation): Verdict {
  const { dns, tcp, proxyTls, connect, tls, http } = observation;
  if (dns.state === 'failed') return judgeFailure({ ...dns, stage: 'dns' }, observation);
  if (tcp.state === 'failed') return judgeFailure({ ...tcp, stage: 'tcp' }, observation);
  if (proxyTls.state === 'failed') return judgeFailure({ ...proxyTls, stage: 'proxy-tls' }, observation);
  if (connect.state === 'failed') return judgeFailure({ ...connect, stage: 'connect' }, observation);
  const refused = connect.state === 'done' ? judgeConnect(connect.answer) : null;
  if (refused !== null) return refused;
  if (tls.state === 'failed') return judgeBrokenTls(tls, observation, expectation);
  if (tls.state === 'done') return judgeOverTls(observation, expectation);
  if (http.state === 'failed') return judgeFailure({ ...http, stage: 'http' }, observation);
  if (http.state === 'done') return judgeClearAnswer(http.answer, observation, expectation);
  return notTested('no-stage');
}

/** A handshake that did not end well. What was seen of the chain comes before the alert. */
function judgeBrokenTls(failure: StageFailure, observation: Observation, expectation: Expectation): Verdict {
  const { connect, http, presented, trust } = observation;
  if (failure.code === 'CANCELLED') return judgeFailure({ ...failure, stage: 'tls' }, observation);
  if (http.state === 'done') return judgeClearOnTls(http.answer, observation);
  if (presented.length > 0) {
    const verdict = trust === null ? null : judgeIdentity(observation, expectation);
    if (verdict !== null && verdict.grade === 'fails') return verdict;
    const facts = { stage: 'tls', code: failure.code };
    if (demandsCertificate(failure, true)) return conclude('client-certificate', 'differs', 'likely', 'service', facts);
    return withFacts(conclude('tls-failed', 'fails', 'likely', 'unknown', facts), {});
  }
  if (saysNotTls(failure) && connect.state === 'done' && isPage(connect.answer))
    return conclude('block-page', 'fails', 'certain', 'proxy', { ...answerFacts(connect.answer), stage: 'connect' });
  return judgeFailure({ ...failure, stage: 'tls' }, observation);
}

const isPage = (answer: HttpAnswer) => answer.body !== '' || looksLikeHtml(answer);

function judgeOverTls(observation: Observation, expectation: Expectation): Verdict {
  const { http } = observation;
  const identity = judgeIdentity(observation, expectation);
  if (identity?.grade === 'fails') return identity;
  if (http.state === 'skipped') return identity ?? notTested('no-request');
  const answer =
    http.state === 'failed'
      ? judgeFailure({ ...http, stage: 'http' }, observation)
      : judgeTlsAnswer(http.answer, observation, expectation);
  if (answer.kind === 'cancelled') return answer;
  const others = [
    judgeClock(observation),
    observation.trust === null ? null : judgeStrength({ presented: observation.presented, trust: observation.trust }),
    judgeAddressFamily(observation, expectation),
    judgeServiceTag(observation, expectation),
  ];
  return worst([answer, identity, ...others].filter((one) => one !== null));
}

/** Who ended the TLS: the name, the dates, and the chain. Null: exactly the service that was asked for. */
function judgeIdentity(observation: Observation, expectation: Expectation): Verdict | null {
  const { presented, tls, trust } = observation;
  if (trust === null)
    return conclude('reachable-not-verified', 'differs', 'possible', 'unknown', { why: 'trust-not-judged' });
  const anchor = judgeAnchor({ presented, trust }, expectation);
  const leaf = presented[0];
  const wrongName = (tls.state === 'done' && !tls.nameMatches) || trust.errors.includes('name-mismatch');
  if (wrongName && !(anchor?.kind === 'inspection' && anchor.confidence === 'certain'))
    return conclude('host-name', 'fails', 'certain', 'unknown', {
      names: leaf?.names.slice(0, 10).join(', ') || leaf?.subjectCn,
      ca: leaf === undefined ? null : nameOf(leaf, 'issuer'),
    });
  if (trust.trusted) return anchor;
  // A stranger's certificate may be out of date as well; whose it is matters more.
  if (anchor !== null && anchor.kind !== 'tls-failed') return anchor;
  const dates = judgeDates(observation);
  if (dates !== null) return dates;
  if (trust.errors.includes('revoked')) return conclude('revoked', 'fails', 'certain', 'service', {});
  if (trust.errors.includes('revocation-unknown'))
    return conclude('revocation', 'differs', 'likely', 'service', { why: 'revocation-unknown' });
  return anchor;
}

/** MDE does not support computers that have IPv6 alone; an answer by it is no proof for the service. */
function judgeAddressFamily(observation: Observation, { role }: Expectation): Verdict | null {
  if (role !== 'mde' || observation.via.kind !== 'direct') return null;
  const addresses = knownAddresses(observation);
  if (addresses.length === 0 || !addresses.every((address) => address.includes(':'))) return null;
  return conclude('ipv6-only', 'differs', 'likely', 'service', { address: addresses[0] });
}

const badness: Record<Grade, number> = { fails: 3, differs: 2, works: 1, 'not-tested': 0 };

/** The worst of several; among equals the more telling: not the plain healthy one, else the first. */
function worst(verdicts: readonly Verdict[]): Verdict {
  return verdicts.reduce((one, other) => {
    const difference = badness[other.grade] - badness[one.grade];
    return difference > 0 || (difference === 0 && plain.has(one.kind)) ? withFacts(other, one.facts) : one;
  });
}

const plain: ReadonlySet<string> = new Set(['healthy', 'healthy-503', 'reachable-not-verified']);

/** "Works, but not by the expected path" is never green: the proxy that was to be proven was not used. */
function onExpectedPath(verdict: Verdict, { via }: Observation, { via: expected }: Expectation): Verdict {
  if (expected === null || samePath(via, expected)) return verdict;
  if (verdict.grade !== 'works' && verdict.kind !== 'reachable-not-verified') return verdict;
  return withFacts(
    conclude('wrong-path', 'differs', verdict.confidence, verdict.responder, {
      expected: pathName(expected),
      used: pathName(via),
      result: verdict.kind,
    }),
    verdict.facts,
  );
}

const pathName = (via: ProbeVia) => (via.kind === 'direct' ? 'direct' : `${via.host}:${via.port}`);

function samePath(one: ProbeVia, other: ProbeVia): boolean {
  if (one.kind === 'direct' || other.kind === 'direct') return one.kind === other.kind;
  return one.scheme === other.scheme && one.port === other.port && one.host.toLowerCase() === other.host.toLowerCase();
}
