import type { Cloud, Geography, Intent } from '../../electron/core/plan/intent.ts';
import type { Snapshot } from '../../electron/core/plan/snapshot.ts';

/** The products that the interview asks about. */
export const draftProducts = ['mdi', 'mde', 'mdav'] as const;
export type DraftProduct = (typeof draftProducts)[number];

/** How servers get out of this network. */
export const ways = ['direct', 'wpad', 'pac', 'static'] as const;
export type Way = (typeof ways)[number];

/** What one product does: the way of all, or one of its own. `text` is what was typed for `static`. */
export interface OwnRoute {
  readonly kind: 'same' | 'keep' | 'direct' | 'static';
  readonly text: string;
}

/** A product that goes the way of all. */
export const sameRoute: OwnRoute = { kind: 'same', text: '' };

export type Legacy = NonNullable<Intent['mdi']>['legacy'];

/** The interview as it stands: texts as they were typed, so that a wrong one can be kept and marked. */
export interface Draft {
  readonly products: Readonly<Record<DraftProduct, boolean>>;
  readonly cloud: Cloud;
  readonly geography: Geography;
  /** Null: not answered, because what was found does not tell. */
  readonly way: Way | null;
  readonly proxy: string;
  readonly pacUrl: string;
  readonly own: Readonly<Record<DraftProduct, OwnRoute>>;
  /** Whether WinHTTP goes the same way; else it is left as it is. */
  readonly winhttp: boolean;
  readonly also32Bit: boolean;
  /** Exceptions of WinHTTP, separated by semicolons. */
  readonly bypass: string;
  readonly mdavBypass: readonly string[];
  readonly noRevocationPath: boolean;
  readonly workspace: string;
  readonly legacy: Legacy;
  /** Whether the MDI sensor signs in to its proxy; `as`: with a user and a password. */
  readonly signIn: 'keep' | 'none' | 'as';
  readonly signInUser: string;
  /** Names the password that the main process has sealed. The password itself is never part of a draft. */
  readonly secret: string | null;
  readonly strongCrypto: boolean;
}

/** The suggestion as a filled-in interview. */
export function draftOf(suggested: Intent): Draft {
  const routes = [suggested.mdi?.route, suggested.mde?.route, suggested.mdav?.route, suggested.winhttp?.route];
  const decided = routes.find((route) => route !== undefined && route.kind !== 'keep');
  const fixed = routes.find((route) => route?.kind === 'static');
  const proxy = fixed?.kind === 'static' ? fixed.proxy : '';
  const pac = routes.find((route) => route?.kind === 'pac');
  const way = wayOf(fixed?.kind ?? pac?.kind ?? decided?.kind ?? 'keep');
  const ownOf = (route: (typeof routes)[number]): OwnRoute => {
    if (route === undefined || way === null || route.kind === way) {
      return route?.kind === 'static' && route.proxy !== proxy ? { kind: 'static', text: route.proxy } : sameRoute;
    }
    return route.kind === 'direct' ? { kind: 'direct', text: '' } : { kind: 'keep', text: '' };
  };
  return {
    products: { mdi: suggested.mdi !== null, mde: suggested.mde !== null, mdav: suggested.mdav !== null },
    cloud: suggested.cloud,
    geography: suggested.geography,
    way,
    proxy,
    pacUrl: pac?.kind === 'pac' ? pac.url : '',
    own: {
      mdi: ownOf(suggested.mdi?.route),
      mde: ownOf(suggested.mde?.route),
      mdav: ownOf(suggested.mdav?.route),
    },
    winhttp: suggested.winhttp !== null && (suggested.winhttp.route.kind !== 'keep' || way === null),
    also32Bit: suggested.winhttp?.also32Bit ?? false,
    bypass: (suggested.winhttp?.bypass ?? []).join('; '),
    mdavBypass: suggested.mdav?.bypass ?? [],
    noRevocationPath: suggested.noRevocationPath,
    workspace: suggested.mdi?.workspace ?? '',
    legacy: suggested.mdi?.legacy ?? 'update',
    signIn: 'keep',
    signInUser: '',
    secret: null,
    strongCrypto: suggested.strongCrypto,
  };
}

const wayOf = (kind: Way | 'keep'): Way | null => (kind === 'keep' ? null : kind);

/** What a product can be given; what it cannot be given is left as it is, and the page says so. */
export function takesWay(product: DraftProduct | 'winhttp', way: Way, snapshot: Snapshot, draft: Draft): boolean {
  if (way !== 'pac') return true;
  if (product === 'mdav') return true;
  return product === 'mdi' && legacyFound(snapshot) && draft.legacy === 'update';
}

/** Whether the sensor gets its proxy from the settings of its accounts now. */
export function legacyFound(snapshot: Snapshot): boolean {
  return snapshot.findings.some(
    (finding) => (finding.rule === 'D1' || finding.rule === 'D2') && finding.severity !== 'unknown',
  );
}

/** Version 3 of the sensor has no proxy of its own. */
export function hasOwnProxy(product: DraftProduct, snapshot: Snapshot): boolean {
  return product !== 'mdi' || snapshot.products.mdi.generation !== 'v3';
}

/** The host of the sensor API, where the installed sensor tells it. */
export function knownApiHost(snapshot: Snapshot): string | null {
  return snapshot.sensor.state === 'read' ? snapshot.sensor.apiHost : null;
}
