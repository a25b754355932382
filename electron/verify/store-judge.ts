import type { Expectation } from '../core/connectivity/expectation.ts';
import { judge } from '../core/connectivity/judge.ts';
import type { Observation } from '../core/connectivity/observation.ts';
import type { Verdict } from '../core/connectivity/verdict.ts';
import type { Machine } from '../machine/machine.ts';

/**
 * Judges, and where a root seems to be missing asks this machine once whether it is: a chain that claims to come from a
 * root which is there is a forgery, and its remedy is another. A store that cannot be read leaves the verdict as it is.
 */
export function storeJudge(
  machine: Pick<Machine, 'missingRoots'>,
): (observation: Observation, expectation: Expectation) => Promise<Verdict> {
  let asked: ReturnType<Machine['missingRoots']> | null = null;
  return async (observation, expectation) => {
    const verdict = judge(observation, expectation);
    if (verdict.kind !== 'root-missing') return verdict;
    asked ??= machine.missingRoots(expectation.known).catch(() => null);
    const missing = await asked;
    if (missing === null) return verdict;
    return judge(observation, { ...expectation, missing: missing.map(({ id }) => id) });
  };
}
