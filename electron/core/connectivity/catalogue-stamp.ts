import { Sha256 } from '../settings/reading.ts';
import { z } from '../zod.ts';

/** Which endpoint catalogue a test was made with, so that a ticket can be checked against the very file. */
export const CatalogueStamp = z.strictObject({
  /** `shipped` with this program, or the admin's `own` file. */
  origin: z.enum(['shipped', 'own']),
  version: z.string().regex(/^[0-9A-Za-z](?:[0-9A-Za-z._-]{0,30}[0-9A-Za-z])?$/),
  /** The month, or the day, for which its rows were checked. */
  asOf: z.string().regex(/^\d{4}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?$/),
  /** Of the file's bytes, as `certutil -hashfile` gives it. */
  sha256: Sha256,
});
export type CatalogueStamp = z.infer<typeof CatalogueStamp>;
