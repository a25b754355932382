import type { Outcome } from '../core/plan/outcome.ts';
import type { Machine } from '../machine/machine.ts';
import { readRun } from './runs.ts';

/** How often the journal is looked at, in milliseconds: often enough for an eye, rarely enough for a disk. */
const pace = 150;

/**
 * Follows a run that another process carries out: tells the outcome so far whenever the journal has grown. Until the
 * run's folder is there, and while it cannot be read, nothing is told. Polled, because watching a file tells nothing
 * reliable about files that another process flushes, and a network folder tells nothing at all.
 */
export function followRun(machine: Machine, run: string, onOutcome: (outcome: Outcome) => void): { stop(): void } {
  let told = '';
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const look = async () => {
    const found = await readRun(machine, run).catch(() => null);
    if (stopped) return;
    const text = found?.ok ? JSON.stringify(found.value.outcome) : told;
    if (found?.ok && text !== told) {
      told = text;
      onOutcome(found.value.outcome);
    }
    timer = setTimeout(() => void look(), pace);
    timer.unref();
  };
  void look();
  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
