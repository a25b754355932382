import type { Agent, AgentId, AgentProxy, OtherAgents } from '../plan/other-agents.ts';
import { cmdText, powerShellText } from './shell-quoting.ts';

/** How a proxy of such an agent is looked up and changed by hand. None of it holds a credential. */
interface BesideCommands {
  readonly shell: 'PowerShell' | 'Command prompt';
  readonly show: readonly string[];
  readonly set: readonly string[];
  readonly clear: readonly string[];
}

/** One program, or kind of program, with a proxy of its own. */
export interface BesideText {
  readonly id: AgentId | 'environment';
  readonly name: string;
  /** Two or three whole sentences. */
  readonly text: string;
  readonly commands: BesideCommands;
}

const names = {
  logAnalytics: 'Log Analytics agent (HealthService)',
  omsGateway: 'Log Analytics gateway (OMSGatewayService)',
  azureArc: 'Azure Arc agent (himds)',
} as const satisfies Record<AgentId, string>;

const logAnalyticsAgent = '$agent = New-Object -ComObject AgentConfigManager.MgmtSvcCfg';
const gatewayModule = 'Import-Module OMSGateway';

/** SetProxyInfo and the gateway's cmdlets: Azure Monitor documentation; `azcmagent`: Azure Arc documentation. */
const commandsOf = (url: string) =>
  ({
    logAnalytics: {
      shell: 'PowerShell',
      show: [logAnalyticsAgent, '$agent.ProxyUrl'],
      set: [logAnalyticsAgent, `$agent.SetProxyInfo(${powerShellText(url)}, '', '')`, '$agent.ReloadConfiguration()'],
      clear: [logAnalyticsAgent, "$agent.SetProxyInfo('', '', '')", '$agent.ReloadConfiguration()'],
    },
    omsGateway: {
      shell: 'PowerShell',
      show: [gatewayModule, 'Get-OMSGatewayRelayProxy'],
      set: [
        gatewayModule,
        `Set-OMSGatewayRelayProxy -Address ${powerShellText(url)}`,
        'Restart-Service OMSGatewayService',
      ],
      clear: [gatewayModule, "Set-OMSGatewayRelayProxy -Address ''", 'Restart-Service OMSGatewayService'],
    },
    azureArc: {
      shell: 'Command prompt',
      show: ['azcmagent config get proxy.url'],
      set: [`azcmagent config set proxy.url ${cmdText(url)}`],
      clear: ['azcmagent config clear proxy.url'],
    },
  }) as const satisfies Record<AgentId, BesideCommands>;

const uses = {
  logAnalytics: 'Where it has none, it may use that of WinHTTP (unverified).',
  omsGateway: 'It is a proxy for such agents, and cannot be the proxy of Defender for Endpoint.',
  azureArc: 'It does not use WinHTTP: after its own proxy it looks at the HTTPS_PROXY variable of the machine.',
} as const satisfies Record<AgentId, string>;

/**
 * The agents that are installed, or of which that is not known; an empty list says that there are none. `url` stands in
 * the commands that set a proxy.
 */
export function otherAgentTexts(agents: OtherAgents, url: string): readonly BesideText[] {
  const commands = commandsOf(url);
  return (['logAnalytics', 'omsGateway', 'azureArc'] as const)
    .filter((agent) => agents[agent].state !== 'not-installed')
    .map((agent) => ({ id: agent, name: names[agent], text: textOf(agent, agents), commands: commands[agent] }));
}

function textOf(agent: AgentId, agents: OtherAgents): string {
  const found = agents[agent];
  if (found.state === 'unknown') return 'Whether it is installed could not be read.';
  const workspaces = agent === 'logAnalytics' ? ` ${workspacesText(agents.logAnalytics.workspaces)}` : '';
  return `${stateText(found)}${workspaces} ${proxyText(found.proxy)} ${uses[agent]}`;
}

const states = {
  'not-installed': 'Not installed',
  stopped: 'Installed, stopped',
  running: 'Running',
  changing: 'Starting or stopping',
  unknown: 'Not known',
} as const satisfies Record<Agent['state'], string>;

const stateText = ({ state, version }: Agent): string =>
  `${states[state]}${version === null ? '' : `, version ${version}`}.`;

function workspacesText(count: number | null): string {
  if (count === null) return 'To which workspaces it reports could not be read.';
  if (count === 0) return 'It reports to no Log Analytics workspace; it may serve Operations Manager.';
  return `It reports to ${count} Log Analytics ${count === 1 ? 'workspace' : 'workspaces'}.`;
}

const notRead = {
  'no-way': 'Only the agent itself can tell its proxy: run the command.',
  missing: 'Its settings file is not where it was expected, so its proxy is not known: run the command.',
  denied: 'Its settings file may not be read without administrator rights, so its proxy is not known.',
  unreadable: 'Its settings file could not be read, so its proxy is not known.',
  malformed: 'Its settings file could not be understood, so its proxy is not known.',
} as const satisfies Record<Extract<AgentProxy, { state: 'not-read' }>['why'], string>;

function proxyText(proxy: AgentProxy | null): string {
  if (proxy === null) return 'Its proxy is not known.';
  switch (proxy.state) {
    case 'none':
      return 'It has no proxy of its own.';
    case 'set':
      return `Its proxy: ${proxy.text}.`;
    case 'not-read':
      return notRead[proxy.why];
    default:
      return proxy satisfies never;
  }
}
