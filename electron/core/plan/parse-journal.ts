import { JournalLine } from './journal.ts';
import { parseFile } from './parse-file.ts';
import { fail, ok, type Result } from './result.ts';

/** The journal's lines; the first is the `begin` of the run. */
export type Journal = readonly [Extract<JournalLine, { event: 'begin' }>, ...JournalLine[]];

/**
 * Reads a journal. What stands after the last line break was cut off by a crash (the disk may have filled it with
 * anything) and counts as not written; every other fault is a problem that names its line, from 1.
 */
export function parseJournal(text: string): Result<Journal> {
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  const lines: JournalLine[] = [];
  for (const [at, line] of whole.split('\n').slice(0, -1).entries()) {
    const parsed = parseFile(JournalLine, 'journal', line);
    if (!parsed.ok) return fail(inLine(at + 1, parsed.problem));
    if ((parsed.value.event === 'begin') !== (at === 0)) return fail(misplaced(at + 1));
    lines.push(parsed.value);
  }
  const [begin, ...rest] = lines;
  return begin?.event === 'begin' ? ok([begin, ...rest]) : fail(misplaced(1));
}

function inLine(line: number, problem: Extract<ReturnType<typeof parseFile>, { ok: false }>['problem']) {
  if (problem.kind === 'bad-field')
    return { ...problem, at: problem.at === '' ? `line ${line}` : `line ${line}: ${problem.at}` };
  if (problem.kind === 'file-not-json') return { ...problem, detail: `line ${line}: ${problem.detail}`.slice(0, 1024) };
  return problem;
}

const misplaced = (line: number) =>
  ({
    kind: 'bad-field',
    file: 'journal',
    at: `line ${line}`,
    expected: 'the first line, and only the first, begins the run',
  }) as const;
