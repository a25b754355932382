import { decodeWinHttpSettings } from '../core/codecs/winhttp-settings.ts';
import type { Operation, WinHttpProxy } from '../core/plan/operation.ts';
import type { Changed } from '../core/plan/problem.ts';
import type { WritableValueId } from '../core/settings/catalogue.ts';
import { regType, type ValueImage } from '../core/settings/reading.ts';
import { sha256 } from '../disk/sha256.ts';
import type { RawImage } from '../machine/machine.ts';

/** The registry value that an operation writes; null for the sensor's file and for restarts. */
export function writtenValue(operation: Operation): WritableValueId | null {
  switch (operation.kind) {
    case 'value':
      return operation.value;
    case 'winhttp':
      return 'winhttp.machine';
    case 'winhttp-32':
      return 'winhttp.machine32';
    case 'sensor':
    case 'restart':
      return null;
    default:
      return operation satisfies never;
  }
}

/** By what name a problem says that an operation's store was changed; null for restarts, which store nothing. */
export function changedOf(operation: Operation): Changed | null {
  return operation.kind === 'sensor' ? 'sensor-configuration' : writtenValue(operation);
}

/**
 * Whether a value still is what an image says. Absent is absent, however many keys of its path are there: an empty key
 * holds no setting.
 */
export function isImage(raw: RawImage, image: ValueImage): boolean {
  switch (image.state) {
    case 'absent':
      return raw.state === 'absent';
    case 'present':
      return raw.state === 'present' && raw.type === image.type && hexOf(raw.bytes) === image.hex;
    case 'sealed':
      return raw.state === 'present' && raw.type === image.type && sha256(raw.bytes) === image.sha256;
    default:
      return image satisfies never;
  }
}

/** Whether a stored WinHTTP value says this. Its bytes are Windows' own business; the meaning is ours. */
export function meansProxy(raw: RawImage, proxy: WinHttpProxy): boolean {
  if (raw.state === 'absent') return proxy.access === 'direct';
  if (raw.type !== regType.binary) return false;
  const stored = decodeWinHttpSettings(raw.bytes);
  switch (stored.state) {
    case 'direct':
      return proxy.access === 'direct' && !stored.emptyProxy;
    case 'named':
      return proxy.access === 'named' && stored.proxy === proxy.proxy && stored.bypass === proxy.bypass;
    case 'corrupt':
      return false;
    default:
      return stored satisfies never;
  }
}

/** What has to be written so that a value is again what it was; `backup` holds the bytes of a sealed one. */
export function rawOf(image: ValueImage, backup: Uint8Array | null): RawImage | null {
  switch (image.state) {
    case 'absent':
      return { state: 'absent', missingKeys: image.missingKeys };
    case 'present':
      return { state: 'present', type: image.type, bytes: Uint8Array.from(Buffer.from(image.hex, 'hex')) };
    case 'sealed':
      return backup === null ? null : { state: 'present', type: image.type, bytes: backup };
    default:
      return image satisfies never;
  }
}

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
