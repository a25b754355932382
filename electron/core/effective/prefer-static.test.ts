import { expect, test } from 'vitest';
import { preferStaticSupport } from './prefer-static.ts';

test.each([
  ['10.8210.20348.1', 'yes'],
  ['10.8210', 'yes'],
  ['10.8760.20348.2849', 'yes'],
  ['11.0.1.1', 'yes'],
  ['10.8049.22439.1084', 'yes'],
  ['10.8050.1.1', 'probably'],
  ['10.8209.9.9', 'probably'],
  ['10.8048.9.9', 'no'],
  ['10.8040.1.1', 'no'],
  ['4.18.2.1', 'no'],
  [null, 'unknown'],
  ['', 'unknown'],
  ['ten', 'unknown'],
  ['10', 'unknown'],
] as const)('sensor version %s: %s', (version, support) => {
  expect(preferStaticSupport(version)).toBe(support);
});
