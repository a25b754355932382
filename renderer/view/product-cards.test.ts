import { describe, expect, it } from 'vitest';
import { dword, type MachineOfTest, v2Services, v3Services } from '../../electron/core/effective/readings-for-tests.ts';
import { snapshotOf } from '../wizard/values-for-tests.ts';
import { productCards } from './product-cards.ts';

const cards = (machine: MachineOfTest) => productCards(snapshotOf(machine));

describe('the cards of the products', () => {
  it('say running or not in words, with version and generation', () => {
    const [mdi, mde, mdav] = cards({ services: { ...v2Services, AATPSensor: 'stopped' } });
    expect(mdi).toMatchObject({
      tone: 'warn',
      state: 'Not running',
      facts: expect.arrayContaining(['Sensor version 2']),
    });
    expect(mde).toMatchObject({ tone: 'good', state: 'Running' });
    expect(mdav).toMatchObject({ facts: ['Version 4.18.26090.4'] });
  });

  it('say what is not there', () => {
    expect(cards({ services: {}, sensor: { state: 'not-installed' } }).map(({ state }) => state)).toEqual([
      'Not installed',
      'Not installed',
      'Not installed',
    ]);
  });

  it('know sensor version 3 by its process', () => {
    expect(cards({ services: v3Services, senseIdentity: true })[0]).toMatchObject({
      state: 'Running',
      facts: expect.arrayContaining(['Sensor version 3']),
    });
  });

  it('say what could not be read', () => {
    const unread = cards({
      services: { AATPSensor: 'unknown', Sense: 'unknown', WinDefend: 'unknown' },
      sensor: { state: 'unreadable', win32: 5 },
    });
    for (const { state, facts } of unread) {
      expect(state).toBe('Installed; whether it runs could not be read');
      expect(facts).toContain('Version could not be read');
    }
    const [mdi] = cards({ services: v3Services, senseIdentity: null });
    expect(mdi?.state).toBe('Whether there is a sensor could not be read');
  });

  it('tell onboarded from not onboarded and from not known', () => {
    const onboarding = (machine: MachineOfTest) => cards(machine)[1]?.facts[0];
    expect(onboarding({ values: { 'mde.onboardingState': dword(1) } })).toBe('Onboarded');
    expect(onboarding({ values: { 'mde.onboardingState': dword(0) } })).toBe('Not onboarded');
    expect(onboarding({ values: { 'mde.onboardingState': { state: 'unreadable', win32: 5 } } })).toBe(
      'Onboarding could not be read',
    );
  });
});
