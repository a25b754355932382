import { expect, test } from 'vitest';
import { pathRoutes } from './path.ts';
import { connection, denied, dword, type MachineOfTest, readingsOf, text, winHttp } from './readings-for-tests.ts';
import { routeShown } from './route.ts';

const routes = (machine: MachineOfTest) =>
  Object.fromEntries(
    pathRoutes(readingsOf(machine)).map(({ path, route }) => [path, route === null ? null : routeShown(route)]),
  );

test('where nothing is set, the paths of Windows go directly and those of the products are not there', () => {
  expect(routes({})).toEqual({
    direct: 'direct',
    winhttp: 'direct',
    'local-system': 'direct',
    'local-service': 'direct',
    mdi: null,
    mde: null,
    mdav: null,
  });
});

test('each path leads where its own place says, whichever of them a service would take', () => {
  const values = {
    'winhttp.machine': winHttp('w:1'),
    'wininet.localSystem.connection': connection(3, 's:2'),
    'wininet.localService.connection': connection(5, '', '', 'http://pac.contoso.local/p.pac'),
    'mde.telemetryProxyServer': text('e:3'),
    'mdav.preference.proxyServer': text('http://a:4'),
  };
  expect(routes({ values, sensor: 'http://i:5' })).toEqual({
    direct: 'direct',
    winhttp: 'w:1',
    'local-system': 's:2',
    'local-service': 'http://pac.contoso.local/p.pac',
    mdi: 'i:5',
    mde: 'e:3',
    mdav: 'a:4',
  });
});

test('a place that cannot be read or understood is not known, never taken for empty', () => {
  const values = {
    'winhttp.machine': denied,
    'mde.telemetryProxyServer': text('http://e:3'),
    'mdav.policy.proxyServer': denied,
  };
  expect(routes({ values, sensor: 'not an address' })).toMatchObject({
    winhttp: 'unknown',
    mde: 'unknown',
    mdav: 'unknown',
    mdi: 'unknown',
  });
});

test('where the machine-wide WinINET setting holds, it is the path of both accounts', () => {
  const values = {
    'wininet.perUserPolicy': dword(0),
    'wininet.machine.connection': connection(3, 'm:6'),
    'wininet.localSystem.connection': connection(3, 's:2'),
  };
  expect(routes({ values })).toMatchObject({ 'local-system': 'm:6', 'local-service': 'm:6' });
});
