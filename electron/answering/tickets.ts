import type { CallOutput } from '../contract/contract.ts';
import type { EndpointCatalogue } from '../core/connectivity/endpoint.ts';
import type { ExportFile } from '../core/export/export-file.ts';
import { fail, ok, type Result } from '../core/plan/result.ts';
import { html } from '../core/report/html.ts';
import { makeTicket } from '../core/report/make-ticket.ts';
import { plainText } from '../core/report/plain-text.ts';
import { requestFilesOf } from '../core/report/proxy-request-files.ts';
import { type Redaction, usualRedaction } from '../core/report/redaction.ts';
import type { Ticket } from '../core/report/ticket.ts';
import { noFields, type TicketFields } from '../core/report/ticket-fields.ts';
import type { TicketFormat } from '../core/report/ticket-format.ts';
import { toolVersion } from '../core/tool-version.ts';
import { writeTicket } from '../report/write-ticket.ts';
import type { Surroundings } from './handlers.ts';
import { notHeld } from './not-held.ts';
import { saveWhereChosen } from './save-where-chosen.ts';
import type { Session } from './session.ts';

interface Clock {
  readonly now: () => Date;
  readonly newId: () => string;
}

/**
 * Change tickets: made from what the session holds, previewed from memory, written to a folder that a person chose. The
 * request to the proxy team is drawn from the same, without what a ticket leaves out unless it is asked for.
 */
export interface MadeTickets {
  make(plan: string, redaction: Redaction, fields?: TicketFields): Result<CallOutput<'ticket'>>;
  /** The ticket in short; null where it is no longer held. */
  short(ticket: string): string | null;
  save(
    ticket: string,
    formats: readonly TicketFormat[],
    chooseFolder: () => Promise<string | null>,
  ): Promise<Result<CallOutput<'saveTicket'>>>;
  /** The files of the request, the letter first; fails where the tests leave nothing to ask for. */
  request(plan: string): Result<readonly [ExportFile, ...ExportFile[]]>;
}

/** `catalogueOf`: the endpoints by the SHA-256 that the tests name; the shipped ones where they are no longer there. */
export function madeTickets(
  session: Session,
  { now, newId }: Clock,
  catalogueOf: (sha256: string) => EndpointCatalogue,
  { labState, printPdf }: Pick<Surroundings, 'labState' | 'printPdf'>,
): MadeTickets {
  const made = (plan: string, redaction: Redaction, fields = noFields): Result<Ticket> => {
    const held = session.plans.get(plan);
    if (held === null) return fail(notHeld('the plan'));
    const at = now();
    const ticket = makeTicket(
      {
        plan: held.plan,
        digest: held.digest,
        outcome: session.outcomes.get(plan),
        before: session.testsBefore.get(plan),
        after: session.testsAfter.get(plan),
        madeAt: at.toISOString(),
        utcOffsetMinutes: -at.getTimezoneOffset(),
        toolVersion,
        fields,
        labState,
      },
      redaction,
    );
    return ok(ticket);
  };
  const filesOf = (ticket: Ticket) =>
    requestFilesOf(ticket, catalogueOf((ticket.after ?? ticket.before)?.catalogue.sha256 ?? ''), 'window');

  return {
    make(plan, redaction, fields) {
      const ticket = made(plan, redaction, fields);
      if (!ticket.ok) return ticket;
      const id = newId();
      session.tickets.put(id, { ticket: ticket.value, html: html(ticket.value) });
      return ok({ ticket: id });
    },
    short(id) {
      const held = session.tickets.get(id);
      return held === null ? null : plainText(held.ticket);
    },
    async save(id, formats, chooseFolder) {
      const held = session.tickets.get(id);
      if (held === null) return fail(notHeld('the ticket'));
      return saveWhereChosen(chooseFolder, (folder) =>
        writeTicket(folder, held.ticket, {
          formats,
          print: () => printPdf(`app://ticket/${id}`),
          beside: filesOf(held.ticket),
        }),
      );
    },
    request(plan) {
      const ticket = made(plan, usualRedaction);
      if (!ticket.ok) return ticket;
      const [letter, ...others] = filesOf(ticket.value);
      return letter === undefined ? fail(notHeld('what would be asked for')) : ok([letter, ...others]);
    },
  };
}
