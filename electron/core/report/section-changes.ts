import type { CitationId, Operation } from '../plan/operation.ts';
import type { Outcome } from '../plan/outcome.ts';
import { citations } from '../wording/citations.ts';
import { findingText } from '../wording/finding-text.ts';
import { wantedLines } from '../wording/intent-text.ts';
import {
  affectsText,
  blockerText,
  manualText,
  operationText,
  planCountText,
  reasonText,
} from '../wording/plan-text.ts';
import { problemText } from '../wording/problem-text.ts';
import { operationStateText, ticketWords } from '../wording/ticket-text.ts';
import { win32Text } from '../wording/win32.ts';
import {
  type Block,
  code,
  heading,
  lineBreak,
  link,
  listOr,
  paragraph,
  type Rich,
  steps,
  strong,
  subheading,
  table,
  text,
} from './document.ts';
import type { Ticket } from './ticket.ts';

/** What was wanted, and what was seen on the server that speaks for it. */
export function wantedSection({ plan }: Ticket): Block[] {
  const seen = plan.before.findings.filter(({ severity }) => severity === 'error' || severity === 'warning');
  const why = seen.map((finding): Rich => [text(`Why: ${findingText(finding).title}.`)]);
  return [
    heading(ticketWords.wanted),
    listOr([...wantedLines(plan).map((line): Rich => [text(line)]), ...why], 'Nothing was asked for.'),
  ];
}

/** Before and after of every change, and what a person has to do. */
export function changesSection(ticket: Ticket): Block[] {
  const { plan } = ticket;
  return [
    heading(ticketWords.changes),
    ...summary(ticket),
    ...(plan.operations.length === 0 ? [] : [changesTable(ticket)]),
    ...problemOf(ticket),
    ...blockers(ticket),
    ...byHand(ticket),
  ];
}

function summary({ plan, outcome }: Ticket): Block[] {
  if (plan.operations.length === 0) return [paragraph(text('Nothing was to be changed.'))];
  return outcome === null ? [paragraph(text(planCountText(plan)))] : [];
}

function changesTable({ plan, outcome }: Ticket): Block {
  const pages = citedBy(plan.operations);
  const rows = plan.operations.map((operation): readonly Rich[] => {
    const { what, where, before, after } = operationText(operation);
    const number = `[${pages.indexOf(operation.citation) + 1}]`;
    const done = outcome?.operations.find(({ id }) => id === operation.id);
    return [
      [text(String(operation.id))],
      [strong(what), lineBreak, code(where)],
      [code(before)],
      [code(after)],
      [text(`${reasonText(operation.reason)} `), link(number, citations[operation.citation].url)],
      [text(done === undefined ? 'planned' : outcomeText(done))],
    ];
  });
  return table(
    'Changes in their order',
    ['No.', 'Setting', 'Before', 'After', 'Why', 'State'],
    rows,
    [3, 30, 17, 19, 26, 5],
  );
}

/** What became of one change, with the code of Windows and with what is left of it. */
export function outcomeText(done: Outcome['operations'][number]): string {
  const { win32, proxyPartOnly } = done;
  const code = win32 === null || win32 === 0 ? '' : `: ${win32Text(win32)}`;
  const part = proxyPartOnly === true ? '; the sensor had moved to a newer file, so only its proxy was put back' : '';
  return `${operationStateText(done)}${code}${part}`;
}

function problemOf({ outcome }: Ticket): Block[] {
  if (outcome?.problem == null) return [];
  const { happened, unchanged, todo } = problemText(outcome.problem);
  return [paragraph(strong('What went wrong: '), text(`${happened} ${unchanged} ${todo}`))];
}

function blockers({ plan }: Ticket): Block[] {
  if (plan.blockers.length === 0) return [];
  const items = plan.blockers.map((blocker): Rich => {
    const { happened, todo } = blockerText(blocker);
    return [text(`${happened} ${todo}`)];
  });
  return [subheading(ticketWords.blockers), listOr(items, '')];
}

function byHand({ plan }: Ticket): Block[] {
  if (plan.manual.length === 0) return [];
  const items = plan.manual.map((step): Rich => {
    const { text: todo, command } = manualText(step);
    return command === null ? [text(todo)] : [text(`${todo} `), code(command)];
  });
  return [subheading(ticketWords.byHand), listOr(items, '')];
}

/** The pages that speak for the changes, each once; a change refers to them by their place in this list. */
function citedBy(operations: readonly Operation[]): readonly CitationId[] {
  return [...new Set(operations.map(({ citation }) => citation))];
}

/** The list of those pages. */
export function references({ plan }: Ticket): Block[] {
  const pages = citedBy(plan.operations).map((id) => citations[id]);
  if (pages.length === 0) return [];
  const items = pages.map(
    ({ title, url }): Rich => (url === null ? [text(title)] : [text(`${title}: `), link(url, url)]),
  );
  return [subheading(ticketWords.references), steps(items)];
}

/** Who else lives off the changed settings, each named once. */
export function affectedNames(operations: readonly Operation[]): readonly string[] {
  const others = operations.filter(({ alsoAffects }) => alsoAffects !== 'nobody').map(affectsText);
  return [...new Set(others)];
}
