import { describe, expect, test } from 'vitest';
import shipped from '../../../assets/endpoints.json';
import { EndpointCatalogue } from '../connectivity/endpoint.ts';
import type { Verdict } from '../connectivity/verdict.ts';
import { matrixForTests } from '../plan/matrix-for-tests.ts';
import type { ProbeResult } from '../plan/verification.ts';
import { proxyRequest } from './proxy-request.ts';
import { type RequestOrigin, requestFiles, requestFilesOf } from './proxy-request-files.ts';
import type { Redaction } from './redaction.ts';
import { after, hideAll, ticketOf } from './ticket-for-tests.ts';

const catalogue = EndpointCatalogue.parse(shipped);
const proxy = 'proxy.contoso.com:8080';
const sensor = { endpoint: 'mdi-sensorapi-commercial', host: 'contoso-corpsensorapi.atp.azure.com' };

/** A result without evidence, as the ticket has it where a host is not to be named. */
function result(
  {
    endpoint,
    host,
    port = '443',
    purpose = 'a purpose',
  }: { endpoint: string; host: string; port?: string; purpose?: string },
  kind: Verdict['kind'],
  facts: Record<string, string> = {},
  grade: Verdict['grade'] = 'fails',
): ProbeResult {
  return {
    service: 'sense',
    row: endpoint,
    endpoint,
    purpose,
    necessity: 'required',
    route: { kind: 'direct' },
    observation: null,
    verdict: { kind, grade, confidence: 'certain', responder: 'proxy', facts: { host, port, ...facts } },
  };
}

const origin: RequestOrigin = {
  machine: {
    name: 'DC01',
    domain: 'contoso.local',
    role: 'domain-controller',
    os: { product: 'Windows Server 2022', build: '20348', serverCore: false },
    elevated: true,
    lab: null,
  },
  takenAt: '2026-11-22T10:05:00.000Z',
  catalogue: { origin: 'own', version: 'contoso-7', asOf: '2026-11', sha256: 'ab'.repeat(32) },
  front: 'console',
};

const denied = result(sensor, 'proxy-denied', { proxy, status: '403' });
const inspected = result({ endpoint: 'st-edr-weu', host: 'edr-weu.eu.endpoint.security.microsoft.com' }, 'inspection', {
  proxy,
  ca: 'Contoso Inspection CA',
});
const crl = result({ endpoint: 'crl-1', host: 'crl.microsoft.com', port: '80' }, 'proxy-upstream', {
  proxy,
  status: '502',
});

describe('a request', () => {
  test('asks for what a proxy team can mend, by the documented names', () => {
    const request = proxyRequest(catalogue, [denied, denied, inspected, crl]);
    expect(request?.entries.map(({ host, port, exempt }) => [host, port, exempt])).toEqual([
      ['*.atp.azure.com', 443, true],
      ['*.endpoint.security.microsoft.com', 443, true],
      ['crl.microsoft.com', 80, false],
    ]);
    expect(request).toMatchObject({
      proxies: [proxy],
      unreachable: [],
      withheld: 0,
      results: [denied, inspected, crl],
    });
  });

  test.each<[string, ProbeResult]>([
    ['works', result(sensor, 'healthy', { proxy }, 'works')],
    ['was not tested', result(sensor, 'not-tested', { why: 'pac' }, 'not-tested')],
    ['lacks a root on this server', result(sensor, 'root-missing', { proxy })],
    ['has a clock that is wrong', result(sensor, 'clock', {})],
    ['cannot resolve a name', result(sensor, 'dns', {})],
  ])('is not made where the server %s', (_, one) => {
    expect(proxyRequest(catalogue, [one])).toBe(null);
  });

  test('asks for the way to a proxy that does not answer, and for nothing behind it', () => {
    const request = proxyRequest(catalogue, [result(sensor, 'tcp-timeout', { proxy })]);
    expect(request).toMatchObject({ entries: [], unreachable: [proxy], proxies: [] });
    expect(proxyRequest(catalogue, [result(sensor, 'tcp-timeout')])).toMatchObject({ unreachable: [], proxies: [] });
  });

  test('names a host of the tenant by the documented domain, or counts it where there is none', () => {
    const purpose = 'EDR command and control, the host of this device';
    const streamlined = { endpoint: 'device-control', host: '*.ch.endpoint.security.microsoft.com', purpose };
    const standard = { endpoint: 'device-control', host: '*.microsoft.com', purpose };
    const hosts = (one: ProbeResult) => proxyRequest(catalogue, [one])?.entries.map(({ host }) => host);
    expect(hosts(result(streamlined, 'proxy-denied', { proxy }))).toEqual(['*.endpoint.security.microsoft.com']);
    expect(hosts(result({ ...standard, host: 'winatp-gw-cane.microsoft.com' }, 'proxy-denied', { proxy }))).toEqual([
      'winatp-gw-cane.microsoft.com',
    ]);
    expect(proxyRequest(catalogue, [result(standard, 'proxy-denied', { proxy })])).toMatchObject({
      entries: [],
      withheld: 1,
    });
  });
});

test('names no more than the ticket that it lies beside', () => {
  const text = (redaction?: Redaction): string =>
    requestFilesOf(redaction === undefined ? ticketOf() : ticketOf({}, redaction), catalogue, 'console')
      .map((file) => ('text' in file ? file.text : ''))
      .join('');
  const { machine } = ticketOf().plan;
  expect(text()).toContain(machine.name);
  expect(text()).toContain('contoso.local');
  expect(text(hideAll)).not.toContain(machine.name);
  expect(text(hideAll)).not.toContain('contoso.local');
  expect(text(hideAll)).toContain('server-1');
});

test.each(['svc:S3cr3tWord@p:80', 'http://svc:S3cr3tWord@p:80/', 'Password="S3cr3tWord"'])(
  'holds nothing of a secret that came with a result: %s',
  (text) => {
    const told = { ...result(sensor, 'inspection', { proxy: text, ca: text, why: text }), purpose: text };
    const ticket = ticketOf({ after: { ...after, matrix: matrixForTests([told]) } });
    const made = requestFilesOf(ticket, catalogue, 'window');
    expect(made.map(({ name }) => name)).toContain('proxy-request.csv');
    expect(JSON.stringify(made)).toContain('***');
    expect(JSON.stringify(made)).not.toContain('S3cr3tWord');
  },
);

describe('its files', () => {
  const files = (...probes: ProbeResult[]) => {
    const request = proxyRequest(catalogue, probes);
    const made = request === null ? [] : requestFiles(request, origin);
    return new Map(made.map((file) => [file.name, 'text' in file ? file.text : '']));
  };

  test('are a letter that says who asks whom for what, and what was seen', () => {
    expect(files(denied, inspected, crl).get('proxy-request.txt')).toBe(
      [
        'Request to the team that runs the proxy and the firewall',
        '',
        'From the server DC01 (domain contoso.local), tested on 2026-11-22 10:05:00 UTC.',
        'Microsoft Defender on this server cannot reach the services below as it has to. Please do the following.',
        '',
        '1. Let these addresses through at proxy.contoso.com:8080, for this server and without a sign-in: services of Windows cannot give one. Port 443 needs CONNECT; port 80 is fetched by plain GET.',
        '',
        '  *.atp.azure.com                    443  https  Defender for Identity (service tag AzureAdvancedThreatProtection)',
        '  *.endpoint.security.microsoft.com  443  https  Defender for Endpoint (service tag MicrosoftDefenderForEndpoint)',
        '  crl.microsoft.com                  80   http   certificate checks of Windows',
        '',
        '2. Do not inspect TLS to these addresses or put a certificate of your own in its place: Defender accepts certificates of its own service only.',
        '',
        '  *.atp.azure.com',
        '  *.endpoint.security.microsoft.com',
        '',
        '"*." stands for every name below that domain. Microsoft asks for the whole domain, because the names in it change.',
        '',
        'What was seen',
        '',
        '- The proxy proxy.contoso.com:8080 refuses contoso-corpsensorapi.atp.azure.com:443 with 403. The service was never reached.',
        '- TLS is intercepted on the way: the certificate for edr-weu.eu.endpoint.security.microsoft.com:443 was signed by Contoso Inspection CA, not by a CA of the service. Defender does not work through TLS inspection.',
        '- The proxy proxy.contoso.com:8080 answered 502: it could not resolve or reach crl.microsoft.com:80 itself.',
        '',
        'The same as a table is in proxy-request.csv, as rules for a firewall in proxy-request-firewall.csv, and for squid in the files that end in .conf.',
        `Addresses by the endpoint catalogue version contoso-7 of 2026-11, the administrator's own file (SHA-256 ${'ab'.repeat(32)}).`,
        '',
      ].join('\r\n'),
    );
  });

  test('are a table, rules for a firewall, and lines for squid', () => {
    const made = files(denied, inspected, crl);
    expect([...made.keys()]).toEqual([
      'proxy-request.txt',
      'proxy-request.csv',
      'proxy-request-firewall.csv',
      'proxy-request-squid.conf',
      'proxy-request-squid-no-inspection.conf',
    ]);
    expect(made.get('proxy-request.csv')?.split('\r\n')[1]).toBe(
      '*.atp.azure.com,443,https,Defender for Identity,sensor and updater traffic (mutual TLS),yes,must be left out,AzureAdvancedThreatProtection,proxy refuses (403)',
    );
  });

  test('name hosts that are withheld by the way of the front that made them', () => {
    const standard = { endpoint: 'device-control', host: '*.microsoft.com', purpose: 'EDR command and control' };
    const request = proxyRequest(catalogue, [result(standard, 'proxy-denied', { proxy })]);
    if (request === null) throw new Error('nothing is asked');
    const letter = (front: 'window' | 'console') => JSON.stringify(requestFiles(request, { ...origin, front })[0]);
    expect(letter('console')).toContain('One host of the tenant is not named here.');
    expect(letter('console')).toContain('--include-tenant-hosts');
    expect(letter('window')).toContain('\\"Hosts of the tenant\\" under \\"Leave out\\"');
    expect(letter('window')).not.toContain('--');
  });

  test('have no rules where only the proxy has to be reached, and no exemption where TLS does not matter', () => {
    expect([...files(result(sensor, 'tcp-refused', { proxy })).keys()]).toEqual(['proxy-request.txt']);
    expect([...files(crl).keys()]).not.toContain('proxy-request-squid-no-inspection.conf');
  });

  test('carry nothing of the network into a line of their own', () => {
    const letter = files(result(sensor, 'block-page', { proxy, body: 'a\nhttp_access allow all\u202e' })).get(
      'proxy-request.txt',
    );
    expect(letter).toContain('a http_access allow all');
    expect(letter).not.toMatch(/^http_access/m);
    expect(letter).not.toContain('\u202e');
  });
});
