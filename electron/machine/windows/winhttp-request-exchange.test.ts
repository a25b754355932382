import { expect, test } from 'vitest';
import { secureFailuresOf } from './winhttp-request-exchange.ts';

test.each([
  [0, []],
  [0x1, ['revocation-unknown']],
  [0x4, ['revoked']],
  [0x8 | 0x10, ['invalid-ca', 'wrong-name']],
  [0x22, ['invalid-certificate', 'wrong-date']],
  [0x40, ['wrong-usage']],
  [0x80000000, ['channel']],
  [0x100, []],
] as const)('the flags %i of a refused certificate', (flags, failures) => {
  expect(secureFailuresOf(flags)).toEqual(failures);
});
