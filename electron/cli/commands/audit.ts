import { otherMachine } from '../../apply/reviewed-plan.ts';
import type { Audit } from '../../core/drift/audit.ts';
import { canonicalJson } from '../../core/plan/canonical.ts';
import { fail, ok, type Result } from '../../core/plan/result.ts';
import { type DriftLine, driftTitles } from '../../core/wording/drift-lines.ts';
import { driftText } from '../../core/wording/drift-text.ts';
import { readTicket } from '../../report/read-ticket.ts';
import { audit } from '../../verify/audit.ts';
import { chooseEndpoints } from '../chosen-endpoints.ts';
import type { Command } from '../command-line.ts';
import { exitOfAudit } from '../exit-code.ts';
import { keepFile, vetPlace } from '../kept-file.ts';
import { labelled, wrapped } from '../layout.ts';
import type { Answer, Surroundings } from '../surroundings.ts';

/** Says what has changed on this server since a ticket of it was made. Changes nothing. */
export async function auditCommand(
  { ticket: file, out }: Extract<Command, { name: 'audit' }>,
  surroundings: Surroundings,
): Promise<Result<Answer>> {
  const { machine, now, newId, signal } = surroundings;
  const vetted = out === null ? ok(null) : await vetPlace(out);
  if (!vetted.ok) return vetted;
  const ticket = await readTicket(file);
  if (!ticket.ok) return ticket;
  const refusal = otherMachine(ticket.value.plan, await machine.facts());
  if (refusal !== null) return fail(refusal);
  const by = await chooseEndpoints(surroundings.files);
  if (!by.ok) return by;
  const found = await audit(machine, ticket.value, { now, newId, signal, ...by.value });
  if (signal.aborted) return ok({ exit: 130, value: null, lines: ['Interrupted: nothing was compared.'] });
  const kept = out === null ? null : await keepFile(out, canonicalJson(found));
  if (kept !== null && !kept.ok) return kept;
  const place = kept === null ? [] : ['', ...labelled('', `The result is kept in ${kept.value}`, 0, 0)];
  return ok({ exit: exitOfAudit(found), value: found, lines: [...auditLines(found), ...place] });
}

function auditLines(found: Audit): string[] {
  const { head, summary, drift, notes } = driftText(found);
  return [
    ...wrapped(head),
    ...wrapped(summary),
    ...listed(driftTitles.drift, drift),
    ...listed(driftTitles.notes, notes),
  ];
}

const listed = (title: string, lines: readonly DriftLine[]): string[] =>
  lines.length === 0 ? [] : ['', title, ...lines.flatMap(({ what, said }) => wrapped(`${what}: ${said}`, 4, 2))];
