import { connectionFlag } from '../codecs/connection-settings.ts';
import type { EffectiveRoute } from './effective.ts';
import { directPlace, walk } from './store-view.ts';
import { settingsView } from './wininet.ts';

/** WINHTTP_CURRENT_USER_IE_PROXY_CONFIG: WinINET's settings of the account that asks; null for what is not set. */
export interface CurrentUserProxy {
  readonly autoDetect: boolean;
  readonly pacUrl: string | null;
  readonly proxy: string | null;
  readonly bypass: string | null;
}

/** Where these settings lead, in WinINET's own precedence. */
export function ownRoute(
  { autoDetect, pacUrl, proxy, bypass }: CurrentUserProxy,
  account: 'local-system' | 'local-service',
): EffectiveRoute {
  const flags =
    connectionFlag.direct |
    (autoDetect ? connectionFlag.autoDetect : 0) |
    (pacUrl === null ? 0 : connectionFlag.pac) |
    (proxy === null ? 0 : connectionFlag.manual);
  const view = settingsView({
    state: 'ok',
    version: 0,
    counter: 0,
    flags,
    proxy: proxy ?? '',
    bypass: bypass ?? '',
    pacUrl: pacUrl ?? '',
    tail: new Uint8Array(),
  });
  return walk([
    { store: account === 'local-system' ? 'wininet-local-system' : 'wininet-local-service', view },
    directPlace,
  ]).route;
}
