import { expect, test } from 'vitest';
import { parseAdvProxy } from './advproxy.ts';

const nothing = {
  proxyEnabled: null,
  proxy: null,
  bypass: null,
  pacEnabled: null,
  pacUrl: null,
  autoDetect: null,
  perUser: null,
};

test('the JSON behind the localised lines is what counts', () => {
  const output = [
    '',
    'Aktuelle WinHTTP-Proxyeinstellungen (erweitert):',
    '',
    '{ "ProxyIsEnabled": true, "Proxy": "http=h1:8080;https=h2:8081", "ProxyBypass": "<local>;*.contoso.com",',
    '  "AutoConfigIsEnabled": false, "AutoconfigUrl": " ", "AutoDetect": true, "PerUserProxySettings": true,',
    '  "ConnectionName": "optional" }',
    '',
  ].join('\r\n');
  expect(parseAdvProxy(output)).toEqual({
    proxyEnabled: true,
    proxy: 'http=h1:8080;https=h2:8081',
    bypass: '<local>;*.contoso.com',
    pacEnabled: false,
    pacUrl: '',
    autoDetect: true,
    perUser: true,
  });
});

test.each([
  ['nothing at all', ''],
  ['no JSON', 'The following command was not found: winhttp show advproxy.'],
  ['a brace that does not close', '{ "Proxy": "p:1"'],
  ['braces the wrong way round', '} {'],
  ['two objects', '{"Proxy":"a"} and {"Proxy":"b"}'],
  ['braces without JSON', '{ Proxy: p }'],
])('%s is no answer', (_what, output) => {
  expect(parseAdvProxy(output)).toBeNull();
});

test.each([
  ['left out', '{}', {}],
  ['of another type', '{"ProxyIsEnabled":"true","Proxy":1,"AutoDetect":0,"AutoconfigUrl":null}', {}],
  ['beyond ASCII', '{"Proxy":"pr\u00f6xy:8080","ProxyBypass":"a\\u0000b"}', {}],
  ['too long', JSON.stringify({ Proxy: 'p'.repeat(5000) }), {}],
  ['good beside bad', '{"ProxyIsEnabled":false,"Proxy":[]}', { proxyEnabled: false }],
])('a field %s is unknown', (_what, output, known) => {
  expect(parseAdvProxy(output)).toEqual({ ...nothing, ...known });
});
