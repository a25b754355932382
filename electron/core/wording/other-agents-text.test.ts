import { describe, expect, it } from 'vitest';
import { AgentProxy, OtherAgents } from '../plan/other-agents.ts';
import { otherAgentTexts } from './other-agents-text.ts';

const absent = { state: 'not-installed', version: null, proxy: null } as const;
const agents = (part: Partial<OtherAgents> = {}): OtherAgents =>
  OtherAgents.parse({
    logAnalytics: { ...absent, workspaces: null },
    omsGateway: absent,
    azureArc: absent,
    ...part,
  });
const arc = (proxy: AgentProxy) => agents({ azureArc: { state: 'running', version: '1.50.2', proxy } });
const url = 'http://proxy.contoso.com:8080';
const textOf = (found: OtherAgents) => otherAgentTexts(found, url)[0]?.text;

describe('otherAgentTexts', () => {
  it('says nothing of what is not installed', () => {
    expect(otherAgentTexts(agents(), url)).toEqual([]);
  });

  it('names the agent, its state, its proxy and what it looks at', () => {
    expect(otherAgentTexts(arc({ state: 'set', text: url }), url)).toEqual([
      {
        id: 'azureArc',
        name: 'Azure Arc agent (himds)',
        text: 'Running, version 1.50.2. Its proxy: http://proxy.contoso.com:8080. It does not use WinHTTP: after its own proxy it looks at the HTTPS_PROXY variable of the machine.',
        commands: {
          shell: 'Command prompt',
          show: ['azcmagent config get proxy.url'],
          set: ['azcmagent config set proxy.url "http://proxy.contoso.com:8080"'],
          clear: ['azcmagent config clear proxy.url'],
        },
      },
    ]);
  });

  it('says where it could not be told whether one is installed', () => {
    const found = agents({ omsGateway: { state: 'unknown', version: null, proxy: null } });
    expect(textOf(found)).toBe('Whether it is installed could not be read.');
  });

  it.each([
    [null, 'To which workspaces it reports could not be read.'],
    [0, 'It reports to no Log Analytics workspace; it may serve Operations Manager.'],
    [1, 'It reports to 1 Log Analytics workspace.'],
    [3, 'It reports to 3 Log Analytics workspaces.'],
  ])('with %j workspaces', (workspaces, sentence) => {
    const proxy = { state: 'not-read', why: 'no-way' } as const;
    const found = agents({ logAnalytics: { state: 'stopped', version: null, proxy, workspaces } });
    expect(textOf(found)).toBe(
      `Installed, stopped. ${sentence} Only the agent itself can tell its proxy: run the command. Where it has none, it may use that of WinHTTP (unverified).`,
    );
  });

  const readings: AgentProxy[] = [
    { state: 'none' },
    { state: 'set', text: 'http://***:***@proxy.contoso.com:8080' },
    ...(['no-way', 'missing', 'denied', 'unreadable', 'malformed'] as const).map(
      (why) => ({ state: 'not-read', why }) as const,
    ),
  ];

  it('has a text of its own for every reading of a proxy', () => {
    expect(new Set(readings.map((proxy) => textOf(arc(AgentProxy.parse(proxy))))).size).toBe(readings.length);
  });

  it('never says that there is no proxy where it was not read', () => {
    for (const proxy of readings.slice(2)) expect(textOf(arc(proxy))).not.toContain('no proxy');
  });

  it('gives commands that hold no credential and are one line each', () => {
    const proxy = { state: 'not-read', why: 'no-way' } as const;
    const found = agents({
      logAnalytics: { state: 'running', version: null, proxy, workspaces: 1 },
      omsGateway: { state: 'running', version: null, proxy },
      azureArc: { state: 'running', version: null, proxy },
    });
    const texts = otherAgentTexts(found, url);
    expect(texts.map(({ id }) => id)).toEqual(['logAnalytics', 'omsGateway', 'azureArc']);
    for (const { commands } of texts) {
      for (const line of [...commands.show, ...commands.set, ...commands.clear]) {
        expect(line).not.toMatch(/\n|@|password|\$cred/i);
      }
    }
  });

  it('is whole sentences', () => {
    for (const text of readings.map((proxy) => textOf(arc(proxy)) ?? '')) {
      expect(text).toMatch(/^[A-Z].*\.$/);
      expect(text).not.toMatch(/!|undefined|null| {2}/);
    }
  });
});
