import { expect, test } from 'vitest';
import { expectationOf } from '../core/connectivity/expectation.ts';
import type { ServiceId } from '../core/effective/effective.ts';
import { v3Services } from '../core/effective/readings-for-tests.ts';
import { planFor } from '../core/plan/build.ts';
import type { Intent } from '../core/plan/intent.ts';
import { keepIntent } from '../core/plan/keep-intent.ts';
import type { Onboarding } from '../core/plan/onboarding.ts';
import { made, snapshotOf } from '../core/plan/snapshot-for-tests.ts';
import { type Check, checksOf } from './checks.ts';
import { deviceRows } from './device-rows.ts';
import { shippedCatalogue } from './shipped-catalogue.ts';

const eus3 = 'edr-eus3.us.endpoint.security.microsoft.com';
const swiss = 'edr-chn.ch.endpoint.security.microsoft.com';
const events = 'us-v20.events.endpoint.security.microsoft.com';

/** What every endpoint of a server with this onboarding is tested by. */
function checks(onboarding: Onboarding | null, said: Partial<Intent> = {}, v3 = false): readonly Check[] {
  const machine = v3 ? { services: v3Services, senseIdentity: true, onboarding } : { onboarding };
  const snapshot = snapshotOf(machine);
  const plan = planFor(snapshot, { ...keepIntent(snapshot), ...said }, made);
  if (!plan.ok) throw new Error(JSON.stringify(plan.problem));
  return checksOf(shippedCatalogue(), plan.value, snapshot);
}

/** What has to work for the command and control of MDE, or the identity API, as `id host/path`. */
function tested(service: ServiceId, ...server: Parameters<typeof checks>): string[] {
  return checks(...server)
    .filter(
      ({ services, endpoint }) =>
        services.includes(service) && /^(?:EDR command|EDR cyber|identity|consol)/.test(endpoint.purpose),
    )
    .map(({ endpoint, target, why }) => (target === null ? `${why}` : `${endpoint.id} ${target.host}${target.path}`));
}

const us = ['cus', 'eus', 'cus3', 'eus3'].map(
  (place) => `st-edr-${place} edr-${place}.us.endpoint.security.microsoft.com/edr/commands/test`,
);
const onboarded = (...hosts: string[]): Onboarding => ({ hosts, connectivity: 'streamlined' });

test('without onboarding the published hosts of the geography are tested', () => {
  expect(tested('sense', null)).toEqual(us);
  expect(tested('sense', { fault: 'not-json' })).toEqual(us);
});

test('the hosts of this device are tested where they are not among the published ones', () => {
  const ofEvents = 'ch-v20.events.endpoint.security.microsoft.com';
  expect(tested('sense', onboarded(eus3, events))).toEqual(us);
  expect(tested('diagtrack', onboarded(eus3, events))).toEqual([`st-cyber-us ${events}/OneCollector/1.0`]);
  expect(tested('sense', onboarded(swiss))).toEqual([...us, `device-control ${swiss}/edr/commands/test`]);
  expect(tested('diagtrack', onboarded(swiss, ofEvents))).toContain(`device-events ${ofEvents}/OneCollector/1.0`);
});

test('of the host for events no more is expected than the analyser of Microsoft counts, and that turns nothing red', () => {
  for (const [host, connectivity] of [
    [events, 'streamlined'],
    ['us-v20.events.data.microsoft.com', 'standard'],
  ] as const) {
    const [row] = deviceRows(shippedCatalogue(), { hosts: [host], connectivity }).events;
    expect(row?.endpoint.probe.expectStatus).toEqual([200, 400, 404, 405]);
    if (row !== undefined) expect(expectationOf(shippedCatalogue(), row.endpoint, null).strength).toBe('weak');
  }
});

test('every endpoint of the products is tested once, and lists by WinHTTP alone', () => {
  const all = checks(onboarded(eus3, events));
  const addresses = all.map(({ target }) => JSON.stringify(target));
  expect(new Set(addresses).size).toBe(all.length);
  const streamlined = shippedCatalogue().endpoints.filter(
    ({ testHost, geo, connectivity, cloud, product }) =>
      testHost !== null &&
      ['US', 'WW', 'all'].includes(geo) &&
      connectivity !== 'standard' &&
      ['all', 'commercial'].includes(cloud) &&
      product !== 'mma',
  );
  const ids = new Set(all.map(({ endpoint }) => endpoint.id));
  expect(streamlined.filter(({ id }) => !ids.has(id)).map(({ id }) => id)).toEqual([]);
  expect(all.filter(({ scope }) => scope === 'winhttp').map(({ endpoint }) => endpoint.product)).toEqual(
    streamlined.filter(({ product }) => product === 'common').map(({ product }) => product),
  );
  expect(all.filter(({ services }) => services.includes('revocation')).every(({ scope }) => scope === 'winhttp')).toBe(
    true,
  );
});

test('a product that is left out has no endpoint, and what Windows fetches stays', () => {
  const services = checks(onboarded(eus3), { mde: null, mdi: null }).flatMap((check) => check.services);
  expect(new Set(services)).toEqual(new Set(['mdav-cloud', 'windows-update', 'revocation']));
});

test('where no host of the geography is published, that of the device is tested', () => {
  expect(tested('sense', onboarded(swiss), { geography: 'CH' })).toEqual([`device-control ${swiss}/edr/commands/test`]);
  expect(tested('sense', null, { geography: 'CH' })).toEqual(['no-known-host']);
});

test('a device with the older set of addresses is tested by these', () => {
  const standard: Onboarding = { hosts: ['winatp-gw-cus.microsoft.com'], connectivity: 'standard' };
  const hosts = tested('sense', standard);
  expect(hosts).toHaveLength(4);
  expect(hosts.every((host) => /^std-gw-\w+ winatp-gw-\w+\.microsoft\.com\/commands\/test$/.test(host))).toBe(true);
});

test('the v3 sensor is tested at the host of its tenant, where that is known', () => {
  expect(tested('mdi-v3', onboarded(eus3), {}, true)).toEqual([`device-identity ${eus3}/edr/cnc/identity/api`]);
  expect(tested('mdi-v3', null, {}, true)).toHaveLength(4);
});

test.each([
  'proxy.contoso.com',
  'edr-eus3.us.endpoint.security.microsoft.com.contoso.com',
  'edr-eus3.endpoint.security.microsoft.com@contoso.com',
  'contoso.com/edr-eus3.us.endpoint.security.microsoft.com',
  'events.data.microsoft.com',
])('no other host is dialled because a stored value names it: %s', (host) => {
  expect(tested('sense', onboarded(host))).toEqual(us);
});
