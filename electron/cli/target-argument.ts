import type { ProbeTarget, ProbeVia } from '../core/connectivity/observation.ts';
import { fail, ok, type Result } from '../core/plan/problem.ts';
import { parseHostPort } from '../core/settings/grammar.ts';
import { faultText } from '../core/wording/grammar-text.ts';

/** Longest path that is asked for, in characters. */
const longestPath = 2048;

/** `HOST` or `HOST:PORT`; 443 unless said. Port 80 is asked in plain HTTP, every other one over TLS. */
export function readTargetArgument(text: string, path: string | null): Result<ProbeTarget> {
  const parsed = parseHostPort(/^[^:@/[\]]+$/.test(text) ? `${text}:443` : text);
  if (!parsed.ok) return fail({ kind: 'usage', detail: faultText(parsed.fault, 'the host to test') });
  const { host, port } = parsed.value;
  const asked = path ?? '/';
  // Printable ASCII without a space, so that it cannot end the request line.
  if (!/^\/[\x21-\x7e]*$/.test(asked) || asked.length > longestPath)
    return fail({ kind: 'usage', detail: '--path takes a path that begins with "/", without spaces, in ASCII' });
  return ok({ scheme: port === 80 ? 'http' : 'https', host, port, path: asked });
}

/** `HOST:PORT` of the proxy to go through; null goes there directly. */
export function readProxyArgument(text: string | null): Result<ProbeVia> {
  if (text === null) return ok({ kind: 'direct' });
  const parsed = parseHostPort(text);
  if (!parsed.ok) return fail({ kind: 'usage', detail: faultText(parsed.fault, '--proxy') });
  return ok({ kind: 'proxy', scheme: 'http', host: parsed.value.host, port: parsed.value.port });
}
