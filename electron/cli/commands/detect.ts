import { fail, ok, type Result } from '../../core/plan/problem.ts';
import { detect } from '../../detect/detect.ts';
import type { Command } from '../command-line.ts';
import { snapshotLines } from '../snapshot-lines.ts';
import type { Answer, Surroundings } from '../surroundings.ts';
import { leaveSnapshot } from '../window-answer.ts';

/** Looks at the machine and changes nothing. */
export async function detectCommand(
  { run }: Extract<Command, { name: 'detect' }>,
  { machine, now, newId }: Surroundings,
): Promise<Result<Answer>> {
  // Only the program that was started with rights may answer a window.
  if (run !== undefined && !(await machine.facts()).elevated) return fail({ kind: 'not-elevated' });
  const snapshot = await detect(machine, { now, newId });
  if (run !== undefined) return leaveSnapshot(machine, run, snapshot, now());
  return ok({ exit: 0, value: snapshot, lines: snapshotLines(snapshot) });
}
