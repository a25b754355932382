import { describe, expect, it } from 'vitest';
import { text, winHttp } from '../../electron/core/effective/readings-for-tests.ts';
import { Intent } from '../../electron/core/plan/intent.ts';
import { suggestIntent } from '../../electron/core/plan/suggest.ts';
import { type Draft, draftOf, type OwnRoute, sameRoute } from './draft.ts';
import { bypassEntries, faultsOf, intentOf, suggestedExceptions } from './draft-intent.ts';
import { snapshotOf } from './values-for-tests.ts';

const snapshot = snapshotOf();
const suggested = suggestIntent(snapshot);

const fixed: Draft = {
  ...draftOf(suggested),
  products: { mdi: true, mde: true, mdav: true },
  way: 'static',
  proxy: 'proxy.contoso.com:8080',
  own: { mdi: sameRoute, mde: sameRoute, mdav: sameRoute },
  winhttp: true,
  bypass: '<local>; *.contoso.local',
};

const intent = (draft: Draft, of = snapshot) => {
  const made = intentOf(draft, of);
  if (!made.ok) throw new Error(JSON.stringify(made.faults));
  return Intent.parse(made.value);
};

const own = (kind: OwnRoute['kind'], typed = ''): OwnRoute => ({ kind, text: typed });

describe('the interview as an intent', () => {
  it('gives the one typed proxy to every product', () => {
    const route = { kind: 'static', proxy: 'proxy.contoso.com:8080' };
    expect(intent(fixed)).toMatchObject({
      winhttp: { route, bypass: ['<local>', '*.contoso.local'] },
      mde: { route },
      mdav: { route },
      mdi: { route },
    });
  });

  it('takes blanks around a typed text for nothing', () => {
    expect(intent({ ...fixed, proxy: '  10.0.0.6:8080 ' })).toMatchObject({
      mde: { route: { proxy: '10.0.0.6:8080' } },
    });
  });

  it('leaves a product out, leaves it as it is, or gives it its own proxy', () => {
    const made = intent({
      ...fixed,
      products: { ...fixed.products, mdi: false },
      own: { mdi: sameRoute, mde: own('keep'), mdav: own('static', '10.0.0.7:3128') },
    });
    expect(made).toMatchObject({
      mdi: null,
      mde: { route: { kind: 'keep' } },
      mdav: { route: { kind: 'static', proxy: '10.0.0.7:3128' } },
    });
  });

  it('leaves WinHTTP as it is where it is not to follow', () => {
    expect(intent({ ...fixed, winhttp: false })).toMatchObject({ winhttp: { route: { kind: 'keep' }, bypass: [] } });
  });

  it.each([
    ['direct', { kind: 'direct' }],
    ['wpad', { kind: 'wpad' }],
  ] as const)('writes no WinHTTP proxy for %s', (way, route) => {
    expect(intent({ ...fixed, way })).toMatchObject({ winhttp: { route: { kind: 'direct' } }, mde: { route } });
  });

  it('gives a PAC file only to the product that can take one', () => {
    expect(intent({ ...fixed, way: 'pac', pacUrl: 'http://proxy.contoso.com/p.pac' })).toMatchObject({
      winhttp: { route: { kind: 'keep' } },
      mde: { route: { kind: 'keep' } },
      mdi: { route: { kind: 'keep' } },
      mdav: { route: { kind: 'pac', url: 'http://proxy.contoso.com/p.pac' } },
    });
  });

  it('gives the legacy method a PAC file, but only where it is in use and stays', () => {
    const legacy = snapshotOf({}, [{ rule: 'D1', severity: 'warning', strength: 'read', values: [], facts: {} }]);
    const draft: Draft = { ...fixed, way: 'pac', pacUrl: 'http://proxy.contoso.com/p.pac', legacy: 'update' };
    expect(intent(draft, legacy)).toMatchObject({ mdi: { route: { kind: 'pac' } } });
    expect(intent({ ...draft, legacy: 'migrate' }, legacy)).toMatchObject({ mdi: { route: { kind: 'keep' } } });
  });

  it('gives sensor version 3 the way of all, whatever its own choice was before', () => {
    const v3 = snapshotOf({ services: { Sense: '10.8760.1', WinDefend: null }, senseIdentity: true });
    expect(intent({ ...fixed, own: { ...fixed.own, mdi: own('direct') } }, v3)).toMatchObject({
      mdi: { route: { kind: 'static', proxy: 'proxy.contoso.com:8080' } },
    });
  });

  it('cuts a pasted workspace address down to its name, and asks only where no sensor tells it', () => {
    const bare = snapshotOf({ services: {}, sensor: { state: 'not-installed' } });
    const draft = { ...fixed, workspace: 'https://contoso-corp.atp.azure.com/' };
    expect(intent(draft, bare)).toMatchObject({ mdi: { workspace: 'contoso-corp' } });
    expect(intent(draft)).toMatchObject({ mdi: { workspace: null } });
  });
});

describe('what is wrong with an answer', () => {
  it.each<readonly [string, Partial<Draft>, string]>([
    ['an unanswered way', { way: null }, 'way'],
    ['no product', { products: { mdi: false, mde: false, mdav: false } }, 'products'],
    ['a scheme before the proxy', { proxy: 'http://proxy:8080' }, 'proxy'],
    ['an empty proxy', { proxy: '' }, 'proxy'],
    ['a PAC file without a scheme', { way: 'pac', pacUrl: 'proxy/p.pac' }, 'pacUrl'],
    ['an exception with a scheme', { bypass: '<local>; http://x' }, 'bypass'],
    ["a product's own proxy", { own: { ...fixed.own, mde: own('static', 'x') } }, 'own.mde'],
  ])('marks %s', (_, part, field) => {
    const draft = { ...fixed, ...part };
    expect(Object.keys(faultsOf(draft, snapshot))).toEqual([field]);
    expect(intentOf(draft, snapshot).ok).toBe(false);
  });

  it('names the exception that is wrong', () => {
    expect(faultsOf({ ...fixed, bypass: '<local>; http://x' }, snapshot).bypass).toMatchObject({ entry: 'http://x' });
  });

  it('says nothing about questions that are not asked', () => {
    const draft: Draft = { ...fixed, way: 'direct', proxy: 'http://', pacUrl: '\\\\x', bypass: 'http://x' };
    expect(faultsOf(draft, snapshot)).toEqual({});
  });

  it('asks for no proxy where nothing would take it', () => {
    const each = own('keep');
    const draft: Draft = { ...fixed, proxy: '', winhttp: false, own: { mdi: each, mde: each, mdav: each } };
    expect(faultsOf(draft, snapshot)).toEqual({});
  });
});

describe('the suggestion as an interview', () => {
  it('answers nothing where nothing was found', () => {
    expect(draftOf(suggested).way).toBeNull();
  });

  it('takes over the proxy that is set', () => {
    const set = snapshotOf({
      values: {
        'mde.telemetryProxyServer': text('10.0.0.6:8080'),
        'winhttp.machine': winHttp('10.0.0.6:8080', '<local>'),
      },
    });
    const draft = draftOf(suggestIntent(set));
    expect(draft).toMatchObject({ way: 'static', proxy: '10.0.0.6:8080', winhttp: true });
  });

  it('comes back as the same routes', () => {
    const set = snapshotOf({
      values: {
        'mde.telemetryProxyServer': text('10.0.0.6:8080'),
        'mdav.policy.proxyServer': text('http://10.0.0.7:8080'),
      },
    });
    const from = suggestIntent(set);
    const back = intent(draftOf(from), set);
    expect(back.mde).toEqual(from.mde);
    expect(back.mdav).toEqual(from.mdav);
    expect(back.mdi?.route).toEqual(from.mdi?.route);
    expect(back.winhttp?.route).toEqual(from.winhttp?.route);
  });
});

describe('exceptions', () => {
  it('are separated by semicolons, commas or blanks', () => {
    expect(bypassEntries(' <local>;*.contoso.local, 10.*  x ;')).toEqual(['<local>', '*.contoso.local', '10.*', 'x']);
  });

  it("offer short names and the server's own domain until they are there", () => {
    expect(suggestedExceptions({ ...fixed, bypass: '' }, snapshot)).toEqual(['<local>', '*.contoso.local']);
    expect(suggestedExceptions({ ...fixed, bypass: '<LOCAL>; *.Contoso.local' }, snapshot)).toEqual([]);
  });
});
