import type { ProbeTarget, ProbeVia } from '../core/connectivity/observation.ts';
import { fail, ok, type Result } from '../core/plan/result.ts';
import { type GrammarFault, parseHostPort } from '../core/settings/grammar.ts';
import { faultText } from '../core/wording/grammar-text.ts';

/** Longest path that is asked for, in characters. */
const longestPath = 2048;

/** `HOST` or `HOST:PORT`; 443 unless said. Port 80 is asked in plain HTTP, every other one over TLS. */
export function readTargetArgument(text: string, path: string | null): Result<ProbeTarget> {
  const parsed = parseHostPort(/^[^:@/[\]]+$/.test(text) ? `${text}:443` : text);
  if (!parsed.ok) return fail({ kind: 'usage', detail: faultWith(parsed.fault, 'the host to test') });
  const { host, port } = parsed.value;
  const asked = path ?? '/';
  // Printable ASCII without a space, so that it cannot end the request line.
  if (!/^\/[\x21-\x7e]*$/.test(asked) || asked.length > longestPath)
    return fail({ kind: 'usage', detail: '--path takes a path that begins with "/", without spaces, in ASCII' });
  return ok({ scheme: port === 80 ? 'http' : 'https', host, port, path: asked });
}

/** Nothing is stored here, so a sign-in is refused for what its place is: a command line can be read by others. */
function faultWith(fault: GrammarFault, where: string): string {
  if (fault.kind !== 'credentials') return faultText(fault, where);
  const instead = fault.instead ?? 'the address without the part before the @';
  return `${where}: a user name or password does not belong on a command line, where others can read it; write ${instead}, and --proxy-user NAME where the proxy wants a sign-in.`;
}

/** `HOST:PORT` of the proxy to go through; null goes there directly. */
export function readProxyArgument(text: string | null): Result<ProbeVia> {
  if (text === null) return ok({ kind: 'direct' });
  const parsed = parseHostPort(text);
  if (!parsed.ok) return fail({ kind: 'usage', detail: faultWith(parsed.fault, '--proxy') });
  return ok({ kind: 'proxy', scheme: 'http', host: parsed.value.host, port: parsed.value.port });
}
