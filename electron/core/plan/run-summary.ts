import { z } from '../zod.ts';
import { Outcome } from './outcome.ts';

/** One line of the history of this machine. */
export const RunSummary = z.strictObject({
  run: z.uuid(),
  startedAt: z.iso.datetime(),
  who: z.string().max(256),
  state: Outcome.shape.state,
  operations: z.int().min(0).max(200),
});
export type RunSummary = z.infer<typeof RunSummary>;
