import { z } from '../zod.ts';
import { AccountTests } from './account-run.ts';
import { Problem } from './problem.ts';
import { Snapshot } from './snapshot.ts';

/**
 * What the elevated program leaves for the window beside the journals: why it refused before it wrote anything, or
 * what it detected or tested. (What it wrote is told by the journal alone.)
 */
export const Answer = z.strictObject({
  schema: z.literal(1),
  /** An answer from before the program was started belongs to an earlier start. */
  at: z.iso.datetime(),
  answer: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('refused'), problem: Problem }),
    z.strictObject({ kind: z.literal('detected'), snapshot: Snapshot }),
    z.strictObject({ kind: z.literal('tested'), accounts: z.array(AccountTests).max(2) }),
    /** The tests as the accounts were ended by whoever asked for them; nothing of them is kept, and nothing is left. */
    z.strictObject({ kind: z.literal('cancelled') }),
  ]),
});
export type Answer = z.infer<typeof Answer>;

/** Largest answer that is read, in bytes: what two accounts saw of every endpoint. */
export const answerFileLimit = 40 * 1024 * 1024;
