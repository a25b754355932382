import { ok, type Result } from '../../core/plan/result.ts';
import { ticketSchema } from '../../core/report/ticket-schema.ts';
import type { Answer } from '../surroundings.ts';

/** Prints the schema of the ticket that this very version writes; looks at no machine. */
export function ticketSchemaCommand(): Result<Answer> {
  const schema = ticketSchema();
  return ok({ exit: 0, value: schema, lines: JSON.stringify(schema, null, 2).split('\n') });
}
