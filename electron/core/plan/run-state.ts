import { z } from '../zod.ts';

/**
 * How a run stands. `unfinished`: the journal has no end, so the program was cut off; undo is offered. `undone-except`:
 * undone but for what somebody else had changed since, which was left alone.
 */
export const RunState = z.enum([
  'applied',
  'rolled-back',
  'rollback-incomplete',
  'undone',
  'undone-except',
  'undo-incomplete',
  'unfinished',
]);
