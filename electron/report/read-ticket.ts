import { fail, ok, type Result } from '../core/plan/result.ts';
import { Ticket } from '../core/report/ticket.ts';
import { ticketFileLimit } from '../core/report/ticket-json.ts';
import { readJson } from '../disk/read-json.ts';

/**
 * A JSON ticket that can be compared with a server. One of which names or addresses were left out cannot: its stand-ins
 * would look like changes.
 */
export async function readTicket(file: string): Promise<Result<Ticket>> {
  const read = await readJson(file, ticketFileLimit, 'ticket', Ticket);
  if (!read.ok) return read;
  const { planAltered, redaction } = read.value;
  const at = planAltered
    ? 'planAltered'
    : (['machineNames', 'addresses', 'accountNames'] as const).find((name) => redaction[name]);
  if (at === undefined) return ok(read.value);
  return fail({
    kind: 'bad-field',
    file: 'ticket',
    at: at === 'planAltered' ? at : `redaction.${at}`,
    expected: 'false, because a ticket of which something was left out cannot be compared with the server',
  });
}
