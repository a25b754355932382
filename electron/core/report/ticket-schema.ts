import { z } from '../zod.ts';
import { Ticket } from './ticket.ts';

/** The JSON Schema (2020-12) of `ticket.json`, for programs of others; `assets/ticket.schema.json` holds the same. */
export const ticketSchema = () => ({
  ...z.toJSONSchema(Ticket, { reused: 'ref' }),
  title: 'Change ticket of the Defender Proxy Wizard',
});
