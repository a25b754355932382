import { z } from '../zod.ts';
import { RunState } from './run-state.ts';

/** One line of the history of this machine. */
export const RunSummary = z.strictObject({
  run: z.uuid(),
  startedAt: z.iso.datetime(),
  who: z.string().max(256),
  state: RunState,
  operations: z.int().min(0).max(200),
});
export type RunSummary = z.infer<typeof RunSummary>;
