import { z } from '../zod.ts';

/** What the admin chooses to leave out of a ticket. Credentials, keys and tenant ids are always left out. */
export const Redaction = z.strictObject({
  accountNames: z.boolean(),
  machineNames: z.boolean(),
  addresses: z.boolean(),
});
export type Redaction = z.infer<typeof Redaction>;
