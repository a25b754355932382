import { createHash } from 'node:crypto';
import type { SensorCertificate } from '../machine.ts';
import { certificateContexts } from './certificate-context.ts';

/** ERROR_FILE_NOT_FOUND: nothing was ever put into this store. */
const noStore = 2;
/** A server's personal store has a handful, that of a certification authority's own host some thousands at most. */
const mostCertificates = 16_384;

/**
 * A certificate of LocalMachine\My by its SHA-1, public part only. An ordinary user may read that store; its private
 * keys are never touched.
 */
export function personalCertificate(thumbprint: string): SensorCertificate {
  const contexts = certificateContexts();
  const opened = contexts.openMachineStore('My');
  if ('win32' in opened)
    return opened.win32 === noStore ? { state: 'missing' } : { state: 'unreadable', win32: opened.win32 };
  try {
    const der = contexts.inStore(opened.store, mostCertificates).find((one) => sha1(one) === thumbprint.toLowerCase());
    return der === undefined ? { state: 'missing' } : { state: 'found', der };
  } finally {
    contexts.closeStore(opened.store);
  }
}

const sha1 = (der: Uint8Array): string => createHash('sha1').update(der).digest('hex');
