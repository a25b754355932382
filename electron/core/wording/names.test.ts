import { describe, expect, test } from 'vitest';
import { AccountId, type EffectiveRoute, EffectiveStep, ServiceId, StoreId } from '../effective/effective.ts';
import { readingsOf, text, winHttp } from '../effective/readings-for-tests.ts';
import { effectiveProxies } from '../effective/resolve.ts';
import { CitationId, Product } from '../plan/operation.ts';
import { OperationState } from '../plan/outcome.ts';
import { ServiceName } from '../plan/snapshot.ts';
import { valueIds } from '../settings/catalogue.ts';
import { citations } from './citations.ts';
import {
  accountName,
  becauseText,
  productName,
  routeText,
  serviceName,
  stepText,
  storeName,
  valueLocation,
  valueName,
  windowsServiceName,
} from './names.ts';
import { piece } from './prose-for-tests.ts';
import { operationStateText } from './ticket-text.ts';

describe('names', () => {
  test('every id has a name', () => {
    for (const id of ServiceId.options) piece(serviceName(id));
    for (const id of AccountId.options) piece(accountName(id));
    for (const id of StoreId.options) piece(storeName(id));
    for (const id of [...Product.options, 'arc'] as const) piece(productName(id));
    for (const id of ServiceName.options) piece(windowsServiceName(id));
    for (const id of OperationState.options) piece(operationStateText({ id: 1, state: id, win32: null }));
  });

  test('every value has a name of its own within its place', () => {
    for (const id of valueIds) {
      piece(valueName(id));
      expect(valueLocation(id)).toMatch(/^(?:HKLM|HKU|HKCU)\\.+\\\w+(?: \(32-bit view\))?$/);
    }
    expect(new Set(valueIds.map(valueName)).size).toBe(valueIds.length);
    expect(valueLocation('winhttp.machine32')).toMatch(/WOW6432Node.*\(32-bit view\)$/);
  });

  test.each<[EffectiveRoute, string]>([
    [{ kind: 'direct' }, 'direct'],
    [
      { kind: 'static', proxies: [{ scheme: null, host: '10.0.0.6', port: 8080 }], bypass: ['<local>'] },
      '10.0.0.6:8080',
    ],
    [
      {
        kind: 'static',
        proxies: [
          { scheme: 'http', host: 'a', port: 80 },
          { scheme: 'https', host: 'b', port: 88 },
        ],
        bypass: [],
      },
      'http=a:80, https=b:88',
    ],
    [{ kind: 'static', proxies: [{ scheme: null, host: 'a', port: 80, tls: true }], bypass: [] }, 'https://a:80'],
    [{ kind: 'pac', url: 'http://p/p.pac' }, 'PAC file http://p/p.pac'],
    [{ kind: 'auto-detect' }, 'found automatically (WPAD)'],
    [{ kind: 'unknown', store: 'winhttp' }, 'not known'],
  ])('a route reads as it is', (route, text) => {
    expect(routeText(route)).toBe(text);
  });

  test.each(EffectiveStep.shape.outcome.options)('a place that is %s says so', (outcome) => {
    piece(stepText({ store: 'winhttp', outcome, shown: null }));
    piece(stepText({ store: 'winhttp', outcome, shown: 'a:80' }));
  });

  test('the place that decided is named, and an unreadable one as well', () => {
    const steps = [{ store: 'telemetry-proxy-server', outcome: 'used', shown: 'a:80' }] as const;
    expect(becauseText({ route: { kind: 'direct' }, steps })).toBe('policy value TelemetryProxyServer');
    expect(becauseText({ route: { kind: 'unknown', store: 'winhttp' }, steps: [] })).toBe(
      'the WinHTTP setting of the machine could not be read',
    );
    expect(becauseText({ route: { kind: 'direct' }, steps: [] })).toBe('nothing is set');
  });

  test('two places whose order is not known are both named', () => {
    const values = { 'mde.telemetryProxyServer': text('p:8080'), 'winhttp.machine': winHttp('p:8080') };
    const sense = effectiveProxies(readingsOf({ values })).filter(({ service }) => service === 'sense');
    expect(sense.map(becauseText)).toEqual([
      'WinHTTP setting of the machine and policy value TelemetryProxyServer, which name the same proxy',
    ]);
  });

  const because = (values: Parameters<typeof readingsOf>[0], service: ServiceId) =>
    effectiveProxies(readingsOf(values))
      .filter((row) => row.service === service)
      .map((row) => [routeText(row.route), becauseText(row)]);

  test.each(['*', '<local>;*.*'])(
    'with the exceptions %s the way is direct, and they are named as the reason',
    (list) => {
      const values = { 'winhttp.machine': winHttp('p:8080', list) };
      const said = ['direct', 'everything is an exception of the WinHTTP setting of the machine'];
      for (const service of ['revocation', 'windows-update', 'sense'] as const)
        expect(because({ values }, service)).toEqual([said]);
    },
  );

  test('exceptions that match hosts of a service are named beside its proxy', () => {
    const values = { 'winhttp.machine': winHttp('p:8080', '<local>;*.windowsupdate.com;*.security.microsoft.com') };
    const said = (entry: string) => [
      'p:8080',
      `WinHTTP setting of the machine, but hosts of this service are among its exceptions and go direct: ${entry}`,
    ];
    expect(because({ values }, 'windows-update')).toEqual([said('*.windowsupdate.com')]);
    expect(because({ values }, 'sense')).toEqual([said('*.security.microsoft.com')]);
    const both = {
      'mde.telemetryProxyServer': text('p:8080'),
      'winhttp.machine': winHttp('p:8080', '*.microsoft.com'),
    };
    expect(because({ values: both }, 'sense').flat()[1]).toMatch(
      /same proxy, but hosts of this service are among the exceptions of one of them and may go direct: \*\.microsoft\.com$/,
    );
    const own = { 'winhttp.machine': winHttp('p:8080', '<local>;*.contoso.local') };
    expect(because({ values: own }, 'sense')).toEqual([['p:8080', 'WinHTTP setting of the machine']]);
  });

  test('the end of an order is no place: nothing is set', () => {
    const steps = [
      { store: 'winhttp', outcome: 'empty', shown: null },
      { store: 'direct', outcome: 'used', shown: null },
    ] as const;
    expect(becauseText({ route: { kind: 'direct' }, steps })).toBe('nothing is set');
  });

  test('a deciding place that was read and is of no use is not called unread', () => {
    const readings = readingsOf({ values: { 'mde.telemetryProxyServer': text('http://p:8080') }, senseIdentity: true });
    const because = (service: ServiceId) =>
      effectiveProxies(readings)
        .filter((row) => row.service === service)
        .map(becauseText);
    const said = 'the policy value TelemetryProxyServer is not usable as written';
    expect([...because('sense'), ...because('mdi-v3')]).toEqual([said, said]);
  });

  test.each(CitationId.options)('page %s has a title, and an address on Microsoft’s own site or none', (id) => {
    piece(citations[id].title);
    expect(citations[id].url ?? 'https://learn.microsoft.com/').toMatch(/^https:\/\/learn\.microsoft\.com\//);
    expect(citations[id].url === null).toBe(id === 'general-knowledge');
  });
});
