import type { Ticket } from './ticket.ts';

/** Largest ticket that is read, in bytes; one of forty endpoints by every way takes about 1 MB. */
export const ticketFileLimit = 64 * 1024 * 1024;

/** The ticket as a JSON file that people can read, too; `Ticket` is its schema. Ends in one newline. */
export const ticketJson = (ticket: Ticket): string => `${JSON.stringify(ticket, null, 2)}\n`;
