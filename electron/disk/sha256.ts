import { createHash } from 'node:crypto';
import type { Sha256 } from '../core/settings/reading.ts';

/** SHA-256 in lower-case hexadecimal, as `certutil -hashfile` prints it. */
export function sha256(bytes: Uint8Array): Sha256 {
  return createHash('sha256').update(bytes).digest('hex');
}
