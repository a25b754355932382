import { describe, expect, test } from 'vitest';
import { connection, type MachineOfTest, sensorRead, v3Services } from '../effective/readings-for-tests.ts';
import { planFor } from './build.ts';
import { deviationsOf } from './deviations.ts';
import type { Intent, SignIn } from './intent.ts';
import { operationFault } from './operation-fault.ts';
import { Plan } from './plan.ts';
import { made, snapshotOf, wish } from './snapshot-for-tests.ts';

const proxy = 'proxy.contoso.com:8080';
const url = `http://${proxy}`;
const user = 'CONTOSO\\svcProxy';
const sealed = 'ab'.repeat(32);
const toProxy = { kind: 'static', proxy } as const;
type Route = NonNullable<Intent['mdi']>['route'];

const intentOf = (signIn: SignIn, route: Route = toProxy, legacy: 'update' | 'migrate' = 'update'): Intent =>
  wish({ mdi: { route, workspace: null, legacy, signIn } });

function plan(machine: MachineOfTest, intent: Intent): Plan {
  const planned = planFor(snapshotOf(machine), intent, { ...made, sealed });
  if (!planned.ok) throw new Error(JSON.stringify(planned.problem));
  expect(Plan.parse(planned.value)).toEqual(planned.value);
  expect(operationFault(planned.value.operations)).toBeNull();
  return planned.value;
}

const afterOf = (made: Plan) =>
  made.operations.flatMap((one) => (one.kind === 'sensor' ? [[one.reason, one.after]] : []));

const plain = { sensor: sensorRead(url) };
const stored = { sensor: sensorRead(null, { proxy: { url, userName: 'CONTOSO\\svcOld', passwordStored: true } }) };
const onlyPassword = { sensor: sensorRead(null, { proxy: { url, userName: null, passwordStored: true } }) };

const rows: readonly [string, MachineOfTest, SignIn, readonly unknown[]][] = [
  [
    'a password is always written, also for the same user',
    stored,
    { kind: 'sealed', user: 'CONTOSO\\svcOld' },
    [['sensor-sign-in', { url, signIn: { kind: 'sealed', user: 'CONTOSO\\svcOld', sha256: sealed } }]],
  ],
  [
    'a password that is to be asked for',
    plain,
    { kind: 'ask', user },
    [['sensor-sign-in', { url, signIn: { kind: 'ask', user } }]],
  ],
  [
    'a proxy and a sign-in at once',
    {},
    { kind: 'ask', user },
    [['sensor-sign-in', { url, signIn: { kind: 'ask', user } }]],
  ],
  ['a stored sign-in kept', stored, { kind: 'keep' }, []],
  ['a stored sign-in taken away', stored, { kind: 'none' }, [['sensor-no-sign-in', { url, signIn: { kind: 'none' } }]]],
  [
    'a stored password without a user taken away',
    onlyPassword,
    { kind: 'none' },
    [['sensor-no-sign-in', { url, signIn: { kind: 'none' } }]],
  ],
  ['no sign-in where there is none', plain, { kind: 'none' }, []],
  [
    'another address with the sign-in kept',
    { sensor: sensorRead('http://old:1') },
    { kind: 'keep' },
    [['sensor-proxy', { url, signIn: { kind: 'keep' } }]],
  ],
  [
    'another address without a sign-in',
    { sensor: sensorRead('http://old:1') },
    { kind: 'none' },
    [['sensor-proxy', { url, signIn: { kind: 'none' } }]],
  ],
];

describe('the sign-in of the v2 sensor', () => {
  test.each(rows)('%s', (_, machine, signIn, expected) => {
    expect(afterOf(plan(machine, intentOf(signIn)))).toEqual(expected);
  });

  test('is kept where the intent does not speak of it', () => {
    const { mdi } = intentOf({ kind: 'keep' });
    if (mdi === null) throw new Error('fixture');
    const { signIn: _, ...silent } = mdi;
    expect(plan(stored, wish({ mdi: silent })).operations).toEqual([]);
    expect(plan(stored, wish({ mdi: silent })).intent.mdi?.signIn).toEqual({ kind: 'keep' });
  });

  test('comes with the remark that no other product can sign in', () => {
    expect(plan(plain, intentOf({ kind: 'ask', user })).cautions).toContain('only-mdi-signs-in');
    expect(plan(stored, intentOf({ kind: 'none' })).cautions).not.toContain('only-mdi-signs-in');
  });

  test('is asked for again by the same intent, because a password cannot be compared', () => {
    expect(plan(stored, intentOf({ kind: 'ask', user })).operations).toHaveLength(1);
  });

  test('cannot be sealed without a password', () => {
    const planned = planFor(snapshotOf(plain), intentOf({ kind: 'sealed', user }), made);
    expect(planned).toEqual({ ok: false, problem: { kind: 'password-unusable', why: 'not-given', longest: null } });
  });

  test('the hash of the sealed password stands in the operation and nowhere else', () => {
    const text = JSON.stringify(plan(plain, intentOf({ kind: 'sealed', user })));
    expect(text.split(sealed)).toHaveLength(2);
  });
});

const blocked: readonly [string, MachineOfTest, Intent, readonly unknown[]][] = [
  [
    'a file that names no certificate',
    { sensor: sensorRead(url, { thumbprint: null }) },
    intentOf({ kind: 'ask', user }),
    [{ kind: 'sensor-names-no-certificate' }],
  ],
  [
    'a file that names no certificate, without a sign-in',
    { sensor: sensorRead(url, { thumbprint: null }) },
    intentOf({ kind: 'none' }),
    [],
  ],
  [
    'the legacy method, updated in place',
    { values: { 'wininet.localService.connection': connection(3, 'old:1') } },
    intentOf({ kind: 'ask', user }),
    [{ kind: 'sign-in-not-possible', because: 'legacy' }],
  ],
  [
    'the legacy method, left behind',
    { values: { 'wininet.localService.connection': connection(3, 'old:1') } },
    intentOf({ kind: 'ask', user }, toProxy, 'migrate'),
    [],
  ],
  [
    'the v3 sensor',
    { services: v3Services, senseIdentity: true },
    intentOf({ kind: 'sealed', user }),
    [{ kind: 'sign-in-not-possible', because: 'v3' }],
  ],
  ['the v3 sensor without a sign-in', { services: v3Services, senseIdentity: true }, intentOf({ kind: 'none' }), []],
];

test.each(blocked)('what stands in the way: %s', (_, machine, intent, blockers) => {
  expect(plan(machine, intent).blockers).toEqual(blockers);
});

const missing = { services: v3Services };
const manual: readonly [string, Intent, readonly unknown[]][] = [
  ['with a proxy', intentOf({ kind: 'keep' }), [{ kind: 'install-sensor', proxyUrl: url }]],
  [
    'with a proxy that wants a sign-in',
    intentOf({ kind: 'ask', user }),
    [
      { kind: 'install-sensor', proxyUrl: url },
      { kind: 'sensor-sign-in', proxyUrl: url, user },
    ],
  ],
  ['without one', intentOf({ kind: 'none' }, { kind: 'direct' }), [{ kind: 'install-sensor', proxyUrl: null }]],
  ['by discovery', intentOf({ kind: 'keep' }, { kind: 'wpad' }), [{ kind: 'install-sensor', proxyUrl: null }]],
  ['as it is', intentOf({ kind: 'keep' }, { kind: 'keep' }), []],
];

test.each(manual)('a sensor that is not installed yet is a step by hand: %s', (_, intent, steps) => {
  expect(plan(missing, intent)).toMatchObject({ manual: steps, blockers: [], operations: [] });
});

test('a sensor that is not installed yet is not in the way of the other products', () => {
  const both: Intent = { ...intentOf({ kind: 'keep' }), mde: { route: toProxy } };
  const { operations, blockers, manual: steps } = plan(missing, both);
  expect([operations.length > 0, blockers, steps]).toEqual([true, [], [{ kind: 'install-sensor', proxyUrl: url }]]);
});

const faults: readonly [string, Intent, object][] = [
  [
    'a user principal name',
    intentOf({ kind: 'ask', user: 'svc@contoso.com' }),
    { kind: 'bad-text', at: 'mdi.signIn.user' },
  ],
  ['a user without a domain', intentOf({ kind: 'sealed', user: 'svc' }), { kind: 'bad-text', at: 'mdi.signIn.user' }],
  ['no user', intentOf({ kind: 'ask', user: '' }), { kind: 'bad-text', at: 'mdi.signIn.user' }],
  [
    'a sign-in without a proxy',
    intentOf({ kind: 'ask', user }, { kind: 'direct' }),
    { kind: 'bad-field', at: 'mdi.signIn' },
  ],
  [
    'a sign-in by discovery',
    intentOf({ kind: 'sealed', user }, { kind: 'wpad' }),
    { kind: 'bad-field', at: 'mdi.signIn' },
  ],
  [
    'no sign-in where all is kept',
    intentOf({ kind: 'none' }, { kind: 'keep' }),
    { kind: 'bad-field', at: 'mdi.signIn' },
  ],
];

test.each(faults)('%s is refused with its field', (_, intent, problem) => {
  expect(planFor(snapshotOf({}), intent, { ...made, sealed })).toMatchObject({ ok: false, problem });
});

describe('afterwards', () => {
  const signedIn = plan(plain, intentOf({ kind: 'sealed', user }));
  const now = (proxyNow: { userName: string | null; passwordStored: boolean } | null) =>
    deviationsOf(signedIn, snapshotOf({ sensor: sensorRead(null, { proxy: proxyNow && { url, ...proxyNow } }) }));

  test('the user and a stored password are what the plan wrote', () => {
    expect(now({ userName: user, passwordStored: true })).toEqual([]);
  });

  test.each([
    ['another user', { userName: 'CONTOSO\\other', passwordStored: true }],
    ['no password', { userName: user, passwordStored: false }],
    ['no sign-in', { userName: null, passwordStored: false }],
    ['no proxy', null],
  ])('%s is a deviation', (_, proxyNow) => {
    expect(now(proxyNow)).toEqual(['sensor-configuration']);
  });

  test('a sign-in that came back where none was wanted is a deviation', () => {
    const without = plan(stored, intentOf({ kind: 'none' }));
    expect(deviationsOf(without, snapshotOf(stored))).toEqual(['sensor-configuration']);
    expect(deviationsOf(without, snapshotOf(plain))).toEqual([]);
  });
});
