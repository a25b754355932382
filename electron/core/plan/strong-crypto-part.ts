import { dwordImage } from '../codecs/registry-data.ts';
import { strongCryptoIds } from '../effective/strong-crypto.ts';
import { type Part, together } from './part.ts';
import type { Readings } from './snapshot.ts';
import { valuePart } from './value-part.ts';

/** All four values; what is there already is left. */
export function strongCryptoPart(readings: Readings): Part {
  return together(
    ...strongCryptoIds.map((value) =>
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
