import {
  type GrammarFault,
  type Parsed,
  parseBypassEntry,
  parseHostPort,
  parseMdiUser,
  parsePacUrl,
  parseWorkspace,
} from '../settings/grammar.ts';
import type { Intent, SignIn } from './intent.ts';
import type { Problem } from './problem.ts';
import { fail, ok, type Result } from './result.ts';
import { cloudOf } from './sensor-host.ts';

/** Most characters of a whole bypass list, as WinHTTP's value holds it. */
const longestBypass = 4096;

/**
 * What the schema cannot say: each text against the grammar of its place, named by its field's path. Returns the
 * intent as it is planned, with a pasted workspace address cut down to its name, each bypass entry once, and the
 * sign-in spelt out.
 */
export function checkIntent(intent: Intent): Result<Intent> {
  const faults: Problem[] = [];
  const bad = (problem: Problem) => {
    faults.push(problem);
  };
  const checked: Intent = {
    ...intent,
    winhttp: intent.winhttp && {
      ...intent.winhttp,
      route: route('winhttp', intent.winhttp.route, bad),
      bypass: bypassList('winhttp.bypass', intent.winhttp.bypass, bad),
    },
    mde: intent.mde && { route: route('mde', intent.mde.route, bad) },
    mdav: intent.mdav && {
      route: route('mdav', intent.mdav.route, bad),
      bypass: bypassList('mdav.bypass', intent.mdav.bypass, bad),
    },
    mdi: intent.mdi && {
      ...intent.mdi,
      route: route('mdi', intent.mdi.route, bad),
      workspace: workspace(intent, bad),
      signIn: signIn(intent.mdi, bad),
    },
  };
  const [first] = faults;
  return first === undefined ? ok(checked) : fail(first);
}

type Report = (problem: Problem) => void;

const badText = (at: string, fault: GrammarFault): Problem => ({ kind: 'bad-text', file: 'intent', at, fault });

/** The parsed value, or what was given, once the fault has been reported. */
function parsedOr<T, U>(at: string, parsed: Parsed<T>, given: U, render: (value: T) => U, bad: Report): U {
  if (parsed.ok) return render(parsed.value);
  bad(badText(at, parsed.fault));
  return given;
}

function route<R extends { readonly kind: string }>(product: string, given: R, bad: Report): R {
  if ('proxy' in given && typeof given.proxy === 'string') {
    const at = `${product}.route.proxy`;
    const parsed = parseHostPort(given.proxy);
    return parsedOr(at, parsed, given, ({ host, port }) => ({ ...given, proxy: `${host}:${port}` }), bad);
  }
  if ('url' in given && typeof given.url === 'string')
    return parsedOr(`${product}.route.url`, parsePacUrl(given.url), given, (url) => ({ ...given, url }), bad);
  return given;
}

function bypassList(at: string, given: readonly string[], bad: Report): string[] {
  const entries = given.map((entry, index) =>
    parsedOr(`${at}[${index}]`, parseBypassEntry(entry), entry, (value) => value, bad),
  );
  const once = entries.filter(
    (entry, index) => entries.findIndex((other) => other.toLowerCase() === entry.toLowerCase()) === index,
  );
  if (once.join(';').length > longestBypass)
    bad({
      kind: 'bad-field',
      file: 'intent',
      at,
      expected: `at most ${longestBypass} characters in all entries together`,
    });
  return once;
}

/** Only a fixed proxy takes a sign-in; what is to be left as it is keeps the one it has. */
function signIn({ route, signIn: given = { kind: 'keep' } }: NonNullable<Intent['mdi']>, bad: Report): SignIn {
  const fits = given.kind === 'keep' || route.kind === 'static' || (given.kind === 'none' && route.kind !== 'keep');
  if (!fits)
    bad({
      kind: 'bad-field',
      file: 'intent',
      at: 'mdi.signIn',
      expected: '{ "kind": "keep" }, because only the route "static" gives the sensor a proxy to sign in to',
    });
  if (!('user' in given)) return given;
  return parsedOr('mdi.signIn.user', parseMdiUser(given.user), given, (user) => ({ ...given, user }), bad);
}

/** A pasted address also names a cloud, which then has to be the one that is asked for. */
function workspace(intent: Intent, bad: Report): string | null {
  const given = intent.mdi?.workspace ?? null;
  if (given === null) return null;
  const name = parsedOr('mdi.workspace', parseWorkspace(given), given, (value) => value, bad);
  const host = given.replace(/^https?:\/\//i, '').split(/[/?#:]/, 1)[0] ?? '';
  const cloud = cloudOf(host);
  const fits =
    cloud === 'us-government' ? intent.cloud === 'gcchigh' || intent.cloud === 'dod' : cloud === intent.cloud;
  if (cloud !== null && !fits)
    bad({
      kind: 'bad-field',
      file: 'intent',
      at: 'cloud',
      expected: `${cloud === 'us-government' ? '"gcchigh" or "dod"' : `"${cloud}"`}, as the address of the workspace says`,
    });
  return name;
}
