import { truncate } from 'node:fs/promises';
import { type JournalLine, journalFileLimit } from '../core/plan/journal.ts';
import type { Problem } from '../core/plan/problem.ts';
import { fail, ok, type Result } from '../core/plan/result.ts';
import type { appendFlushed } from '../disk/append-flushed.ts';
import { errorCode } from '../disk/error-code.ts';
import { readCapped } from '../disk/read-capped.ts';

/** Adds one line to the file at this path and returns when the disk has it. Tests let it fail or never return. */
export type Append = typeof appendFlushed;

/** The journal of a run while it is carried out or undone. */
export interface RunJournal {
  /** All that happened, also what could no longer be written to the disk. */
  readonly lines: readonly JournalLine[];
  /** Adds a line, flushed. A problem means that the disk does not have it. */
  add(line: JournalLine): Promise<Problem | null>;
}

/**
 * After a line that could not be written no further one is: the file then ends where the disk ended, as after a
 * crash, and undo starts from there.
 */
export function runJournal(file: string, begun: readonly JournalLine[], append: Append): RunJournal {
  const lines = [...begun];
  let broken: Problem | null = null;
  return {
    lines,
    async add(line) {
      lines.push(line);
      if (broken !== null) return broken;
      const added = await append(file, JSON.stringify(line));
      broken = added.ok ? null : added.problem;
      return broken;
    },
  };
}

/** Takes away what a crash left behind the last whole line, so that the next line starts where a line starts. */
export async function mendJournal(file: string): Promise<Result<null>> {
  const bytes = await readCapped(file, journalFileLimit, 'journal');
  if (!bytes.ok) return bytes;
  const whole = bytes.value.lastIndexOf(10) + 1;
  if (whole === bytes.value.length) return ok(null);
  try {
    await truncate(file, whole);
    return ok(null);
  } catch (error) {
    return fail({ kind: 'cannot-write-file', path: file.slice(0, 1024), code: errorCode(error) });
  }
}
