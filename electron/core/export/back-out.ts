import type { Operation } from '../plan/operation.ts';
import type { Plan } from '../plan/plan.ts';
import { entryOf, type WritableValueId } from '../settings/catalogue.ts';
import { regType } from '../settings/reading.ts';
import { maskText } from '../settings/seal.ts';
import { powerShellText } from '../wording/shell-quoting.ts';
import { type ExportFile, windowsLines } from './export-file.ts';
import { remarksOf } from './export-plan.ts';
import { head, needsAdministrator, registryHives, strict } from './power-shell.ts';
import { regFile } from './reg-file.ts';
import { type RegistryChange, registryChange } from './registry-change.ts';

/**
 * The way back of a run for its own server, which works without this product: `back-out.reg` has the exact values that
 * were there, but for those with a user and password, and `back-out.ps1` imports it and puts back the rest (these values,
 * and the sensor's file) from the backups in the run's folder, which only administrators can read. Empty for a plan that
 * changes nothing.
 */
export function backOutFiles(plan: Plan, digest: string): ExportFile[] {
  if (plan.operations.length === 0) return [];
  const about = remarksOf(
    { plan, digest },
    'back-out',
    'Run back-out.ps1, which imports back-out.reg, as administrator.',
  );
  const backwards = [...plan.operations].reverse();
  const changes = backwards.flatMap((operation) => exactChange(operation) ?? []);
  return [
    ...(changes.length === 0
      ? []
      : [{ name: 'back-out.reg', form: 'utf-16' as const, text: regFile(changes, 'back-out', about) }]),
    { name: 'back-out.ps1', form: 'utf-8-mark', text: script(plan, backwards, changes.length > 0, about) },
  ];
}

function exactChange(operation: Operation): RegistryChange | null {
  const change = registryChange(operation);
  return change === null || 'kind' in change ? null : change;
}

function script(plan: Plan, backwards: readonly Operation[], hasRegFile: boolean, about: readonly string[]): string {
  const sealed = backwards.flatMap((operation) => sealedRow(operation) ?? []);
  const left = backwards.flatMap((operation) => unusual(operation) ?? []);
  const sensor = backwards.flatMap((operation) => (operation.kind === 'sensor' ? [operation] : []));
  const restarts = backwards.flatMap((operation) => (operation.kind === 'restart' ? [operation.service] : []));
  return windowsLines([
    ...head(about),
    '# It overwrites what somebody else has changed since. Exit codes: 0 done, 1 failed, 2 no administrator rights, 3 another server.',
    '[CmdletBinding(SupportsShouldProcess = $true)]',
    'param()',
    '',
    ...strict,
    ...needsAdministrator,
    `if ([Environment]::MachineName -ne ${masked(plan.machine.name)}) {`,
    `    Write-Output ('This is the way back of another server. Nothing was changed.')`,
    '    exit 3',
    '}',
    '',
    `$Backup = Join-Path ([Environment]::GetFolderPath('CommonApplicationData')) ${powerShellText(`Defender Proxy Wizard\\runs\\${plan.id}\\backup`)}`,
    '',
    ...(sealed.length + sensor.length === 0 ? [] : readBackup),
    'try {',
    ...(hasRegFile ? importLines : []),
    ...(sealed.length === 0 ? [] : ['    $Sealed = @(', ...sealed, '    )', ...sealedLines]),
    ...(restarts.length === 0 ? [] : [`    $Restart = @(${restarts.map(powerShellText).join(', ')})`, ...restartLines]),
    ...sensor.flatMap((operation) => sensorLines(operation, plan.products.mdi.version)),
    ...(left.length === 0
      ? []
      : [`    throw ${powerShellText(`of a type that no script can write, so not put back: ${left.join(', ')}`)}`]),
    '} catch {',
    "    Write-Output ('failed: ' + $_.Exception.Message)",
    '    exit 1',
    '}',
    'exit 0',
  ]);
}

/** The name of a value that only the bytes of its backup tell, in a type that no setter has. */
function unusual(operation: Operation): string | null {
  if (operation.kind === 'sensor' || operation.kind === 'restart' || operation.before.state !== 'sealed') return null;
  return kinds[operation.before.type] === undefined ? entryOf(writtenValue(operation)).name : null;
}

const readBackup = [
  'function Get-Backup {',
  '    param([int]$Operation, [string]$Sha256)',
  "    $file = Join-Path $Backup ([string]$Operation + '.bin')",
  "    if (-not (Test-Path -LiteralPath $file -PathType Leaf)) { throw ('there is no backup: ' + $file) }",
  "    if ((Get-FileHash -LiteralPath $file -Algorithm SHA256).Hash -ne $Sha256) { throw ('the backup was altered: ' + $file) }",
  '    , [IO.File]::ReadAllBytes($file)',
  '}',
  '',
] as const;

const importLines = [
  "    $file = Join-Path $PSScriptRoot 'back-out.reg'",
  "    if (-not (Test-Path -LiteralPath $file -PathType Leaf)) { throw ('not found: ' + $file) }",
  "    if ($PSCmdlet.ShouldProcess($file, 'import')) {",
  "        & (Join-Path ([Environment]::SystemDirectory) 'reg.exe') import $file /reg:64",
  "        if ($LASTEXITCODE -ne 0) { throw ('reg import ended with code ' + $LASTEXITCODE) }",
  "        Write-Output ('imported: ' + $file)",
  '    }',
] as const;

/** A value whose bytes are only in the run's folder; null where there is none. */
function sealedRow(operation: Operation): string | null {
  if (operation.kind === 'sensor' || operation.kind === 'restart' || operation.before.state !== 'sealed') return null;
  const { hive, key, name } = entryOf(writtenValue(operation));
  const kind = kinds[operation.before.type];
  if (kind === undefined) return null;
  const fields = [
    `Operation = ${operation.id}`,
    `Hive = ${powerShellText(registryHives[hive])}`,
    `Key = ${powerShellText(key)}`,
    `Name = ${powerShellText(name)}`,
    `Kind = ${powerShellText(kind)}`,
    `Sha256 = ${powerShellText(operation.before.sha256)}`,
  ];
  return `        @{ ${fields.join('; ')} }`;
}

function writtenValue(operation: Extract<Operation, { kind: 'value' | 'winhttp' | 'winhttp-32' }>): WritableValueId {
  switch (operation.kind) {
    case 'value':
      return operation.value;
    case 'winhttp':
      return 'winhttp.machine';
    case 'winhttp-32':
      return 'winhttp.machine32';
    default:
      return operation satisfies never;
  }
}

/** The types for which .NET has a setter that writes these bytes again. */
const kinds: Readonly<Record<number, string>> = {
  [regType.sz]: 'String',
  [regType.expandSz]: 'ExpandString',
  [regType.binary]: 'Binary',
};

const sealedLines = [
  '    foreach ($value in $Sealed) {',
  "        $place = $value.Hive + '\\' + $value.Key + '\\' + $value.Name",
  "        if (-not $PSCmdlet.ShouldProcess($place, 'put back from the backup')) { continue }",
  '        $data = Get-Backup $value.Operation $value.Sha256',
  "        if ($value.Kind -ne 'Binary') { $data = [Text.Encoding]::Unicode.GetString($data).TrimEnd([char]0) }",
  '        $root = [Microsoft.Win32.RegistryKey]::OpenBaseKey([Microsoft.Win32.RegistryHive]$value.Hive, [Microsoft.Win32.RegistryView]::Registry64)',
  '        $key = $root.CreateSubKey($value.Key)',
  '        try { $key.SetValue($value.Name, $data, [Microsoft.Win32.RegistryValueKind]$value.Kind) } finally { $key.Dispose(); $root.Dispose() }',
  "        Write-Output ('put back: ' + $place)",
  '    }',
] as const;

/** The file of a sensor that was updated since is not the one that was backed up. */
/** A text that the plan found on its server, as a literal; one with credentials names no server, so nothing is put back. */
const masked = (text: string): string => powerShellText(maskText(text).text);

function sensorLines({ id, before }: Extract<Operation, { kind: 'sensor' }>, version: string | null): string[] {
  return [
    `    $bytes = Get-Backup ${id} ${powerShellText(before.sha256)}`,
    "    $image = (Get-ItemProperty -LiteralPath 'HKLM:\\SYSTEM\\CurrentControlSet\\Services\\AATPSensor' -Name ImagePath).ImagePath",
    `    if ($image -notmatch '^\\s*"?(?<program>[^"]+\\.exe)') { throw ('not the path of a program: ' + $image) }`,
    "    $folder = Split-Path -Parent $Matches['program']",
    ...(version === null
      ? []
      : [
          "    $about = [Diagnostics.FileVersionInfo]::GetVersionInfo($Matches['program'])",
          "    $version = @($about.FileMajorPart, $about.FileMinorPart, $about.FileBuildPart, $about.FilePrivatePart) -join '.'",
          `    if (@($version, (Split-Path -Leaf $folder)) -notcontains ${masked(version)}) {`,
          "        throw 'the MDI sensor was updated since, so its file is another one; set its former proxy with Microsoft.Tri.Sensor.Deployment.Deployer.exe'",
          '    }',
        ]),
    "    $file = Join-Path $folder 'SensorConfiguration.json'",
    "    if ($PSCmdlet.ShouldProcess($file, 'put back from the backup, with a restart of the sensor')) {",
    "        $running = @(Get-Service -Name 'AATPSensorUpdater', 'AATPSensor' -ErrorAction SilentlyContinue | Where-Object { $_.Status -ne 'Stopped' })",
    "        Stop-Service -Name 'AATPSensorUpdater' -Force",
    '        [IO.File]::WriteAllBytes($file, $bytes)',
    "        if ($running.Count -gt 0) { Start-Service -Name 'AATPSensorUpdater' }",
    "        Write-Output ('put back: ' + $file)",
    '    }',
  ];
}

const restartLines = [
  '    foreach ($name in $Restart) {',
  "        $running = @(Get-Service -Name $name -ErrorAction SilentlyContinue | Where-Object { $_.Status -ne 'Stopped' })",
  "        if ($running.Count -eq 0 -or -not $PSCmdlet.ShouldProcess($name, 'restart the service')) { continue }",
  '        Stop-Service -Name $name -Force',
  '        Start-Service -Name $name',
  "        Write-Output ('restarted: ' + $name)",
  '    }',
] as const;
