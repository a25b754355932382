import type { EventPayload } from '../contract/contract.ts';
import type { Evidence } from '../core/evidence/evidence.ts';
import type { Matrix } from '../core/plan/matrix.ts';
import type { Plan } from '../core/plan/plan.ts';
import type { Verification } from '../core/plan/verification.ts';
import { detect } from '../detect/detect.ts';
import type { Machine } from '../machine/machine.ts';
import { gatherEvidence } from '../verify/gather-evidence.ts';
import { type Retest, retest } from '../verify/retest.ts';
import { type VerifyOptions, verify } from '../verify/verify.ts';

interface Clock {
  readonly now: () => Date;
  readonly newId: () => string;
}

/** What is tested: `run` is what was applied, null where nothing was. */
interface Round {
  readonly plan: Plan;
  readonly run: string | null;
  readonly decides: Matrix['decides'];
  /** When what was applied was done; null where nothing was. */
  readonly changedAt: string | null;
}

/** The tests of a plan: at most one round at a time, each of which can be ended early. */
export interface TestRuns {
  verify(round: Round): Promise<Verification>;
  /** Null where the earlier tests have no such row or cell. Runs beside everything else. */
  retest(plan: Plan, earlier: Verification, what: Retest): Promise<Verification | null>;
  /** What the services show by now; null where it was ended before that. */
  lookAgain(changedAt: string | null): Promise<Evidence | null>;
  /** Other tests, which are ended with these. */
  during<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T>;
  cancel(): void;
}

export function testRuns(
  machine: Machine,
  clock: Clock,
  announce: (progress: EventPayload<'progress'>) => void,
  basis: () => Pick<VerifyOptions, 'catalogue' | 'serviceTags'>,
): TestRuns {
  const running = new Set<AbortController>();
  let round: AbortController | null = null;

  const ended = async <T>(own: AbortController, work: (signal: AbortSignal) => Promise<T>): Promise<T> => {
    running.add(own);
    try {
      return await work(own.signal);
    } finally {
      running.delete(own);
    }
  };

  return {
    verify({ plan, run, decides, changedAt }) {
      // A second round replaces the first; what the first has seen is still its caller's answer.
      round?.abort();
      const own = new AbortController();
      round = own;
      return ended(own, (signal) =>
        verify(machine, plan, {
          ...clock,
          ...basis(),
          run,
          decides,
          changedAt,
          signal,
          onFrame: (frame) => {
            if (round === own) announce({ kind: 'frame', frame });
          },
          onRow: (done, total, latest) => {
            if (round === own) announce({ kind: 'probes', done, total, latest });
          },
        }),
      );
    },
    retest: (plan, earlier, what) =>
      ended(new AbortController(), (signal) => retest(machine, plan, earlier, what, { ...clock, ...basis(), signal })),
    lookAgain: (changedAt) =>
      ended(new AbortController(), async (signal) =>
        gatherEvidence(machine, await detect(machine, clock), {
          now: clock.now,
          changedAt: changedAt === null ? null : new Date(changedAt),
          signal,
        }),
      ),
    during: (work) => ended(new AbortController(), work),
    cancel() {
      for (const one of running) one.abort();
    },
  };
}
