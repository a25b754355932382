import { dwordImage } from '../codecs/registry-data.ts';
import { type Part, together } from './part.ts';
import type { Readings } from './snapshot.ts';
import { valuePart } from './value-part.ts';

const values = [
  'dotnet.systemDefaultTls',
  'dotnet.strongCrypto',
  'dotnet.systemDefaultTls32',
  'dotnet.strongCrypto32',
] as const;

/** The four values that make .NET Framework use the TLS defaults of Windows and strong cryptography. */
export function strongCryptoPart(readings: Readings): Part {
  return together(
    ...values.map((value) =>
      valuePart(readings, value, dwordImage(1), {
        product: 'mdi',
        reason: 'strong-crypto',
        citation: 'mdi-known-issues',
        services: ['mdi-sensor', 'mdi-updater'],
        alsoAffects: 'all-dotnet-programs',
      }),
    ),
  );
}
