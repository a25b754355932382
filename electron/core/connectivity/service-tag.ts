import { conclude, type Facts, knownAddresses } from './conclusion.ts';
import type { Expectation } from './expectation.ts';
import type { Observation } from './observation.ts';
import { serviceTagOfHost } from './service-tags.ts';
import type { Verdict } from './verdict.ts';

/** Most addresses that are named. */
const mostNamed = 8;

/**
 * A service that answered directly, by an address which is not in the tag that Microsoft documents for it: a firewall
 * that is built on the tag lets it through only by chance.
 */
export function judgeServiceTag(observation: Observation, expectation: Expectation): Verdict | null {
  const facts = tagFacts(observation, expectation);
  return facts === null ? null : conclude('service-tag', 'differs', 'likely', 'unknown', facts);
}

/**
 * Addresses outside of the host's tag; null where there are none, no file was given, it lacks the tag, or a proxy
 * resolves the name.
 */
export function tagFacts(observation: Observation, { tags }: Expectation): Facts | null {
  const { target, via } = observation;
  const tag = serviceTagOfHost(target.host);
  if (tags === undefined || tag === null || via.kind !== 'direct') return null;
  const outside = knownAddresses(observation).filter((address) => tags.holds(tag, address) === false);
  if (outside.length === 0) return null;
  return { tag, outside: outside.slice(0, mostNamed).join(', '), tagFile: `${tags.cloud} ${tags.changeNumber}` };
}
