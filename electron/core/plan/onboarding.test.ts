import { expect, test } from 'vitest';
import { absent, bytes, denied, dword, text } from '../effective/readings-for-tests.ts';
import type { Reading } from '../settings/reading.ts';
import { Onboarding, onboardingOf } from './onboarding.ts';

const info = (host: string) =>
  text(JSON.stringify({ body: JSON.stringify({ orgId: 'x', geoLocationUrl: `https://${host}/edr/` }) }));
const one = 'edr-eus3.us.endpoint.security.microsoft.com';
const other = 'winatp-gw-weu.microsoft.com';

test.each<[string, Reading, Reading, Onboarding | null]>([
  ['neither is there', absent, absent, null],
  ['the device is onboarded', info(one), info(other), { hosts: [one], connectivity: 'streamlined' }],
  ['only the package is there', absent, info(other), { hosts: [other], connectivity: 'standard' }],
  ['it could not be read', denied, info(one), { fault: 'unreadable' }],
  ['it is no text', dword(1), info(one), { fault: 'not-a-text' }],
  ['it is cut in the middle of a character', { ...bytes('7b00ff'), type: 1 }, absent, { fault: 'not-a-text' }],
  ['it is no JSON', text('{'), absent, { fault: 'not-json' }],
])('%s', (_, onboarded, policy, expected) => {
  const found = onboardingOf(onboarded, policy);
  expect(found).toEqual(expected);
  if (found !== null) expect(Onboarding.parse(found)).toEqual(found);
});
