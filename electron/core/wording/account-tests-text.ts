import type { Grade } from '../connectivity/verdict.ts';
import type { AccountTests } from '../plan/account-run.ts';
import type { MatrixCell, MatrixRow } from '../plan/matrix.ts';
import { accountName, routeText } from './names.ts';
import { problemText } from './problem-text.ts';
import { systemLimitText } from './system-engine-text.ts';
import { gradeWord, verdictText } from './verdict-text.ts';
import { win32Text } from './win32.ts';

/** One address as an account reached it by one way. */
interface AccountLine {
  readonly grade: Grade;
  /** `host:port`. */
  readonly address: string;
  /** Whose way it is. */
  readonly by: string;
  /** A service of the account really goes this way. */
  readonly taken: boolean;
  readonly short: string;
}

export interface AccountText {
  readonly title: string;
  /** Whole sentences: how it was tested, and what did not go as it should. */
  readonly notes: readonly string[];
  readonly lines: readonly AccountLine[];
}

/** The tests of one account in words. */
export function accountTestsText({ account, simulated, seen, problem }: AccountTests): AccountText {
  const name = accountName(account);
  const acted = simulated
    ? [`This is a lab, which has no accounts: a process of your own tested by the routes that ${name} has.`]
    : [];
  const failed = problem === null ? [] : Object.values(problemText(problem));
  if (seen === null) return { title: `As ${name}`, notes: [...acted, ...failed], lines: [] };
  const own =
    seen.own.state === 'read'
      ? `The WinINET settings of ${name}, as Windows gives them to the account itself: ${routeText(seen.own.route)}.`
      : `The WinINET settings of ${name} could not be read by the account itself: ${win32Text(seen.own.win32)}.`;
  const lines = seen.rows.flatMap((row) => row.cells.map((cell) => lineOf(row, cell, name)));
  return { title: `As ${name}`, notes: [...acted, own, ...comparison(seen), ...failed], lines };
}

function lineOf({ target, endpoint }: MatrixRow, { paths, takes, verdict }: MatrixCell, name: string): AccountLine {
  const by = [
    ...(takes.length > 0 ? ['its services'] : []),
    ...(paths.includes('winhttp') ? ['WinHTTP'] : []),
    ...(paths.includes('local-system') || paths.includes('local-service') ? [`WinINET of ${name}`] : []),
  ];
  return {
    grade: verdict.grade,
    address: target === null ? endpoint : `${target.host}:${target.port}`,
    by: by.join(', '),
    taken: takes.length > 0,
    short: `${gradeWord(verdict.grade)}: ${verdictText(verdict).short}`,
  };
}

/** Whether Windows' own HTTP came to the same result as the stages did by the same way; a difference is explained. */
function comparison({ rows, system }: NonNullable<AccountTests['seen']>): string[] {
  const pairs = system.flatMap(({ row: id, verdict, limits }) => {
    const row = rows.find((each) => each.id === id);
    const cell = row?.cells.find(({ paths }) => paths.includes('local-system') || paths.includes('local-service'));
    return cell === undefined ? [] : [{ host: row?.target?.host ?? id, verdict, limits, stages: cell.verdict }];
  });
  if (pairs.length === 0) return [];
  const differing = pairs.filter(({ verdict, stages }) => verdict.kind !== stages.kind);
  if (differing.length === 0)
    return [`Windows' own HTTP (WinHTTP) came to the same result for all ${pairs.length} addresses.`];
  const shown = differing
    .slice(0, mostDiffering)
    .map(
      ({ host, verdict, stages }) =>
        `${host} (${verdictText(verdict).short}, the stages: ${verdictText(stages).short})`,
    );
  const more = differing.length > shown.length ? `, and ${differing.length - shown.length} more` : '';
  const why = [...new Set(differing.flatMap(({ limits }) => limits))].map(systemLimitText);
  return [
    `Windows' own HTTP (WinHTTP) came to another result for ${differing.length} of ${pairs.length} addresses: ${shown.join(', ')}${more}.`,
    ...why,
  ];
}

const mostDiffering = 5;
