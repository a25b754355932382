import type { Ticket } from './ticket.ts';

/** The ticket as a JSON file that people can read, too; `Ticket` is its schema. Ends in one newline. */
export const ticketJson = (ticket: Ticket): string => `${JSON.stringify(ticket, null, 2)}\n`;
