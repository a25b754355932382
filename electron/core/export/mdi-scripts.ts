import type { Operation } from '../plan/operation.ts';
import type { ManualStep } from '../plan/plan.ts';
import { powerShellText } from '../wording/shell-quoting.ts';
import { windowsLines } from './export-file.ts';
import { head, needsAdministrator, strict } from './power-shell.ts';

/**
 * What a script does to the proxy of an installed MDI sensor 2.x. `sign-in` asks for the password on the console, by
 * `Get-Credential`; none is ever part of a command line, which process auditing keeps.
 */
export type SensorCommand =
  | { readonly kind: 'clear' }
  /** `clearFirst`: a stored user and password are to go. */
  | { readonly kind: 'set'; readonly url: string; readonly clearFirst: boolean }
  | { readonly kind: 'sign-in'; readonly url: string; readonly user: string };

type SensorOperation = Extract<Operation, { kind: 'sensor' }>;

/** What the plan does. A sign-in that is to stay has to be given again: whether Deployer keeps it is not documented. */
export function sensorCommand({ before, after }: SensorOperation): SensorCommand {
  if (after === null) return { kind: 'clear' };
  const { url, signIn } = after;
  switch (signIn.kind) {
    case 'sealed':
    case 'ask':
      return { kind: 'sign-in', url, user: signIn.user };
    case 'keep':
      return withUser(url, before.proxy?.userName ?? null, false);
    case 'none':
      return { kind: 'set', url, clearFirst: true };
    default:
      return signIn satisfies never;
  }
}

/** What puts back the proxy that the plan found. */
export function formerSensorCommand({ before, after }: SensorOperation): SensorCommand {
  const gaveUser = after !== null && 'user' in after.signIn;
  return before.proxy === null ? { kind: 'clear' } : withUser(before.proxy.url, before.proxy.userName, gaveUser);
}

const withUser = (url: string, user: string | null, clearFirst: boolean): SensorCommand =>
  user === null ? { kind: 'set', url, clearFirst } : { kind: 'sign-in', url, user };

/** In place, for an installed sensor of whatever version: its folder is that of its service. */
export function sensorScript(command: SensorCommand, remarks: readonly string[]): string {
  return windowsLines([
    ...head(remarks),
    '[CmdletBinding(SupportsShouldProcess = $true)]',
    'param()',
    '',
    ...strict,
    ...needsAdministrator,
    ...(command.kind === 'sign-in' ? byModule(command) : byDeployer(command)),
  ]);
}

function byModule({ url, user }: Extract<SensorCommand, { kind: 'sign-in' }>): string[] {
  return [
    '# Of the PowerShell module DefenderForIdentity, because Deployer takes a password on its command line only.',
    'try {',
    '    Import-Module DefenderForIdentity',
    `    $credential = Get-Credential -UserName ${powerShellText(user)} -Message 'Password of the proxy user'`,
    `    if ($PSCmdlet.ShouldProcess('MDI sensor', 'set its proxy and sign-in')) {`,
    `        Set-MDISensorProxyConfiguration -ProxyUrl ${powerShellText(url)} -ProxyCredential $credential`,
    '    }',
    '} catch {',
    "    Write-Output ('failed: ' + $_.Exception.Message)",
    '    exit 1',
    '}',
    'exit 0',
  ];
}

function byDeployer(command: Extract<SensorCommand, { kind: 'clear' | 'set' }>): string[] {
  const calls = [
    ...(command.kind === 'clear' || command.clearFirst ? ['ClearProxyConfiguration'] : []),
    ...(command.kind === 'clear' ? [] : [`ProxyUrl=${command.url}`]),
  ];
  return [
    '$Calls = @(',
    ...calls.map((argument) => `    ${powerShellText(argument)}`),
    ')',
    'try {',
    "    $image = (Get-ItemProperty -LiteralPath 'HKLM:\\SYSTEM\\CurrentControlSet\\Services\\AATPSensor' -Name ImagePath).ImagePath",
    `    if ($image -notmatch '^\\s*"?(?<program>[^"]+\\.exe)') { throw ('not the path of a program: ' + $image) }`,
    "    $deployer = Join-Path (Split-Path -Parent $Matches['program']) 'Microsoft.Tri.Sensor.Deployment.Deployer.exe'",
    "    if (-not (Test-Path -LiteralPath $deployer -PathType Leaf)) { throw ('not found: ' + $deployer) }",
    '    foreach ($argument in $Calls) {',
    '        if (-not $PSCmdlet.ShouldProcess($deployer, $argument)) { continue }',
    '        & $deployer $argument',
    "        if ($LASTEXITCODE -ne 0) { throw ('Deployer ended with code ' + $LASTEXITCODE) }",
    "        Write-Output ('done: ' + $argument)",
    '    }',
    '} catch {',
    "    Write-Output ('failed: ' + $_.Exception.Message)",
    '    exit 1',
    '}',
    'exit 0',
  ];
}

type InstallStep = Extract<ManualStep, { kind: 'install-sensor' }>;

/** A silent installation with the access key from a file, which is asked for where it is not named. */
export function installScript({ proxyUrl }: InstallStep, remarks: readonly string[]): string {
  return windowsLines([
    ...head(remarks),
    '[CmdletBinding(SupportsShouldProcess = $true)]',
    'param(',
    '    [Parameter(Mandatory = $true)]',
    '    [string]$AccessKeyFile,',
    "    [string]$Installer = (Join-Path $PSScriptRoot 'Azure ATP sensor Setup.exe')",
    ')',
    '',
    ...strict,
    ...needsAdministrator,
    'try {',
    '    foreach ($file in $AccessKeyFile, $Installer) {',
    "        if ($file.Contains([string][char]34)) { throw ('not a path: ' + $file) }",
    "        if (-not (Test-Path -LiteralPath $file -PathType Leaf)) { throw ('not found: ' + $file) }",
    '    }',
    '    $arguments = @(',
    "        '/quiet'",
    `        'NetFrameworkCommandLineArguments="/q"'`,
    `        ('AccessKeyFile="' + $AccessKeyFile + '"')`,
    ...(proxyUrl === null ? [] : [`        ${powerShellText(`ProxyUrl="${proxyUrl}"`)}`]),
    '    )',
    "    if (-not $PSCmdlet.ShouldProcess($Installer, ($arguments -join ' '))) { exit 0 }",
    '    $process = Start-Process -FilePath $Installer -ArgumentList $arguments -Wait -PassThru',
    '    exit $process.ExitCode',
    '} catch {',
    "    Write-Output ('failed: ' + $_.Exception.Message)",
    '    exit 1',
    '}',
  ]);
}
