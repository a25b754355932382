import type { EffectiveProxy, EffectiveRoute, ServiceId } from './effective.ts';
import type { PathId } from './path.ts';
import { sameRoute } from './route.ts';

/**
 * The path by whose setting a service goes: of those that it looks at, the first with the route that it has. Null where
 * none has, as where a setting could not be read. Two paths that lead the same way for one address are still told apart.
 */
export function decidingPath(
  { service, route }: Pick<EffectiveProxy, 'service' | 'route'>,
  paths: readonly { readonly path: PathId; readonly route: EffectiveRoute | null }[],
): PathId | null {
  const leads = (path: PathId) =>
    paths.some((each) => each.path === path && each.route !== null && sameRoute(each.route, route));
  return lookedAt[service].find(leads) ?? null;
}

/** The paths that each service looks at (resolution order, section 1). */
const lookedAt = {
  'mdi-sensor': ['mdi', 'local-service'],
  'mdi-updater': ['mdi', 'local-system'],
  'mdi-v3': ['mde', 'winhttp'],
  sense: ['mde', 'winhttp'],
  diagtrack: ['mde', 'winhttp'],
  'mdav-cloud': ['mdav', 'winhttp'],
  revocation: ['winhttp'],
  'windows-update': ['winhttp'],
} as const satisfies Record<ServiceId, readonly PathId[]>;
