import { createHash, generateKeyPair, type KeyObject, X509Certificate } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { readCapped } from '../../disk/read-capped.ts';
import { replaceFile } from '../../disk/replace-file.ts';
import type { SensorCertificate } from '../machine.ts';

/** The sensor's own certificate in a lab: made with the folder, self-signed, `sensor/certificate.pem` and its key beside it. */
const fileLimit = 16 * 1024;
/** ERROR_READ_FAULT. */
const readFault = 30;
const day = 24 * 60 * 60 * 1000;

/** Makes the certificate of a new lab; returns its thumbprint as the sensor's file spells it. */
export async function plantCertificate(folder: string): Promise<string> {
  const { issueAuthority } = await import('./pki/issue.ts');
  const key = await throwawayKey();
  const now = Math.floor(Date.now() / 1000) * 1000;
  const validity = { notBefore: new Date(now - day), notAfter: new Date(now + 730 * day) };
  const subject = { cn: 'Azure ATP Sensor', organisation: 'Microsoft Corporation', country: 'US' };
  const pem = issueAuthority(subject, key, validity, null);
  await mkdir(path.join(folder, 'sensor'), { recursive: true, mode: 0o700 });
  await write(path.join(folder, 'sensor', 'certificate.pem'), pem);
  const privatePem = key.export({ type: 'pkcs8', format: 'pem' }).toString();
  await write(path.join(folder, 'sensor', 'private-key.pem'), privatePem);
  return thumbprintOf(new X509Certificate(pem).raw).toUpperCase();
}

export async function labCertificate(folder: string, thumbprint: string): Promise<SensorCertificate> {
  const pem = await readCapped(path.join(folder, 'sensor', 'certificate.pem'), fileLimit, 'lab');
  if (!pem.ok)
    return pem.problem.kind === 'file-missing' ? { state: 'missing' } : { state: 'unreadable', win32: readFault };
  try {
    const der = new X509Certificate(pem.value).raw;
    return thumbprintOf(der) === thumbprint.toLowerCase() ? { state: 'found', der } : { state: 'missing' };
  } catch {
    return { state: 'unreadable', win32: readFault };
  }
}

const thumbprintOf = (der: Uint8Array): string => createHash('sha1').update(der).digest('hex');

const newKey = promisify(generateKeyPair);
let keyOfProcess: Promise<KeyObject> | null = null;

/** Making one takes time and it guards nothing, so the labs that one process makes share it. */
function throwawayKey(): Promise<KeyObject> {
  keyOfProcess ??= newKey('rsa', { modulusLength: 2048 }).then(({ privateKey }) => privateKey);
  return keyOfProcess;
}

async function write(file: string, text: string): Promise<void> {
  const written = await replaceFile(file, new TextEncoder().encode(text));
  if (!written.ok) throw new Error(`cannot write ${path.basename(file)}`);
}
