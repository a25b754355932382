import type { Certificate, HttpAnswer, Observation } from '../core/connectivity/observation.ts';
import type { Verdict } from '../core/connectivity/verdict.ts';
import { verdictText } from '../core/wording/verdict-text.ts';
import { labelled, table, wrapped } from './layout.ts';

/** One test in full: the result, each stage with its time, and the chain as it was presented. */
export function observationLines(observation: Observation, verdict: Verdict): string[] {
  const { target, via, totalMs } = observation;
  const { word, sentence, action } = verdictText(verdict);
  const path = via.kind === 'direct' ? 'directly' : `by the proxy ${via.host}:${via.port}`;
  return [
    ...wrapped(`${target.scheme}://${target.host}:${target.port}${target.path}, ${path}`),
    '',
    ...wrapped(`${word}. ${sentence}`),
    ...wrapped(action),
    '',
    `Stages (${Math.round(totalMs)} ms together)`,
    ...table(stageRows(observation)),
    ...chainLines(observation),
  ];
}

function stageRows(seen: Observation): string[][] {
  const answerText = ({ status, reason }: HttpAnswer) => `${status} ${reason}`.trim();
  const row = <S extends { readonly state: string }>(
    name: string,
    stage: S | { readonly state: 'failed'; readonly ms: number; readonly code: string; readonly detail: string },
    text: string,
    ms: number | null,
  ): string[][] => {
    if (stage.state === 'skipped') return [];
    if ('code' in stage) return [[name, `${Math.round(stage.ms)} ms`, `failed: ${stage.code} ${stage.detail}`]];
    return [[name, ms === null ? '' : `${Math.round(ms)} ms`, text]];
  };
  const { dns, tcp, proxyTls, connect, tls, http } = seen;
  const done = <T extends { readonly state: string }>(stage: T) =>
    stage.state === 'done' ? (stage as Extract<T, { readonly state: 'done' }>) : null; // narrowed by its state
  const [d, t, p, c, s, h] = [done(dns), done(tcp), done(proxyTls), done(connect), done(tls), done(http)];
  return [
    ...row('Name', dns, d?.addresses.join(', ') ?? '', d?.ms ?? null),
    ...row('Connection', tcp, t === null ? '' : `${t.address}:${t.port}`, t?.ms ?? null),
    ...row('TLS to the proxy', proxyTls, p === null ? '' : proxyTlsText(p), p?.ms ?? null),
    ...row('CONNECT', connect, c === null ? '' : answerText(c.answer) + signInText(seen), c?.ms ?? null),
    ...row('TLS', tls, s === null ? '' : `${s.protocol}, ${s.cipher}${nameText(s.nameMatches)}`, s?.ms ?? null),
    ...row('HTTP', http, h === null ? '' : answerText(h.answer) + (c === null ? signInText(seen) : ''), h?.ms ?? null),
  ];
}

const nameText = (matches: boolean | undefined): string => (matches === false ? ', for another name' : '');

type ProxyTls = Extract<Observation['proxyTls'], { readonly state: 'done' }>;
const proxyTlsText = ({ protocol, cipher, nameMatches }: ProxyTls): string =>
  [protocol, ...(cipher === undefined ? [] : [cipher])].join(', ') + nameText(nameMatches);

const signInText = ({ proxySignIn }: Observation): string => (proxySignIn === 'sent' ? ', with the sign-in' : '');

/** Which certificate made the one at `at`, where that is not simply the next one. */
function placeText({ issuedBy }: Certificate, at: number): string {
  if (issuedBy === null) return ', which was not sent';
  if (issuedBy === at) return ' (itself)';
  return issuedBy === at + 1 ? '' : ` (number ${issuedBy + 1} of this list)`;
}

function chainLines({ presented, presentedCut, trust }: Observation): string[] {
  if (presented.length === 0) return [];
  const names = presented.map((certificate, at) => [
    certificate.subjectCn ?? certificate.subject,
    `issued by ${certificate.issuerCn ?? certificate.issuer}${placeText(certificate, at)}`,
  ]);
  const cut = presentedCut ? `More than these ${presented.length} were sent; the rest was not looked at` : null;
  const root = trust?.root?.cn;
  const judged =
    trust === null
      ? 'not judged'
      : trust.trusted
        ? `trusted${root === undefined ? '' : `, root ${root}`}`
        : `not trusted (${trust.errors.join(', ')})`;
  return [
    '',
    'Certificates as presented',
    ...table(names),
    ...(cut === null ? [] : labelled('', cut, 2, 0)),
    ...labelled('', `This machine: ${judged}`, 2, 0),
  ];
}
