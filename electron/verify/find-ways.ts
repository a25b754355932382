import type { ProbeTarget } from '../core/connectivity/observation.ts';
import type { EffectiveRoute } from '../core/effective/effective.ts';
import type { Machine, ProxyForUrl } from '../machine/machine.ts';
import { directly, type Unwalkable, type Ways, waysByList, waysOf } from './ways.ts';

/** WPAD asks DHCP and DNS, and a script may ask DNS again. */
const timeoutMs = 30_000;

/** Why there are no ways; `win32` is what WinHTTP said of the script, null where it said nothing that can be used. */
export interface NoWays {
  readonly why: Unwalkable | 'cancelled';
  readonly win32: number | null;
}

/**
 * Finds the ways of a route, where a PAC file or WPAD decides as Windows itself resolves them for this address, here
 * and now. The script runs for the account that tests; for the services of the same computer it says the same, unless
 * its server wants a sign-in. Each question is asked once.
 */
export function wayFinder(machine: Pick<Machine, 'winhttp'>, signal?: AbortSignal) {
  const options = signal === undefined ? { timeoutMs } : { timeoutMs, signal };
  const asked = new Map<string, Promise<ProxyForUrl>>();
  return async (route: EffectiveRoute, target: ProbeTarget): Promise<Ways | NoWays> => {
    const ways = waysOf(route, target);
    if (typeof ways !== 'string') return ways;
    const script = scriptOf(route);
    if (script === null) return { why: ways, win32: null };
    const url = addressOf(target);
    const question = `${script === 'wpad' ? script : script.pacUrl} ${url}`;
    const answer = asked.get(question) ?? machine.winhttp.resolve(url, script, options);
    asked.set(question, answer);
    return waysOfAnswer(await answer, ways, target);
  };
}

/** Null where nobody can be asked. The credential of an address was masked, so that nothing would answer there. */
function scriptOf(route: EffectiveRoute): { readonly pacUrl: string } | 'wpad' | null {
  if (route.kind === 'auto-detect') return 'wpad';
  if (route.kind !== 'pac') return null;
  try {
    const { username, password } = new URL(route.url);
    return username === '' && password === '' ? { pacUrl: route.url } : null;
  } catch {
    return null;
  }
}

/** As a service asks: without the port that goes without saying. */
function addressOf({ scheme, host, port, path }: ProbeTarget): string {
  return `${scheme}://${host}${port === (scheme === 'https' ? 443 : 80) ? '' : `:${port}`}${path}`;
}

function waysOfAnswer(answer: ProxyForUrl, why: Unwalkable, target: ProbeTarget): Ways | NoWays {
  switch (answer.kind) {
    case 'direct':
      return directly;
    case 'named':
      return waysByList(answer.proxy, answer.bypass, target) ?? { why, win32: null };
    case 'failed':
      return { why, win32: answer.win32 };
    case 'timeout':
      return { why, win32: null };
    case 'cancelled':
      return { why: 'cancelled', win32: null };
    default:
      return answer satisfies never;
  }
}
