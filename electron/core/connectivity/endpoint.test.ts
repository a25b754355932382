import { expect, test } from 'vitest';
import shipped from '../../../assets/endpoints.json';
import { EndpointCatalogue, endpointOfHost, endpointsFor, knownRoots } from './endpoint.ts';
import { expectationOf } from './expectation.ts';

const catalogue = EndpointCatalogue.parse(shipped);
const commercial = {
  cloud: 'commercial',
  geography: 'US',
  connectivity: 'streamlined',
  sensorApiHost: 'contoso-corpsensorapi.atp.azure.com',
} as const;

const idsFor = (query: Partial<Parameters<typeof endpointsFor>[1]>) =>
  endpointsFor(catalogue, { products: ['mde'], ...commercial, ...query }).map(({ endpoint }) => endpoint.id);

test('the sensor API row takes the workspace’s host', () => {
  const [row] = endpointsFor(catalogue, { products: ['mdi-v2'], ...commercial });
  expect(row).toMatchObject({
    endpoint: { id: 'mdi-sensorapi-commercial' },
    target: { scheme: 'https', host: 'contoso-corpsensorapi.atp.azure.com', port: 443, path: '/tri/sensor/api/ping' },
  });
});

test('without a workspace there is no sensor API row', () => {
  expect(idsFor({ products: ['mdi-v2'], sensorApiHost: null })).toEqual([]);
});

test('a workspace host that could end a request line gives no row', () => {
  expect(idsFor({ products: ['mdi-v2'], sensorApiHost: 'a.atp.azure.com\r\nX: 1' })).toEqual([]);
});

test.each([
  ['gcc', 'mdi-sensorapi-gcc'],
  ['gcchigh', 'mdi-sensorapi-gcchigh'],
  ['dod', 'mdi-sensorapi-dod'],
] as const)('the %s cloud has its own sensor API row', (cloud, id) => {
  expect(idsFor({ products: ['mdi-v2'], cloud })).toEqual([id]);
});

test('only hosts of the geography and of the whole world are taken', () => {
  const rows = endpointsFor(catalogue, { products: ['mde', 'mdav'], ...commercial });
  expect(new Set(rows.map(({ endpoint }) => endpoint.geo))).toEqual(new Set(['US', 'WW']));
  expect(rows.map(({ target }) => target.host)).toContain('edr-eus.us.endpoint.security.microsoft.com');
  expect(rows.map(({ target }) => target.host)).not.toContain('edr-weu.eu.endpoint.security.microsoft.com');
});

test('standard rows come with standard connectivity only, rows of both always', () => {
  expect(idsFor({})).not.toContain('std-gw-eus');
  expect(idsFor({ connectivity: 'standard' })).toContain('std-gw-eus');
  expect(idsFor({})).toContain('std-events');
});

test('wildcards and placeholders are never dialled', () => {
  const all = endpointsFor(catalogue, { products: catalogue.endpoints.map((row) => row.product), ...commercial });
  for (const { target } of all) expect(target.host).not.toMatch(/[*<>]/);
});

test.each([
  ['contoso-corpsensorapi.atp.azure.com', 443, 'mdi-sensorapi-commercial'],
  ['contosensorapi.gcc.atp.azure.com', 443, 'mdi-sensorapi-gcc'],
  ['EDR-EUS.us.endpoint.security.microsoft.com', 443, 'st-edr-eus'],
  ['edr-new.ch.endpoint.security.microsoft.com', 443, 'mde-streamlined-wild'],
  ['crl.microsoft.com', 80, 'crl-1'],
  ['crl.microsoft.com', 443, undefined],
  ['atp.azure.com.contoso.com', 443, undefined],
  ['www.contoso.com', 443, undefined],
])('%s:%i belongs to %s', (host, port, id) => {
  expect(endpointOfHost(catalogue, host, port)?.id).toBe(id);
});

test('known roots are told by their SHA-256 in lower case', () => {
  expect(knownRoots(catalogue)).toContainEqual({
    id: 'digicert-global-root-g2',
    cn: 'DigiCert Global Root G2',
    sha256: 'cb3ccbb76031e5e0138f8dd39a23f9de47ffc35e43c1144cea27d46a5ab1cb5f',
  });
});

test('documented rows are strong, extrapolated ones weak', () => {
  const of = (id: string) => {
    const row = catalogue.endpoints.find((one) => one.id === id);
    return row && expectationOf(catalogue, row, null);
  };
  expect(of('mdi-sensorapi-commercial')).toMatchObject({ role: 'mdi', strength: 'strong', status: [200, 503] });
  expect(of('mdi-sensorapi-gcc')).toMatchObject({ role: 'mdi', strength: 'weak' });
  expect(of('st-edr-eus')).toMatchObject({ role: 'mde', pinned: true, roots: ['microsoft-root-2011'] });
  expect(of('crl-1')).toMatchObject({ role: 'microsoft', roots: [], pinned: false });
});

const row = () => structuredClone(shipped.endpoints[0]);
const fileWith = (change: object) => ({ ...shipped, endpoints: [{ ...row(), ...change }] });

test.each([
  ['an unknown field', fileWith({ colour: 'red' }), 'endpoints.0'],
  ['port 0', fileWith({ port: 0 }), 'endpoints.0.port'],
  ['an unknown product', fileWith({ product: 'mdx' }), 'endpoints.0.product'],
  ['a space in the path', fileWith({ probe: { ...row()?.probe, path: '/a b' } }), 'endpoints.0.probe.path'],
  ['a runaway pattern', fileWith({ probe: { ...row()?.probe, bodyRegex: '(a+)+$' } }), 'endpoints.0.probe.bodyRegex'],
  [
    'a root that is not listed',
    fileWith({ tls: { ...row()?.tls, expectedRoots: ['no-such'] } }),
    'endpoints.0.tls.expectedRoots',
  ],
  ['https without TLS expectations', fileWith({ tls: null }), 'endpoints.0.tls'],
  ['an id that is used twice', { ...shipped, endpoints: [row(), row()] }, 'endpoints.1.id'],
  ['another schema', { ...shipped, schemaVersion: 2 }, 'schemaVersion'],
])('a catalogue with %s is refused at its place', (_what, file, place) => {
  const parsed = EndpointCatalogue.safeParse(file);
  expect(parsed.error?.issues.map(({ path }) => path.join('.'))).toContain(place);
});
