import { planCountText } from '../wording/plan-text.ts';
import { fieldWords } from '../wording/ticket-fields-text.ts';
import { ticketWords } from '../wording/ticket-text.ts';
import { type Block, paragraph, strong, table, text } from './document.ts';
import type { Ticket } from './ticket.ts';
import type { TicketFields } from './ticket-fields.ts';

/** What a change board looks at first: under which number, when, for whom, on which server, and how much changes. */
export function openingSection({ fields, plan }: Ticket): Block[] {
  const names = Object.keys(fieldWords) as (keyof TicketFields)[]; // the table has exactly these keys
  return [
    table(
      'Ticket',
      names.map((name) => fieldWords[name]),
      [names.map((name) => [text(fields[name].trim() === '' ? '–' : fields[name])])],
    ),
    paragraph(strong(`${ticketWords.scope}: `), text(`${plan.machine.name} only. ${planCountText(plan)}`)),
  ];
}
