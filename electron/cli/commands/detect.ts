import { ok, type Result } from '../../core/plan/problem.ts';
import { detect } from '../../detect/detect.ts';
import { snapshotLines } from '../snapshot-lines.ts';
import type { Answer, Surroundings } from '../surroundings.ts';

/** Looks at the machine and changes nothing. */
export async function detectCommand({ machine, now, newId }: Surroundings): Promise<Result<Answer>> {
  const snapshot = await detect(machine, { now, newId });
  return ok({ exit: 0, value: snapshot, lines: snapshotLines(snapshot) });
}
