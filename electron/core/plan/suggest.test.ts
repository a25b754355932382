import { describe, expect, test } from 'vitest';
import {
  bytes,
  connection,
  denied,
  type MachineOfTest,
  sealedAs,
  sensorRead,
  text,
  v3Services,
  winHttp,
} from '../effective/readings-for-tests.ts';
import { checkIntent } from './intent-check.ts';
import { snapshotOf } from './snapshot-for-tests.ts';
import { suggestIntent } from './suggest.ts';

const to = (proxy: string) => ({ kind: 'static', proxy });
const keep = { kind: 'keep' };
const v3 = { services: v3Services, senseIdentity: true } as const;

const suggest = (machine: MachineOfTest) => suggestIntent(snapshotOf(machine));

function routes(machine: MachineOfTest) {
  const { winhttp, mde, mdav, mdi } = suggest(machine);
  return [winhttp, mde, mdav, mdi].map((product) => product?.route ?? null);
}

describe('suggested intent', () => {
  test.each([
    ['nothing set: nothing to change', {}, [keep, keep, keep, keep]],
    ['nothing installed', { services: {} }, [keep, null, null, null]],
    [
      'WinHTTP for all',
      { values: { 'winhttp.machine': winHttp('p:1') } },
      [to('p:1'), to('p:1'), to('p:1'), to('p:1')],
    ],
    [
      'the static proxy of MDE for all',
      { values: { 'mde.telemetryProxyServer': text('p:1') } },
      [to('p:1'), to('p:1'), to('p:1'), to('p:1')],
    ],
    [
      'the antivirus proxy for all',
      { values: { 'mdav.preference.proxyServer': text('http://p:1') } },
      [to('p:1'), to('p:1'), to('p:1'), to('p:1')],
    ],
    ['the address of the sensor for all', { sensor: 'http://p' }, [to('p:80'), to('p:80'), to('p:80'), to('p:80')]],
    [
      'the legacy proxy for all',
      { values: { 'wininet.localSystem.connection': connection(3, 'p:1') } },
      [to('p:1'), to('p:1'), to('p:1'), to('p:1')],
    ],
    [
      'what each has of its own',
      {
        sensor: 'http://d:1',
        values: {
          'winhttp.machine': winHttp('a:1'),
          'mde.telemetryProxyServer': text('b:1'),
          'mdav.policy.proxyServer': text('http://c:1'),
        },
      },
      [to('a:1'), to('b:1'), to('c:1'), to('d:1')],
    ],
    [
      'values in a wrong form, as they were meant',
      { values: { 'mde.telemetryProxyServer': text('http://p:1/'), 'mdav.policy.proxyServer': text('p:1') } },
      [to('p:1'), to('p:1'), to('p:1'), to('p:1')],
    ],
    [
      'a credential is left out',
      { values: { 'winhttp.machine': sealedAs(winHttp('****:****@p:1')) } },
      [to('p:1'), to('p:1'), to('p:1'), to('p:1')],
    ],
    [
      'a list of several proxies is kept, and nothing is taken from it',
      { values: { 'winhttp.machine': winHttp('http=a:1;https=b:1') } },
      [keep, keep, keep, keep],
    ],
    [
      'a bypass list that cannot be written is kept',
      { values: { 'winhttp.machine': winHttp('p:1', '10.0.0.0/8') } },
      [keep, keep, keep, keep],
    ],
    ['a corrupt WinHTTP value is kept', { values: { 'winhttp.machine': bytes('28') } }, [keep, keep, keep, keep]],
    ['TLS to the proxy is kept', { sensor: 'https://p:1' }, [keep, keep, keep, keep]],
    [
      'an antivirus PAC file',
      { values: { 'mdav.policy.proxyPacUrl': text('http://x/p.pac') } },
      [keep, keep, { kind: 'pac', url: 'http://x/p.pac' }, keep],
    ],
    [
      'a legacy PAC file is kept',
      {
        values: {
          'wininet.localSystem.connection': connection(5, '', '', 'http://x/p.pac'),
          'winhttp.machine': winHttp('p:1'),
        },
      },
      [to('p:1'), to('p:1'), to('p:1'), keep],
    ],
    [
      'an antivirus exception that cannot be written',
      { values: { 'mdav.policy.proxyServer': text('http://p:1'), 'mdav.policy.proxyBypass': text('http://x') } },
      [keep, keep, keep, keep],
    ],
    [
      'v3 with one proxy',
      { ...v3, values: { 'winhttp.machine': winHttp('p:1') } },
      [to('p:1'), to('p:1'), to('p:1'), to('p:1')],
    ],
    [
      'v3 with MDE and MDAV of two minds',
      { ...v3, values: { 'mde.telemetryProxyServer': text('a:1'), 'mdav.policy.proxyServer': text('http://b:1') } },
      [to('a:1'), to('a:1'), to('b:1'), keep],
    ],
    [
      'both sensors',
      { senseIdentity: true, values: { 'winhttp.machine': winHttp('p:1') } },
      [to('p:1'), to('p:1'), to('p:1'), keep],
    ],
    [
      'nothing that could be read',
      {
        sensor: { state: 'unreadable', win32: 5 },
        values: { 'winhttp.machine': denied, 'wininet.localService.connection': denied },
      },
      [keep, keep, keep, keep],
    ],
  ] as const)('%s', (_what, machine, expected) => {
    expect(routes(machine)).toEqual(expected);
    expect(checkIntent(suggest(machine))).toEqual({ ok: true, value: suggest(machine) });
  });

  test.each([
    ['the domain and plain names', {}, ['<local>', '*.contoso.local']],
    ['plain names where there is no domain', { machine: { domain: null } }, ['<local>']],
    [
      'what stands there and covers them',
      { values: { 'winhttp.machine': winHttp('p:1', '<local>;*.local;10.*') } },
      ['<local>', '*.local', '10.*'],
    ],
    [
      'what stands there, and what is missing',
      { values: { 'winhttp.machine': winHttp('p:1', '10.*') } },
      ['10.*', '<local>', '*.contoso.local'],
    ],
  ] as const)('leaves out of the proxy %s', (_what, machine, bypass) => {
    expect(suggest(machine).winhttp?.bypass).toEqual(bypass);
  });

  test('carries an antivirus exception over', () => {
    const values = {
      'mdav.policy.proxyServer': text('http://p:1'),
      'mdav.policy.proxyBypass': text('x.contoso.local'),
    };
    expect(suggest({ values }).mdav?.bypass).toEqual(['x.contoso.local']);
  });

  test.each([
    ['contoso-corpsensorapi.atp.azure.com', 'commercial', 'US'],
    ['contoso-corpsensorapi.gcc.atp.azure.com', 'gcc', 'US'],
    ['contoso-corpsensorapi.atp.azure.us', 'gcchigh', 'USGov'],
    ['sensor.contoso.local', 'commercial', 'US'],
    [null, 'commercial', 'US'],
  ])('takes the cloud from the sensor: %s', (apiHost, cloud, geography) => {
    expect(suggest({ sensor: sensorRead(null, { apiHost }) })).toMatchObject({ cloud, geography });
  });

  test.each([
    [['edr-weu3.eu.endpoint.security.microsoft.com'], 'EU'],
    [['winatp-gw-uks.microsoft.com', 'uk-v20.events.data.microsoft.com'], 'UK'],
    [['edr-chn.ch.endpoint.security.microsoft.com'], 'US'],
    [[], 'US'],
  ])('takes the geography from the hosts of the onboarding: %j', (hosts, geography) => {
    expect(suggest({ onboarding: { hosts, connectivity: 'unknown' } }).geography).toBe(geography);
  });

  test('updates a legacy method in place, asks for nothing that lowers security, and leaves the workspace to the sensor', () => {
    expect(suggest({ values: { 'wininet.localSystem.connection': connection(3, 'p:1') } })).toMatchObject({
      noRevocationPath: false,
      strongCrypto: false,
      winhttp: { also32Bit: false },
      mdi: { legacy: 'update', workspace: null },
    });
  });
});
