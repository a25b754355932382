import type { Intent } from './intent.ts';

/** A complete and valid intent: one fixed proxy for everything. */
export const exampleIntent: Intent = {
  schema: 1,
  cloud: 'commercial',
  geography: 'US',
  noRevocationPath: false,
  winhttp: {
    route: { kind: 'static', proxy: 'proxy.contoso.com:8080' },
    bypass: ['<local>', '*.contoso.local'],
    also32Bit: false,
  },
  mde: { route: { kind: 'static', proxy: 'proxy.contoso.com:8080' } },
  mdav: { route: { kind: 'static', proxy: 'proxy.contoso.com:8080' }, bypass: [] },
  mdi: {
    route: { kind: 'static', proxy: 'proxy.contoso.com:8080' },
    workspace: 'contoso-corp',
    legacy: 'migrate',
    signIn: { kind: 'keep' },
  },
  strongCrypto: false,
};
