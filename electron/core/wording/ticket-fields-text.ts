import type { TicketFields } from '../report/ticket-fields.ts';

/** What a change board files a ticket under, in the order in which it is shown. */
export const fieldWords = {
  number: 'Ticket number',
  window: 'Change window',
  requester: 'Requested by',
  approver: 'Approved by',
} as const satisfies Record<keyof TicketFields, string>;
