import type { Problem } from '../core/plan/problem.ts';

/** The page named something that main has let go of (only the newest are kept) or never had. */
export function notHeld(what: string): Problem {
  return { kind: 'unexpected', detail: `${what} is no longer there; detect again and go on from there` };
}
