import { dwordOf } from '../codecs/registry-data.ts';
import type { Readings } from '../plan/snapshot.ts';

/** The four values that make .NET Framework use the TLS defaults of Windows and strong cryptography. */
export const strongCryptoIds = [
  'dotnet.systemDefaultTls',
  'dotnet.strongCrypto',
  'dotnet.systemDefaultTls32',
  'dotnet.strongCrypto32',
] as const;

/** Those of the four that are not known to be 1, which is what the documentation asks for. */
export function strongCryptoMissing({ settings }: Readings): readonly (typeof strongCryptoIds)[number][] {
  return strongCryptoIds.filter((id) => {
    const read = dwordOf(settings[id].reading);
    return read.state !== 'value' || read.value !== 1;
  });
}
