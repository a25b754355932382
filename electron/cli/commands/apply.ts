import { apply } from '../../apply/apply.ts';
import { readRun } from '../../apply/runs.ts';
import { undo } from '../../apply/undo.ts';
import { changedAt } from '../../core/plan/changed-at.ts';
import type { Outcome } from '../../core/plan/outcome.ts';
import { ok, type Result } from '../../core/plan/result.ts';
import type { Verification } from '../../core/plan/verification.ts';
import { withoutTenantHosts } from '../../core/report/tenant-hosts.ts';
import type { Command } from '../command-line.ts';
import { type ExitCode, exitOfOutcome, isVerified, isVerifiedAsDocumented } from '../exit-code.ts';
import { wrapped } from '../layout.ts';
import { outcomeLines } from '../outcome-lines.ts';
import type { Answer, Surroundings } from '../surroundings.ts';
import { verificationLines } from '../verification-lines.ts';

const unverified =
  'The changes stay: all that could be proven works, and for the rest no healthy answer is documented.';

interface Applied {
  readonly outcome: Outcome;
  /** Null where it was not asked for, or nothing was applied. */
  readonly verification: Verification | null;
  readonly undo: Outcome | null;
}

/** Carries out a reviewed plan; with `--undo-unless-verified` it tests afterwards and puts back what does not work. */
export async function applyCommand(
  { plan: planPath, digest, undoUnlessVerified, tenantHosts }: Extract<Command, { name: 'apply' }>,
  surroundings: Surroundings,
): Promise<Result<Answer>> {
  const { machine, now, newId, pid, signal, labArguments, passwords, files } = surroundings;
  // Only where it is asked for: a window tests by itself, and whoever waits for its changes need not wait for this to
  // be loaded. Before anything is changed, so that a file which is not right costs nothing.
  const testing = undoUnlessVerified ? await import('../chosen-endpoints.ts') : null;
  const by = testing === null ? ok(null) : await testing.chooseEndpoints(files);
  if (!by.ok) return by;
  const askPassword = (user: string) => passwords.ask(user);
  const applied = await apply({ machine, planPath, digest, now, pid, askPassword });
  if (!applied.ok) return applied;
  const outcome = applied.value;
  const run = await readRun(machine, outcome.run);
  if (!run.ok) return run;
  const lines = outcomeLines(run.value.plan, outcome, labArguments);
  if (by.value === null || outcome.state !== 'applied')
    return ok(answer(exitOfOutcome(outcome), { outcome, verification: null, undo: null }, lines));

  const { verify } = await import('../../verify/verify.ts');
  const verification = await verify(machine, run.value.plan, {
    now,
    newId,
    run: outcome.run,
    changedAt: changedAt(outcome),
    signal,
    ...by.value,
  });
  const tested = [...lines, '', ...verificationLines(verification)];
  const printed = tenantHosts ? verification : withoutTenantHosts(verification);
  const kept = { outcome, verification: printed, undo: null };
  if (isVerified(verification)) return ok(answer(0, kept, tested));
  if (isVerifiedAsDocumented(verification)) return ok(answer(1, kept, [...tested, '', ...wrapped(unverified)]));
  const undone = await undo({ machine, run: outcome.run, now, pid });
  if (!undone.ok) return undone;
  const code = exitOfOutcome(undone.value) === 0 ? 5 : 6;
  const back = ['', 'Not everything was proven to work, so the changes are put back.', ''];
  const after = outcomeLines(run.value.plan, undone.value, labArguments);
  return ok(answer(code, { outcome, verification: printed, undo: undone.value }, [...tested, ...back, ...after]));
}

const answer = (exit: ExitCode, value: Applied, lines: readonly string[]): Answer => ({ exit, value, lines });
