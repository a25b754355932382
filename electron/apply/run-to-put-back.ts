import type { RunSummary } from '../core/plan/run-summary.ts';
import { runToPutBack, summaryOf } from '../core/plan/summary.ts';
import type { Machine } from '../machine/machine.ts';
import { isLocked } from './lock.ts';
import { runNames } from './run-names.ts';

/**
 * What is to be put back before anything else is changed; null also where the history cannot be read, which `listRuns`
 * tells, and while a run is under way, of which nobody knows yet how it ends. The window asks at each start, mostly on a
 * server without a run: what reads runs is loaded where there is one.
 */
export async function findRunToPutBack(machine: Machine): Promise<RunSummary | null> {
  const root = await machine.protectedFolder('runs');
  // The lock first: a run that ends in between is read whole.
  if (!root.ok || (await isLocked(root.value, machine.isRunning))) return null;
  const names = await runNames(root.value).catch(() => []);
  if (names.length === 0) return null;
  const { readRunsOf } = await import('./runs.ts');
  const runs = await readRunsOf(root.value, names);
  return runs.ok ? runToPutBack(runs.value.map(({ outcome }) => summaryOf(outcome))) : null;
}
