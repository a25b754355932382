import { expect, test } from 'vitest';
import { answer } from './observation-for-tests.ts';
import { proxyMadeIt, vendorOfAnswer, vendorOfCertificate } from './vendor.ts';

test.each([
  ['CN=Zscaler Intermediate Root CA (zscaler.net)', 'Zscaler'],
  ['CN=ca.contoso.goskope.com', 'Netskope'],
  ['CN=FortiGate CA, O=Fortinet', 'Fortinet'],
  ['CN=Cisco Umbrella Root CA', 'Cisco'],
  ['CN=Sophos SSL CA_C1234', 'Sophos'],
  ['CN=mitmproxy, O=mitmproxy', 'mitmproxy'],
  ['CN=Contoso Proxy Inspection CA', null],
  ['CN=Symantec Class 3 Secure Server CA - G4', null],
  ['CN=Microsoft Azure RSA TLS Issuing CA 03', null],
  ['CN=DigiCert Global Root G2', null],
])('the issuer %s is of %s', (issuer, vendor) => {
  expect(vendorOfCertificate({ issuer, subject: 'CN=host', isCa: false })).toBe(vendor);
});

test('the name of a server does not make its issuer a vendor', () => {
  expect(vendorOfCertificate({ issuer: 'CN=Public CA', subject: 'CN=www.zscaler.com', isCa: false })).toBeNull();
});

test.each([
  [['via', '1.1 gw (squid/5.7)'], 'Squid'],
  [['server', 'BlueCoat-Security-Appliance'], 'Symantec (Blue Coat) ProxySG'],
  [['x-squid-error', 'ERR_ACCESS_DENIED 0'], 'Squid'],
  [['proxy-agent', 'tinyproxy/1.11'], 'tinyproxy'],
  [['server', 'Microsoft-HTTPAPI/2.0'], null],
  [['set-cookie', 'squid=1'], null],
] as const)('the header %j is of %s', (header, vendor) => {
  expect(vendorOfAnswer(answer(403, '', [[...header]]))).toBe(vendor);
});

test('Via alone does not mean that the proxy made the answer', () => {
  expect(proxyMadeIt(answer(403, '', [['via', '1.1 gw (squid)']]))).toBe(false);
  expect(proxyMadeIt(answer(403, '', [['x-squid-error', 'ERR_ACCESS_DENIED 0']]))).toBe(true);
});
