import { createHash } from 'node:crypto';
import { deleteEmptyKeys, deleteValue, type KeyPath, writeValue } from '../../electron/machine/windows/registry.ts';

/** Physical places of `LocalMachine\Root` in the registry. */
export const rootPlaces = {
  machine: 'SOFTWARE\\Microsoft\\SystemCertificates\\ROOT\\Certificates',
  public: 'SOFTWARE\\Microsoft\\SystemCertificates\\AuthRoot\\Certificates',
  'group-policy': 'SOFTWARE\\Policies\\Microsoft\\SystemCertificates\\Root\\Certificates',
  enterprise: 'SOFTWARE\\Microsoft\\EnterpriseCertificates\\Root\\Certificates',
} as const;

/** Puts a root of the test into one place, as Windows serialises certificates there; returns what takes it out again. */
export function trustRoot(der: Buffer, place: keyof typeof rootPlaces = 'machine'): () => void {
  const sha1 = createHash('sha1').update(der).digest();
  const key: KeyPath = { root: 'HKLM', path: `${rootPlaces[place]}\\${sha1.toString('hex').toUpperCase()}`, view: 64 };
  const property = (id: number, bytes: Buffer) => {
    const head = Buffer.alloc(12);
    for (const [at, value] of [id, 1, bytes.length].entries()) head.writeUInt32LE(value, at * 4);
    return Buffer.concat([head, bytes]);
  };
  const win32 = writeValue(key, 'Blob', { type: 3, bytes: Buffer.concat([property(3, sha1), property(0x20, der)]) });
  if (win32 !== 0) throw new Error(`cannot put the root of the test into ${key.path}: ${win32}`);
  return () => {
    deleteValue(key, 'Blob');
    deleteEmptyKeys(key, 1);
  };
}
