import { lstat } from 'node:fs/promises';
import path from 'node:path';
import { canonicalJson } from '../core/plan/canonical.ts';
import type { Plan } from '../core/plan/plan.ts';
import { fail, ok, type Result } from '../core/plan/problem.ts';
import { Verification } from '../core/plan/verification.ts';
import { errorCode } from '../disk/error-code.ts';
import { readJson } from '../disk/read-json.ts';
import { writeFlushed } from '../disk/replace-file.ts';

/** Largest file of kept tests that is read, in bytes; forty endpoints by two ways take about 200 KB. */
const keptTestsLimit = 64 * 1024 * 1024;

/** Whether tests can be kept there, asked before they are made: nothing is ever written over. */
export async function vetPlace(file: string): Promise<Result<null>> {
  const place = path.resolve(file);
  const isThere = await lstat(place).then(
    () => true,
    () => false,
  );
  return isThere ? fail({ kind: 'file-exists', path: place.slice(0, 1024) }) : ok(null);
}

/** Keeps the tests in a new file, for the ticket of the change that follows. Returns its whole path. */
export async function keepTests(file: string, tests: Verification): Promise<Result<string>> {
  const place = path.resolve(file);
  try {
    await writeFlushed(place, new TextEncoder().encode(canonicalJson(tests)));
    return ok(place);
  } catch (error) {
    const code = errorCode(error);
    const shown = place.slice(0, 1024);
    return fail(
      code === 'EEXIST' ? { kind: 'file-exists', path: shown } : { kind: 'cannot-write-file', path: shown, code },
    );
  }
}

/** Tests that were made before this plan was applied, out of the file in which they were kept. */
export async function testsBefore(file: string, plan: Plan): Promise<Result<Verification>> {
  const read = await readJson(file, keptTestsLimit, 'verification', Verification);
  if (!read.ok) return read;
  const fault = (at: string, expected: string) => fail({ kind: 'bad-field', file: 'verification', at, expected });
  if (read.value.plan !== plan.id) return fault('plan', `${plan.id}, the id of the plan of this ticket`);
  if (read.value.run !== null) return fault('run', 'null, because these are to be tests from before the change');
  return read;
}
