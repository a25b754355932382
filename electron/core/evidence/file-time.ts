import { bytesOf } from '../codecs/registry-data.ts';
import type { Reading } from '../settings/reading.ts';
import { regType } from '../settings/reading.ts';

export type Decoded =
  | { readonly state: 'absent' }
  | { readonly state: 'value'; readonly value: Date }
  | { readonly state: 'malformed' }
  | { readonly state: 'unreadable'; readonly win32: number };

/** Milliseconds from 1601 to 1970. */
const epoch = 11_644_473_600_000;

/** A FILETIME (100 ns steps since 1601) as REG_BINARY or REG_QWORD of eight bytes. */
export function fileTimeOf(reading: Reading): Decoded {
  if (reading.state === 'absent') return { state: 'absent' };
  if (reading.state === 'unreadable') return { state: 'unreadable', win32: reading.win32 };
  const bytes = bytesOf(reading.hex);
  if ((reading.type !== regType.binary && reading.type !== regType.qword) || bytes.length !== 8)
    return { state: 'malformed' };
  const steps = new DataView(bytes.buffer).getBigUint64(0, true);
  const ms = Number(steps / 10_000n) - epoch;
  return steps === 0n
    ? { state: 'absent' }
    : ms >= 0 && ms < 8.64e15
      ? { state: 'value', value: new Date(ms) }
      : { state: 'malformed' };
}
