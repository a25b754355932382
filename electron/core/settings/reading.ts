import { z } from '../zod.ts';

/** Registry value types by their number (winnt.h); any other number is kept as it was read. */
export const regType = { none: 0, sz: 1, expandSz: 2, binary: 3, dword: 4, multiSz: 7, qword: 11 } as const;

/** Lower-case hexadecimal of whole bytes, at most 64 KiB of them. */
export const Hex = z.string().regex(/^(?:[0-9a-f]{2}){0,65536}$/);

/** SHA-256 in lower-case hexadecimal. */
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
export type Sha256 = z.infer<typeof Sha256>;

const RegTypeNumber = z.int().min(0).max(0xffffffff);

/**
 * A value that is not there. `missingKeys` counts the trailing parts of its key path that do not exist either,
 * so that undo can take away the keys that writing created (0 = the key itself exists).
 */
export const Absent = z.strictObject({ state: z.literal('absent'), missingKeys: z.int().min(0).max(32) });
export type Absent = z.infer<typeof Absent>;

/** A value with its exact bytes, as the registry holds them (REG_SZ: UTF-16LE, with its terminator if it has one). */
export const Present = z.strictObject({ state: z.literal('present'), type: RegTypeNumber, hex: Hex });
export type Present = z.infer<typeof Present>;

/**
 * A value that holds, or may hold, a secret. `hex` has the secret characters replaced by `*` in place (so every
 * length and offset still fits and the codecs can read it); `sha256` is of the true bytes and is what comparisons use.
 */
export const Sealed = z.strictObject({
  state: z.literal('sealed'),
  type: RegTypeNumber,
  hex: Hex,
  sha256: Sha256,
});
export type Sealed = z.infer<typeof Sealed>;

/** What a registry value was, in a form that may be saved, compared and shown. */
export const ValueImage = z.discriminatedUnion('state', [Absent, Present, Sealed]);
export type ValueImage = z.infer<typeof ValueImage>;

/** A value that could not be read; `win32` is the status that Windows gave (5 = access denied). */
const Unreadable = z.strictObject({ state: z.literal('unreadable'), win32: z.int() });

/** The result of looking for one value. */
export const Reading = z.discriminatedUnion('state', [Absent, Present, Sealed, Unreadable]);
export type Reading = z.infer<typeof Reading>;

/**
 * Whether a Group Policy owns a value: `%ProgramData%\ntuser.pol` is the compiled set of machine policies now
 * applied, and the GPO's name comes from the policy history. What could not be read is `unknown`, never `unmanaged`.
 */
export const Management = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('not-policy') }),
  z.strictObject({ state: z.literal('unmanaged') }),
  z.strictObject({ state: z.literal('managed'), gpo: z.string().max(256).nullable() }),
  z.strictObject({ state: z.literal('unknown') }),
]);
export type Management = z.infer<typeof Management>;

/** One catalogue value as it was found. */
export const Setting = z.strictObject({ reading: Reading, management: Management });
export type Setting = z.infer<typeof Setting>;
