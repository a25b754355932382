import { expect, test } from 'vitest';
import { windowsName } from './windows-name.ts';

test.each([
  ['Windows 10 Enterprise', '19045', 'Windows 10 Enterprise'],
  ['Windows 10 Pro', '21999', 'Windows 10 Pro'],
  ['Windows 10 Pro', '22000', 'Windows 11 Pro'],
  ['Windows 10 Enterprise multi-session', '26100', 'Windows 11 Enterprise multi-session'],
  ['Windows Server 2016 Standard', '14393', 'Windows Server 2016 Standard'],
  ['Windows Server 2025 Datacenter', '26100', 'Windows Server 2025 Datacenter'],
  ['Windows 10 Pro', 'unknown', 'Windows 10 Pro'],
  [undefined, '26100', 'Windows'],
])('%s of build %s is called %s', (productName, build, name) => {
  expect(windowsName(productName, build)).toBe(name);
});
