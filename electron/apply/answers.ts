import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Answer, answerFileLimit } from '../core/plan/answer.ts';
import { fail, ok, type Result } from '../core/plan/result.ts';
import { readJson } from '../disk/read-json.ts';
import { replaceFile } from '../disk/replace-file.ts';
import type { ElevatedArgv, Machine } from '../machine/machine.ts';

/** `<id>.answer.json` in the protected folder of the runs; the id is that of the plan, of the run or of the detection. */
const ending = '.answer.json';
const answerName = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\.answer\.json$/;
/** Answers are read within moments; what is older than this many milliseconds nobody waits for. */
const staleAfter = 60 * 60 * 1000;

/**
 * Under which id the window looks for the answer to a start of the program: that of the run, and for `apply` the name
 * of the plan's file, which the window chose and which is known also where the file itself is refused.
 */
export function answerIdOf(argv: ElevatedArgv): string {
  return argv[0] === 'apply' ? path.basename(argv[2], '.json') : argv[2];
}

/** Leaves an answer for the window that started this program, and takes old ones away. */
export async function leaveAnswer(
  machine: Machine,
  id: string,
  answer: Answer['answer'],
  now: Date,
): Promise<Result<null>> {
  const root = await machine.protectedFolder('runs');
  if (!root.ok) return root;
  const file = answerPath(root.value, id);
  if (file === null) return fail({ kind: 'no-such-run', run: id.slice(0, 1024) });
  await removeStale(root.value, now);
  const text = JSON.stringify({ schema: 1, at: now.toISOString(), answer } satisfies Answer);
  return replaceFile(file, new TextEncoder().encode(text));
}

/** The answer left under an id since a moment; null where there is none. */
export async function readAnswer(machine: Machine, id: string, since: Date): Promise<Result<Answer['answer'] | null>> {
  const root = await machine.protectedFolder('runs');
  if (!root.ok) return root;
  const file = answerPath(root.value, id);
  if (file === null) return ok(null);
  const read = await readJson(file, answerFileLimit, 'journal', Answer);
  if (!read.ok) return read.problem.kind === 'file-missing' ? ok(null) : read;
  return ok(new Date(read.value.at) < since ? null : read.value.answer);
}

/** Null where the text is no id, so that no other path can be meant by it. */
function answerPath(root: string, id: string): string | null {
  const name = `${id.toLowerCase()}${ending}`;
  return answerName.test(name) ? path.join(root, name) : null;
}

async function removeStale(root: string, now: Date): Promise<void> {
  for (const name of await readdir(root)) {
    if (!answerName.test(name)) continue;
    const file = path.join(root, name);
    const found = await stat(file).catch(() => null);
    if (found !== null && now.getTime() - found.mtimeMs > staleAfter) await rm(file, { force: true });
  }
}
