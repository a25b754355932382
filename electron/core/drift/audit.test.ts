import { describe, expect, test } from 'vitest';
import { szImage } from '../codecs/registry-data.ts';
import { denied, readingsOf, winHttp } from '../effective/readings-for-tests.ts';
import { readingsAfter } from '../plan/after.ts';
import { matrixForTests } from '../plan/matrix-for-tests.ts';
import type { Readings } from '../plan/snapshot.ts';
import { snapshotFrom } from '../plan/snapshot-for-tests.ts';
import type { Verification } from '../plan/verification.ts';
import { after, before, operations, outcome, probe, sensorHost, ticketOf } from '../report/ticket-for-tests.ts';
import type { ValueId } from '../settings/catalogue.ts';
import type { Reading } from '../settings/reading.ts';
import { driftPlainText } from '../wording/drift-lines.ts';
import { driftText } from '../wording/drift-text.ts';
import { Audit } from './audit.ts';
import { auditOf } from './audit-of.ts';

const made = { madeAt: '2026-12-24T08:00:00.000Z', toolVersion: '0.1.0' };

const start = readingsOf({
  sensor: {
    state: 'read',
    path: 'C:\\Program Files\\Azure Advanced Threat Protection Sensor\\2.245.1.1\\SensorConfiguration.json',
    version: '2.245.1.1',
    sha256: 'ef'.repeat(32),
    proxy: { url: 'http://old.contoso.com:3128', userName: 'CONTOSO\\svcProxy', passwordStored: true },
    apiHost: sensorHost,
    thumbprint: null,
  },
});
/** The server as the run of the ticket left it. */
const left = readingsAfter(start, operations);

const holding = (id: ValueId, reading: Reading): Readings => ({
  ...left,
  settings: { ...left.settings, [id]: { ...left.settings[id], reading } },
});

const audited = (readings: Readings, verification: Verification = after, ticket = ticketOf()): Audit =>
  auditOf(ticket, { snapshot: snapshotFrom(readings), verification }, made);

const valueStates = (audit: Audit) =>
  audit.values.filter(({ state }) => state !== 'as-left').map(({ value, state }) => [value, state]);

describe('settings', () => {
  test('as they were left are no drift, and each is there with before, after and now', () => {
    const audit = audited(left);
    expect(audit.drift).toBe(false);
    expect(audit.values).toHaveLength(operations.filter(({ kind }) => kind !== 'restart').length);
    expect(audit.values[2]).toMatchObject({
      value: 'mde.telemetryProxyServer',
      before: '***:***@10.0.0.9:8080',
      after: 'proxy.contoso.com:8080',
      now: 'proxy.contoso.com:8080',
    });
    expect(Audit.safeParse(JSON.parse(JSON.stringify(audit))).success).toBe(true);
  });

  test.each<[string, Readings, string, string]>([
    ['another text', holding('mde.telemetryProxyServer', szImage('other:1')), 'mde.telemetryProxyServer', 'changed'],
    [
      'one that is gone again',
      holding('mde.disableEnterpriseAuthProxy', { state: 'absent', missingKeys: 0 }),
      'mde.disableEnterpriseAuthProxy',
      'reverted',
    ],
    [
      'the old WinHTTP proxy',
      holding('winhttp.machine', winHttp('old.contoso.com:3128')),
      'winhttp.machine',
      'reverted',
    ],
    ['another WinHTTP proxy', holding('winhttp.machine', winHttp('evil:1')), 'winhttp.machine', 'changed'],
    ['the old proxy of the sensor', { ...left, sensor: start.sensor }, 'sensor-configuration', 'reverted'],
    [
      'a sensor that is gone',
      { ...left, sensor: { state: 'not-installed' as const } },
      'sensor-configuration',
      'changed',
    ],
  ])('%s is drift', (_, readings, value, state) => {
    const audit = audited(readings);
    expect(audit.drift).toBe(true);
    expect(valueStates(audit)).toEqual([[value, state]]);
  });

  test('what cannot be read now is said, and is no drift', () => {
    const audit = audited(holding('mde.telemetryProxyServer', denied));
    expect([audit.drift, valueStates(audit)]).toEqual([false, [['mde.telemetryProxyServer', 'unreadable']]]);
    expect(driftText(audit).notes[0]).toMatchObject({ said: expect.stringContaining('could not be read') });
  });

  test('of a run that was put back the settings of before are expected', () => {
    const undone = ticketOf({
      outcome: {
        ...outcome,
        state: 'undone',
        operations: outcome.operations.map((operation) => ({ ...operation, state: 'undone' as const })),
      },
    });
    const audit = audited(left, after, undone);
    expect(audit.values.find(({ value }) => value === 'mde.disableEnterpriseAuthProxy')).toMatchObject({
      state: 'changed',
      now: '1',
    });
    expect(audited(start, after, undone).values.find(({ value }) => value === 'sensor-configuration')).toMatchObject({
      state: 'as-left',
    });
  });

  test('what an undo had to leave alone is not compared', () => {
    const except = ticketOf({
      outcome: {
        ...outcome,
        state: 'undone-except',
        operations: outcome.operations.map((operation) => ({ ...operation, state: 'undo-stale' as const })),
      },
    });
    expect(audited(left, after, except).values).toEqual([]);
  });
});

describe('services and endpoints', () => {
  const seen = (verdict: Parameters<typeof probe>[2]): Verification => ({
    ...after,
    matrix: matrixForTests([probe('mdi-sensor', sensorHost, verdict)]),
  });
  const works = { kind: 'healthy', grade: 'works' } as const;
  const fails = { kind: 'proxy-denied', grade: 'fails' } as const;
  const untested = { kind: 'cancelled', grade: 'not-tested' } as const;

  test.each([
    ['works and works for another reason', works, { kind: 'healthy-503', grade: 'works' } as const, 'same', false],
    ['worked and fails', works, fails, 'worse', true],
    ['failed and works', fails, works, 'better', false],
    ['fails for another reason', fails, { kind: 'dns', grade: 'fails' } as const, 'other', false],
    ['was not tested now', works, untested, 'unknown', false],
    ['was not tested then', untested, fails, 'unknown', false],
  ])('what %s', (_, was, is, state, drift) => {
    const audit = audited(left, seen(is), ticketOf({ after: seen(was) }));
    expect(audit.endpoints).toMatchObject([{ service: 'mdi-sensor', before: was, now: is, state }]);
    expect(audit.drift).toBe(drift);
  });

  test('a service that goes another way is drift, and one whose way is not known is not', () => {
    const [first, ...others] = after.effective;
    if (first === undefined) throw new Error('there are services');
    const other = { ...after, effective: [{ ...first, route: { kind: 'direct' as const } }, ...others] };
    const states = (audit: Audit) => [audit.drift, audit.services[0]?.state];
    expect(states(audited(left, other))).toEqual([true, 'changed']);
    const hidden = { kind: 'unknown', store: 'sensor-configuration' } as const;
    const unread = { ...after, effective: [{ ...first, route: hidden }, ...others] };
    expect(states(audited(left, unread))).toEqual([false, 'unknown']);
  });

  test('other exceptions of the same proxy are said as such, and are no other way', () => {
    const [first, ...others] = after.effective;
    const proxies = [{ scheme: null, host: 'proxy.contoso.com', port: 8080 }];
    if (first === undefined) throw new Error('there are services');
    const by = (bypass: string[]): Verification => ({
      ...after,
      effective: [{ ...first, route: { kind: 'static', proxies, bypass } }, ...others],
    });
    const audit = audited(left, by([]), ticketOf({ after: by(['<local>', '*.contoso.local']) }));
    expect([audit.drift, audit.services[0]?.state]).toEqual([true, 'exceptions']);
    const { summary, drift } = driftText(audit);
    expect(summary).toBe('Since the ticket 1 service has other exceptions.');
    expect(drift.map(({ said }) => said)).toEqual([
      'still goes by proxy.contoso.com:8080; the exceptions were <local>;*.contoso.local and are now none.',
    ]);
  });

  test('where all was seen the words do not hedge', () => {
    const audit = audited(left);
    expect(driftText(audit).summary).toBe('Nothing has changed since the ticket.');
    const untestedNow = audited(left, seen(untested), ticketOf({ after: seen(works) }));
    expect(driftText(untestedNow).summary).toBe('Nothing has changed since the ticket, as far as it could be seen.');
    const unseen = audited(holding('mde.telemetryProxyServer', denied));
    expect(driftText(unseen).summary).toMatch(
      /as far as it could be seen\. Of \d+ settings and services 1 could not be seen\.$/,
    );
  });

  test('a ticket of a plan that was not applied is compared by its tests from before', () => {
    const planned = ticketOf({ outcome: null, before, after: null });
    expect(audited(start, before, planned).endpoints.map(({ state }) => state)).toEqual(['same']);
  });
});

test('the words name what changed, from what to what', () => {
  const { summary, drift } = driftText(audited(holding('mde.telemetryProxyServer', szImage('other:1'))));
  expect(summary).toBe('Since the ticket 1 setting has changed.');
  expect(drift).toEqual([
    {
      what: 'TelemetryProxyServer',
      said: 'was left as proxy.contoso.com:8080, and is now other:1 (before the change ***:***@10.0.0.9:8080).',
    },
  ]);
});

test('the words as plain text name the server and the ticket, and each list only where there is something in it', () => {
  const words = driftText(audited(holding('mde.telemetryProxyServer', szImage('other:1'))));
  expect(driftPlainText(words).split('\n')).toEqual([
    'DC1, compared with the ticket of 2026-11-22 10:05:00 UTC.',
    words.summary,
    '',
    'Changed',
    `- TelemetryProxyServer: ${words.drift[0]?.said}`,
    '',
  ]);
  expect(driftPlainText(driftText(audited(left)))).not.toContain('Changed');
});
