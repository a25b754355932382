import { listRuns } from '../../apply/runs.ts';
import { ok, type Result } from '../../core/plan/result.ts';
import { runStateText } from '../../core/wording/run-state-text.ts';
import { utcText } from '../../core/wording/time-text.ts';
import { table } from '../layout.ts';
import type { Answer, Surroundings } from '../surroundings.ts';

/** The history of this machine, the latest run first. */
export async function runsCommand({ machine }: Surroundings): Promise<Result<Answer>> {
  const runs = await listRuns(machine);
  if (!runs.ok) return runs;
  const rows = runs.value.map(({ run, startedAt, who, state, operations }) => [
    run,
    utcText(startedAt),
    `${operations} ${operations === 1 ? 'change' : 'changes'}, ${runStateText(state)}, by ${who}`,
  ]);
  const lines = rows.length === 0 ? ['There are no runs on this server.'] : table(rows, 0);
  return ok({ exit: 0, value: runs.value, lines });
}
