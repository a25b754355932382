import { checkAgainAt, itemsToCheckAgain } from '../evidence/check-again.ts';
import { probesOf } from '../plan/verification.ts';
import { affectedTexts } from '../wording/blast-radius-text.ts';
import { wantedLines } from '../wording/intent-text.ts';
import { listed, productName, serviceName } from '../wording/names.ts';
import { operationText, restartText } from '../wording/plan-text.ts';
import { fieldWords } from '../wording/ticket-fields-text.ts';
import { labText, resultSentences, ticketKind, ticketWords, undoCommand } from '../wording/ticket-text.ts';
import { localText, utcText } from '../wording/time-text.ts';
import { gradeWord } from '../wording/verdict-text.ts';
import { cleanText } from './clean-text.ts';
import { productResults } from './product-results.ts';
import { affectedNames } from './section-changes.ts';
import type { Ticket } from './ticket.ts';
import { factsOf, titleOf } from './ticket-document.ts';

/** Longest text that ServiceNow's own text fields take; Jira's take more. */
export const plainTextLimit = 4000;

/** Longest single line; what a value holds beyond it stands in the other files. */
const longestLine = 240;

/**
 * The ticket in short, for the text field of a ticket system: no markup, at most `plainTextLimit` characters. Where the
 * changes are too many for that, the last ones are counted. Ends in one newline.
 */
export function plainText(ticket: Ticket): string {
  const changes = changeLines(ticket);
  for (let shown = changes.length; shown > 0; shown -= 1) {
    const left = changes.length - shown;
    const more = left === 0 ? [] : [`… and ${left} more; the attached ticket has all of them.`];
    const text = whole(ticket, [...changes.slice(0, shown), ...more]);
    if (text.length <= plainTextLimit) return text;
  }
  return `${whole(ticket, [`${changes.length} changes; the attached ticket has them.`])
    .slice(0, plainTextLimit - 1)
    .trimEnd()}\n`;
}

function whole(ticket: Ticket, changes: readonly string[]): string {
  const { plan, digest, madeAt, utcOffsetMinutes, toolVersion, fields } = ticket;
  const { lab } = plan.machine;
  const names = Object.keys(fieldWords) as (keyof typeof fieldWords)[]; // its own keys
  const given = names
    .filter((name) => fields[name].trim() !== '')
    .map((name) => `${fieldWords[name]}: ${fields[name]}`);
  const parts: readonly (readonly string[])[] = [
    [titleOf(ticket), ...(lab === null ? [] : [labText(lab)]), ...given],
    titled(ticketWords.wanted, wantedLines(plan)),
    titled(ticketWords.result, resultSentences(factsOf(ticket))),
    titled(ticketWords.changes, changes),
    titled(ticketWords.tests, testLines(ticket)),
    titled(ticketWords.risk, riskLines(ticket)),
    titled(ticketWords.backOut, backOutLines(ticket)),
    [
      `Plan ${plan.id}, SHA-256 ${digest}`,
      `Ticket made ${utcText(madeAt)}, local time ${localText(madeAt, utcOffsetMinutes)}, by Defender Proxy Wizard ${toolVersion}`,
    ],
  ];
  const lines = parts.filter((part) => part.length > 0).map((part) => part.map(line).join('\n'));
  return `${lines.join('\n\n')}\n`;
}

const titled = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [`${title}:`, ...lines];

function line(content: string): string {
  const clean = cleanText(content).trim();
  return clean.length <= longestLine ? clean : `${clean.slice(0, longestLine - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

function changeLines({ plan }: Ticket): string[] {
  return plan.operations.map((operation) => {
    const { what, before, after } = operationText(operation);
    return `${operation.id}. ${what}: ${before} -> ${after}`;
  });
}

function testLines({ before, after }: Ticket): string[] {
  const [earlier, later] = [before, after].map((made) => productResults(made === null ? [] : probesOf(made)));
  const products = [...new Set([...(earlier ?? []), ...(later ?? [])].map(({ product }) => product))];
  const word = (results: typeof later, product: (typeof products)[number]): string => {
    const found = results?.find((result) => result.product === product);
    return gradeWord(found?.grade ?? 'not-tested').toLowerCase();
  };
  const lines = products.map((product) => {
    const was = before === null ? '' : `before: ${word(earlier, product)}`;
    const is = after === null ? '' : `${before === null ? '' : 'now: '}${word(later, product)}`;
    return `${productName(product)}: ${[was, is].filter((part) => part !== '').join(', ')}`;
  });
  const again = itemsToCheckAgain(after?.evidence);
  if (again.length === 0) return lines;
  const at = checkAgainAt(again);
  const services = listed([...new Set(again.map(({ service }) => serviceName(service)))]);
  return [...lines, `To be checked again ${at === null ? 'after the next restart' : `at ${utcText(at)}`}: ${services}`];
}

function riskLines({ plan }: Ticket): string[] {
  const affected = affectedNames(plan.operations);
  return [
    ...(affected.length === 0 ? [] : [`Also affected: ${listed(affected)}.`]),
    ...affectedTexts(plan).map(({ sentence }) => sentence),
    ...new Set(plan.operations.flatMap((operation) => restartText(operation) ?? [])),
  ];
}

function backOutLines(ticket: Ticket): string[] {
  switch (ticketKind(ticket)) {
    case 'planned':
    case 'applied':
    case 'unfinished':
    case 'rollback-incomplete':
    case 'undo-incomplete':
      return [undoCommand(ticket)];
    default:
      return [];
  }
}
