import { z } from '../zod.ts';

/** Longest of these texts, in characters. */
export const ticketFieldLimit = 200;

const Field = z.string().max(ticketFieldLimit);

/** What a change board files a ticket under. Typed by a person, never found; empty where nothing was given. */
export const TicketFields = z.strictObject({
  number: Field,
  /** When the change may be made, in the words of whoever planned it. */
  window: Field,
  requester: Field,
  approver: Field,
});
export type TicketFields = z.infer<typeof TicketFields>;

export const noFields: TicketFields = { number: '', window: '', requester: '', approver: '' };
