import type { EventPayload } from '../contract/contract.ts';
import type { Plan } from '../core/plan/plan.ts';
import type { Verification } from '../core/plan/verification.ts';
import type { Machine } from '../machine/machine.ts';
import { verify } from '../verify/verify.ts';

interface Clock {
  readonly now: () => Date;
  readonly newId: () => string;
}

/** The tests of a plan: at most one round at a time, each of which can be ended early. */
export interface TestRuns {
  /** `run` is what was applied, null where nothing was. */
  verify(plan: Plan, run: string | null): Promise<Verification>;
  cancel(): void;
}

export function testRuns(
  machine: Machine,
  clock: Clock,
  announce: (progress: EventPayload<'progress'>) => void,
): TestRuns {
  let running: AbortController | null = null;
  return {
    async verify(plan, run) {
      // A second round replaces the first; what the first has seen is still its caller's answer.
      running?.abort();
      const own = new AbortController();
      running = own;
      try {
        return await verify(machine, plan, {
          ...clock,
          run,
          signal: own.signal,
          onProbe: (done, total, latest) => {
            if (running === own) announce({ kind: 'probes', done, total, latest });
          },
        });
      } finally {
        if (running === own) running = null;
      }
    },
    cancel: () => running?.abort(),
  };
}
