import { expect, test } from 'vitest';
import { encodeConnectionSettings, withManualProxy } from '../codecs/connection-settings.ts';
import { binaryImage, dwordImage, szImage } from '../codecs/registry-data.ts';
import type { WritableValueId } from '../settings/catalogue.ts';
import type { Present } from '../settings/reading.ts';
import type { Operation } from './operation.ts';
import { operationFault } from './operation-fault.ts';

const common = {
  product: 'mde',
  reason: 'mde-static-proxy',
  citation: 'mde-configure-proxy',
  services: [],
  alsoAffects: 'nobody',
} satisfies Partial<Operation>;

const value = (id: number, name: WritableValueId, after: Present): Operation => ({
  kind: 'value',
  ...common,
  id,
  value: name,
  before: { state: 'absent', missingKeys: 0 },
  after,
});
const winHttp = (id: number, proxy: string, bypass = ''): Operation => ({
  kind: 'winhttp',
  ...common,
  id,
  before: { state: 'absent', missingKeys: 0 },
  after: { access: 'named', proxy, bypass },
});
const sensor = (url: string, user: string | null = null): Operation => ({
  kind: 'sensor',
  ...common,
  id: 1,
  before: { sha256: 'a'.repeat(64), proxy: null },
  after: { url, signIn: user === null ? { kind: 'keep' } : { kind: 'ask', user } },
});

const blob = binaryImage(encodeConnectionSettings(withManualProxy(null, 'proxy.contoso.com:8080', '')));

const right: readonly [string, Operation][] = [
  ['a host and port', value(1, 'mde.telemetryProxyServer', szImage('proxy.contoso.com:8080'))],
  ['a switch', value(1, 'mde.disableEnterpriseAuthProxy', dwordImage(1))],
  ['SSLOptions 3', value(1, 'mdav.policy.sslOptions', dwordImage(3))],
  ['an antivirus proxy', value(1, 'mdav.policy.proxyServer', szImage('http://proxy.contoso.com:8080'))],
  ['a PAC address', value(1, 'mdav.policy.proxyPacUrl', szImage('https://proxy.contoso.com/p.pac'))],
  ['an account blob', value(1, 'wininet.localService.connection', blob)],
  ['a WinHTTP proxy', winHttp(1, 'proxy.contoso.com:8080', '<local>;*.contoso.local')],
  ['a sensor proxy', sensor('http://proxy.contoso.com:8080')],
  ['a sensor proxy with a user', sensor('http://proxy.contoso.com:8080', 'CONTOSO\\svcProxy')],
];

test.each(right)('%s may be written', (_, operation) => {
  expect(operationFault([operation])).toBeNull();
});

const wrong: readonly [string, Operation][] = [
  ['a text where a number belongs', value(1, 'mde.disableEnterpriseAuthProxy', szImage('1'))],
  ['a number that is no switch', value(1, 'mde.disableEnterpriseAuthProxy', dwordImage(2))],
  ['SSLOptions 4', value(1, 'mdav.policy.sslOptions', dwordImage(4))],
  ['a scheme where none belongs', value(1, 'mde.telemetryProxyServer', szImage('http://proxy.contoso.com:8080'))],
  ['a program', value(1, 'mde.telemetryProxyServer', szImage('C:\\x.exe'))],
  ['a command of a shell', value(1, 'mdav.policy.proxyServer', szImage('http://p:80 & calc'))],
  ['an antivirus proxy without a scheme', value(1, 'mdav.policy.proxyServer', szImage('proxy.contoso.com:8080'))],
  ['a PAC address with a password', value(1, 'mdav.policy.proxyPacUrl', szImage('http://u:p@proxy.contoso.com/p.pac'))],
  ['bytes that are no blob', value(1, 'wininet.localService.connection', binaryImage(new Uint8Array(5)))],
  ['a WinHTTP proxy with a line end', winHttp(1, 'proxy.contoso.com:8080\r\nx')],
  ['a WinHTTP bypass that is not ASCII', winHttp(1, 'proxy.contoso.com:8080', 'bücher')],
  ['a sensor proxy with a password', sensor('http://u:p@proxy.contoso.com:8080')],
  ['a sensor proxy with a user of another form', sensor('http://proxy.contoso.com:8080', 'svcProxy@contoso.com')],
];

test.each(wrong)('%s is refused', (_, operation) => {
  expect(operationFault([operation])).toMatchObject({ kind: 'bad-field', file: 'plan', at: 'operations[0].after' });
});

test('operations are numbered by their position', () => {
  const one = value(1, 'mde.telemetryProxyServer', szImage('proxy.contoso.com:8080'));
  expect(operationFault([{ ...one, id: 2 }])).toMatchObject({ at: 'operations[0].id' });
  expect(operationFault([one, { ...winHttp(1, 'p:80') }])).toMatchObject({ at: 'operations[1].id' });
});

test('no store is written twice, under whatever name', () => {
  const first = winHttp(1, 'proxy.contoso.com:8080');
  const raw = value(2, 'winhttp.machine', binaryImage(Uint8Array.from([0x18, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0])));
  expect(operationFault([first, raw])).toMatchObject({ at: 'operations[1].kind' });
});
