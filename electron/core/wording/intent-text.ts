import type { Intent, SignIn } from '../plan/intent.ts';
import type { Operation, Product } from '../plan/operation.ts';
import type { Plan } from '../plan/plan.ts';
import { withoutQuery } from '../settings/readable.ts';
import { listed, productName } from './names.ts';

type Route =
  | { readonly kind: 'keep' }
  | { readonly kind: 'direct' }
  | { readonly kind: 'wpad' }
  | { readonly kind: 'pac'; readonly url: string }
  | { readonly kind: 'static'; readonly proxy: string };

/** A wanted route as the end of a sentence. */
function wantedRoute(route: Route): string {
  switch (route.kind) {
    case 'keep':
      return 'its settings stay as they are and are only tested';
    case 'direct':
      return 'no proxy is set (direct, or a transparent proxy)';
    case 'wpad':
      return 'the proxy is found automatically (WPAD)';
    case 'pac':
      return `the proxy is found by the PAC file ${withoutQuery(route.url)}`;
    case 'static':
      return `the fixed proxy ${route.proxy}`;
    default:
      return route satisfies never;
  }
}

const legacy = {
  update: '; the legacy settings of its accounts (WinINET) are changed in place',
  migrate: '; in its own setting, and the legacy settings of its accounts (WinINET) stay',
  'migrate-and-clear': '; in its own setting, and the legacy settings of its accounts (WinINET) are removed',
} as const satisfies Record<MdiIntent['legacy'], string>;

const clouds = {
  commercial: 'the commercial cloud',
  gcc: 'the US Government cloud GCC',
  gcchigh: 'the US Government cloud GCC High',
  dod: 'the US Government cloud DoD',
} as const satisfies Record<Intent['cloud'], string>;

type MdiIntent = NonNullable<Intent['mdi']>;

/** What the lines are made of: what was asked for, and what was found where it matters for that. */
type Wanted = Pick<Plan, 'intent' | 'products' | 'before' | 'operations'>;

/** Version 3 of the sensor has no proxy and no account settings of its own, so the legacy question does not arise. */
function ofMdi(mdi: MdiIntent, plan: Wanted): string {
  if (plan.products.mdi.generation === 'v3') {
    const follows = 'the sensor version 3 has no proxy of its own and follows Defender for Endpoint and Antivirus';
    return mdi.route.kind === 'keep'
      ? `${follows}; what these have stays as it is and is only tested`
      : `${follows}; for these is wanted: ${wantedRoute(mdi.route)}`;
  }
  return `${wantedRoute(mdi.route)}${legacyPart(mdi, plan)}${signInPart(mdi.signIn)}`;
}

/** What is to become of the legacy settings: asked of every machine, and said where there are any or none could be seen. */
function legacyPart({ route, legacy: wanted }: MdiIntent, { before, operations }: Wanted): string {
  const touches = (reason: Operation['reason']): boolean => operations.some((operation) => operation.reason === reason);
  switch (route.kind) {
    case 'keep':
      return '';
    case 'direct':
    case 'wpad':
      // Whatever names a proxy goes then, whichever method was asked for.
      return touches('legacy-in-place') ? '; the legacy settings of its accounts (WinINET) name no proxy any more' : '';
    case 'pac':
    case 'static': {
      const found = before.findings.find(({ rule }) => rule === 'D1');
      if (found?.severity === 'unknown')
        return wanted === 'update' ? '; where the legacy method is in use, it is changed in place' : legacy[wanted];
      // The machine-wide settings are nobody's own, and are left alone.
      const inUse = found !== undefined && found.facts.machine === undefined;
      return inUse || touches('legacy-cleared') ? legacy[wanted] : '';
    }
    default:
      return route satisfies never;
  }
}

/** What was asked for, one line per product that is in scope and one for the surroundings. */
export function wantedLines(plan: Wanted): readonly string[] {
  const { intent } = plan;
  const { mdi, mde, mdav, winhttp } = intent;
  const line = (product: Product, wanted: string): string => `${productName(product)}: ${wanted}.`;
  return [
    ...(mdi === null ? [] : [line('mdi', ofMdi(mdi, plan))]),
    ...(mde === null ? [] : [line('mde', wantedRoute(mde.route))]),
    ...(mdav === null ? [] : [line('mdav', `${wantedRoute(mdav.route)}${bypassPart(mdav.bypass)}`)]),
    ...(winhttp === null ? [] : [`WinHTTP of Windows: ${wantedRoute(winhttp.route)}${bypassPart(winhttp.bypass)}.`]),
    ...(intent.noRevocationPath
      ? ['The server has no other way to revocation lists and Windows Update than these proxies.']
      : []),
    ...(intent.strongCrypto ? ['.NET Framework is to use the TLS defaults of Windows.'] : []),
    `The services are in ${clouds[intent.cloud]}, geography ${intent.geography}.`,
  ];
}

/** The products that are in scope, in the order in which they are shown. */
export function wantedProducts(intent: Intent): readonly Product[] {
  const { mdi, mde, mdav, winhttp } = intent;
  return [
    ...(mdi === null ? [] : (['mdi'] as const)),
    ...(mde === null ? [] : (['mde'] as const)),
    ...(mdav === null ? [] : (['mdav'] as const)),
    ...(winhttp === null ? [] : (['windows'] as const)),
  ];
}

function signInPart(signIn: SignIn | undefined): string {
  switch (signIn?.kind) {
    case 'sealed':
    case 'ask':
      return `; it signs in to the proxy as ${signIn.user}`;
    case 'none':
      return '; it does not sign in to the proxy';
    case 'keep':
    case undefined:
      return '';
    default:
      return signIn satisfies never;
  }
}

const bypassPart = (bypass: readonly string[]): string =>
  bypass.length === 0 ? '' : `, with exceptions for ${listed(bypass)}`;
