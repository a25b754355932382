import { describe, expect, it } from 'vitest';
import { VerdictKind } from '../connectivity/verdict.ts';
import { citations } from '../wording/citations.ts';
import { piece } from '../wording/prose-for-tests.ts';
import { findTopics, helpGroups } from './find-topics.ts';
import { helpTopics } from './help-topics.ts';
import { HelpTopic } from './topic.ts';

const topics = helpTopics();
const linesOf = ({ parts }: HelpTopic) => parts.flatMap((part) => (part.kind === 'text' ? [part.text] : part.items));
const prose = ({ parts }: HelpTopic) =>
  parts.filter(({ kind }) => kind !== 'commands').flatMap((part) => (part.kind === 'text' ? [part.text] : part.items));
const whole = (id: string) => {
  const topic = topics.find((each) => each.id === id);
  return topic === undefined ? '' : linesOf(topic).join('\n');
};

describe('the topics of the help', () => {
  it('fit their schema and have ids of their own', () => {
    for (const topic of topics) HelpTopic.parse(topic);
    expect(new Set(topics.map(({ id }) => id)).size).toBe(topics.length);
    expect(new Set(topics.map(({ title }) => title.toLowerCase())).size).toBe(topics.length);
  });

  it.each(topics.map((topic) => [topic.id, topic] as const))('are written for people: %s', (_id, topic) => {
    piece(topic.title, 120);
    for (const line of prose(topic)) piece(line, 700);
    for (const source of topic.sources) expect(citations[source].url).not.toBeNull();
  });

  it('have one for every result that a test can have, with what to do', () => {
    for (const kind of VerdictKind.options) expect(whole(`result-${kind}`), kind).not.toBe('');
  });

  it('fill every group but that of the questions, which the window has', () => {
    for (const group of Object.keys(helpGroups))
      expect(topics.some((topic) => topic.group === group)).toBe(group !== 'questions');
  });
});

/** Every procedure of Microsoft's two pages, and a sign of it that the topic has to hold. */
describe('the published procedures', () => {
  it.each([
    [
      'MDI: switches of the installer',
      'mdi-install',
      [
        'Azure ATP sensor Setup.exe',
        '/quiet',
        '/help',
        'ProxyUrl="http://proxy.contoso.com:8080"',
        'ProxyUserName',
        'DOMAIN\\user',
        'ProxyUserPassword',
        'encrypted',
      ],
    ],
    [
      'MDI: changing it later, and the DNS record',
      'mdi-change',
      ['removing and installing', 'no longer so', 'A record', 'AATPSensorUpdater', 'SensorConfiguration.json'],
    ],
    ['MDI: legacy method', 'mdi-legacy', ['by the same method', 'S-1-5-18', 'S-1-5-19', 'DefaultConnectionSettings']],
    [
      'MDI: address of the sensor API',
      'mdi-addresses',
      ['contoso-corpsensorapi.atp.azure.com', '443', 'may change', 'compare them regularly'],
    ],
    [
      'MDI: inspection is not supported',
      'tls-inspection',
      ['not supported', 'DigiCert Global Root G2', '*.atp.azure.com'],
    ],
    ['MDI: service tag', 'service-tags', ['AzureAdvancedThreatProtection', 'Azure IP Ranges and Service Tags']],
    ['MDI: hosts file for testing', 'hosts-file', ['drivers\\etc\\hosts']],
    ['MDI: own DNS record', 'dns-record', ['A record', 'only the record changes']],
    [
      'MDI: test by browser',
      'test-by-hand',
      ['Local System', 'PsExec', 'https, not http', '503', 'root certificates', 'certificate error'],
    ],
    ['MDI: 503 is the desired answer', 'answer-503', ['503 The service is unavailable', 'desired', '200']],
    ['MDE: which discovery there is', 'pac-wpad', ['transparent proxy', 'WPAD', 'no setting']],
    [
      'MDE: fixed proxy by policy and registry',
      'mde-static',
      [
        'HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\DataCollection',
        'DisableEnterpriseAuthProxy',
        '/t REG_DWORD /d 1',
        'TelemetryProxyServer',
        'Disable Authenticated Proxy usage',
        'Configure Connected User Experiences and Telemetry',
        'IPv6',
        'network protection',
        'up to date',
      ],
    ],
    [
      'MDE: PreferStaticProxyForHttpRequest',
      'mde-offline',
      [
        'HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows Advanced Threat Protection',
        'PreferStaticProxyForHttpRequest',
        '/t REG_DWORD /d 1',
        '10.8210',
        '10.8049',
      ],
    ],
    [
      'MDE: older Windows',
      'mde-older',
      ['Windows 7, 8.1, Server 2008 R2', 'Log Analytics gateway', 'Microsoft Monitoring Agent'],
    ],
    [
      'MDAV: fixed proxy by policy',
      'mdav-static',
      [
        'Define proxy server for connecting to the network',
        'Enabled',
        'ProxyServer',
        'HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows Defender',
        'http://proxy.contoso.com:8080',
        'custom indicators',
        'EDR in block mode',
        'last proxy that worked',
        'Define proxy auto-config (.pac)',
        'Define addresses to bypass proxy server',
        'Set-MpPreference',
        'ProxyPacUrl',
        'ProxyBypass',
        'TLS inspection',
      ],
    ],
    [
      'MDAV: SSLOptions',
      'mdav-offline',
      ['HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows Defender\\Spynet', 'SSLOptions', '/t REG_DWORD /d 2'],
    ],
    [
      'MDAV: what the static proxy leaves out',
      'mdav-not-covered',
      ['Windows Update', 'fallback order', 'independently'],
    ],
    [
      'WinHTTP: netsh',
      'winhttp',
      [
        'Run as administrator',
        'netsh winhttp set proxy proxy-server="proxy.contoso.com:8080"',
        'netsh winhttp reset proxy',
        'every program and service',
        'stable network',
        'independent of the WinINET',
      ],
    ],
  ] as const)('%s', (_what, id, signs) => {
    for (const sign of signs) expect(whole(id)).toContain(sign);
  });
});

describe('findTopics', () => {
  it('finds by every word, in any order and any case, also inside of words', () => {
    const ids = (query: string) => findTopics(topics, query).map(({ id }) => id);
    expect(ids('  ')).toHaveLength(topics.length);
    expect(ids('SSLOPTIONS pinning')).toContain('mdav-offline');
    expect(ids('telemetryproxy mma')).toEqual(['mde-older']);
    expect(ids('zebra')).toEqual([]);
  });

  it('puts those first whose title has the words', () => {
    expect(findTopics(topics, 'hosts file')[0]?.id).toBe('hosts-file');
    expect(findTopics(topics, 'proxy 503')[0]?.id).toBe('result-proxy-unavailable');
  });
});
