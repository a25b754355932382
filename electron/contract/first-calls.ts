import { RunSummary } from '../core/plan/run-summary.ts';
import { Snapshot } from '../core/plan/snapshot.ts';
import { z } from '../core/zod.ts';
import { call, nothing } from './call.ts';

/** What the frame of the window shows, and what it offers on start. */
export const About = z.strictObject({
  toolVersion: z.string().max(32),
  electron: z.string().max(32),
  chromium: z.string().max(32),
  node: z.string().max(32),
  machine: z.string().max(64),
  lab: z.string().max(64).nullable(),
  elevated: z.boolean(),
  /** A run that was cut off, or the latest where it is half put back: undo is offered before anything else. */
  unfinished: RunSummary.nullable(),
});
export type About = z.infer<typeof About>;

/** What the page asks for its first step. The rest of the contract is loaded when more of it is called. */
export const firstCalls = {
  about: call(nothing, About),
  detect: call(nothing, Snapshot),
} as const;

export type FirstCall = keyof typeof firstCalls;

export const isFirstCall = (name: string): name is FirstCall => Object.hasOwn(firstCalls, name);
