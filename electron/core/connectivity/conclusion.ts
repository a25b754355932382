import type { Observation } from './observation.ts';
import type { Grade, NotTestedWhy, Responder, Verdict, VerdictKind } from './verdict.ts';

/** Facts as they are collected; what is not known is null and left out of the verdict. */
export type Facts = Readonly<Record<string, string | number | null | undefined>>;

const longestFact = 1024;

export function conclude(
  kind: VerdictKind,
  grade: Grade,
  confidence: Verdict['confidence'],
  responder: Verdict['responder'],
  facts: Facts,
): Verdict {
  return { kind, grade, confidence, responder, facts: known(facts) };
}

/** The same verdict with more facts; those it already has stay. */
export function withFacts(verdict: Verdict, facts: Facts): Verdict {
  return { ...verdict, facts: { ...known(facts), ...verdict.facts } };
}

function known(facts: Facts): Record<string, string> {
  const list: [string, string][] = [];
  for (const [key, value] of Object.entries(facts))
    if (value !== null && value !== undefined && value !== '') list.push([key, String(value).slice(0, longestFact)]);
  return Object.fromEntries(list);
}

/** A test that was not made, and why. */
export function notTested(why: NotTestedWhy, facts: Facts = {}): Verdict {
  return conclude('not-tested', 'not-tested', 'certain', 'nobody', { ...facts, why });
}

/** Where the request went, for every verdict. */
export function pathFacts({ target, via }: Pick<Observation, 'target' | 'via'>): Facts {
  return {
    host: target.host,
    port: target.port,
    proxy: via.kind === 'proxy' ? `${via.host}:${via.port}` : null,
  };
}

/** Every address that the peer is known by: what the resolver said, or the one that was dialled without asking it. */
export function knownAddresses({ dns, tcp }: Pick<Observation, 'dns' | 'tcp'>): readonly string[] {
  if (dns.state === 'done') return dns.addresses;
  return tcp.state === 'done' ? [tcp.address] : [];
}

/** Who is at fault for what broke before the service could answer. */
export function nearest({ via }: Pick<Observation, 'via'>): Responder {
  return via.kind === 'proxy' ? 'proxy' : 'unknown';
}
