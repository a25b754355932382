import { canonicalJson } from '../core/plan/canonical.ts';
import type { Plan } from '../core/plan/plan.ts';
import { fail, type Result } from '../core/plan/result.ts';
import { Verification } from '../core/plan/verification.ts';
import { readJson } from '../disk/read-json.ts';
import { keepFile } from './kept-file.ts';

/** Largest file of kept tests that is read, in bytes; forty endpoints by two ways take about 200 KB. */
const keptTestsLimit = 64 * 1024 * 1024;

/** Keeps the tests in a new file, for the ticket of the change that follows. Returns its whole path. */
export const keepTests = (file: string, tests: Verification): Promise<Result<string>> =>
  keepFile(file, canonicalJson(tests));

/** Tests that were made before this plan was applied, out of the file in which they were kept. */
export async function testsBefore(file: string, plan: Plan): Promise<Result<Verification>> {
  const read = await readJson(file, keptTestsLimit, 'verification', Verification);
  if (!read.ok) return read;
  const fault = (at: string, expected: string) => fail({ kind: 'bad-field', file: 'verification', at, expected });
  if (read.value.plan !== plan.id) return fault('plan', `${plan.id}, the id of the plan of this ticket`);
  if (read.value.run !== null) return fault('run', 'null, because these are to be tests from before the change');
  return read;
}
