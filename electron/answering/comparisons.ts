import { otherMachine } from '../apply/reviewed-plan.ts';
import type { CallOutput } from '../contract/contract.ts';
import { canonicalJson } from '../core/plan/canonical.ts';
import { fail, ok, type Result } from '../core/plan/result.ts';
import { driftPlainText } from '../core/wording/drift-lines.ts';
import { driftText } from '../core/wording/drift-text.ts';
import { windowText } from '../core/wording/window-text.ts';
import { readTicket } from '../report/read-ticket.ts';
import { writeFiles } from '../report/write-export.ts';
import { audit } from '../verify/audit.ts';
import type { Surroundings } from './handlers.ts';
import { notHeld } from './not-held.ts';
import { saveWhereChosen } from './save-where-chosen.ts';

/** Tickets of earlier changes, held against this server as it is now. */
export interface Comparisons {
  /** With a ticket that a person chooses. Found is null where the question was closed, or the comparison was ended. */
  compare(): Promise<Result<CallOutput<'compareTicket'>>>;
  /** Ends the one that runs: of what is half read nothing is told. */
  cancel(): void;
  save(comparison: string): Promise<Result<CallOutput<'saveComparison'>>>;
}

type AuditOptions = Parameters<typeof audit>[2];

export function comparisons(
  { machine, session, chooseFile, chooseFolder }: Comparing,
  options: () => AuditOptions,
): Comparisons {
  let running = new AbortController();
  return {
    async compare() {
      // A second one takes the place of the first.
      running.abort();
      running = new AbortController();
      const { signal } = running;
      const file = await chooseFile(windowText.ticketFile);
      if (file === null) return ok({ found: null });
      const ticket = await readTicket(file);
      if (!ticket.ok) return ticket;
      const refusal = otherMachine(ticket.value.plan, await machine.facts());
      if (refusal !== null) return fail(refusal);
      const by = options();
      const found = await audit(machine, ticket.value, { ...by, signal });
      if (signal.aborted) return ok({ found: null });
      const comparison = by.newId();
      session.comparisons.put(comparison, found);
      const { head, summary, drift, notes } = driftText(found);
      return ok({ found: { comparison, head, summary, drift: [...drift], notes: [...notes] } });
    },
    cancel: () => running.abort(),
    async save(id) {
      const found = session.comparisons.get(id);
      if (found === null) return fail(notHeld('the comparison'));
      return saveWhereChosen(
        () => chooseFolder('export'),
        (folder) =>
          writeFiles(folder, `comparison-${id.slice(0, 8)}`, [
            { name: 'comparison.txt', form: 'utf-8-mark', text: driftPlainText(driftText(found)) },
            // As `audit --out` of the console program, which makes one table of those of many servers.
            { name: 'audit.json', form: 'utf-8', text: canonicalJson(found) },
          ]),
      );
    },
  };
}

type Comparing = Pick<Surroundings, 'machine' | 'session' | 'chooseFile' | 'chooseFolder'>;
