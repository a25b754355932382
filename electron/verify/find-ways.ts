import type { ProbeTarget } from '../core/connectivity/observation.ts';
import type { EffectiveRoute } from '../core/effective/effective.ts';
import type { Machine, ProxyForUrl, ProxyScript, ResolveOptions } from '../machine/machine.ts';
import { lanes } from './lanes.ts';
import { directly, type Unwalkable, type Ways, waysByList, waysOf } from './ways.ts';

/** Why there are no ways; `win32` is what WinHTTP said of the script, null where it said nothing that can be used. */
export interface NoWays {
  readonly why: Unwalkable | 'cancelled';
  readonly win32: number | null;
}

/** Questions that Windows answers at once: it takes a thread for each. */
const together = 8;

/**
 * Finds the ways of a route, where a PAC file or WPAD decides as Windows itself resolves them for this address, here
 * and now. The script runs for the account that tests; for the services of the same computer it says the same, unless
 * its server wants a sign-in. Each question is asked once; a script that cannot be had is not asked for again.
 */
export function wayFinder(machine: Pick<Machine, 'winhttp'>, options: ResolveOptions) {
  const asked = new Map<string, Promise<ProxyForUrl>>();
  const firstOf = new Map<string, Promise<ProxyForUrl>>();
  const inTurn = lanes(together, together);
  const resolve = (url: string, script: ProxyScript) => machine.winhttp.resolve(url, script, options);

  const ask = async (url: string, script: ProxyScript): Promise<ProxyForUrl> => {
    const name = script === 'wpad' ? script : script.pacUrl;
    const first = firstOf.get(name);
    if (first === undefined) {
      const answer = resolve(url, script);
      firstOf.set(name, answer);
      return answer;
    }
    const known = await first;
    return isOfScript(known) ? known : inTurn(name, false, () => resolve(url, script));
  };

  return async (route: EffectiveRoute, target: ProbeTarget): Promise<Ways | NoWays> => {
    const ways = waysOf(route, target);
    if (typeof ways !== 'string') return ways;
    const script = scriptOf(route);
    if (script === null) return { why: ways, win32: null };
    const url = addressOf(target);
    const question = `${script === 'wpad' ? script : script.pacUrl} ${url}`;
    const answer = asked.get(question) ?? ask(url, script);
    asked.set(question, answer);
    return waysOfAnswer(await answer, ways, target);
  };
}

/** Whether an answer is about the script, and so the same for every address: not found, not to be had, faulty. */
function isOfScript(answer: ProxyForUrl): boolean {
  if (answer.kind === 'timeout' || answer.kind === 'cancelled') return true;
  return answer.kind === 'failed' && [12015, 12166, 12167, 12180].includes(answer.win32);
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
