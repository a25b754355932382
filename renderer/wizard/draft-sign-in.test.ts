import { describe, expect, it } from 'vitest';
import { connection, sensorRead, v3Services } from '../../electron/core/effective/readings-for-tests.ts';
import { suggestIntent } from '../../electron/core/plan/suggest.ts';
import { type Draft, draftOf, sameRoute } from './draft.ts';
import { faultsOf, intentOf } from './draft-intent.ts';
import { asksPassword, asksSignIn, signInOf, storedSignIn } from './draft-sign-in.ts';
import { snapshotOf } from './values-for-tests.ts';

const user = 'CONTOSO\\svcProxy';
const snapshot = snapshotOf();
const none = snapshotOf({ services: v3Services });

const fixed: Draft = {
  ...draftOf(suggestIntent(snapshot)),
  products: { mdi: true, mde: false, mdav: false },
  way: 'static',
  proxy: 'proxy.contoso.com:8080',
  own: { mdi: sameRoute, mde: sameRoute, mdav: sameRoute },
};
const as: Draft = { ...fixed, signIn: 'as', signInUser: ` ${user} ` };

describe('the question of a sign-in', () => {
  it('comes up where the sensor gets a proxy of its own', () => {
    expect(asksSignIn(fixed, snapshot)).toBe(true);
    expect(
      asksSignIn({ ...fixed, way: 'direct', own: { ...fixed.own, mdi: { kind: 'static', text: 'p:1' } } }, snapshot),
    ).toBe(true);
  });

  it.each<[string, Partial<Draft>]>([
    ['MDI is left out', { products: { mdi: false, mde: true, mdav: true } }],
    ['nothing is needed', { way: 'direct' }],
    ['a PAC file names the proxy', { way: 'pac' }],
    ['the sensor stays as it is', { own: { ...fixed.own, mdi: { kind: 'keep', text: '' } } }],
  ])('does not come up where %s', (_, change) => {
    const draft = { ...as, ...change };
    expect(asksSignIn(draft, snapshot)).toBe(false);
    expect(signInOf(draft, snapshot)).toEqual({ kind: 'keep' });
  });

  it('does not come up for the v3 sensor, nor for the legacy method that stays', () => {
    expect(asksSignIn(as, snapshotOf({ services: v3Services, senseIdentity: true }))).toBe(false);
    const legacy = snapshotOf({ values: { 'wininet.localService.connection': connection(3, 'p:1') } }, [
      { rule: 'D1', severity: 'warning', strength: 'read', values: [], facts: {} },
    ]);
    expect(asksSignIn({ ...as, legacy: 'update' }, legacy)).toBe(false);
    expect(asksSignIn({ ...as, legacy: 'migrate' }, legacy)).toBe(true);
  });
});

describe('the answer', () => {
  it('is a sealed password for an installed sensor, and one asked for later where there is none yet', () => {
    expect(signInOf(as, snapshot)).toEqual({ kind: 'sealed', user });
    expect(asksPassword(as, snapshot)).toBe(true);
    expect(signInOf(as, none)).toEqual({ kind: 'ask', user });
    expect(asksPassword(as, none)).toBe(false);
  });

  it('is what was chosen, and to keep what is stored unless something else is said', () => {
    expect(signInOf(fixed, snapshot)).toEqual({ kind: 'keep' });
    expect(signInOf({ ...fixed, signIn: 'none' }, snapshot)).toEqual({ kind: 'none' });
    expect(intentOf(as, snapshot)).toMatchObject({ ok: true, value: { mdi: { signIn: { kind: 'sealed', user } } } });
  });

  it.each([
    ['', 'empty'],
    ['svcProxy', 'bad-user'],
    ['svc@contoso.com', 'bad-user'],
    ['CONTOSO/svc', 'bad-user'],
  ])('is wrong with the user %j', (signInUser, kind) => {
    expect(faultsOf({ ...as, signInUser }, snapshot)).toMatchObject({ signInUser: { kind: 'text', fault: { kind } } });
    expect(faultsOf({ ...as, signInUser, signIn: 'none' }, snapshot)).toEqual({});
  });
});

it('knows the sign-in that is stored', () => {
  const stored = (userName: string | null, passwordStored: boolean) =>
    storedSignIn(snapshotOf({ sensor: sensorRead(null, { proxy: { url: 'http://p:1', userName, passwordStored } }) }));
  expect(stored(user, true)).toEqual({ user });
  expect(stored(null, true)).toEqual({ user: null });
  expect(stored(null, false)).toBeNull();
  expect(storedSignIn(snapshot)).toBeNull();
});
