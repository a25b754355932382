import path from 'node:path';
import { readAnswer } from '../apply/answers.ts';
import { type AccountTests, accountRunArgv } from '../core/plan/account-run.ts';
import type { Plan } from '../core/plan/plan.ts';
import type { Problem } from '../core/plan/problem.ts';
import { fail, ok, type Result } from '../core/plan/result.ts';
import { testAsAccounts } from '../verify/account-tests.ts';
import { chooseEndpoints } from './chosen-endpoints.ts';
import type { Surroundings } from './surroundings.ts';

type Around = Pick<Surroundings, 'machine' | 'now' | 'newId' | 'signal' | 'files'>;

/**
 * The tests as the accounts of the services, under an id of their own or of the run whose plan it is. Needs
 * administrator rights, by which this very program is started as those accounts: where anybody else could change it,
 * it is not. Null: they were ended by the signal, and nothing of them is kept.
 */
export async function testedAsServices(
  plan: Plan,
  id: string,
  { machine, now, newId, signal, files }: Around,
): Promise<Result<AccountTests[] | null>> {
  const by = await chooseEndpoints(files);
  if (!by.ok) return by;
  if (!(await machine.facts()).elevated) return fail({ kind: 'not-elevated' });
  const vetted = await machine.vetProgram();
  if (!vetted.ok) return vetted;
  return testAsAccounts(machine, plan, id, { now, newId, signal, ...by.value });
}

/** The same by a program that is started with rights, where this one has none and may start it. */
export async function testedWithRights(
  plan: Plan,
  id: string,
  surroundings: Around,
): Promise<Result<AccountTests[] | null>> {
  const { machine, now, files, signal } = surroundings;
  if ((await machine.facts()).elevated) return testedAsServices(plan, id, surroundings);
  const since = now();
  // It is started in a folder of its own.
  const whole = (file: string | null) => (file === null ? null : path.resolve(file));
  const { endpoints, serviceTags } = files;
  const argv = accountRunArgv(id, { endpoints: whole(endpoints), serviceTags: whole(serviceTags) });
  const ended = await machine.elevation.run(argv, signal);
  if (ended.kind === 'not-confirmed') return fail({ kind: 'not-confirmed' });
  const left = await readAnswer(machine, id, since);
  if (!left.ok) return left;
  if (left.value?.kind === 'tested') return ok(left.value.accounts);
  if (left.value?.kind === 'cancelled') return ok(null);
  const refused: Problem = left.value?.kind === 'refused' ? left.value.problem : { kind: 'not-elevated' };
  return fail(refused);
}
