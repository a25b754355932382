import { z } from '../zod.ts';

const Text = z.string().max(4096).nullable();
const Flag = z.boolean().nullable();

/**
 * What `netsh winhttp set advproxy` left behind, as `show advproxy` says it; newer systems keep it apart from the
 * default proxy. Fields that a build leaves out, or has in another type, are null.
 * https://learn.microsoft.com/windows-server/administration/windows-commands/netsh-winhttp
 */
export const AdvProxy = z.strictObject({
  proxyEnabled: Flag,
  /** `host:port`, or a list by scheme; empty where none is set. */
  proxy: Text,
  bypass: Text,
  pacEnabled: Flag,
  pacUrl: Text,
  autoDetect: Flag,
  /** Whether these are the settings of an account and not of the machine. */
  perUser: Flag,
});
export type AdvProxy = z.infer<typeof AdvProxy>;
