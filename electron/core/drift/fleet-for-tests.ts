import type { Audit } from './audit.ts';
import type { FleetFile } from './fleet.ts';

/** For tests only: a page of three servers, one of which has changed, and of a file that does not count. */
export const made = { madeAt: '2026-12-24T09:00:00.000Z', utcOffsetMinutes: 60, toolVersion: '0.1.0' };

export function audit(name: string, drift: boolean, number = 'CHG1'): Audit {
  return {
    schema: 1,
    kind: 'audit',
    madeAt: '2026-12-24T08:00:00.000Z',
    toolVersion: '0.1.0',
    machine: { name, domain: 'contoso.local', role: 'domain-controller', lab: null },
    ticket: {
      number,
      plan: '0b6f4a52-6a53-4c5e-9d6f-3f2b7c1d9e10',
      digest: 'ab'.repeat(32),
      madeAt: '2026-11-22T10:05:00.000Z',
    },
    drift,
    values: drift
      ? [
          {
            operation: 1,
            value: 'mde.telemetryProxyServer',
            what: 'TelemetryProxyServer',
            where: 'HKLM',
            before: 'not set',
            after: 'proxy.contoso.com:8080',
            now: 'other:1',
            state: 'changed',
          },
        ]
      : [],
    services: [],
    endpoints: [],
  };
}

export const files: readonly FleetFile[] = [
  { file: 'b.json', audit: audit('DC02', false) },
  { file: 'a.json', audit: audit('DC03', true, '=HYPERLINK("http://x")') },
  { file: 'bad.json', fault: 'The result of a comparison is not valid JSON.' },
  { file: 'c.json', audit: audit('DC01', false, '<b>') },
];
