import { createHash } from 'node:crypto';
import { deleteEmptyKeys, deleteValue, type KeyPath, writeValue } from '../../electron/machine/windows/registry.ts';

/** Physical places of `LocalMachine\Root` in the registry. */
export const rootPlaces = {
  machine: 'SOFTWARE\\Microsoft\\SystemCertificates\\ROOT\\Certificates',
  public: 'SOFTWARE\\Microsoft\\SystemCertificates\\AuthRoot\\Certificates',
  'group-policy': 'SOFTWARE\\Policies\\Microsoft\\SystemCertificates\\Root\\Certificates',
  enterprise: 'SOFTWARE\\Microsoft\\EnterpriseCertificates\\Root\\Certificates',
} as const;

/** Puts a root of the test into one place; returns what takes it out again. */
export const trustRoot = (der: Buffer, place: keyof typeof rootPlaces = 'machine'): (() => void) =>
  plantCertificate(der, rootPlaces[place]);

/** Puts a certificate of the test, without a private key, into `LocalMachine\My`; returns what takes it out again. */
export const keepPersonal = (der: Uint8Array): (() => void) =>
  plantCertificate(Buffer.from(der), 'SOFTWARE\\Microsoft\\SystemCertificates\\MY\\Certificates');

/** As Windows serialises certificates in the registry: its properties, each with its id, an encoding and its length. */
function plantCertificate(der: Buffer, place: string): () => void {
  const sha1 = createHash('sha1').update(der).digest();
  const key: KeyPath = { root: 'HKLM', path: `${place}\\${sha1.toString('hex').toUpperCase()}`, view: 64 };
  const property = (id: number, bytes: Buffer) => {
    const head = Buffer.alloc(12);
    for (const [at, value] of [id, 1, bytes.length].entries()) head.writeUInt32LE(value, at * 4);
    return Buffer.concat([head, bytes]);
  };
  const win32 = writeValue(key, 'Blob', { type: 3, bytes: Buffer.concat([property(3, sha1), property(0x20, der)]) });
  if (win32 !== 0) throw new Error(`cannot put the certificate of the test into ${key.path}: ${win32}`);
  return () => {
    deleteValue(key, 'Blob');
    deleteEmptyKeys(key, 1);
  };
}
