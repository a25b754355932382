import { hexOf } from '../codecs/registry-data.ts';
import type { CatalogueEntry } from '../settings/catalogue.ts';
import type { Absent, Present } from '../settings/reading.ts';
import { powerShellText } from '../wording/shell-quoting.ts';
import { windowsLines } from './export-file.ts';
import type { Direction } from './refusal.ts';
import { type PlainData, plainData, type RegistryChange, stateAt } from './registry-change.ts';

/** What a script is to bring about. Its changes hold plain data only. */
export interface ScriptWish {
  readonly changes: readonly RegistryChange[];
  readonly direction: Direction;
  /** Services that are restarted if they run and anything was changed. */
  readonly restarts: readonly string[];
  /** Lines at the head, in printable ASCII. */
  readonly remarks: readonly string[];
  /** Name of the log in the Logs folder of Windows, which only administrators can write. */
  readonly log: string;
}

/**
 * A script for Windows PowerShell 5.1 that sets the values by .NET in the 64-bit view, whatever PowerShell runs it:
 * nothing where all is right already, `-WhatIf`, a read-back of every value, a log, and no module.
 */
export function changeScript({ changes, direction, restarts, remarks, log }: ScriptWish): string {
  return windowsLines([
    ...head(remarks),
    '[CmdletBinding(SupportsShouldProcess = $true)]',
    'param(',
    `    [string]$LogPath = (Join-Path ([Environment]::GetFolderPath('Windows')) ${powerShellText(`Logs\\${log}`)})`,
    ')',
    '',
    ...strict,
    ...tableOf(changes, direction),
    `$Restart = @(${restarts.map(powerShellText).join(', ')})`,
    '',
    ...reading,
    ...writing,
    ...scriptBody,
  ]);
}

/** A script that changes nothing: exit code 0 where every value is right, 1 where one is not or could not be read. */
export function detectScript({ changes, direction, remarks }: Omit<ScriptWish, 'restarts' | 'log'>): string {
  return windowsLines([
    ...head(remarks),
    '[CmdletBinding()]',
    'param()',
    '',
    ...strict,
    ...tableOf(changes, direction),
    '',
    ...reading,
    ...detectBody,
  ]);
}

/** Lines at the start of every script. */
export const head = (remarks: readonly string[]): string[] => [
  '#Requires -Version 5.1',
  ...remarks.map((text) => `# ${text}`.trimEnd()),
];

/** Mistakes of a script end it. */
export const strict = ['Set-StrictMode -Version 2.0', "$ErrorActionPreference = 'Stop'", ''] as const;

/** The hives by the names that .NET has for them. */
export const registryHives: Readonly<Record<CatalogueEntry['hive'], string>> = {
  HKLM: 'LocalMachine',
  HKU: 'Users',
  HKCU: 'CurrentUser',
};

/** The changes as PowerShell's own tables. */
function tableOf(changes: readonly RegistryChange[], direction: Direction): string[] {
  const rows = changes.map((change) => {
    const { hive, key, name } = change.entry;
    const fields = [
      `Operation = ${change.operation}`,
      `Hive = ${powerShellText(registryHives[hive])}`,
      `Key = ${powerShellText(key)}`,
      `Name = ${powerShellText(name)}`,
      ...dataFields(stateAt(change, direction)),
    ];
    return `    @{ ${fields.join('; ')} }`;
  });
  return [
    '# Data: text, number, or bytes in hexadecimal. EmptyKeys: keys to take away with an absent value, if empty.',
    '$Wanted = @(',
    ...rows,
    ')',
  ];
}

function dataFields(image: Absent | Present): string[] {
  if (image.state === 'absent') return ["Kind = 'Absent'", 'Data = $null', `EmptyKeys = ${image.missingKeys}`];
  const data = plainData(image);
  if (data === null) throw new Error('Data that a script cannot hold was not refused.');
  return [`Kind = ${powerShellText(kinds[data.kind])}`, `Data = ${literal(data)}`, 'EmptyKeys = 0'];
}

const kinds: Readonly<Record<PlainData['kind'], string>> = {
  text: 'String',
  expandable: 'ExpandString',
  number: 'DWord',
  bytes: 'Binary',
};

function literal(data: PlainData): string {
  switch (data.kind) {
    case 'text':
    case 'expandable':
      return powerShellText(data.text);
    case 'number':
      // .NET takes a DWORD as a number with a sign.
      return String(data.number | 0);
    case 'bytes':
      return powerShellText(hexOf(data.bytes));
    default:
      return data satisfies never;
  }
}

const reading = [
  'function Open-Root {',
  '    param([hashtable]$Change)',
  '    [Microsoft.Win32.RegistryKey]::OpenBaseKey([Microsoft.Win32.RegistryHive]$Change.Hive, [Microsoft.Win32.RegistryView]::Registry64)',
  '}',
  '',
  'function Get-Place {',
  '    param([hashtable]$Change)',
  "    $Change.Hive + '\\' + $Change.Key + '\\' + $Change.Name",
  '}',
  '',
  'function Get-Goal {',
  '    param([hashtable]$Change)',
  "    if ($Change.Kind -eq 'Absent') { return 'absent' }",
  "    $Change.Kind + ': ' + $Change.Data",
  '}',
  '',
  'function Get-State {',
  '    param([hashtable]$Change)',
  '    $root = Open-Root $Change',
  '    try {',
  '        $key = $root.OpenSubKey($Change.Key, $false)',
  "        if ($null -eq $key) { return 'absent' }",
  '        try {',
  "            if (@($key.GetValueNames()) -notcontains $Change.Name) { return 'absent' }",
  '            $kind = $key.GetValueKind($Change.Name).ToString()',
  '            $data = $key.GetValue($Change.Name, $null, [Microsoft.Win32.RegistryValueOptions]::DoNotExpandEnvironmentNames)',
  "            if ($data -is [byte[]]) { $data = [BitConverter]::ToString($data).Replace('-', '').ToLowerInvariant() }",
  "            return $kind + ': ' + $data",
  '        } finally { $key.Dispose() }',
  '    } finally { $root.Dispose() }',
  '}',
  '',
] as const;

const writing = [
  'function ConvertFrom-Hex {',
  '    param([string]$Text)',
  '    for ($at = 0; $at -lt $Text.Length; $at += 2) { [Convert]::ToByte($Text.Substring($at, 2), 16) }',
  '}',
  '',
  'function Remove-EmptyKey {',
  '    param($Root, [string]$Path, [int]$Most)',
  '    for ($gone = 0; $gone -lt $Most; $gone++) {',
  '        $key = $Root.OpenSubKey($Path, $false)',
  '        if ($null -ne $key) {',
  '            try { $used = $key.SubKeyCount + $key.ValueCount } finally { $key.Dispose() }',
  '            if ($used -gt 0) { return }',
  '            $Root.DeleteSubKey($Path, $false)',
  '        }',
  "        $Path = $Path.Substring(0, $Path.LastIndexOf('\\'))",
  '    }',
  '}',
  '',
  'function Set-State {',
  '    param([hashtable]$Change)',
  '    $root = Open-Root $Change',
  '    try {',
  "        if ($Change.Kind -eq 'Absent') {",
  '            $key = $root.OpenSubKey($Change.Key, $true)',
  '            if ($null -ne $key) {',
  '                try { $key.DeleteValue($Change.Name, $false) } finally { $key.Dispose() }',
  '            }',
  '            Remove-EmptyKey $root $Change.Key $Change.EmptyKeys',
  '            return',
  '        }',
  '        $key = $root.CreateSubKey($Change.Key)',
  '        try {',
  '            $data = $Change.Data',
  "            if ($Change.Kind -eq 'Binary') { $data = [byte[]]@(ConvertFrom-Hex $data) }",
  '            $key.SetValue($Change.Name, $data, [Microsoft.Win32.RegistryValueKind]$Change.Kind)',
  '        } finally { $key.Dispose() }',
  '    } finally { $root.Dispose() }',
  '}',
  '',
  'function Write-Line {',
  '    param([string]$Text)',
  '    Write-Output $Text',
  '    if ($WhatIfPreference) { return }',
  "    $time = [DateTime]::UtcNow.ToString('yyyy-MM-ddTHH:mm:ssZ', [Globalization.CultureInfo]::InvariantCulture)",
  '    try {',
  "        Add-Content -LiteralPath $LogPath -Encoding UTF8 -Value ($time + ' ' + $Text)",
  '    } catch {',
  "        Write-Output ('not in the log: ' + $_.Exception.Message)",
  '    }',
  '}',
  '',
] as const;

/** Ends a script that runs without administrator rights with the exit code 2. */
export const needsAdministrator = [
  '$principal = New-Object Security.Principal.WindowsPrincipal ([Security.Principal.WindowsIdentity]::GetCurrent())',
  'if (-not $principal.IsInRole([Security.Principal.WindowsBuiltInRole]::Administrator)) {',
  "    Write-Output 'Administrator rights are needed. Nothing was changed.'",
  '    exit 2',
  '}',
  '',
] as const;

const scriptBody = [
  ...needsAdministrator,
  '$changed = 0',
  'try {',
  '    foreach ($change in $Wanted) {',
  '        $place = Get-Place $change',
  '        $goal = Get-Goal $change',
  '        if ((Get-State $change) -ceq $goal) {',
  "            Write-Line ('already right: ' + $place)",
  '            continue',
  '        }',
  "        if (-not $PSCmdlet.ShouldProcess($place, 'set to ' + $goal)) { continue }",
  '        Set-State $change',
  "        if (-not ((Get-State $change) -ceq $goal)) { throw ('it was written, but does not hold the new value: ' + $place) }",
  '        $changed++',
  "        Write-Line ('set: ' + $place + ' = ' + $goal)",
  '    }',
  '    foreach ($name in $Restart) {',
  "        $running = @(Get-Service -Name $name -ErrorAction SilentlyContinue | Where-Object { $_.Status -ne 'Stopped' })",
  '        if ($changed -eq 0 -or $running.Count -eq 0) { continue }',
  "        if (-not $PSCmdlet.ShouldProcess($name, 'restart the service')) { continue }",
  '        Stop-Service -Name $name -Force',
  '        Start-Service -Name $name',
  "        Write-Line ('restarted: ' + $name)",
  '    }',
  '} catch {',
  "    Write-Line ('failed: ' + $_.Exception.Message)",
  "    Write-Line ('values that were changed before this: ' + $changed)",
  '    exit 1',
  '}',
  'exit 0',
] as const;

const detectBody = [
  'try {',
  '    $wrong = @($Wanted | Where-Object { -not ((Get-State $_) -ceq (Get-Goal $_)) } | ForEach-Object { Get-Place $_ })',
  '} catch {',
  "    Write-Output ('could not be read: ' + $_.Exception.Message)",
  '    exit 1',
  '}',
  'if ($wrong.Count -gt 0) {',
  "    Write-Output ('not as wanted: ' + ($wrong -join ', '))",
  '    exit 1',
  '}',
  "Write-Output 'as wanted'",
  'exit 0',
] as const;
