import { probesOf } from '../plan/verification.ts';
import { wantedProducts } from '../wording/intent-text.ts';
import { labText, resultSentences, type TicketCase, ticketTitle, ticketWords } from '../wording/ticket-text.ts';
import { type Block, heading, paragraph, type TicketDocument, text } from './document.ts';
import { productResults, servicesWithoutTest } from './product-results.ts';
import { besideSection } from './section-beside.ts';
import { changesSection, wantedSection } from './section-changes.ts';
import { backOutSection, riskSection, stepsSection, untestedSection, versionsSection } from './section-closing.ts';
import { evidenceSection } from './section-evidence.ts';
import { openingSection } from './section-opening.ts';
import { validationSection } from './section-validation.ts';
import type { Ticket } from './ticket.ts';

/** What the sentences of a ticket are made from. */
export function factsOf({ plan, outcome, after }: Ticket): TicketCase {
  const results = productResults(after === null ? [] : probesOf(after)).map(({ product, grade, probes }) => ({
    product,
    grade,
    untested: servicesWithoutTest(after?.effective ?? [], probes, product),
  }));
  return { plan, outcome, after, results };
}

/** The title line. */
export const titleOf = (ticket: Ticket): string => ticketTitle(factsOf(ticket), productsOf(ticket));

/** The ticket as text in its order; every rendering shows exactly this. */
export function documentOf(ticket: Ticket): TicketDocument {
  const { plan } = ticket;
  return {
    title: titleOf(ticket),
    lab: plan.machine.lab === null ? null : labText(plan.machine.lab),
    blocks: [
      ...openingSection(ticket),
      ...wantedSection(ticket),
      ...resultSection(resultSentences(factsOf(ticket))),
      ...changesSection(ticket),
      ...evidenceSection(ticket),
      ...stepsSection(ticket),
      ...validationSection(ticket),
      ...backOutSection(ticket),
      ...riskSection(ticket),
      ...besideSection(ticket),
      ...untestedSection(ticket),
      ...versionsSection(ticket),
    ],
  };
}

const resultSection = (sentences: readonly string[]): Block[] => [
  heading(ticketWords.result),
  paragraph(text(sentences.join(' '))),
];

/** What the title names: what was asked for, or else what was tested. */
function productsOf({ plan, after }: Ticket) {
  const wanted = wantedProducts(plan.intent);
  if (wanted.length > 0) return wanted;
  const tested = productResults(after === null ? [] : probesOf(after)).map(({ product }) => product);
  return tested.length > 0 ? tested : (['windows'] as const);
}
