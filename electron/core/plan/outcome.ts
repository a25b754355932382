import { z } from '../zod.ts';
import { Problem } from './problem.ts';
import { RunState } from './run-state.ts';

/** The journal read back: what was really done. */
export const OperationState = z.enum(['waiting', 'started', 'done', 'failed', 'undone', 'undo-stale', 'undo-failed']);
export type OperationState = z.infer<typeof OperationState>;

export const Outcome = z.strictObject({
  run: z.uuid(),
  state: RunState,
  who: z.string().max(256),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  operations: z
    .array(
      z.strictObject({
        id: z.int(),
        state: OperationState,
        win32: z.int().nullable(),
        /** When the journal last said something of it; absent while it waits. */
        at: z.iso.datetime().optional(),
        /** The sensor has moved to a newer file: only the proxy part of it was put back. */
        proxyPartOnly: z.literal(true).optional(),
        /** With `failed`: nothing of it stood there when the rest was put back. */
        unwritten: z.literal(true).optional(),
        /** With `undo-failed`: what is stored is as it was before; only the service did not start again. */
        restored: z.literal(true).optional(),
      }),
    )
    .max(200),
  problem: Problem.nullable(),
});
export type Outcome = z.infer<typeof Outcome>;
