import { expect, test } from 'vitest';
import { type CurrentUserProxy, ownRoute } from './own-route.ts';

const none: CurrentUserProxy = { autoDetect: false, pacUrl: null, proxy: null, bypass: null };
const proxies = [{ scheme: null, host: 'proxy.contoso.com', port: 8080 }];

test.each<readonly [string, CurrentUserProxy, object]>([
  ['nothing is direct', none, { kind: 'direct' }],
  [
    'a proxy with its bypass list',
    { ...none, proxy: 'proxy.contoso.com:8080', bypass: '<local>;*.contoso.local' },
    { kind: 'static', proxies, bypass: ['<local>', '*.contoso.local'] },
  ],
  [
    'a PAC file comes before the proxy',
    { ...none, pacUrl: 'http://pac.contoso.local/proxy.pac', proxy: 'proxy.contoso.com:8080' },
    { kind: 'pac', url: 'http://pac.contoso.local/proxy.pac' },
  ],
  ['auto-detection comes before both', { ...none, autoDetect: true, proxy: 'p:80' }, { kind: 'auto-detect' }],
  [
    'what cannot be read is not known, and not direct',
    { ...none, proxy: 'http=:::' },
    { kind: 'unknown', store: 'wininet-local-service' },
  ],
])('%s', (_, config, route) => {
  expect(ownRoute(config, 'local-service')).toEqual(route);
});
