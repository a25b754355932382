import { z } from '../zod.ts';

/**
 * The machine's default proxy as WinHTTP itself gives it to a program (WinHttpGetDefaultProxyConfiguration), apart from
 * what is stored. Credentials in its texts are masked. `win32`: the status with which it did not answer.
 */
export const WinHttpAnswer = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('direct') }),
  z.strictObject({ state: z.literal('named'), proxy: z.string().max(4096), bypass: z.string().max(4096) }),
  z.strictObject({ state: z.literal('unreadable'), win32: z.int() }),
]);
export type WinHttpAnswer = z.infer<typeof WinHttpAnswer>;
