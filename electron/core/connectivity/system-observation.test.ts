import { describe, expect, test } from 'vitest';
import { Observation, type ProbeTarget, type ProbeVia } from './observation.ts';
import type { SystemAnswer } from './system-answer.ts';
import { systemLimits, systemObservation } from './system-observation.ts';

const target: ProbeTarget = { scheme: 'https', host: 'contososensorapi.atp.azure.com', port: 443, path: '/' };
const clear: ProbeTarget = { scheme: 'http', host: 'crl.microsoft.com', port: 80, path: '/' };
const direct: ProbeVia = { kind: 'direct' };
const proxy: ProbeVia = { kind: 'proxy', scheme: 'http', host: 'proxy.contoso.com', port: 8080 };
const startedAt = '2026-11-22T10:00:00.000Z';

const answered = (more: Partial<SystemAnswer> = {}): SystemAnswer => ({
  outcome: 'answered',
  reached: 'answered',
  win32: 0,
  secureFailures: [],
  status: 200,
  rawHeaders: 'HTTP/1.1 200 OK\r\nVia: 1.1 squid\r\nX-Odd : a\u0001\r\n\r\n',
  body: new Uint8Array(),
  overTls: true,
  chain: [new Uint8Array([1])],
  chainFrom: 'request',
  elapsedMs: 12.34,
  ...more,
});
const nothing = { rawHeaders: null, status: null, chain: [], chainFrom: null, overTls: false } as const;
const failed = (win32: number, reached: SystemAnswer['reached'], more: Partial<SystemAnswer> = {}) =>
  answered({ outcome: 'failed', win32, reached, ...nothing, ...more });

const seen = (answer: SystemAnswer, to: ProbeTarget = target, via: ProbeVia = direct) => {
  const probed = { target: to, via, startedAt, answer };
  const observation = systemObservation({ ...probed, body: 'Ok', presented: [], trust: null });
  expect(Observation.safeParse(observation).success).toBe(true);
  return { observation, limits: systemLimits(probed) };
};

const stageNames = ['dns', 'tcp', 'proxyTls', 'connect', 'tls', 'http'] as const;
/** The stages that are not skipped, as `name state code`. */
const stages = (observation: Observation) =>
  stageNames.flatMap((name) => {
    const stage = observation[name];
    return stage.state === 'skipped' ? [] : [`${name} ${stage.state}${'code' in stage ? ` ${stage.code}` : ''}`];
  });

describe('an answer', () => {
  test('of the server stands behind TLS, of which no version is made up', () => {
    const { observation } = seen(answered(), target, proxy);
    expect(stages(observation)).toEqual(['tls done', 'http done']);
    expect(observation.tls).toEqual({ state: 'done', ms: 12.3, protocol: '', cipher: '', nameMatches: true });
    expect(observation.http).toMatchObject({
      answer: {
        status: 200,
        reason: 'OK',
        headers: [
          ['via', '1.1 squid'],
          ['x-odd ', 'a\ufffd'],
        ],
        body: 'Ok',
      },
    });
  });

  test('without TLS is what the proxy said to CONNECT', () => {
    const refused = answered({ overTls: false, chain: [], rawHeaders: 'HTTP/1.1 407 Auth\r\n\r\n', status: 407 });
    expect(stages(seen(refused, target, proxy).observation)).toEqual(['connect done']);
    expect(stages(seen(refused, clear, proxy).observation)).toEqual(['http done']);
  });

  test.each([null, 'SSH-2.0\r\n\r\n', 'HTTP/1.1 099 Odd\r\n\r\n'])('that cannot be read (%j) is none', (rawHeaders) => {
    expect(stages(seen(answered({ rawHeaders }), clear).observation)).toEqual(['http failed BAD_HEADER']);
  });
});

describe('a failure', () => {
  test.each<[string, SystemAnswer, ProbeTarget, ProbeVia, string, string[]]>([
    ['an unknown name', failed(12007, 'resolving'), target, direct, 'dns failed ENOTFOUND', []],
    ['nobody there', failed(12029, 'connecting'), target, proxy, 'tcp failed ECONNREFUSED', []],
    ['a connect that takes too long', failed(12002, 'connecting'), target, direct, 'tcp failed TIMEOUT', []],
    ['our own time', failed(0, 'connecting', { outcome: 'timeout' }), target, direct, 'tcp failed TIMEOUT', []],
    ['a silent server', failed(0, 'connected', { outcome: 'timeout' }), target, direct, 'tls failed TIMEOUT', []],
    [
      'a silent proxy',
      failed(0, 'sent', { outcome: 'timeout' }),
      target,
      proxy,
      'connect failed TIMEOUT',
      ['tunnel-not-told'],
    ],
    [
      'a silent service',
      failed(0, 'sent', { outcome: 'timeout', overTls: true }),
      target,
      proxy,
      'http failed TIMEOUT',
      [],
    ],
    ['a cut in the tunnel', failed(12030, 'sent'), target, proxy, 'connect failed ECONNRESET', ['tunnel-not-told']],
    ['a cut in clear', failed(12030, 'sent'), clear, proxy, 'http failed ECONNRESET', []],
    ['no HTTP', failed(12152, 'sent'), clear, direct, 'http failed NOT_HTTP', []],
    ['all of TLS', failed(12157, 'connecting'), target, proxy, 'tls failed WINHTTP_12157', ['tls-not-told']],
    [
      'a certificate',
      failed(12175, 'connected', { chain: [new Uint8Array([1])] }),
      target,
      direct,
      'tls failed WINHTTP_12175',
      [],
    ],
    [
      'a demand for one',
      failed(12044, 'connected'),
      target,
      direct,
      'tls failed ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
      [],
    ],
    ['being stopped', failed(0, 'started', { outcome: 'cancelled' }), target, direct, 'dns failed CANCELLED', []],
    ['an error of its own', failed(12152, 'connected'), target, direct, 'tls failed NOT_HTTP', []],
  ])('by %s', (_, answer, to, via, stage, limits) => {
    const { observation, limits: found } = seen(answer, to, via);
    expect(stages(observation).at(-1)).toBe(stage);
    expect(found).toEqual(limits);
  });

  test('keeps what Windows said beside the code', () => {
    const { observation } = seen(failed(12175, 'connected', { secureFailures: ['wrong-date', 'invalid-ca'] }));
    expect(observation.tls).toMatchObject({ detail: 'WinHTTP error 12175 (wrong-date, invalid-ca)' });
  });

  test('that took very long is still an observation', () => {
    expect(seen(failed(12002, 'connected', { elapsedMs: 10 ** 9 })).observation.totalMs).toBe(600_000);
  });
});
