import { type HostPort, parseHostPort } from '../settings/grammar.ts';

/** The proxy of a route that `checkIntent` has passed; a text that it would refuse is a bug. */
export function proxyOf(route: { readonly proxy: string }): HostPort {
  const parsed = parseHostPort(route.proxy);
  if (!parsed.ok) throw new Error('The intent was not checked before it was planned.');
  return parsed.value;
}
