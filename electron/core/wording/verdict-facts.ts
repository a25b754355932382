import type { Verdict } from '../connectivity/verdict.ts';

/** What one kind of result says. `short` fits into a table cell and may be empty; the others are whole sentences. */
interface VerdictWords {
  readonly short: string;
  readonly sentence: string;
  readonly action: string;
}

export type VerdictEntry = (verdict: Verdict) => VerdictWords;

/** A fact, or what to say where it is not known. */
export const fact = ({ facts }: Verdict, key: string, otherwise: string): string => facts[key] ?? otherwise;

/** A piece of text with the fact in it, or nothing where it is not known. */
export const ifKnown = ({ facts }: Verdict, key: string, text: (value: string) => string): string => {
  const value = facts[key];
  return value === undefined || value === '' ? '' : text(value);
};

/** The tested host with its port. */
export const targetOf = (verdict: Verdict): string =>
  `${fact(verdict, 'host', 'the tested host')}${ifKnown(verdict, 'port', (port) => `:${port}`)}`;

/** The proxy of this test, named where it is known. */
export const proxyOf = (verdict: Verdict): string =>
  verdict.facts.proxy === undefined ? 'the proxy' : `the proxy ${verdict.facts.proxy}`;

/** The product that a proxy named itself as, in brackets. */
export const vendorOf = (verdict: Verdict): string => ifKnown(verdict, 'vendor', (vendor) => ` (${vendor})`);

export const statusOf = (verdict: Verdict): string => fact(verdict, 'status', 'an unexpected status');

export const nothingToDo = 'Nothing needs to be done.';

/** What the proxy team has to allow, ready to be sent to them. A port-80 address is fetched without a tunnel. */
export const allowText = (verdict: Verdict): string =>
  verdict.facts.port === '80'
    ? `Text for the proxy team: allow this server to fetch from ${targetOf(verdict)} by plain HTTP (GET through the proxy, no CONNECT), without sign-in.`
    : `Text for the proxy team: allow this server to reach ${targetOf(verdict)} by CONNECT, without sign-in and without TLS inspection.`;
