import { describe, expect, test } from 'vitest';
import { type MachineOfTest, readingsOf, text, winHttp } from '../effective/readings-for-tests.ts';
import { effectiveProxies } from '../effective/resolve.ts';
import { ownerText } from './owner-text.ts';

const values = { 'mde.telemetryProxyServer': text('p:8080') };
const management = { 'mde.telemetryProxyServer': { state: 'managed', gpo: 'Proxy' } } as const;

function ownerOfSense(machine: MachineOfTest): string | null | undefined {
  const readings = readingsOf(machine);
  return effectiveProxies(readings)
    .filter(({ service }) => service === 'sense')
    .map((proxy) => ownerText(proxy, readings.settings))[0];
}

describe('the owner of what decides', () => {
  test('is the Group Policy that set it, and nobody where none did', () => {
    expect(ownerOfSense({ values, management })).toBe('set by the Group Policy "Proxy"');
    expect(ownerOfSense({ values })).toBeNull();
  });

  test('is told with its place where two places name the same proxy', () => {
    expect(ownerOfSense({ values: { ...values, 'winhttp.machine': winHttp('p:8080') }, management })).toBe(
      'the policy value TelemetryProxyServer is set by the Group Policy "Proxy"',
    );
  });
});
