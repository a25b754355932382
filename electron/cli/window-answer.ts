import { answerIdOf, leaveAnswer } from '../apply/answers.ts';
import type { Problem } from '../core/plan/problem.ts';
import { ok, type Result } from '../core/plan/result.ts';
import type { Snapshot } from '../core/plan/snapshot.ts';
import type { Machine } from '../machine/machine.ts';
import type { Command } from './command-line.ts';
import type { Answer } from './surroundings.ts';

/**
 * A window that started this program with rights cannot see its output, so what the journal does not tell is left for
 * it beside the journals: why nothing was written. Whoever typed the same command sees it printed as well.
 */
export async function leaveRefusal(command: Command, problem: Problem, machine: Machine, now: Date): Promise<void> {
  const id = answerIdFor(command);
  if (id === null || !(await machine.facts()).elevated) return;
  // A plan that has a name of its own is no window's; then, as where nothing can be written, the exit code has to do.
  await leaveAnswer(machine, id, { kind: 'refused', problem }, now);
}

/** Where a window would look, or null for what no window starts. */
function answerIdFor(command: Command): string | null {
  switch (command.name) {
    case 'apply':
      return answerIdOf(['apply', '--plan', command.plan, '--digest', command.digest]);
    case 'undo':
      return command.run;
    case 'probe-accounts':
      return command.run;
    case 'detect':
      return command.run ?? null;
    default:
      return null;
  }
}

/** Leaves a snapshot for the window; nothing of it is printed. */
export async function leaveSnapshot(
  machine: Machine,
  id: string,
  snapshot: Snapshot,
  now: Date,
): Promise<Result<Answer>> {
  const left = await leaveAnswer(machine, id, { kind: 'detected', snapshot }, now);
  return left.ok
    ? ok({ exit: 0, value: { run: id }, lines: [`What was found is left for the window as ${id}.`] })
    : left;
}
