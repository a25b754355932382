import { listRuns, readRun } from '../../apply/runs.ts';
import { undo } from '../../apply/undo.ts';
import { fail, ok, type Result } from '../../core/plan/result.ts';
import { canUndo } from '../../core/plan/summary.ts';
import type { Machine } from '../../machine/machine.ts';
import type { Command } from '../command-line.ts';
import { exitOfOutcome } from '../exit-code.ts';
import { outcomeLines } from '../outcome-lines.ts';
import type { Answer, Surroundings } from '../surroundings.ts';

/** Puts back what a run has changed; without an id the latest one of which something is left. */
export async function undoCommand(
  { run: asked }: Extract<Command, { name: 'undo' }>,
  { machine, now, pid, labArguments }: Surroundings,
): Promise<Result<Answer>> {
  const run = asked === null ? await latestStanding(machine) : ok(asked);
  if (!run.ok) return run;
  const undone = await undo({ machine, run: run.value, now, pid });
  if (!undone.ok) return undone;
  const read = await readRun(machine, undone.value.run);
  if (!read.ok) return read;
  return ok({
    exit: exitOfOutcome(undone.value),
    value: undone.value,
    lines: outcomeLines(read.value.plan, undone.value, labArguments),
  });
}

async function latestStanding(machine: Machine): Promise<Result<string>> {
  const runs = await listRuns(machine);
  if (!runs.ok) return runs;
  for (const { run } of runs.value) {
    const read = await readRun(machine, run);
    if (!read.ok) return read;
    if (canUndo(read.value.outcome)) return ok(run);
  }
  return fail({ kind: 'undo-nothing' });
}
