import { z } from '../core/zod.ts';

/** A question of the page: what it may hold, and what the answer may hold. */
export const call = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) =>
  ({ kind: 'call', input, output }) as const;

/** What the main process tells the page without being asked. */
export const event = <P extends z.ZodType>(payload: P) => ({ kind: 'event', payload }) as const;

/** The input of a question that says nothing but its name. */
export const nothing = z.strictObject({});
