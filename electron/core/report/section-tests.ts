import type { Matrix, MatrixRow } from '../plan/matrix.ts';
import { decisiveCells, gradeOf, worstFirst } from '../plan/matrix-order.ts';
import type { Product } from '../plan/operation.ts';
import { isDeviceRow, type ProbeResult } from '../plan/verification.ts';
import { listed, productName, routeText, serviceName } from '../wording/names.ts';
import { columnsOf, pathName } from '../wording/path-text.ts';
import { ticketWords } from '../wording/ticket-text.ts';
import { gradeWord, verdictText } from '../wording/verdict-text.ts';
import {
  type Block,
  code,
  grade,
  lineBreak,
  listOr,
  paragraph,
  type Rich,
  strong,
  subheading,
  table,
  text,
} from './document.ts';
import { productResults, servicesWithoutTest } from './product-results.ts';
import { type Round, roundsOf } from './rounds.ts';
import type { Ticket } from './ticket.ts';

type Rounds = readonly [Round, ...Round[]];

/** What the tests came to: for each product, for each address that has something to say, and by every way. */
export function testsBlocks(ticket: Ticket): Block[] {
  const rounds = roundsOf(ticket);
  if (rounds === null) return [];
  return [...results(ticket, rounds), ...addresses(rounds), ...ways(rounds)];
}

const lastOf = (rounds: Rounds): Round => rounds.at(-1) ?? rounds[0];

/** One row for each product: the test that decides, in words. */
function results(ticket: Ticket, rounds: Rounds): Block[] {
  const each = rounds.map(({ probes }) => productResults(probes));
  const products = [...new Set(each.flat().map(({ product }) => product))];
  const rows = products.map((product): readonly Rich[] => {
    const found = each.map((list) => list.find((result) => result.product === product));
    const decisive = found.at(-1)?.decisive;
    return [
      [strong(productName(product))],
      ...found.map(
        (seen): Rich => [seen === undefined ? text('not tested') : grade(seen.grade, gradeWord(seen.grade))],
      ),
      [
        text(
          decisive === undefined
            ? 'Not tested afterwards.'
            : `${inWords(decisive)}${notTested(ticket, rounds, product)}`,
        ),
      ],
    ];
  });
  if (rows.length === 0) return [];
  const columns = ['Product', ...rounds.map(({ title }) => title), 'In words'];
  const shares = [15, ...rounds.map(() => 8), 85 - 8 * rounds.length];
  return [table('The result for each product', columns, rows, shares)];
}

/** The services of a tested product of which its result says nothing. */
function notTested({ plan, after }: Ticket, rounds: Rounds, product: Product): string {
  const effective = after?.effective ?? plan.before.effective;
  const left = servicesWithoutTest(effective, lastOf(rounds).probes, product);
  return left.length === 0 ? '' : ` Not tested: ${listed(left.map(serviceName))}.`;
}

const inWords = ({ verdict }: ProbeResult): string => {
  const { sentence, action } = verdictText(verdict);
  return verdict.grade === 'works' ? sentence : `${sentence} ${action}`;
};

/**
 * The addresses that do not work in every column, the hosts of this very device, and one that works for each product;
 * the others are counted.
 */
function addresses(rounds: Rounds): Block[] {
  const rows = allRows(rounds);
  if (rows.length === 0) return [];
  const examples = new Set(productResults(lastOf(rounds).probes).map(({ decisive }) => decisive.row));
  const isQuiet = (row: MatrixRow) =>
    rounds.every((round) => {
      const own = rowIn(round, row.id);
      return own === undefined || own.services.length === 0 || gradeOf(own, round.decides) === 'works';
    });
  const told = rows.filter((row) => examples.has(row.id) || isDeviceRow(row.endpoint) || !isQuiet(row));
  const groups = alike(told, rounds);
  const hidden = rows.filter((row) => !told.includes(row) && row.services.length > 0).length;
  const more = remarks(lastOf(rounds).probes);
  const columns = ['Service', 'Address', 'Path', ...rounds.map(({ title }) => title)];
  return [
    subheading(ticketWords.tests),
    table(
      'The tested addresses',
      columns,
      groups.map(([first, ...others]) => addressRow(first, others.length, rounds)),
    ),
    ...(hidden === 0
      ? []
      : [
          paragraph(
            text(
              `${hidden} more ${hidden === 1 ? 'address works' : 'addresses work'}${rounds.length === 1 ? '' : ' in each of these tests'}; ticket.json has every one by every way.`,
            ),
          ),
        ]),
    ...(more.length === 0 ? [] : [listOr(more, '')]),
  ];
}

/**
 * Addresses of the same services that work in the last column, and in the others came to the same: only the first of
 * them is shown.
 */
function alike(rows: readonly MatrixRow[], rounds: Rounds): readonly (readonly [MatrixRow, ...MatrixRow[]])[] {
  const last = lastOf(rounds);
  const groups = new Map<string, [MatrixRow, ...MatrixRow[]]>();
  for (const row of rows) {
    const own = rowIn(last, row.id);
    const works = own !== undefined && gradeOf(own, last.decides) === 'works';
    const key = works ? JSON.stringify([row.services, rounds.map((round) => kindsIn(round, row.id))]) : row.id;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return [...groups.values()];
}

const kindsIn = (round: Round, id: string): readonly string[] => {
  const row = rowIn(round, id);
  return row === undefined
    ? []
    : decisiveCells(row, round.decides).map(({ verdict: { grade: seen, kind } }) => seen + kind);
};

const rowIn = ({ verification: { matrix } }: Round, id: string): MatrixRow | undefined =>
  matrix.rows.find((row) => row.id === id);

/** The rows of all columns, those that fail in the last one first; of each the newest. */
function allRows(rounds: Rounds): readonly MatrixRow[] {
  const last = lastOf(rounds);
  const newest = worstFirst({ rows: last.verification.matrix.rows, decides: last.decides });
  const known = new Set(newest.map(({ id }) => id));
  const gone = rounds.flatMap(({ verification }) => verification.matrix.rows).filter(({ id }) => !known.has(id));
  return [...newest, ...new Map(gone.map((row) => [row.id, row])).values()];
}

function addressRow(row: MatrixRow, others: number, rounds: Rounds): readonly Rich[] {
  const newest = [...rounds].reverse().find((round) => rowIn(round, row.id) !== undefined) ?? lastOf(rounds);
  const own = newest.probes.filter((probe) => probe.row === row.id);
  const routes = [...new Set(own.map(({ route }) => routeText(route)))];
  return [
    [text(row.services.length === 0 ? 'none of these' : listed(row.services.map(serviceName)))],
    [
      code(targetText(row)),
      lineBreak,
      text(`${row.purpose}${row.necessity === 'required' ? '' : ' (optional)'}`),
      ...(others === 0 ? [] : [text(`, and ${others} more with the same results`)]),
    ],
    [code(routes.length === 0 ? 'direct' : routes.join(', ')), ...reachedOtherwise(row, newest)],
    ...rounds.map((round): Rich => resultCell(rowIn(round, row.id), round)),
  ];
}

/** Where an address does not work by its own way, the ways by which it does. */
function reachedOtherwise(row: MatrixRow, { decides }: Round): Rich {
  const own = decisiveCells(row, decides);
  if (gradeOf(row, decides) !== 'fails') return [];
  const others = row.cells.filter((cell) => !own.includes(cell) && ['works', 'differs'].includes(cell.verdict.grade));
  const paths = others.flatMap(({ paths: names }) => names.map(pathName));
  return paths.length === 0 ? [] : [lineBreak, text(`Reached by: ${paths.join(', ')}`)];
}

function targetText({ target, cells, endpoint }: Pick<MatrixRow, 'target' | 'cells' | 'endpoint'>): string {
  if (target === null) return cells[0]?.verdict.facts.host ?? endpoint;
  const { scheme, host, port, path } = target;
  const usual = scheme === 'https' ? 443 : 80;
  return `${scheme}://${host}${port === usual ? '' : `:${port}`}${path}`;
}

function resultCell(row: MatrixRow | undefined, { decides }: Round): Rich {
  const cells = row === undefined ? [] : decisiveCells(row, decides);
  const [first, ...others] = cells.map(({ verdict, observation }): Rich => {
    const { word, short } = verdictText(verdict);
    const why = short === '' ? '' : ` – ${short}`;
    const time = observation === null ? '' : `, ${Math.round(observation.totalMs)} ms`;
    return [grade(verdict.grade, word), text(`${why}${time}`)];
  });
  if (first === undefined) return [text('–')];
  return [...first, ...others.flatMap((each) => [lineBreak, ...each])];
}

/** Each fault once, with the addresses that it holds for; what the table of products says is not said again. */
function remarks(probes: readonly ProbeResult[]): Rich[] {
  const said = new Set(productResults(probes).map(({ decisive }) => faultOf(decisive)));
  const groups = new Map<string, ProbeResult[]>();
  for (const probe of probes) {
    const { grade: seen } = probe.verdict;
    if ((seen !== 'fails' && seen !== 'differs') || said.has(faultOf(probe))) continue;
    groups.set(faultOf(probe), [...(groups.get(faultOf(probe)) ?? []), probe]);
  }
  return [...groups.values()].flatMap(([first, ...others]) => {
    if (first === undefined) return [];
    const also = others.length === 0 ? '' : ` The same holds for ${listed([...new Set(others.map(addressOf))])}.`;
    return [[text(`${inWords(first)}${also}`)]];
  });
}

/** Tests with the same fault differ in their address only. */
const faultOf = ({ verdict: { kind, grade: seen, facts } }: ProbeResult): string =>
  JSON.stringify([kind, seen, facts.ca, facts.status, facts.code, facts.why, facts.proxy]);

const addressOf = ({ observation, verdict, endpoint }: ProbeResult): string =>
  targetText({
    target: observation?.target ?? null,
    endpoint: verdict.facts.host ?? endpoint,
    cells: [],
  });

/** The matrix in short: how many addresses each way reaches, column beside column. */
function ways(rounds: Rounds): Block[] {
  const made = [...new Set(rounds.map(({ verification }) => verification))];
  const last = made.at(-1);
  if (last === undefined || last.matrix.rows.length === 0) return [];
  const titles = made.length === 1 ? ['Reached'] : ['Reached before', 'Reached after'];
  const columns = columnsOf({ ...last.matrix, effective: last.effective });
  const rows = columns.map(({ paths, title, route }): readonly Rich[] => [
    [text(title)],
    [code(route)],
    ...made.map(
      ({ matrix }): Rich => [
        text(
          countText(
            matrix,
            paths.map(({ path }) => path),
          ),
        ),
      ],
    ),
  ]);
  return [table('Every address by every way', ['Way', 'Leads to', ...titles], rows)];
}

function countText({ rows }: Matrix, paths: readonly string[]): string {
  const cells = rows.flatMap((row) => row.cells.find((cell) => cell.paths.some((path) => paths.includes(path))) ?? []);
  const reached = cells.filter(({ verdict }) => verdict.grade === 'works' || verdict.kind === 'wrong-path').length;
  return cells.length === 0 ? '–' : `${reached} of ${cells.length}`;
}
