import { asMdiProxyUrl } from '../settings/grammar.ts';
import type { Intent } from './intent.ts';
import { givesSignIn } from './mdi-v2-part.ts';
import { blocked, nothing, type Part } from './part.ts';
import { proxyOf } from './wanted-proxy.ts';

/**
 * Where no sensor is installed nothing can be set for it, and nothing is in the way of the other products: its
 * installer takes the proxy on its command line, and a sign-in is given to it afterwards.
 */
export function mdiInstallPart({ route, signIn = { kind: 'keep' } }: NonNullable<Intent['mdi']>): Part {
  switch (route.kind) {
    case 'keep':
      return nothing;
    case 'direct':
    case 'wpad':
      return { ...nothing, manual: [{ kind: 'install-sensor', proxyUrl: null }] };
    case 'pac':
      return blocked({ kind: 'pac-not-for-mdi' });
    case 'static': {
      const proxyUrl = asMdiProxyUrl(proxyOf(route));
      const later = 'user' in signIn ? [{ kind: 'sensor-sign-in', proxyUrl, user: signIn.user } as const] : [];
      return {
        ...nothing,
        cautions: givesSignIn(signIn) ? ['only-mdi-signs-in'] : [],
        manual: [{ kind: 'install-sensor', proxyUrl }, ...later],
      };
    }
    default:
      return route satisfies never;
  }
}
