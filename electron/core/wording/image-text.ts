import { connectionFlag, decodeConnectionSettings } from '../codecs/connection-settings.ts';
import { binaryOf, type Decoded, dwordOf, textOf } from '../codecs/registry-data.ts';
import { decodeWinHttpSettings } from '../codecs/winhttp-settings.ts';
import { proxyAfter } from '../plan/after.ts';
import type { SensorAfter } from '../plan/operation.ts';
import type { SensorProxy } from '../plan/snapshot.ts';
import { entryOf, type ValueId } from '../settings/catalogue.ts';
import { readable, withoutQuery } from '../settings/readable.ts';
import type { Reading } from '../settings/reading.ts';
import { absences, sslOptions } from './plan-words.ts';
import { win32Text } from './win32.ts';

/**
 * What a registry value says, in words: decoded where its layout is known, and never guessed where it is not.
 * A sealed value shows its masked text; an absent one says what its absence means.
 */
export function imageText(id: ValueId, reading: Reading): string {
  const entry = entryOf(id);
  if (reading.state === 'absent') return notSet(absences[entry.absent]);
  if (reading.state === 'unreadable') return `could not be read: ${win32Text(reading.win32)}`;
  switch (entry.type) {
    case 'REG_DWORD':
      return decodedText(dwordOf(reading), (number) => numberText(id, number));
    case 'REG_BINARY':
      return decodedText(binaryOf(reading), (bytes) => binaryText(id, bytes));
    case 'REG_SZ':
    case 'REG_EXPAND_SZ':
      return decodedText(textOf(reading), (text) => (text === '' ? 'empty text' : storedText(id, text)));
    case 'REG_QWORD':
      return rawText(reading);
    default:
      return entry.type satisfies never;
  }
}

/** The sensor's own proxy setting; the password itself is never known here. */
export function sensorProxyText(proxy: SensorProxy | null, stored = 'password stored'): string {
  if (proxy === null) return notSet('the account settings of the services apply');
  const user = proxy.userName === null || proxy.userName === '' ? '' : `sign-in as ${proxy.userName}`;
  const password = proxy.passwordStored ? stored : '';
  const extra = [user, password].filter((part) => part !== '').join(', ');
  const url = readable(proxy.url);
  return extra === '' ? url : `${url} (${extra})`;
}

/** The sensor's proxy as a plan makes it, and where its password comes from. */
export function sensorAfterText(before: SensorProxy | null, after: SensorAfter): string {
  const planned = proxyAfter(before, after);
  if (after === null) return sensorProxyText(planned);
  switch (after.signIn.kind) {
    case 'sealed':
      return sensorProxyText(planned, 'new password, encrypted for the sensor');
    case 'ask':
      return sensorProxyText(planned, 'new password, asked for when this is applied');
    case 'keep':
    case 'none':
      return sensorProxyText(planned);
    default:
      return after.signIn satisfies never;
  }
}

/** A WinHTTP proxy with its bypass list. */
export function winHttpText(
  proxy: { readonly access: 'direct' } | { readonly access: 'named'; readonly proxy: string; readonly bypass: string },
): string {
  return proxy.access === 'direct' ? 'direct, no proxy' : withBypass(proxy.proxy, proxy.bypass);
}

/** A PAC address loses its query, which may be a key. */
const storedText = (id: ValueId, text: string): string =>
  readable(/pac|autoConfig/i.test(id) ? withoutQuery(text) : text);

const notSet = (meaning: string): string => `not set (${meaning})`;

const withBypass = (proxy: string, bypass: string): string =>
  bypass === '' ? `${readable(proxy)}, no bypass list` : `${readable(proxy)}, bypass list ${readable(bypass)}`;

function decodedText<T>(decoded: Decoded<T>, text: (value: T) => string): string {
  switch (decoded.state) {
    case 'value':
      return text(decoded.value);
    case 'absent':
      return 'not set';
    case 'unreadable':
      return `could not be read: ${win32Text(decoded.win32)}`;
    case 'wrong-type':
      return `not usable: registry type ${decoded.type}, ${decoded.hex.length / 2} bytes`;
    case 'malformed':
      return `not usable as it is stored, ${decoded.hex.length / 2} bytes`;
    default:
      return decoded satisfies never;
  }
}

function numberText(id: ValueId, number: number): string {
  const meaning = id === 'mdav.policy.sslOptions' ? sslOptions[number] : undefined;
  return meaning === undefined ? String(number) : `${number} (${meaning})`;
}

function binaryText(id: ValueId, bytes: Uint8Array): string {
  switch (entryOf(id).grammar) {
    case 'winhttp-blob':
      return winHttpBlobText(bytes);
    case 'wininet-blob':
      return connectionText(bytes);
    default:
      return `${bytes.length} bytes`;
  }
}

function winHttpBlobText(bytes: Uint8Array): string {
  const settings = decodeWinHttpSettings(bytes);
  if (settings.state === 'corrupt') return `not usable as it is stored, ${bytes.length} bytes`;
  return settings.state === 'direct' ? 'direct, no proxy' : withBypass(settings.proxy, settings.bypass);
}

function connectionText(bytes: Uint8Array): string {
  const settings = decodeConnectionSettings(bytes);
  if (settings.state === 'corrupt') return `not usable as it is stored, ${bytes.length} bytes`;
  const parts = [
    (settings.flags & connectionFlag.autoDetect) !== 0 ? 'automatic discovery (WPAD)' : '',
    (settings.flags & connectionFlag.pac) !== 0 ? `PAC file ${readable(withoutQuery(settings.pacUrl))}` : '',
    (settings.flags & connectionFlag.manual) !== 0 ? withBypass(settings.proxy, settings.bypass) : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'direct, no proxy' : parts.join('; then ');
}

function rawText(reading: Extract<Reading, { hex: string }>): string {
  return `registry type ${reading.type}, ${reading.hex.length / 2} bytes`;
}
