import { expect, test } from 'vitest';
import type { MachineFacts } from '../../core/plan/snapshot.ts';
import { belowFloor } from './floor.ts';

const [x64, arm64, x86] = [0x8664, 0xaa64, 0x014c];
const on = (product: string, build: string, role: MachineFacts['role'], machine: number | null = x64) =>
  belowFloor({ os: { product, build, serverCore: false }, role }, machine);

test.each([
  ['Windows 7 Professional', '7601', 'workstation'],
  ['Windows 8.1 Pro', '9600', 'workstation'],
  ['Windows 10 preview', '10239', 'workstation'],
  ['Windows Server 2012 R2', '9600.20778', 'domain-controller'],
  ['Windows Server 2016 Technical Preview', '10586', 'member-server'],
  ['Windows Server 2016 Technical Preview', '14392', 'domain-controller'],
] as const)('%s, build %s, is too old', (product, build, role) => {
  expect(on(product, build, role)).toEqual({ kind: 'windows-too-old', product, build });
});

test.each([
  ['Windows 10 Pro', '10240', 'workstation'],
  ['Windows Server 2016 Standard', '14393.7428', 'domain-controller'],
  ['Windows Server 2022 Standard', '20348.2762', 'member-server'],
  ['Windows', 'unknown', 'domain-controller'],
] as const)('%s, build %s, is served', (product, build, role) => {
  expect(on(product, build, role)).toBeNull();
  expect(on(product, build, role, null)).toBeNull();
});

test('another processor is named, also where it can run this program', () => {
  const product = 'Windows 11 Pro';
  expect(on(product, '26100', 'workstation', arm64)).toEqual({ kind: 'windows-not-x64', product, processor: 'ARM64' });
  expect(on(product, '19045', 'workstation', x86)).toMatchObject({ processor: '32-bit' });
  expect(on(product, '26100', 'workstation', 0x5064)).toMatchObject({ processor: '0x5064' });
});

test('too old comes before another processor', () => {
  expect(on('Windows 8.1', '9600', 'workstation', x86)?.kind).toBe('windows-too-old');
});

test('Server Core is served like any other', () => {
  const os = { product: 'Windows Server 2025 Standard', build: '26100', serverCore: true };
  expect(belowFloor({ os, role: 'domain-controller' }, x64)).toBeNull();
});
