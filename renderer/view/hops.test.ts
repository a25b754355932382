import { describe, expect, it } from 'vitest';
import type { Observation } from '../../electron/core/connectivity/observation.ts';
import type { Verdict } from '../../electron/core/connectivity/verdict.ts';
import { probeOf } from '../wizard/values-for-tests.ts';
import { routeOf } from './hops.ts';

const answer = (status: number) => ({ status, reason: '', headers: [], body: '' });
const skipped = { state: 'skipped' } as const;
const refused = { state: 'failed', ms: 4, code: 'ECONNREFUSED', detail: '' } as const;

const through: Observation = {
  target: { scheme: 'https', host: 'api.example', port: 443, path: '/' },
  via: { kind: 'proxy', scheme: 'http', host: 'proxy', port: 8080 },
  startedAt: '2026-11-02T08:03:00.000Z',
  totalMs: 100,
  dns: { state: 'done', ms: 1, addresses: [] },
  tcp: { state: 'done', ms: 2, address: '10.0.0.6', port: 8080 },
  proxyTls: skipped,
  connect: { state: 'done', ms: 10, answer: answer(200) },
  tls: { state: 'done', ms: 20, protocol: 'TLSv1.3', cipher: '', nameMatches: true },
  http: { state: 'done', ms: 30, answer: answer(200) },
  presented: [],
  presentedCut: false,
  trust: null,
};
const works: Verdict = { kind: 'healthy', grade: 'works', confidence: 'certain', responder: 'service', facts: {} };
const fails = (responder: Verdict['responder'], facts = {}): Verdict => ({
  kind: 'timeout',
  grade: 'fails',
  confidence: 'certain',
  responder,
  facts,
});
const draw = (observation: Observation, verdict: Verdict) => routeOf(probeOf({ observation, verdict }));

describe('the picture of a connection', () => {
  it('is not drawn where no test was made', () => {
    expect(routeOf(probeOf())).toBeNull();
  });

  it('sums the time of each leg', () => {
    expect(draw(through, works)?.legs).toEqual([
      { state: 'reached', ms: 3 },
      { state: 'reached', ms: 60 },
    ]);
  });

  it('breaks at the proxy that refused, and reaches nothing behind it', () => {
    const route = draw({ ...through, connect: { state: 'done', ms: 9, answer: answer(403) } }, fails('proxy'));
    expect(route?.nodes.map(({ kind, broken }) => [kind, broken])).toEqual([
      ['server', false],
      ['proxy', true],
      ['origin', false],
    ]);
    expect(route?.legs.map(({ state }) => state)).toEqual(['reached', 'not-reached']);
  });

  it('reaches nothing behind a proxy that asks for the sign-in that only the sensor has', () => {
    const asked: Observation = {
      ...through,
      connect: { state: 'done', ms: 9, answer: answer(407) },
      tls: skipped,
      http: skipped,
    };
    const route = draw(asked, { ...works, kind: 'not-tested', grade: 'not-tested', responder: 'proxy' });
    expect(route?.nodes.some(({ broken }) => broken)).toBe(false);
    expect(route?.legs).toEqual([
      { state: 'reached', ms: 3 },
      { state: 'not-reached', ms: null },
    ]);
  });

  it('breaks on the first leg where the proxy does not answer', () => {
    const dead = { ...through, tcp: refused, connect: skipped, tls: skipped, http: skipped };
    expect(draw(dead, fails('nobody'))?.legs).toEqual([
      { state: 'broken', ms: 5 },
      { state: 'not-reached', ms: null },
    ]);
  });

  it('breaks nowhere where a person ended the test, and says how long it had gone on', () => {
    const ended = { state: 'failed', ms: 1100, code: 'CANCELLED', detail: '' } as const;
    const cancelled = { ...works, kind: 'cancelled', grade: 'not-tested', responder: 'nobody' } as const;
    const atProxy = { ...through, tcp: ended, connect: skipped, tls: skipped, http: skipped };
    expect(draw(atProxy, cancelled)?.legs).toEqual([
      { state: 'cancelled', ms: 1101 },
      { state: 'not-reached', ms: null },
    ]);
    const route = draw({ ...through, via: { kind: 'direct' }, connect: skipped, tls: ended, http: skipped }, cancelled);
    expect(route?.nodes.some(({ broken }) => broken)).toBe(false);
    expect(route?.legs.map(({ state }) => state)).toEqual(['cancelled']);
    const behind = draw({ ...through, connect: ended, tls: skipped, http: skipped }, cancelled);
    expect(behind?.legs).toEqual([
      { state: 'reached', ms: 3 },
      { state: 'cancelled', ms: 1100 },
    ]);
  });

  it('breaks behind the proxy where the handshake does', () => {
    expect(draw({ ...through, tls: refused, http: skipped }, fails('nobody'))?.legs).toEqual([
      { state: 'reached', ms: 3 },
      { state: 'broken', ms: 14 },
    ]);
  });

  it('puts who inspects TLS between the proxy and the service, by name', () => {
    const route = draw(through, fails('interceptor', { ca: 'Contoso Root CA' }));
    expect(route?.nodes.map(({ kind }) => kind)).toEqual(['server', 'proxy', 'inspection', 'origin']);
    expect(route?.nodes[2]).toMatchObject({ name: 'Contoso Root CA', broken: true });
    expect(route?.legs.at(-1)?.state).toBe('not-reached');
  });

  it('has one leg for a direct connection, broken where the service itself answers wrongly', () => {
    const direct = { ...through, via: { kind: 'direct' }, connect: skipped } as const;
    expect(draw(direct, fails('service'))).toEqual({
      nodes: [
        { kind: 'server', name: '', broken: false },
        { kind: 'origin', name: 'api.example:443', broken: true },
      ],
      legs: [{ state: 'reached', ms: 53 }],
    });
  });

  it('always has one leg fewer than nodes', () => {
    for (const verdict of [works, fails('proxy'), fails('interceptor'), fails('nobody'), fails('unknown')]) {
      for (const via of [through.via, { kind: 'direct' } as const]) {
        const route = draw({ ...through, via }, verdict);
        expect(route?.legs.length).toBe((route?.nodes.length ?? 0) - 1);
      }
    }
  });
});
