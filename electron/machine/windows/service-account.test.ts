import { expect, test } from 'vitest';
import { serviceAccount } from './service-account.ts';

const german = {
  'local-system': 'nt-autorität\\system',
  'local-service': 'nt-autorität\\lokaler dienst',
  'network-service': 'nt-autorität\\netzwerkdienst',
} as const;
const own = 0x10;

test.each([
  ['LocalSystem', own, 'local-system'],
  ['', own, 'local-system'],
  ['.\\LocalSystem', own, 'local-system'],
  ['NT AUTHORITY\\SYSTEM', own, 'local-system'],
  ['NT AUTHORITY\\LocalService', 0x20, 'local-service'],
  ['nt authority\\local service', 0x20, 'local-service'],
  ['NT Authority\\NetworkService', own, 'network-service'],
  ['NT-AUTORITÄT\\Netzwerkdienst', own, 'network-service'],
  ['NT-AUTORITÄT\\LOKALER DIENST', own, 'local-service'],
  ['CONTOSO\\svcSql', own, 'other'],
  ['.\\LocalService', own, 'other'],
  ['NT SERVICE\\himds', own, 'other'],
  // An instance for a user who signed in.
  ['', 0xd0, 'other'],
  ['LocalSystem', 0x60, 'other'],
])('%j of type %d runs as %s', (startName, type, account) => {
  expect(serviceAccount(startName, type, (id) => german[id])).toBe(account);
});

test('without the names of the system’s language an unknown name is another account', () => {
  expect(serviceAccount('NT-AUTORITÄT\\SYSTEM', own, () => null)).toBe('other');
});
