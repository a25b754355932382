import type { SignIn } from '../../electron/core/plan/intent.ts';
import type { Snapshot } from '../../electron/core/plan/snapshot.ts';
import { type Draft, hasOwnProxy, legacyFound } from './draft.ts';

/** Whether the question of a sign-in comes up: only the own, fixed proxy of a v2 sensor can have one. */
export function asksSignIn(draft: Draft, snapshot: Snapshot): boolean {
  const { generation } = snapshot.products.mdi;
  if (!draft.products.mdi || !hasOwnProxy('mdi', snapshot) || (generation !== 'v2' && generation !== 'none'))
    return false;
  const own = draft.own.mdi.kind;
  if (own !== 'static' && !(own === 'same' && draft.way === 'static')) return false;
  return !(legacyFound(snapshot) && draft.legacy === 'update');
}

/** The sensor's proxy as it is stored, if it has a sign-in that can be kept. */
export function storedSignIn(snapshot: Snapshot): { readonly user: string | null } | null {
  const proxy = snapshot.sensor.state === 'read' ? snapshot.sensor.proxy : null;
  return proxy !== null && (proxy.userName !== null || proxy.passwordStored) ? { user: proxy.userName } : null;
}

/** Whether a user is asked for. */
export const asksUser = (draft: Draft, snapshot: Snapshot): boolean =>
  asksSignIn(draft, snapshot) && draft.signIn === 'as';

/** Whether a password is asked for: a sensor that is yet to be installed is given its own later, by hand. */
export const asksPassword = (draft: Draft, snapshot: Snapshot): boolean =>
  asksUser(draft, snapshot) && snapshot.products.mdi.generation === 'v2';

/** What the answers come to. */
export function signInOf(draft: Draft, snapshot: Snapshot): SignIn {
  if (!asksSignIn(draft, snapshot)) return { kind: 'keep' };
  if (draft.signIn !== 'as') return { kind: draft.signIn };
  const user = draft.signInUser.trim();
  return { kind: asksPassword(draft, snapshot) ? 'sealed' : 'ask', user };
}
