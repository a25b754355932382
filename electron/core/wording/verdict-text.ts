import type { Grade, Verdict, VerdictKind } from '../connectivity/verdict.ts';
import type { VerdictEntry } from './verdict-facts.ts';
import { pathWords } from './verdict-path-words.ts';
import { serviceWords } from './verdict-service-words.ts';

const grades = {
  works: 'Works',
  differs: 'Works differently',
  fails: 'Fails',
  'not-tested': 'Not tested',
} as const satisfies Record<Grade, string>;

const table: Readonly<Record<VerdictKind, VerdictEntry>> = { ...pathWords, ...serviceWords };

/** A result in words: `word` is one of the four that every result has, `short` fits into a table cell. */
export interface VerdictText {
  readonly word: string;
  readonly short: string;
  readonly sentence: string;
  readonly action: string;
}

export function verdictText(verdict: Verdict): VerdictText {
  const { short, sentence, action } = table[verdict.kind](verdict);
  return {
    word: gradeWord(verdict.grade),
    short,
    sentence: `${sentence.replace(/^the /, 'The ')}${doubt(verdict)}`,
    action,
  };
}

/** One of the four words: works, works differently, fails, not tested. */
export const gradeWord = (grade: Grade): string => grades[grade];

function doubt({ confidence, grade }: Verdict): string {
  if (grade !== 'fails' || confidence === 'certain') return '';
  return confidence === 'likely' ? ' This is the likely cause, not a certain one.' : ' This is one possible cause.';
}
