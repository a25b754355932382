import { binaryImage, bytesOf, dwordOf, textOf } from '../codecs/registry-data.ts';
import { encodeWinHttpSettings } from '../codecs/winhttp-settings.ts';
import type { Operation } from '../plan/operation.ts';
import { type CatalogueEntry, entryOf, type WritableValueId } from '../settings/catalogue.ts';
import { type Absent, type Present, regType, type ValueImage } from '../settings/reading.ts';
import { seal } from '../settings/seal.ts';
import type { Direction, Refusal } from './refusal.ts';

/** One registry value of a plan, both ways. */
export interface RegistryChange {
  readonly operation: number;
  readonly id: WritableValueId;
  readonly entry: CatalogueEntry;
  readonly before: Absent | Present;
  readonly after: Absent | Present;
}

/** The value as one way leaves it. */
export const stateAt = (change: RegistryChange, direction: Direction): Absent | Present =>
  direction === 'apply' ? change.after : change.before;

/**
 * The registry value that an operation sets, with nothing secret on either side; null for the sensor's file and for
 * restarts. Of the WinHTTP proxy it has the bytes that `netsh winhttp` writes, which mean what the API stores.
 */
export function registryChange(operation: Operation): RegistryChange | Refusal | null {
  switch (operation.kind) {
    case 'value':
      return checked(operation.id, operation.value, operation.before, operation.after);
    case 'winhttp':
    case 'winhttp-32': {
      const after = binaryImage(encodeWinHttpSettings(operation.after));
      return checked(
        operation.id,
        operation.kind === 'winhttp' ? 'winhttp.machine' : 'winhttp.machine32',
        operation.before,
        after,
      );
    }
    case 'sensor':
    case 'restart':
      return null;
    default:
      return operation satisfies never;
  }
}

function checked(
  operation: number,
  id: WritableValueId,
  before: ValueImage,
  after: Absent | Present,
): RegistryChange | Refusal {
  if (before.state === 'sealed' || holdsSecret(before)) return { kind: 'secret', operation, side: 'before' };
  if (holdsSecret(after)) return { kind: 'secret', operation, side: 'after' };
  return { operation, id, entry: entryOf(id), before, after };
}

/** A plan may have been written by hand, so that nobody has sealed its values. */
const holdsSecret = (image: Absent | Present): boolean =>
  image.state === 'present' && seal(image.type, bytesOf(image.hex), 'proxy-text', () => '').state === 'sealed';

/** A value's data as channels with types of their own take it. */
export type PlainData =
  | { readonly kind: 'text' | 'expandable'; readonly text: string }
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array };

/**
 * The data where its bytes are exactly those that a setter of its type writes: one terminator, four bytes, nothing that
 * a line of text could not hold. Null for anything else, which another writer would not bring back as it was.
 */
export function plainData(image: Present): PlainData | null {
  if (image.type === regType.binary) return { kind: 'bytes', bytes: bytesOf(image.hex) };
  if (image.type === regType.dword) {
    const number = dwordOf(image);
    return number.state === 'value' ? { kind: 'number', number: number.value } : null;
  }
  if (image.type !== regType.sz && image.type !== regType.expandSz) return null;
  const text = textOf(image);
  if (text.state !== 'value' || image.hex.length !== (text.value.length + 1) * 4) return null;
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text.value)) return null;
  return { kind: image.type === regType.sz ? 'text' : 'expandable', text: text.value };
}

/** Which side of a change is not plain data; null where both are. */
export function oddSide(
  change: RegistryChange,
  fits: (data: PlainData) => boolean = () => true,
): 'before' | 'after' | null {
  const isOdd = (image: Absent | Present): boolean => {
    if (image.state === 'absent') return false;
    const data = plainData(image);
    return data === null || !fits(data);
  };
  if (isOdd(change.after)) return 'after';
  return isOdd(change.before) ? 'before' : null;
}
