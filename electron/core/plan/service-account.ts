import { z } from '../zod.ts';

/** The accounts as which Windows runs the services of the product. */
export const ServiceAccount = z.enum(['local-system', 'local-service']);
export type ServiceAccount = z.infer<typeof ServiceAccount>;

/** Well-known SIDs, the same on every system and in every language. */
export const serviceAccountSids = {
  'local-system': 'S-1-5-18',
  'local-service': 'S-1-5-19',
} as const satisfies Record<ServiceAccount, string>;

/** Largest file that passes between the program with rights and itself as such an account, in bytes. */
export const accountFileLimit = 16 * 1024 * 1024;
