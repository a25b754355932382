import { z } from '../zod.ts';

/** Which way a change goes: that of the plan, or back to what the plan found. */
export type Direction = 'apply' | 'back-out';

const operation = z.int().min(1).max(200);

/**
 * Why a change of the plan is not in an export. What is refused is refused both ways, so that a back-out file always
 * takes back all that its twin does.
 */
export const Refusal = z.discriminatedUnion('kind', [
  /** The sensor's file: its folder changes with every update, and its password is for one server's certificate. */
  z.strictObject({ kind: z.literal('sensor-file'), operation }),
  /** The commands of the MDI sensor set nothing but the sensor. */
  z.strictObject({ kind: z.literal('not-of-the-sensor'), operation }),
  /** The WinINET settings of an account are one value with much else in it, made from what this server had. */
  z.strictObject({ kind: z.literal('account-settings'), operation }),
  /** Not below a policy key: the value would stay when the GPO goes. `gpp` carries it. */
  z.strictObject({ kind: z.literal('not-a-policy'), operation }),
  /** Below a policy key, where a Preferences item would fight with the policy. `gpo` carries it. */
  z.strictObject({ kind: z.literal('is-a-policy'), operation }),
  /** Nothing in this channel restarts a service. */
  z.strictObject({ kind: z.literal('restart'), operation }),
  /** The value holds, or held, a user and password. */
  z.strictObject({ kind: z.literal('secret'), operation, side: z.enum(['before', 'after']) }),
  /** The bytes are not what their type should hold, or a text that this channel cannot carry without changing it. */
  z.strictObject({ kind: z.literal('odd-data'), operation, side: z.enum(['before', 'after']) }),
  /** Of the list of OMA-URIs only; the scripts carry it. The MDE sensor reads the place of Group Policy, not MDM's. */
  z.strictObject({ kind: z.literal('not-read-from-mdm'), operation }),
  /** Of the list of OMA-URIs only: there is no CSP for it. */
  z.strictObject({ kind: z.literal('no-csp'), operation }),
  /** Of the list of OMA-URIs only: what stood there is of a type that a CSP does not write. */
  z.strictObject({ kind: z.literal('not-of-csp-type'), operation }),
]);
export type Refusal = z.infer<typeof Refusal>;
