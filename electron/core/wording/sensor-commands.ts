import type { Operation } from '../plan/operation.ts';
import { cmdText, powerShellText } from './shell-quoting.ts';

/** Commands about the MDI sensor 2.x: of its installer, its Deployer, and the PowerShell module DefenderForIdentity. */

const deployer = 'Microsoft.Tri.Sensor.Deployment.Deployer.exe';
const sensorFolder = '%ProgramFiles%\\Azure Advanced Threat Protection Sensor';

/**
 * The silent installation, spelt so that PowerShell and `cmd` read it alike. SECURITY: the access key comes from a file,
 * because command lines are kept by process auditing.
 */
export function installerCommand(proxyUrl: string | null): string {
  const proxy = proxyUrl === null ? '' : ` ProxyUrl="${proxyUrl}"`;
  return `.\\"Azure ATP sensor Setup.exe" /quiet NetFrameworkCommandLineArguments="/q" AccessKeyFile="C:\\mdi\\key.txt"${proxy}`;
}

/** In PowerShell: the proxy with a sign-in, whose password the console asks for. */
export function moduleSignIn(proxyUrl: string, user: string): string {
  return `Set-MDISensorProxyConfiguration -ProxyUrl ${powerShellText(proxyUrl)} -ProxyCredential (Get-Credential ${powerShellText(user)})`;
}

/** For an elevated `cmd` prompt: what a plan does to the sensor. `version` names the sensor's folder. */
export function sensorCommands(operation: Extract<Operation, { kind: 'sensor' }>, version: string | null): string[] {
  const program = `"${sensorFolder}\\${version ?? '<version>'}\\${deployer}"`;
  const clear = `${program} ClearProxyConfiguration`;
  const { after } = operation;
  if (after === null) return [clear, orModule('Clear-MDISensorProxyConfiguration')];
  const set = `${program} ProxyUrl=${cmdText(after.url)}`;
  const module = orModule(`Set-MDISensorProxyConfiguration -ProxyUrl ${powerShellText(after.url)}`);
  switch (after.signIn.kind) {
    case 'none':
      return [clear, set, module];
    case 'sealed':
    case 'ask':
      return [
        'rem asks for the password; Deployer would take it on its command line only, where process auditing keeps it',
        `powershell -NoProfile -Command ${cmdText(moduleSignIn(after.url, after.signIn.user))}`,
      ];
    case 'keep':
      return operation.before.proxy?.userName == null
        ? [set, module]
        : [
            'rem the stored sign-in stays only if Deployer keeps it; otherwise set it again with the PowerShell module DefenderForIdentity',
            set,
          ];
    default:
      return after.signIn satisfies never;
  }
}

const orModule = (command: string): string => `rem or in PowerShell, with the module DefenderForIdentity: ${command}`;
