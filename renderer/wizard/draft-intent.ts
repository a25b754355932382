import type { Intent } from '../../electron/core/plan/intent.ts';
import type { Snapshot } from '../../electron/core/plan/snapshot.ts';
import {
  type GrammarFault,
  type HostPort,
  parseBypassEntry,
  parseHostPort,
  parseMdiUser,
  parsePacUrl,
  parseWorkspace,
} from '../../electron/core/settings/grammar.ts';
import {
  type Draft,
  type DraftProduct,
  draftProducts,
  hasOwnProxy,
  knownApiHost,
  sameRoute,
  takesWay,
  type Way,
} from './draft.ts';
import { asksUser, signInOf } from './draft-sign-in.ts';

export type DraftField =
  | 'products'
  | 'way'
  | 'proxy'
  | 'pacUrl'
  | 'bypass'
  | 'workspace'
  | 'signInUser'
  | `own.${DraftProduct}`;

/** What is wrong with an entry; a text by its grammar, a question by not being answered. */
type DraftFault =
  | { readonly kind: 'text'; readonly fault: GrammarFault; readonly entry: string | null }
  | { readonly kind: 'unanswered' };

export type DraftFaults = Readonly<Partial<Record<DraftField, DraftFault>>>;

/** The entries of an exception list as typed: separated by semicolons, commas or spaces. */
export function bypassEntries(typed: string): readonly string[] {
  return typed.split(/[;,\s]+/).filter((entry) => entry !== '');
}

/** Exceptions that this server should have and the list does not hold yet: short names, and its own domain. */
export function suggestedExceptions(draft: Draft, snapshot: Snapshot): readonly string[] {
  const { domain } = snapshot.machine;
  const typed = new Set(bypassEntries(draft.bypass).map((entry) => entry.toLowerCase()));
  return ['<local>', ...(domain === null ? [] : [`*.${domain.toLowerCase()}`])].filter((entry) => !typed.has(entry));
}

/** The typed proxy, once it is whole; for "will be written as". */
export function typedProxy(draft: Draft): HostPort | null {
  const parsed = parseHostPort(draft.proxy.trim());
  return parsed.ok ? parsed.value : null;
}

/** Everything that keeps the interview from being a plan, by field. Questions that are not asked cannot be wrong. */
export function faultsOf(draft: Draft, snapshot: Snapshot): DraftFaults {
  const faults: { [K in DraftField]?: DraftFault } = {};
  const check = (field: DraftField, typed: string, parse: (text: string) => Checked) => {
    const parsed = parse(typed.trim());
    if (!parsed.ok) faults[field] = { kind: 'text', fault: parsed.fault, entry: null };
  };
  if (!draftProducts.some((product) => draft.products[product])) faults.products = { kind: 'unanswered' };
  if (draft.way === null) faults.way = { kind: 'unanswered' };
  if (asksProxy(draft, snapshot)) check('proxy', draft.proxy, parseHostPort);
  if (draft.way === 'pac') check('pacUrl', draft.pacUrl, parsePacUrl);
  for (const product of draftProducts) {
    if (draft.products[product] && hasOwnProxy(product, snapshot) && draft.own[product].kind === 'static')
      check(`own.${product}`, draft.own[product].text, parseHostPort);
  }
  if (asksBypass(draft)) {
    for (const entry of bypassEntries(draft.bypass)) {
      const parsed = parseBypassEntry(entry);
      if (!parsed.ok) {
        faults.bypass = { kind: 'text', fault: parsed.fault, entry };
        break;
      }
    }
  }
  if (asksWorkspace(draft, snapshot) && draft.workspace.trim() !== '')
    check('workspace', draft.workspace, parseWorkspace);
  if (asksUser(draft, snapshot)) check('signInUser', draft.signInUser, parseMdiUser);
  return faults;
}

type Checked = { readonly ok: true } | { readonly ok: false; readonly fault: GrammarFault };

/** Whether anything would take the one typed proxy. */
export function asksProxy(draft: Draft, snapshot: Snapshot): boolean {
  if (draft.way !== 'static') return false;
  return (
    draft.winhttp ||
    draftProducts.some(
      (product) => draft.products[product] && (draft.own[product].kind === 'same' || !hasOwnProxy(product, snapshot)),
    )
  );
}

export const asksBypass = (draft: Draft): boolean => draft.way === 'static' && draft.winhttp;

export const asksWorkspace = (draft: Draft, snapshot: Snapshot): boolean =>
  draft.products.mdi && knownApiHost(snapshot) === null && snapshot.products.mdi.generation !== 'v3';

/** The intent that the interview comes to, or what is still wrong with it. */
export function intentOf(
  draft: Draft,
  snapshot: Snapshot,
): { readonly ok: true; readonly value: Intent } | { readonly ok: false; readonly faults: DraftFaults } {
  const faults = faultsOf(draft, snapshot);
  const { way } = draft;
  if (Object.keys(faults).length > 0 || way === null) return { ok: false, faults };

  const proxy = draft.proxy.trim();
  const routeOf = (product: DraftProduct): AnyRoute => {
    const own = hasOwnProxy(product, snapshot) ? draft.own[product] : sameRoute;
    if (own.kind === 'static') return { kind: 'static', proxy: own.text.trim() };
    if (own.kind !== 'same') return { kind: own.kind };
    if (!takesWay(product, way, snapshot, draft)) return { kind: 'keep' };
    if (way === 'static') return { kind: 'static', proxy };
    return way === 'pac' ? { kind: 'pac', url: draft.pacUrl.trim() } : { kind: way };
  };
  const mde = routeOf('mde');
  const workspace = parseWorkspace(draft.workspace.trim());
  return {
    ok: true,
    value: {
      schema: 1,
      cloud: draft.cloud,
      geography: draft.geography,
      noRevocationPath: draft.noRevocationPath,
      winhttp: {
        route: winhttpRoute(draft, way, proxy),
        bypass: asksBypass(draft) ? [...bypassEntries(draft.bypass)] : [],
        also32Bit: draft.also32Bit,
      },
      mde: draft.products.mde ? { route: mde.kind === 'pac' ? { kind: 'keep' } : mde } : null,
      mdav: draft.products.mdav ? { route: routeOf('mdav'), bypass: [...draft.mdavBypass] } : null,
      mdi: draft.products.mdi
        ? {
            route: routeOf('mdi'),
            workspace: asksWorkspace(draft, snapshot) && workspace.ok ? workspace.value : null,
            legacy: draft.legacy,
            signIn: signInOf(draft, snapshot),
          }
        : null,
      strongCrypto: draft.strongCrypto,
    },
  };
}

type AnyRoute = NonNullable<Intent['mdav']>['route'];

function winhttpRoute(draft: Draft, way: Way, proxy: string): NonNullable<Intent['winhttp']>['route'] {
  if (!draft.winhttp || way === 'pac') return { kind: 'keep' };
  // WinHTTP has no value for automatic discovery: with none set, programs look for a proxy by themselves.
  return way === 'static' ? { kind: 'static', proxy } : { kind: 'direct' };
}
