import type { Certificate } from '../connectivity/observation.ts';
import type { EffectiveProxy } from '../effective/effective.ts';
import type { Finding } from '../effective/finding.ts';
import type { ProbeResult } from '../plan/verification.ts';
import { findingText } from '../wording/finding-text.ts';
import { accountName, becauseText, productName, routeText, serviceName } from '../wording/names.ts';
import { ticketWords } from '../wording/ticket-text.ts';
import { utcText } from '../wording/time-text.ts';
import { gradeWord, verdictText } from '../wording/verdict-text.ts';
import {
  type Block,
  code,
  grade,
  heading,
  listOr,
  paragraph,
  type Rich,
  strong,
  subheading,
  table,
  text,
} from './document.ts';
import { productResults } from './product-results.ts';
import type { Ticket } from './ticket.ts';

/** What was seen before and after: routes, results, chains with their hashes, and what was noticed. */
export function evidenceSection(ticket: Ticket): Block[] {
  return [
    heading(ticketWords.evidence),
    ...routes(ticket),
    ...results(ticket),
    ...tests(ticket),
    ...chains(ticket),
    ...noticed(ticket),
  ];
}

function routes({ plan, after }: Ticket): Block[] {
  const later = after?.effective ?? null;
  const rows = plan.before.effective.map((before): readonly Rich[] => {
    const now = later?.find(({ service }) => service === before.service);
    return [
      [strong(serviceName(before.service)), text(` (${accountName(before.account)})`)],
      routeCell(before),
      now === undefined ? [text(later === null ? 'not read again' : 'not known')] : routeCell(now),
    ];
  });
  if (rows.length === 0) return [];
  return [
    subheading(ticketWords.routes),
    table(
      'The proxy of each service and where it is set, before and after',
      ['Service (account)', 'Before', 'After'],
      rows,
    ),
  ];
}

const routeCell = (proxy: EffectiveProxy): Rich => [
  code(routeText(proxy.route)),
  text(` – ${becauseText(proxy)}${proxy.certainty === 'unverified' ? ' (order not documented, unverified)' : ''}`),
];

/** One row for each product: the test that decides, and the way it took. */
function results({ before, after }: Ticket): Block[] {
  const earlier = productResults(before?.probes ?? []);
  const later = productResults(after?.probes ?? []);
  const products = [...new Set([...earlier, ...later].map(({ product }) => product))];
  const rows = products.map((product): readonly Rich[] => {
    const was = earlier.find((result) => result.product === product);
    const is = later.find((result) => result.product === product);
    const decisive = (is ?? was)?.decisive;
    return [
      [strong(productName(product))],
      was === undefined ? [text('not tested')] : [grade(was.grade, gradeWord(was.grade))],
      is === undefined ? [text('not tested')] : [grade(is.grade, gradeWord(is.grade))],
      [text(decisive === undefined ? '' : verdictText(decisive.verdict).sentence)],
    ];
  });
  if (rows.length === 0) return [];
  return [table('The result for each product', ['Product', 'Before', 'After', 'In words'], rows)];
}

function tests({ before, after }: Ticket): Block[] {
  const earlier = before?.probes ?? [];
  const later = after?.probes ?? [];
  const keys = new Set([...later, ...earlier].map(keyOf));
  const rows = [...keys].map((key): readonly Rich[] => {
    const was = earlier.find((probe) => keyOf(probe) === key);
    const is = later.find((probe) => keyOf(probe) === key);
    const shown = is ?? was;
    return [
      shown === undefined ? [] : [text(serviceName(shown.service))],
      shown === undefined ? [] : [code(targetText(shown)), text(shown.purpose === '' ? '' : ` ${shown.purpose}`)],
      shown === undefined ? [] : [code(routeText(shown.route))],
      resultCell(was),
      resultCell(is),
    ];
  });
  if (rows.length === 0) return [];
  const todo = later.filter(({ verdict }) => verdict.grade === 'fails' || verdict.grade === 'differs');
  return [
    subheading(ticketWords.tests),
    table('Every test, before and after', ['Service', 'Address', 'Path', 'Before', 'After'], rows),
    ...(todo.length === 0 ? [] : [listOr(remarks(todo), '')]),
  ];
}

const keyOf = (probe: ProbeResult): string => `${probe.service} ${probe.endpoint} ${targetText(probe)}`;

function targetText({ observation, verdict, endpoint }: ProbeResult): string {
  if (observation === null) return verdict.facts.host ?? endpoint;
  const { scheme, host, port, path } = observation.target;
  return `${scheme}://${host}${(scheme === 'https' && port === 443) || (scheme === 'http' && port === 80) ? '' : `:${port}`}${path}`;
}

function resultCell(probe: ProbeResult | undefined): Rich {
  if (probe === undefined) return [text('–')];
  const { word, short } = verdictText(probe.verdict);
  const time = probe.observation === null ? '' : `, ${Math.round(probe.observation.totalMs)} ms`;
  return [grade(probe.verdict.grade, word), text(` – ${short}${time}`)];
}

/** Each thing that is not well, once, with the hosts that it holds for. */
function remarks(probes: readonly ProbeResult[]): Rich[] {
  const seen = new Map<string, Rich>();
  for (const probe of probes) {
    const { sentence, action } = verdictText(probe.verdict);
    seen.set(`${sentence} ${action}`, [text(`${sentence} ${action}`)]);
  }
  return [...seen.values()];
}

interface SeenChain {
  readonly hosts: string[];
  readonly probe: ProbeResult;
}

function chains({ before, after }: Ticket): Block[] {
  const found = new Map<string, SeenChain>();
  for (const probe of [...(after?.probes ?? []), ...(before?.probes ?? [])]) {
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
      text(trust?.trusted === true ? ' – trusted. ' : ' – not trusted. '),
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
  const { title, meaning, action } = findingText(finding);
  return [strong(`${title}. `), text(`${meaning} ${action}`)];
}
