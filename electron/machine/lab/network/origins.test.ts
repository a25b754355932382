import { expect, test } from 'vitest';
import shipped from '../../../../assets/endpoints.json';
import { EndpointCatalogue } from '../../../core/connectivity/endpoint.ts';
import { proxyOnly, sensorHost } from '../scenarios/blocks.ts';
import { originOf } from './origins.ts';

const testable = EndpointCatalogue.parse(shipped).endpoints.flatMap(({ product, testHost, ...row }) => {
  const host = product === 'mdi-v2' ? sensorHost : testHost;
  return host === null || product === 'mma' ? [] : [{ ...row, host }];
});

test('every endpoint that can be tested has an origin that answers as a healthy one does', () => {
  expect(testable.length).toBeGreaterThan(100);
  const wrong = testable.filter(({ host, port, probe }) => {
    const answer = originOf(host, port)?.answer(probe.path, proxyOnly);
    if (answer === undefined) return true;
    const statusFits = probe.expectStatus.length === 0 || probe.expectStatus.includes(answer.status);
    const bodyFits = probe.bodyRegex === null || new RegExp(probe.bodyRegex).test(answer.body);
    return !statusFits || !bodyFits;
  });
  expect(wrong.map(({ id }) => id)).toEqual([]);
});

test('every origin whose root is known presents a chain to that root', () => {
  const root = { azure: 'digicert-global-root-g2', 'microsoft-2011': 'microsoft-root-2011' } as const;
  const wrong = testable.filter(({ host, port, tls }) => {
    const chain = originOf(host, port)?.chain ?? null;
    if (tls === null || tls.expectedRoots.length === 0) return false;
    return chain === null || !tls.expectedRoots.includes(root[chain]);
  });
  expect(wrong.map(({ id }) => id)).toEqual([]);
});

test.each([
  ['nowhere.example', 443],
  ['other-corpsensorapi.atp.azure.com', 443],
  [sensorHost, 80],
  [`${sensorHost}.example.com`, 443],
  ['crl.microsoft.com', 443],
  ['127.0.0.1', 443],
])('%s:%i does not exist in the lab', (host, port) => {
  expect(originOf(host, port)).toBeNull();
});

test('names compare without case', () => {
  expect(originOf(sensorHost.toUpperCase(), 443)).not.toBeNull();
});
