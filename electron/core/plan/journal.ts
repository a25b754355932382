import { Sha256 } from '../settings/reading.ts';
import { z } from '../zod.ts';
import { Problem } from './problem.ts';

/**
 * The journal of one run: one JSON line per event, flushed before the write that it announces. The last line may be
 * cut short by a crash; a cut last line counts as not written, any other fault in the file is a problem.
 */
const at = z.iso.datetime();
const op = z.int().min(1).max(200);

export const JournalLine = z.discriminatedUnion('event', [
  z.strictObject({
    event: z.literal('begin'),
    at,
    run: z.uuid(),
    digest: Sha256,
    who: z.string().max(256),
    pid: z.int(),
  }),
  /** `running`: whether the service that this operation stops ran before; null where no service is stopped. */
  z.strictObject({ event: z.literal('intend'), at, op, running: z.boolean().nullable() }),
  /** `wrote`: SHA-256 of the bytes read back, where the exact bytes were not known before (WinHTTP's own encoding, the sensor's file). */
  z.strictObject({ event: z.literal('done'), at, op, wrote: Sha256.nullable() }),
  z.strictObject({ event: z.literal('failed'), at, op, win32: z.int() }),
  z.strictObject({
    event: z.literal('undo-begin'),
    at,
    who: z.string().max(256),
    pid: z.int(),
    why: z.enum(['rollback', 'asked']),
  }),
  z.strictObject({ event: z.literal('undo-intend'), at, op }),
  /** `proxyPartOnly`: the sensor's file was no longer the one that was written, so only its proxy part was put back. */
  /** `unwritten`: nothing of this operation stood there, so nothing had to be put back. */
  z.strictObject({
    event: z.literal('undo-done'),
    at,
    op,
    proxyPartOnly: z.boolean(),
    unwritten: z.literal(true).optional(),
  }),
  z.strictObject({ event: z.literal('undo-stale'), at, op }),
  /** `restored`: what is stored is as it was before and was read back; only its service did not start again. */
  z.strictObject({
    event: z.literal('undo-failed'),
    at,
    op,
    win32: z.int(),
    restored: z.literal(true).optional(),
  }),
  z.strictObject({
    event: z.literal('end'),
    at,
    state: z.enum(['applied', 'rolled-back', 'rollback-incomplete', 'undone', 'undo-incomplete']),
    problem: Problem.nullable(),
  }),
]);
export type JournalLine = z.infer<typeof JournalLine>;

/** Largest journal that is read, in bytes. */
export const journalFileLimit = 1024 * 1024;
