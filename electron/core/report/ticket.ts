import { Outcome } from '../plan/outcome.ts';
import { Plan } from '../plan/plan.ts';
import { Verification } from '../plan/verification.ts';
import { Sha256 } from '../settings/reading.ts';
import { z } from '../zod.ts';
import { Redaction } from './redaction.ts';
import { TicketFields } from './ticket-fields.ts';

/** Everything the change ticket says, joined and redacted; its renderings add no fact. */
export const Ticket = z.strictObject({
  schema: z.literal(2),
  madeAt: z.iso.datetime(),
  /** Minutes that local time is ahead of UTC where the ticket was made. */
  utcOffsetMinutes: z.int().min(-1440).max(1440),
  toolVersion: z.string().max(32),
  fields: TicketFields,
  /** Folder of the lab, which every command of the ticket has to name; null on a real machine, or where it is not known. */
  labState: z.string().max(1024).nullable(),
  /** What was left out by choice. */
  redaction: Redaction,
  /** Something was taken out of the plan, so that the digest is not that of the plan as it stands here. */
  planAltered: z.boolean(),
  plan: Plan,
  digest: Sha256,
  /** Null: nothing was applied ("only test", "only document"). */
  outcome: Outcome.nullable(),
  /** The tests before the change; null where none was made. */
  before: Verification.nullable(),
  after: Verification.nullable(),
});
export type Ticket = z.infer<typeof Ticket>;
