import { describe, expect, test } from 'vitest';
import { connection, denied, dword, type MachineOfTest, text, winHttp } from '../effective/readings-for-tests.ts';
import { proxiesSet } from './proxies-set.ts';
import { snapshotOf } from './snapshot-for-tests.ts';

const set = (values: NonNullable<MachineOfTest['values']>, sensor: string | null = null) =>
  proxiesSet(snapshotOf({ values, sensor }));

describe('the proxies that are set on a server', () => {
  test('nothing is set', () => {
    expect(set({})).toEqual([]);
  });

  test('one proxy is named with every place that has it, whatever its form there', () => {
    const found = set(
      {
        'winhttp.machine': winHttp('proxy.contoso.com:8080', '<local>'),
        'wininet.localSystem.connection': connection(3, 'http=a:1;https=Proxy.contoso.com:8080'),
        'mde.telemetryProxyServer': text('proxy.contoso.com:8080'),
        'mdav.policy.proxyServer': text('http://old.contoso.com:3128'),
      },
      'http://proxy.contoso.com:8080',
    );
    expect(found).toEqual([
      {
        proxy: 'proxy.contoso.com:8080',
        places: ['winhttp', 'wininet-local-system', 'sensor-configuration', 'telemetry-proxy-server'],
      },
      { proxy: 'old.contoso.com:3128', places: ['mdav-policy-server'] },
    ]);
  });

  test('accounts that no Defender service runs as are there too', () => {
    const values = {
      'wininet.networkService.connection': connection(3, 'network:1'),
      'wininet.user.proxyEnable': dword(1),
      'wininet.user.proxyServer': text('user:2'),
    };
    expect(set(values).map(({ proxy, places }) => [proxy, ...places])).toEqual([
      ['network:1', 'wininet-network-service'],
      ['user:2', 'wininet-user'],
    ]);
    expect(set({ ...values, 'wininet.user.proxyEnable': dword(0) })).toHaveLength(1);
  });

  test.each([
    ['a list of several', { 'winhttp.machine': winHttp('a:1;b:2') }],
    ['TLS to the proxy', { 'winhttp.machine': winHttp('https://a:1') }],
    ['a setting that is off', { 'wininet.localSystem.connection': connection(1, 'a:1') }],
    ['a PAC file', { 'wininet.localSystem.connection': connection(5, '', '', 'http://a/p.pac') }],
    ['what could not be read', { 'wininet.localSystem.connection': denied }],
    ['a text that holds a password', { 'mdav.policy.proxyServer': text('http://u:p@a:1') }],
  ])('%s is not taken over', (_, values) => {
    expect(set(values)).toEqual([]);
  });
});
