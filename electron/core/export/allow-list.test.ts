import { describe, expect, test } from 'vitest';
import shipped from '../../../assets/endpoints.json';
import { type Endpoint, EndpointCatalogue } from '../connectivity/endpoint.ts';
import { allowList, lets, type WantedHost } from './allow-list.ts';
import { csv, firewallRules } from './csv.ts';
import { squidAccess, squidNoInspection } from './squid.ts';

const catalogue = EndpointCatalogue.parse(shipped);
const row = (id: string): Endpoint => {
  const found = catalogue.endpoints.find((each) => each.id === id);
  if (found === undefined) throw new Error(`no row ${id}`);
  return found;
};
const wanted = (id: string, host: string | null = row(id).testHost): WantedHost => ({
  host: host ?? '',
  port: row(id).port,
  endpoint: row(id),
});
const listed = (...all: WantedHost[]) =>
  allowList(catalogue, all).map(({ host, path, port }) => `${host}${path ?? ''}:${port}`);

describe('an allow-list', () => {
  test.each<[string, WantedHost, string[]]>([
    [
      'the workspace by its wildcard',
      wanted('mdi-sensorapi-commercial', 'contoso-corpsensorapi.atp.azure.com'),
      ['*.atp.azure.com:443'],
    ],
    [
      'the workspace of GCC',
      wanted('mdi-sensorapi-gcc', 'contososensorapi.gcc.atp.azure.com'),
      ['*.gcc.atp.azure.com:443'],
    ],
    [
      'the workspace of GCC High',
      wanted('mdi-sensorapi-gcchigh', 'contososensorapi.atp.azure.us'),
      ['*.atp.azure.us:443'],
    ],
    ['a streamlined host by the documented domain', wanted('st-edr-cus'), ['*.endpoint.security.microsoft.com:443']],
    ['MAPS by the documented domain', wanted('std-maps-eu'), ['*.wd.microsoft.com:443']],
    ['a standard host by itself', wanted('std-gw-cus'), ['winatp-gw-cus.microsoft.com:443']],
    // The wildcard that holds for it is another product's.
    ['telemetry by itself', wanted('std-cyber-us'), ['us-v20.events.data.microsoft.com:443']],
    [
      'storage by itself, and not all storage of Azure',
      wanted('std-air-cus'),
      ['automatedirstrprdcus.blob.core.windows.net:443'],
    ],
    ['a part of a site by its path', wanted('crl-3'), ['www.microsoft.com/pki/:80']],
    ['the whole domain and itself', wanted('std-wdcp'), ['*.wdcp.microsoft.com:443', 'wdcp.microsoft.com:443']],
    [
      'what is left of a host of the tenant',
      wanted('st-edr-cus', '*.us.endpoint.security.microsoft.com'),
      ['*.endpoint.security.microsoft.com:443'],
    ],
    [
      'the identity API of the v3 sensor',
      wanted('mdi-v3-identity', 'edr-eus3.us.endpoint.security.microsoft.com'),
      ['*.endpoint.security.microsoft.com:443'],
    ],
  ])('names %s', (_, one, expected) => {
    expect(listed(one)).toEqual(expected);
  });

  test('names no domain that a whole company is below', () => {
    expect(listed(wanted('std-gw-cus', '*.microsoft.com'))).toEqual([]);
  });

  test.each([
    'a.contoso.com\nhttp_access allow all',
    'a b.contoso.com',
    '-a.contoso.com',
    'contoso',
    '*.*.contoso.com',
    '=1+1.contoso.com',
  ])('takes no host like %j out of a file', (host) => {
    const odd = { ...row('std-gw-cus'), host };
    expect(listed({ host, port: 443, endpoint: odd })).toEqual([]);
  });

  test.each(['www.contoso.com/a b/*', 'www.contoso.com/a|.*', 'www.contoso.com/a\nacl x'])(
    'takes no path like %j',
    (host) => {
      expect(listed({ host: 'www.contoso.com', port: 80, endpoint: { ...row('crl-3'), host } })).toEqual([]);
    },
  );

  test('has each line once, in an order that the tests do not decide, and none below another', () => {
    const all = [wanted('std-gw-cus'), wanted('st-edr-cus'), wanted('crl-1'), wanted('st-mdav-us'), wanted('crl-3')];
    const lines = [
      '*.endpoint.security.microsoft.com:443',
      'winatp-gw-cus.microsoft.com:443',
      'crl.microsoft.com:80',
      'www.microsoft.com/pki/:80',
    ];
    expect(listed(...all)).toEqual(lines);
    expect(listed(...all.reverse())).toEqual(lines);
    const [wild] = allowList(catalogue, all);
    expect(wild).toMatchObject({ products: ['mdav', 'mde'], requirement: 'required', exempt: true });
    const below = { ...row('std-gw-cus'), host: 'a.endpoint.security.microsoft.com' };
    expect(listed(wanted('st-edr-cus'), { host: below.host, port: 443, endpoint: below })).toEqual([lines[0]]);
  });

  test.each([
    ['edr-cus.us.endpoint.security.microsoft.com', 443, true],
    ['EDR-CUS.us.endpoint.security.microsoft.com', 443, true],
    ['edr-cus.us.endpoint.security.microsoft.com', 80, false],
    ['endpoint.security.microsoft.com', 443, false],
    ['evil-endpoint.security.microsoft.com', 443, false],
  ])('lets %s:%i through: %s', (host, port, expected) => {
    const [wild] = allowList(catalogue, [wanted('st-edr-cus')]);
    expect(wild !== undefined && lets(wild, host, port)).toBe(expected);
  });
});

const some = allowList(catalogue, [
  wanted('mdi-sensorapi-commercial', 'contososensorapi.atp.azure.com'),
  wanted('std-wdcp'),
  wanted('upd-go-microsoft-com'),
  wanted('crl-1'),
  wanted('crl-3'),
]);

test('for squid names a domain once, splits ports and paths, and asks for CONNECT where TLS is', () => {
  expect(squidAccess(some).split('\n').slice(2)).toEqual([
    'acl defender_connect method CONNECT',
    'acl defender_1_hosts dstdomain .atp.azure.com .wdcp.microsoft.com go.microsoft.com',
    'acl defender_1_port port 443',
    'http_access allow defender_connect defender_1_hosts defender_1_port',
    'acl defender_2_hosts dstdomain crl.microsoft.com',
    'acl defender_2_port port 80',
    'http_access allow !defender_connect defender_2_hosts defender_2_port',
    'acl defender_3_hosts dstdomain www.microsoft.com',
    'acl defender_3_port port 80',
    'acl defender_3_path urlpath_regex ^/pki/',
    'http_access allow !defender_connect defender_3_hosts defender_3_port defender_3_path',
    '',
  ]);
});

test('for a squid that intercepts names only what inspection breaks', () => {
  expect(squidNoInspection(some)).toContain('ssl::server_name .atp.azure.com .wdcp.microsoft.com\n');
  expect(squidNoInspection(some.filter(({ exempt }) => !exempt))).toBe(null);
});

test('for a firewall has a row for each name and port, with the documented tag', () => {
  const [head, ...rows] = firewallRules(some).split('\r\n');
  expect(head).toBe('Name,Direction,Action,FQDN,Protocol,Port,Application,Azure service tag');
  expect(rows[0]).toBe(
    'Microsoft Defender *.atp.azure.com 443,outbound,allow,*.atp.azure.com,TCP,443,TLS,AzureAdvancedThreatProtection',
  );
  expect(rows).toContain('Microsoft Defender crl.microsoft.com 80,outbound,allow,crl.microsoft.com,TCP,80,HTTP,');
});

test.each([
  [['a', 'b'], 'a,b\r\n'],
  [['a,b', 'say "no"', 'two\nlines'], '"a,b","say ""no""","two\nlines"\r\n'],
  [['=cmd()', '+1', '-1', '@a', '\tb'], "'=cmd(),'+1,'-1,'@a,'\tb\r\n"],
  [['=a,b'], `"'=a,b"\r\n`],
])('the cells %j are %j', (cells, expected) => {
  expect(csv([cells])).toBe(expected);
});
