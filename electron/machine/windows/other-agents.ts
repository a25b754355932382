import path from 'node:path';
import { arcSettingsLimit, parseArcSettings } from '../../core/codecs/arc-settings.ts';
import type { Agent, AgentProxy, OtherAgents } from '../../core/plan/other-agents.ts';
import { maskText } from '../../core/settings/seal.ts';
import { utf8Text } from '../../disk/utf8-text.ts';
import { readBounded } from './bounded-file.ts';
import { fileVersion } from './file-version.ts';
import { programDataFolder } from './program-data.ts';
import { status, subKeyNames } from './registry.ts';
import { programOf } from './sensor-store.ts';
import { serviceError, serviceStatus } from './service-manager.ts';

const workspacesKey = 'SYSTEM\\CurrentControlSet\\Services\\HealthService\\Parameters\\Service Connector Services';
const arcFile = 'AzureConnectedMachineAgent\\Config\\localconfig.json';
const mostWorkspaces = 1000;

/**
 * The agents beside Defender that have a proxy of their own, read only. The Log Analytics agent tells its proxy through
 * a COM class of its own and the gateway through its PowerShell module; where they keep it is not documented, so it is
 * not read. SECURITY: neither class nor module is loaded into this process, which may run with administrator rights.
 */
export function otherAgents(): OtherAgents {
  const noWay = { state: 'not-read', why: 'no-way' } as const;
  const logAnalytics = agentOf('HealthService', () => noWay);
  return {
    logAnalytics: { ...logAnalytics, workspaces: logAnalytics.state === 'not-installed' ? null : workspaces() },
    omsGateway: agentOf('OMSGatewayService', () => noWay),
    azureArc: agentOf('himds', arcProxy),
  };
}

function agentOf(service: string, proxyOf: () => AgentProxy): Agent {
  const found = serviceStatus(service);
  if ('win32' in found) {
    const state = found.win32 === serviceError.notInstalled ? 'not-installed' : 'unknown';
    return { state, version: null, proxy: null };
  }
  const program = found.commandLine === null ? null : programOf(found.commandLine);
  return { state: found.state, version: program === null ? null : fileVersion(program), proxy: proxyOf() };
}

/** One sub-key for each workspace, named `Log Analytics - <id>`; the ids stay here. */
function workspaces(): number | null {
  const names = subKeyNames({ root: 'HKLM', path: workspacesKey, view: 64 }, mostWorkspaces);
  if (!('win32' in names)) return names.filter((name) => /^Log Analytics - /i.test(name)).length;
  return names.win32 === status.fileNotFound || names.win32 === status.pathNotFound ? 0 : null;
}

function arcProxy(): AgentProxy {
  const folder = programDataFolder();
  if (folder === null) return { state: 'not-read', why: 'unreadable' };
  const found = readBounded(path.win32.join(folder, arcFile), arcSettingsLimit);
  if (found.state !== 'read') {
    return { state: 'not-read', why: found.state === 'too-large' ? 'malformed' : found.state };
  }
  const text = utf8Text(found.bytes);
  const settings = text === null ? null : parseArcSettings(text);
  if (settings?.state !== 'ok') return { state: 'not-read', why: 'malformed' };
  return settings.proxyUrl === null ? { state: 'none' } : { state: 'set', text: maskText(settings.proxyUrl).text };
}
