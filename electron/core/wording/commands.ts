import { bytesOf, dwordOf, hexOf, textOf } from '../codecs/registry-data.ts';
import { encodeWinHttpSettings } from '../codecs/winhttp-settings.ts';
import type { Operation, WinHttpProxy } from '../plan/operation.ts';
import type { Plan } from '../plan/plan.ts';
import { entryOf, type ValueId } from '../settings/catalogue.ts';
import { type Absent, type Present, regType } from '../settings/reading.ts';
import { sensorCommands } from './sensor-commands.ts';
import { cmdText } from './shell-quoting.ts';

/**
 * The same changes as commands for an elevated `cmd` prompt, in order, for those who would rather run them. They hold
 * no secret: a value that would need one becomes a remark.
 */
export function commandsFor(plan: Plan): string[] {
  return plan.operations.flatMap((operation) => commandsOf(operation, plan.products.mdi.version));
}

function commandsOf(operation: Operation, sensorVersion: string | null): string[] {
  switch (operation.kind) {
    case 'value':
      return [valueCommand(operation.value, operation.after)];
    case 'winhttp':
      return [winHttpCommand(operation.after)];
    case 'winhttp-32':
      return [copyFor32Bit(operation.after)];
    case 'sensor':
      return sensor(operation, sensorVersion);
    case 'restart':
      return restart(operation.service);
    default:
      return operation satisfies never;
  }
}

/** What sets one value, or takes it away, at an elevated `cmd` prompt. */
export const valueCommand = (id: ValueId, after: Absent | Present): string =>
  after.state === 'absent' ? regDelete(id) : regAdd(id, after);

// The paths of 32-bit values name WOW6432Node themselves, so one view fits all.
const keyAndName = (id: ValueId): string => {
  const { hive, key, name } = entryOf(id);
  return `${cmdText(`${hive}\\${key}`)} /v ${name}`;
};

const regDelete = (id: ValueId): string => `reg delete ${keyAndName(id)} /f /reg:64`;

function regAdd(id: ValueId, image: Present): string {
  const data = dataOf(image);
  if (data === null) return remark(`set by hand: ${entryOf(id).name} (its text cannot be shown in a command)`);
  return `reg add ${keyAndName(id)} /t ${data.type} /d ${data.text} /f /reg:64`;
}

function dataOf(image: Present): { readonly type: string; readonly text: string } | null {
  if (image.type === regType.dword) {
    const number = dwordOf(image);
    return number.state === 'value' ? { type: 'REG_DWORD', text: String(number.value) } : null;
  }
  if (image.type === regType.binary) {
    const printable = Array.from(bytesOf(image.hex), (byte) => String.fromCharCode(byte)).join('');
    return holdsCredential(printable) ? null : { type: 'REG_BINARY', text: image.hex };
  }
  const text = textOf(image);
  if (text.state !== 'value' || holdsCredential(text.value)) return null;
  return { type: image.type === regType.expandSz ? 'REG_EXPAND_SZ' : 'REG_SZ', text: cmdText(text.value) };
}

/** The same for the WinHTTP proxy of the machine. */
export function winHttpCommand(proxy: WinHttpProxy): string {
  if (proxy.access === 'direct') return 'netsh winhttp reset proxy';
  if (holdsCredential(proxy.proxy))
    return remark('set the WinHTTP proxy by hand (its text cannot be shown in a command)');
  const bypass = proxy.bypass === '' ? '' : ` bypass-list=${cmdText(proxy.bypass)}`;
  return `netsh winhttp set proxy proxy-server=${cmdText(proxy.proxy)}${bypass}`;
}

function copyFor32Bit(proxy: WinHttpProxy): string {
  const storable = proxy.access === 'direct' || /^[\x20-\x7e]*$/.test(proxy.proxy + proxy.bypass);
  if (!storable || (proxy.access === 'named' && holdsCredential(proxy.proxy)))
    return remark('set the 32-bit copy of WinHttpSettings by hand (its text cannot be shown in a command)');
  const hex = hexOf(encodeWinHttpSettings(proxy));
  return `reg add ${keyAndName('winhttp.machine32')} /t REG_BINARY /d ${hex} /f /reg:64`;
}

function sensor(operation: Extract<Operation, { kind: 'sensor' }>, version: string | null): string[] {
  if (operation.after !== null && holdsCredential(operation.after.url))
    return [remark('set the proxy of the MDI sensor by hand (its text cannot be shown in a command)')];
  return sensorCommands(operation, version);
}

const restart = (service: 'AATPSensorUpdater' | 'DiagTrack'): string[] => [
  `net stop ${service}${service === 'AATPSensorUpdater' ? ' /y' : ''}`,
  `net start ${service}`,
];

const remark = (text: string): string => `rem ${text}`;

/** `user:password@` anywhere; masked ones too, since a masked text cannot be written back. */
const holdsCredential = (text: string): boolean => /[^\s:/@]*:[^\s@]*@/.test(text);
