import { z } from '../zod.ts';
import { type JsonNode, memberOf, scanJson } from './json-text.ts';

/**
 * `OnboardedInfo` and `OnboardingInfo` of Defender for Endpoint: a JSON text whose `body` is itself a JSON text. Only
 * the hosts that the device talks to are taken out; the organisation's id, its certificates and signatures are not.
 */
export type OnboardingInfo =
  | {
      readonly state: 'ok';
      /** Lower case, in the order of the value, each once. */
      readonly hosts: readonly string[];
      readonly connectivity: Connectivity;
    }
  | { readonly state: 'malformed'; readonly fault: OnboardingFault };

/** `streamlined`: one domain for all services; `standard`: the older set of addresses. */
type Connectivity = 'streamlined' | 'standard' | 'unknown';

export const OnboardingFault = z.enum([
  'too-large',
  'not-json',
  'duplicate-member',
  'too-deep',
  'not-an-object',
  'body-missing',
  'body-not-json',
  'address-not-usable',
]);
type OnboardingFault = z.infer<typeof OnboardingFault>;

/** Most characters that are looked at; real values have about four thousand. */
const longest = 64 * 1024;
const deepest = 16;

/** The members of the body that hold an address of a service. */
const addresses = ['geoLocationUrl', 'vortexServerUrl', 'vortexTicketUrl'] as const;

export function parseOnboardingInfo(text: string): OnboardingInfo {
  if (text.length > longest) return { state: 'malformed', fault: 'too-large' };
  const outer = objectOf(text);
  if ('fault' in outer) return { state: 'malformed', fault: outer.fault };
  const body = memberOf(outer.node, 'body')?.value;
  if (body?.kind !== 'string') return { state: 'malformed', fault: 'body-missing' };
  const inner = objectOf(body.text);
  if ('fault' in inner) return { state: 'malformed', fault: 'body-not-json' };
  const hosts = new Set<string>();
  for (const name of addresses) {
    const value = memberOf(inner.node, name)?.value;
    if (value === undefined || value.kind === 'null' || (value.kind === 'string' && value.text === '')) continue;
    const host = value.kind === 'string' ? hostOf(value.text) : null;
    if (host === null) return { state: 'malformed', fault: 'address-not-usable' };
    hosts.add(host);
  }
  const region = memberOf(inner.node, 'partnerGeoLocation')?.value;
  const names = [...hosts];
  return {
    state: 'ok',
    hosts: names,
    connectivity: connectivityOf(names, region?.kind === 'string' ? region.text : ''),
  };
}

function objectOf(text: string): { readonly node: JsonNode } | { readonly fault: OnboardingFault } {
  const scan = scanJson(text, deepest);
  if (!scan.ok) return { fault: scan.fault.kind };
  return scan.root.kind === 'object' ? { node: scan.root } : { fault: 'not-an-object' };
}

const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const address = new RegExp(`^https://((?:${label}\\.)+${label})(?::\\d{1,5})?(?:[/?#]|$)`, 'i');

/** The host of an `https://` address without user info; null for anything else. */
function hostOf(url: string): string | null {
  const host = address.exec(url)?.[1]?.toLowerCase() ?? null;
  return host !== null && host.length <= 253 ? host : null;
}

/** Signs of both kinds, or of none, leave it unknown. */
function connectivityOf(hosts: readonly string[], region: string): Connectivity {
  const streamlined =
    region.startsWith('GW_') || hosts.some((host) => /\.endpoint\.security\.microsoft\.(?:com|us)$/.test(host));
  const standard = hosts.some((host) => /^winatp-gw-[a-z0-9-]+\.microsoft\.com$/.test(host));
  if (streamlined === standard) return 'unknown';
  return streamlined ? 'streamlined' : 'standard';
}
