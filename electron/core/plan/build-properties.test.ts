import { describe, expect, test } from 'vitest';
import { type Seeded, seeded } from '../codecs/seeded.ts';
import type { ServiceId } from '../effective/effective.ts';
import {
  absent,
  bytes,
  connection,
  denied,
  dword,
  type MachineOfTest,
  readingsOf,
  sealedAs,
  text,
  v2Services,
  v3Services,
  winHttp,
  winHttpDirect,
} from '../effective/readings-for-tests.ts';
import { entryOf, type ValueId, valueIds } from '../settings/catalogue.ts';
import type { Management, Reading } from '../settings/reading.ts';
import { readingsAfter } from './after.ts';
import { planFor } from './build.ts';
import { deviationsOf, unexpectedOf } from './deviations.ts';
import { Intent } from './intent.ts';
import { checkIntent } from './intent-check.ts';
import type { Operation } from './operation.ts';
import { operationFault } from './operation-fault.ts';
import { Plan } from './plan.ts';
import type { Readings } from './snapshot.ts';
import { made, snapshotFrom } from './snapshot-for-tests.ts';
import { suggestIntent } from './suggest.ts';

const proxies = ['proxy.contoso.com:8080', 'PROXY.contoso.com:8080', 'other:3128', '10.0.0.6:8080'] as const;
const pacs = ['http://pac.contoso.com/p.pac', 'https://other/p.pac'] as const;

/** What a value of each form may be found as, good and bad. */
function reading(id: ValueId, random: Seeded): Reading {
  const proxy = random.pick(proxies);
  const common = [absent, absent, absent, absent, denied, bytes('00')] as const;
  switch (entryOf(id).grammar) {
    case 'flag':
    case 'ssl-options':
      return random.pick([...common, dword(0), dword(1), dword(2)]);
    case 'host-port':
      return random.pick([...common, text(proxy), text(proxy), text(`http://${proxy}`), text('')]);
    case 'proxy-url':
      return random.pick([
        ...common,
        text(`http://${proxy}`),
        text(`https://${proxy}`),
        text(proxy),
        sealedAs(text(`http://****:****@${proxy}`)),
      ]);
    case 'pac-url':
      return random.pick([...common, text(random.pick(pacs)), text('\\\\server\\p.pac')]);
    case 'winhttp-blob':
      return random.pick([...common, winHttpDirect, winHttp(proxy, '<local>'), winHttp(`http=${proxy};https=b:88`)]);
    case 'wininet-blob': {
      const flags = random.int(16);
      return random.pick([...common, ...Array.from({ length: 6 }, () => connection(flags, proxy, '<local>', pacs[0]))]);
    }
    case 'bypass-url':
      return random.pick([...common, text('intranet.contoso.local'), text('a;b')]);
    case 'proxy-list':
    case 'bypass-list':
    case 'free-text':
      return random.pick([...common, text(proxy)]);
  }
}

const managements: readonly [Management, ...Management[]] = [
  { state: 'unmanaged' },
  { state: 'unmanaged' },
  { state: 'unmanaged' },
  { state: 'not-policy' },
  { state: 'unknown' },
  { state: 'managed', gpo: 'Proxies' },
];

function machineOf(random: Seeded): Readings {
  const chosen = <T>(make: (id: ValueId) => T): Partial<Record<ValueId, T>> =>
    Object.fromEntries(valueIds.filter(() => random.int(3) > 0).map((id) => [id, make(id)]));
  const machine: MachineOfTest = {
    services: random.pick([v2Services, v2Services, v3Services, v3Services, {}, { ...v2Services, Sense: null }]),
    senseIdentity: random.pick([true, false, false, null]),
    values: chosen((id) => reading(id, random)),
    management: chosen(() => random.pick(managements)),
    machine: { domain: random.pick(['contoso.local', null]) },
  };
  const sensor = random.pick([
    null,
    `http://${random.pick(proxies)}`,
    `http://****:****@${proxies[0]}`,
    'broken',
    { state: 'unreadable', win32: 5 },
    { state: 'malformed', path: 'C:\\s', fault: 'not-json' },
  ] as const);
  const v2 = machine.services !== undefined && 'AATPSensor' in machine.services;
  return readingsOf(v2 ? { ...machine, sensor } : machine);
}

function intentOf(random: Seeded): Intent {
  const fixed = { kind: 'static', proxy: random.pick(proxies) } as const;
  const keep = { kind: 'keep' } as const;
  type Plain = typeof keep | typeof fixed | { readonly kind: 'direct' };
  type More = Plain | { readonly kind: 'wpad' };
  type All = More | { readonly kind: 'pac'; readonly url: string };
  const plain: readonly [Plain, ...Plain[]] = [keep, { kind: 'direct' }, fixed, fixed, fixed];
  const more: readonly [More, ...More[]] = [...plain, { kind: 'wpad' }];
  const all: readonly [All, ...All[]] = [...more, { kind: 'pac', url: random.pick(pacs) }];
  const bypass = random.pick<readonly string[]>([[], ['<local>'], ['<local>', '*.contoso.local']]);
  const maybe = <T>(value: T): T | null => (random.int(4) === 0 ? null : value);
  return {
    schema: 1,
    cloud: 'commercial',
    geography: 'US',
    noRevocationPath: random.int(3) === 0,
    winhttp: maybe({ route: random.pick(plain), bypass: [...bypass], also32Bit: random.int(2) === 0 }),
    mde: maybe({ route: random.pick(more) }),
    mdav: maybe({ route: random.pick(all), bypass: [...bypass] }),
    mdi: maybe({
      route: random.pick(all),
      workspace: random.pick([null, 'contoso-corp']),
      legacy: random.pick<'update' | 'migrate' | 'migrate-and-clear'>(['update', 'migrate', 'migrate-and-clear']),
    }),
    strongCrypto: random.int(4) === 0,
  };
}

function planned(readings: Readings, intent: Intent): Plan {
  const result = planFor(snapshotFrom(readings), intent, made);
  if (!result.ok) throw new Error(JSON.stringify(result.problem));
  return result.value;
}

/** Whether the intent asks for a change there. */
function inScope(operation: Operation, intent: Intent, plan: Plan): boolean {
  const asked = (product: { readonly route: { readonly kind: string } } | null) =>
    product !== null && product.route.kind !== 'keep';
  const { generation } = plan.products.mdi;
  const v3 = generation === 'v3' && asked(intent.mdi);
  const v2 = generation === 'v2' && asked(intent.mdi);
  switch (operation.kind) {
    case 'winhttp':
    case 'winhttp-32':
      return asked(intent.winhttp);
    case 'sensor':
      return v2;
    case 'restart':
      return operation.service === 'DiagTrack' ? asked(intent.mde) || v3 : v2 || intent.strongCrypto;
    case 'value': {
      const [area] = operation.value.split('.');
      if (area === 'mde') return asked(intent.mde) || v3;
      if (area === 'mdav') return asked(intent.mdav) || v3;
      if (area === 'wininet') return v2;
      return area === 'dotnet' && intent.strongCrypto;
    }
  }
}

const runs = 600;

/** Many machines and intents, always the same ones. */
const cases = Array.from({ length: runs }, (_, at) => {
  const random = seeded(at);
  const [readings, intent] = [machineOf(random), intentOf(random)];
  return { at, readings, intent, plan: planned(readings, intent) };
});

describe('every plan', () => {
  test('is valid, with operations that apply takes', () => {
    for (const { plan } of cases) {
      expect(Plan.parse(plan)).toEqual(plan);
      expect(operationFault(plan.operations)).toBeNull();
    }
  });

  test('leaves nothing to do once it is done', () => {
    let changing = 0;
    for (const { at, readings, intent, plan } of cases) {
      if (plan.operations.length > 0) changing += 1;
      const again = planned(readingsAfter(readings, plan.operations), intent);
      expect({ at, operations: again.operations }).toEqual({ at, operations: [] });
      expect(again.blockers).toEqual(plan.blockers);
    }
    expect(changing).toBeGreaterThan(runs / 2);
  });

  test('touches nothing outside what the intent put in scope', () => {
    for (const { at, intent, plan } of cases) {
      const outside = plan.operations.filter((operation) => !inScope(operation, intent, plan));
      expect({ at, outside }).toEqual({ at, outside: [] });
    }
  });

  test('changes no value that a Group Policy owns or that could not be read', () => {
    for (const { at, readings, plan } of cases) {
      for (const operation of plan.operations) {
        if (operation.kind === 'restart' || operation.kind === 'sensor') continue;
        const id =
          operation.kind === 'value'
            ? operation.value
            : operation.kind === 'winhttp'
              ? 'winhttp.machine'
              : 'winhttp.machine32';
        const { management, reading: before } = readings.settings[id];
        expect({ at, id, state: management.state }).not.toEqual({ at, id, state: 'managed' });
        expect(operation.before).toEqual(before);
      }
    }
  });

  test('keeps its word: what it expects is what is found after it', () => {
    for (const { readings, plan } of cases) {
      const after = snapshotFrom(readingsAfter(readings, plan.operations));
      expect(after.effective).toEqual(plan.expected);
      expect(deviationsOf(plan, after)).toEqual([]);
      expect(unexpectedOf(plan, after.effective)).toEqual([]);
    }
  });

  test('without a blocker leads each product by the proxy that was asked for', () => {
    let checked = 0;
    for (const { at, intent, plan } of cases) {
      if (plan.blockers.length > 0) continue;
      const goes = (service: ServiceId, route: { readonly kind: string; readonly proxy?: string } | undefined) => {
        const row = plan.expected.find((each) => each.service === service);
        if (row === undefined || route?.proxy === undefined) return;
        const [first] = row.route.kind === 'static' ? row.route.proxies : [];
        expect({ at, service, to: `${first?.host}:${first?.port}`.toLowerCase() }).toEqual({
          at,
          service,
          to: route.proxy.toLowerCase(),
        });
        checked += 1;
      };
      goes('mdi-sensor', intent.mdi?.route);
      goes('mdi-updater', intent.mdi?.route);
      goes('diagtrack', intent.mde?.route);
      goes('mdav-cloud', intent.mdav?.route);
      goes('revocation', intent.winhttp?.route);
      goes('windows-update', intent.winhttp?.route);
    }
    expect(checked).toBeGreaterThan(runs / 8);
  });

  test('of a suggested intent is possible as far as products and routes go', () => {
    for (const { at, readings } of cases) {
      const suggested = suggestIntent(snapshotFrom(readings));
      expect(Intent.parse(suggested)).toEqual(suggested);
      expect({ at, checked: checkIntent(suggested) }).toEqual({ at, checked: { ok: true, value: suggested } });
      const kinds = planned(readings, suggested).blockers.map((blocker) => blocker.kind);
      for (const kind of ['v3-routes-differ', 'pac-not-for-mdi', 'product-not-installed', 'both-sensors'] as const)
        expect({ at, kinds }).not.toEqual({ at, kinds: expect.arrayContaining([kind]) });
      expect(kinds).not.toContain('sensor-not-installed');
    }
  });
});
