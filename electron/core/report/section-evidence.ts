import type { Certificate } from '../connectivity/observation.ts';
import type { EffectiveProxy } from '../effective/effective.ts';
import type { Finding } from '../effective/finding.ts';
import type { Product } from '../plan/operation.ts';
import { type ProbeResult, probesOf, type Verification } from '../plan/verification.ts';
import { findingText } from '../wording/finding-text.ts';
import { accountName, becauseText, listed, productName, routeText, serviceName } from '../wording/names.ts';
import { ticketWords } from '../wording/ticket-text.ts';
import { utcText } from '../wording/time-text.ts';
import { gradeWord, verdictText } from '../wording/verdict-text.ts';
import {
  type Block,
  code,
  grade,
  heading,
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
import { servicesBlocks } from './section-services.ts';
import type { Ticket } from './ticket.ts';

/** What was seen before and after: routes, results, chains with their hashes, and what was noticed. */
export function evidenceSection(ticket: Ticket): Block[] {
  return [
    heading(ticketWords.evidence),
    ...routes(ticket),
    ...results(ticket),
    ...tests(ticket),
    ...servicesBlocks(ticket),
    ...chains(ticket),
    ...noticed(ticket),
  ];
}

function routes(ticket: Ticket): Block[] {
  const earlier = ticket.plan.before.effective;
  const later = ticket.after?.effective ?? null;
  if (earlier.length === 0) return [];
  const once = later === null || !hasChanges(ticket);
  const rows = earlier.map((before): readonly Rich[] => {
    const now = later?.find(({ service }) => service === before.service) ?? null;
    const service: Rich = [strong(serviceName(before.service)), text(` (${accountName(before.account)})`)];
    if (once) return [service, routeCell(now ?? before)];
    return [service, routeCell(before), now === null ? [text('not known')] : routeCell(now)];
  });
  const columns = once ? ['Service (account)', 'Uses'] : ['Service (account)', 'Before', 'After'];
  return [subheading(ticketWords.routes), table('The proxy of each service and where it is set', columns, rows)];
}

const probesIn = (made: Verification | null): readonly ProbeResult[] => (made === null ? [] : probesOf(made));

/** Whether before and after can differ; a ticket that only documents or tests shows one state. */
const hasChanges = ({ outcome }: Ticket): boolean => outcome !== null;

const routeCell = (proxy: EffectiveProxy): Rich => [
  code(routeText(proxy.route)),
  text(` – ${becauseText(proxy)}${proxy.certainty === 'unverified' ? ' (order not documented, unverified)' : ''}`),
];

/** The columns of results: one where there was one round of tests only. */
const rounds = ({ before, after }: Ticket): readonly ('Before' | 'After' | 'Result')[] =>
  before === null || after === null ? ['Result'] : ['Before', 'After'];

/** The cells of those columns. */
const roundCells = <T>(
  ticket: Ticket,
  was: T | undefined,
  is: T | undefined,
  cell: (seen: T | undefined) => Rich,
): Rich[] => (rounds(ticket).length === 1 ? [cell(is ?? was)] : [cell(was), cell(is)]);

/** One row for each product: the test that decides, in words. */
function results(ticket: Ticket): Block[] {
  const earlier = productResults(probesIn(ticket.before));
  const later = productResults(probesIn(ticket.after));
  const rows = [...new Set([...earlier, ...later].map(({ product }) => product))].map((product): readonly Rich[] => {
    const was = earlier.find((result) => result.product === product);
    const is = later.find((result) => result.product === product);
    const decisive = (ticket.after === null ? was : is)?.decisive;
    return [
      [strong(productName(product))],
      ...roundCells(ticket, was, is, (seen) => [
        seen === undefined ? text('not tested') : grade(seen.grade, gradeWord(seen.grade)),
      ]),
      [text(decisive === undefined ? 'Not tested afterwards.' : `${inWords(decisive)}${notTested(ticket, product)}`)],
    ];
  });
  if (rows.length === 0) return [];
  const columns = ['Product', ...rounds(ticket), 'In words'];
  return [table('The result for each product', columns, rows, columns.length - 1)];
}

/** The services of a tested product of which its result says nothing. */
function notTested({ plan, before, after }: Ticket, product: Product): string {
  const effective = after?.effective ?? plan.before.effective;
  const left = servicesWithoutTest(effective, probesIn(after ?? before), product);
  return left.length === 0 ? '' : ` Not tested: ${listed(left.map(serviceName))}.`;
}

const inWords = ({ verdict }: ProbeResult): string => {
  const { sentence, action } = verdictText(verdict);
  return verdict.grade === 'works' ? sentence : `${sentence} ${action}`;
};

function tests(ticket: Ticket): Block[] {
  const earlier = probesIn(ticket.before);
  const later = probesIn(ticket.after);
  const shown = new Map([...earlier, ...later].map((probe) => [keyOf(probe), probe]));
  if (shown.size === 0) return [];
  const rows = [...shown].map(([key, probe]): readonly Rich[] => [
    [text(serviceName(probe.service))],
    [code(targetText(probe)), lineBreak, text(probe.purpose)],
    [code(routeText(probe.route))],
    ...roundCells(
      ticket,
      earlier.find((each) => keyOf(each) === key),
      later.find((each) => keyOf(each) === key),
      resultCell,
    ),
  ]);
  const more = remarks(ticket.after === null ? earlier : later);
  return [
    subheading(ticketWords.tests),
    table('Every test', ['Service', 'Address', 'Path', ...rounds(ticket)], rows),
    ...(more.length === 0 ? [] : [listOr(more, '')]),
  ];
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
    const also = others.length === 0 ? '' : ` The same holds for ${listed([...new Set(others.map(targetText))])}.`;
    return [[text(`${inWords(first)}${also}`)]];
  });
}

/** Tests with the same fault differ in their address only. */
const faultOf = ({ verdict: { kind, grade: seen, facts } }: ProbeResult): string =>
  JSON.stringify([kind, seen, facts.ca, facts.status, facts.code, facts.why, facts.proxy]);

const keyOf = (probe: ProbeResult): string => `${probe.service} ${probe.endpoint} ${targetText(probe)}`;

function targetText({ observation, verdict, endpoint }: ProbeResult): string {
  if (observation === null) return verdict.facts.host ?? endpoint;
  const { scheme, host, port, path } = observation.target;
  return `${scheme}://${host}${(scheme === 'https' && port === 443) || (scheme === 'http' && port === 80) ? '' : `:${port}`}${path}`;
}

function resultCell(probe: ProbeResult | undefined): Rich {
  if (probe === undefined) return [text('–')];
  const { word, short } = verdictText(probe.verdict);
  const why = short === '' ? '' : ` – ${short}`;
  const time = probe.observation === null ? '' : `, ${Math.round(probe.observation.totalMs)} ms`;
  return [grade(probe.verdict.grade, word), text(`${why}${time}`)];
}

interface SeenChain {
  readonly hosts: string[];
  readonly probe: ProbeResult;
}

function chains({ before, after }: Ticket): Block[] {
  const found = new Map<string, SeenChain>();
  for (const probe of [...probesIn(after), ...probesIn(before)]) {
    const { observation } = probe;
    if (observation === null || observation.presented.length === 0) continue;
    const key = observation.presented.map(({ sha256 }) => sha256).join(' ');
    const chain = found.get(key) ?? { hosts: [], probe };
    if (!chain.hosts.includes(observation.target.host)) chain.hosts.push(observation.target.host);
    found.set(key, chain);
  }
  if (found.size === 0) return [];
  return [subheading(ticketWords.chains), ...[...found.values()].flatMap(chainBlocks)];
}

function chainBlocks({ hosts, probe }: SeenChain): Block[] {
  const presented = probe.observation?.presented ?? [];
  const root = probe.observation?.trust?.root ?? null;
  const trust = probe.observation?.trust ?? null;
  const ending: Rich =
    trust === null
      ? [text('Trust was not judged.')]
      : root === null
        ? [text('No root was found for it.')]
        : [
            text(
              `Root: ${root.cn} (${root.known === null ? 'not a known root of these services' : 'known by its hash'}), SHA-256 `,
            ),
            code(root.sha256),
            text('.'),
          ];
  return [
    paragraph(
      strong('Presented by '),
      code(hosts.join(', ')),
      text(trust?.trusted === true ? ' – trusted by this server. ' : ' – not trusted by this server. '),
      ...ending,
    ),
    table(
      `The certificates that ${hosts[0] ?? 'the host'} presented`,
      ['Certificate', 'Issued by', 'Valid until', 'SHA-256'],
      presented.map(certificateRow),
    ),
  ];
}

const certificateRow = (certificate: Certificate): readonly Rich[] => [
  [text(certificate.subjectCn ?? certificate.subject)],
  [text(certificate.issuerCn ?? certificate.issuer)],
  [text(utcText(certificate.notAfter))],
  [code(certificate.sha256)],
];

/** What still holds, and what this change has settled. */
function noticed({ plan, after }: Ticket): Block[] {
  const now = (after?.findings ?? plan.before.findings).filter(({ severity }) => severity !== 'unknown');
  const titles = new Set((after?.findings ?? []).map((finding) => findingText(finding).title));
  const settled = after === null ? [] : plan.before.findings.filter((finding) => isSettled(finding, titles));
  const items = [
    ...now.map(noticedItem),
    ...settled.map((finding): Rich => [strong('Settled: '), text(`${findingText(finding).title}.`)]),
  ];
  return items.length === 0 ? [] : [subheading(ticketWords.noticed), listOr(items, '')];
}

const isSettled = (finding: Finding, titles: ReadonlySet<string>): boolean =>
  finding.severity !== 'unknown' && !titles.has(findingText(finding).title);

function noticedItem(finding: Finding): Rich {
  const { title, meaning, action, commands = [] } = findingText(finding);
  const todo = commands.flatMap((command): Rich => [lineBreak, code(command)]);
  return [strong(`${title}. `), text(`${meaning} ${action}`), ...todo];
}
