import { describe, expect, test } from 'vitest';
import {
  denied,
  dword,
  readingsOf,
  sensorRead,
  text,
  v2Services,
  v3Services,
} from '../effective/readings-for-tests.ts';
import { productsOf } from './products.ts';
import { Products } from './snapshot.ts';

describe('products', () => {
  test.each([
    ['the v2 service', { services: v2Services }, 'v2'],
    ['the v2 service, processes not listed', { services: v2Services, senseIdentity: null }, 'v2'],
    ['the process of v3', { services: v3Services, senseIdentity: true }, 'v3'],
    ['both', { services: v2Services, senseIdentity: true }, 'both'],
    ['neither', { services: v3Services, senseIdentity: false }, 'none'],
    ['processes not listed beside MDE', { services: v3Services, senseIdentity: null }, 'unknown'],
    ['processes not listed, no MDE for v3 to live in', { services: {}, senseIdentity: null }, 'none'],
    ['the file of v2 alone', { services: {}, sensor: sensorRead(null) }, 'v2'],
    ['a v2 service of unknown state', { services: { AATPSensor: 'unknown' }, sensor: null }, 'v2'],
  ] as const)('tells the sensor generation by %s', (_what, machine, generation) => {
    expect(productsOf(readingsOf(machine)).mdi.generation).toBe(generation);
  });

  test.each([
    [dword(1), true],
    [dword(0), false],
    [{ state: 'absent', missingKeys: 1 } as const, false],
    [denied, null],
    [text('1'), null],
  ])('tells onboarding by OnboardingState %j', (reading, onboarded) => {
    const products = productsOf(readingsOf({ values: { 'mde.onboardingState': reading } }));
    expect(products.mde.onboarded).toBe(onboarded);
  });

  test('takes versions from the services and the sensor file', () => {
    const products = productsOf(readingsOf({ services: { ...v2Services, WinDefend: 'stopped' } }));
    expect(Products.parse(products)).toEqual({
      mdi: { generation: 'v2', version: '2.245.1.1' },
      mde: { installed: true, onboarded: false, version: '10.8760.20348.2849' },
      mdav: { installed: true, running: false, version: null },
    });
  });
});
