import { leaveAnswer } from '../../apply/answers.ts';
import type { AccountTests } from '../../core/plan/account-run.ts';
import { fail, ok, type Result } from '../../core/plan/result.ts';
import { answerAsAccount } from '../../verify/account-tests.ts';
import { accountLines } from '../account-lines.ts';
import { testedAsServices } from '../as-services.ts';
import { listenFor } from '../cancelled.ts';
import { choosePlan } from '../chosen-plan.ts';
import type { Command } from '../command-line.ts';
import type { Answer, Surroundings } from '../surroundings.ts';

/**
 * The tests as the accounts of the services. Started by an administrator it makes them and leaves them for the window;
 * started by the task of an account it is the part that tests. Which of the two it is, the token alone says.
 */
export async function probeAccountsCommand(
  { run }: Extract<Command, { name: 'probe-accounts' }>,
  surroundings: Surroundings,
): Promise<Result<Answer>> {
  const { machine, now, signal } = surroundings;
  const account = await machine.accounts.self();
  if (account !== null) {
    const answered = await answerAsAccount(machine, account, run, { now, signal });
    return answered.ok ? ok({ exit: 0, value: { run, account }, lines: [`Tested as ${account}.`] }) : answered;
  }
  if (!(await machine.facts()).elevated) return fail({ kind: 'not-elevated' });
  const listening = listenFor(machine.elevation, run, signal);
  const tested = await testedUnlessCancelled(run, { ...surroundings, signal: listening.signal }).finally(
    listening.close,
  );
  if (!tested.ok) return tested;
  if (tested.value === null) {
    const left = await leaveAnswer(machine, run, { kind: 'cancelled' }, now());
    return left.ok ? ok({ exit: 130, value: null, lines: ['Cancelled: nothing of these tests is kept.'] }) : left;
  }
  const left = await leaveAnswer(machine, run, { kind: 'tested', accounts: tested.value }, now());
  if (!left.ok) return left;
  const exit = tested.value.every(({ seen }) => seen !== null) ? 0 : 1;
  return ok({ exit, value: tested.value, lines: accountLines(tested.value) });
}

/** By the plan of the run, or by what is set now; null where they were cancelled. */
async function testedUnlessCancelled(run: string, surroundings: Surroundings): Promise<Result<AccountTests[] | null>> {
  if (surroundings.signal.aborted) return ok(null);
  const ofRun = await choosePlan({ plan: null, run }, surroundings);
  const chosen =
    !ofRun.ok && ofRun.problem.kind === 'no-such-run'
      ? await choosePlan({ plan: null, run: null }, surroundings)
      : ofRun;
  return chosen.ok ? testedAsServices(chosen.value.plan, run, surroundings) : chosen;
}
