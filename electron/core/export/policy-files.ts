import { bytesOf, szImage } from '../codecs/registry-data.ts';
import type { PolicyEntry } from '../codecs/registry-pol.ts';
import { regType } from '../settings/reading.ts';
import { powerShellText } from '../wording/shell-quoting.ts';
import { windowsLines } from './export-file.ts';
import { head, strict } from './power-shell.ts';
import type { Direction } from './refusal.ts';
import { type PlainData, plainData, type RegistryChange, stateAt } from './registry-change.ts';

/** The forms in which Group Policy takes registry values of the computer. */

/** Of a GPO's `Machine\Registry.pol`. Windows deletes by `**Del.NAME` with a single space as its data ([MS-GPREG] 3.2.5.1). */
export function policyEntries(changes: readonly RegistryChange[], direction: Direction): PolicyEntry[] {
  return changes.map((change) => {
    const { key, name } = change.entry;
    const image = stateAt(change, direction);
    if (image.state === 'absent')
      return { key, value: `**del.${name}`, type: regType.sz, data: bytesOf(szImage(' ').hex) };
    return { key, value: name, type: image.type, data: bytesOf(image.hex) };
  });
}

/** Texts that stand in one line of an LGPO text as they are; whether a backslash would is not documented. */
export const fitsPolicy = (data: PlainData): boolean =>
  data.kind === 'number' || ('text' in data && /^[\x20-\x7e]*$/.test(data.text) && !/^\s|\s$|\\/.test(data.text));

/**
 * LGPO text: for each value four lines (configuration, key, name, action) and an empty one; `;` begins a remark.
 * Of LGPO.exe, Security Compliance Toolkit: "LGPO.exe v3.0", section "LGPO text".
 */
export function lgpoText(changes: readonly RegistryChange[], direction: Direction, remarks: readonly string[]): string {
  const blocks = changes.flatMap((change) => [
    'Computer',
    change.entry.key,
    change.entry.name,
    lgpoAction(change, direction),
    '',
  ]);
  return windowsLines([...remarks.map((text) => `; ${text}`.trimEnd()), '', ...blocks]);
}

function lgpoAction(change: RegistryChange, direction: Direction): string {
  const data = dataOf(change, direction);
  if (data === null) return 'DELETE';
  switch (data.kind) {
    case 'text':
      return `SZ:${data.text}`;
    case 'expandable':
      return `EXSZ:${data.text}`;
    case 'number':
      return `DWORD:${data.number}`;
    case 'bytes':
      throw new Error('Bytes have no form in LGPO text and were not refused.');
    default:
      return data satisfies never;
  }
}

/** A script for a computer with the Group Policy module: `Set-GPRegistryValue` for each value of a GPO that is there. */
export function gpoScript(
  changes: readonly RegistryChange[],
  direction: Direction,
  remarks: readonly string[],
): string {
  const lines = changes.map((change) => gpoLine(change, direction));
  return windowsLines([
    ...head(remarks),
    '[CmdletBinding(SupportsShouldProcess = $true)]',
    'param(',
    '    [Parameter(Mandatory = $true)]',
    '    [string]$GpoName',
    ')',
    '',
    ...strict,
    'Import-Module GroupPolicy',
    '$null = Get-GPO -Name $GpoName',
    ...lines,
  ]);
}

/**
 * Back to "not there" is taking the setting out of the GPO; back to a value is setting that. A value that the plan
 * itself takes away is `-Disable`, by which Group Policy deletes it.
 */
function gpoLine(change: RegistryChange, direction: Direction): string {
  const { hive, key, name } = change.entry;
  const place = `-Name $GpoName -Key ${powerShellText(`${hive}\\${key}`)} -ValueName ${powerShellText(name)}`;
  const data = dataOf(change, direction);
  if (data !== null) return `$null = Set-GPRegistryValue ${place} ${typeAndValue(data)}`;
  return direction === 'back-out'
    ? `$null = Remove-GPRegistryValue ${place}`
    : `$null = Set-GPRegistryValue ${place} -Disable`;
}

function typeAndValue(data: PlainData): string {
  switch (data.kind) {
    case 'text':
      return `-Type String -Value ${powerShellText(data.text)}`;
    case 'expandable':
      return `-Type ExpandString -Value ${powerShellText(data.text)}`;
    case 'number':
      return `-Type DWord -Value ${data.number | 0}`;
    case 'bytes':
      throw new Error('Bytes are no policy and were not refused.');
    default:
      return data satisfies never;
  }
}

function dataOf(change: RegistryChange, direction: Direction): PlainData | null {
  const image = stateAt(change, direction);
  return image.state === 'absent' ? null : plainData(image);
}
