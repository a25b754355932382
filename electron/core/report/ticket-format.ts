import { z } from '../zod.ts';

/**
 * The forms of a ticket, each by the ending of its file. `pdf` is printed out of the HTML by a browser, so it is the one
 * form whose bytes are not the same every time, and only the window has it.
 */
export const TicketFormat = z.enum(['md', 'html', 'json', 'txt', 'pdf']);
export type TicketFormat = z.infer<typeof TicketFormat>;

/** What the program writes without any browser. */
export const textFormats = ['md', 'html', 'json', 'txt'] as const satisfies readonly TicketFormat[];
