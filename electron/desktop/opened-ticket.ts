import { otherMachine } from '../apply/reviewed-plan.ts';
import type { CallOutput } from '../contract/contract.ts';
import { fail, ok, type Result } from '../core/plan/problem.ts';
import { driftText } from '../core/wording/drift-text.ts';
import { windowText } from '../core/wording/window-text.ts';
import type { Machine } from '../machine/machine.ts';
import { readTicket } from '../report/read-ticket.ts';
import { audit } from '../verify/audit.ts';

type AuditOptions = Parameters<typeof audit>[2];

/** Compares a ticket that a person chooses with this server; null where the question was closed. */
export async function compareTicket(
  machine: Machine,
  chooseFile: (title: string) => Promise<string | null>,
  options: AuditOptions,
): Promise<Result<CallOutput<'compareTicket'>>> {
  const file = await chooseFile(windowText.ticketFile);
  if (file === null) return ok({ found: null });
  const ticket = await readTicket(file);
  if (!ticket.ok) return ticket;
  const refusal = otherMachine(ticket.value.plan, await machine.facts());
  if (refusal !== null) return fail(refusal);
  const { summary, drift, notes } = driftText(await audit(machine, ticket.value, options));
  return ok({ found: { summary, drift: [...drift], notes: [...notes] } });
}
