import type { EffectiveProxy } from '../effective/effective.ts';
import type { Finding } from '../effective/finding.ts';
import { findingText } from '../wording/finding-text.ts';
import { accountName, becauseText, routeText, serviceName } from '../wording/names.ts';
import { ticketWords } from '../wording/ticket-text.ts';
import {
  type Block,
  code,
  heading,
  lineBreak,
  listOr,
  type Rich,
  strong,
  subheading,
  table,
  text,
} from './document.ts';
import { chainsBlocks } from './section-chains.ts';
import { servicesBlocks } from './section-services.ts';
import { testsBlocks } from './section-tests.ts';
import type { Ticket } from './ticket.ts';

/** What was seen before and after: routes, results, chains with their hashes, and what was noticed. */
export function evidenceSection(ticket: Ticket): Block[] {
  return [
    heading(ticketWords.evidence),
    ...routes(ticket),
    ...testsBlocks(ticket),
    ...servicesBlocks(ticket),
    ...chainsBlocks(ticket),
    ...noticed(ticket),
  ];
}

function routes(ticket: Ticket): Block[] {
  const earlier = ticket.plan.before.effective;
  const later = ticket.after?.effective ?? null;
  if (earlier.length === 0) return [];
  const once = later === null || !hasChanges(ticket);
  const groups = new Map<string, [services: Rich, ways: readonly Rich[]]>();
  for (const before of earlier) {
    const now = later?.find(({ service }) => service === before.service) ?? null;
    const service: Rich = [strong(serviceName(before.service)), text(` (${accountName(before.account)})`)];
    const after: Rich = now === null ? [text('not known')] : routeCell(now);
    const ways = once ? [routeCell(now ?? before)] : [routeCell(before), after];
    // Services of the same ways stand in one row.
    const key = JSON.stringify(ways);
    const [named, same] = groups.get(key) ?? [[], ways];
    groups.set(key, [named.length === 0 ? service : [...named, lineBreak, ...service], same]);
  }
  const rows = [...groups.values()].map(([services, ways]): readonly Rich[] => [services, ...ways]);
  const columns = once ? ['Service (account)', 'Uses'] : ['Service (account)', 'Before', 'After'];
  const shares = once ? [30, 70] : [28, 36, 36];
  return [
    subheading(ticketWords.routes),
    table('The proxy of each service and where it is set', columns, rows, shares),
  ];
}

/** Whether before and after can differ; a ticket that only documents or tests shows one state. */
const hasChanges = ({ outcome }: Ticket): boolean => outcome !== null;

const routeCell = (proxy: EffectiveProxy): Rich => [
  code(routeText(proxy.route)),
  text(` – ${becauseText(proxy)}${proxy.certainty === 'unverified' ? ' (order not documented, unverified)' : ''}`),
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
