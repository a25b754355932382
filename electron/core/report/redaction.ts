import { z } from '../zod.ts';

/** What the admin chooses to leave out of a ticket. Credentials, keys and tenant ids are always left out. */
export const Redaction = z.strictObject({
  accountNames: z.boolean(),
  machineNames: z.boolean(),
  addresses: z.boolean(),
  /** The hosts that this device was onboarded with, which tell where the tenant's data is; left out unless asked for. */
  tenantHosts: z.boolean(),
});
export type Redaction = z.infer<typeof Redaction>;

/** What a ticket leaves out unless the admin chooses otherwise. */
export const usualRedaction: Redaction = {
  accountNames: false,
  machineNames: false,
  addresses: false,
  tenantHosts: true,
};
