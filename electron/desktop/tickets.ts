import type { CallOutput } from '../contract/contract.ts';
import type { EndpointCatalogue } from '../core/connectivity/endpoint.ts';
import { fail, ok, type Result } from '../core/plan/problem.ts';
import { html } from '../core/report/html.ts';
import { makeTicket } from '../core/report/make-ticket.ts';
import { requestFilesOf } from '../core/report/proxy-request-files.ts';
import type { Redaction } from '../core/report/redaction.ts';
import { toolVersion } from '../core/tool-version.ts';
import { writeTicket } from '../report/write-ticket.ts';
import { notHeld } from './not-held.ts';
import type { Session } from './session.ts';

interface Clock {
  readonly now: () => Date;
  readonly newId: () => string;
}

/** Change tickets: made from what the session holds, previewed from memory, written to a folder that a person chose. */
export interface MadeTickets {
  make(plan: string, redaction: Redaction): Result<CallOutput<'ticket'>>;
  save(ticket: string, folder: string): Promise<Result<CallOutput<'saveTicket'>>>;
}

/** `catalogueOf`: the endpoints by the SHA-256 that the tests name; the shipped ones where they are no longer there. */
export function madeTickets(
  session: Session,
  { now, newId }: Clock,
  catalogueOf: (sha256: string) => EndpointCatalogue,
): MadeTickets {
  return {
    make(plan, redaction) {
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
        },
        redaction,
      );
      const id = newId();
      session.tickets.put(id, { ticket, html: html(ticket) });
      return ok({ ticket: id });
    },
    async save(id, folder) {
      const held = session.tickets.get(id);
      if (held === null) return fail(notHeld('the ticket'));
      const { ticket } = held;
      const catalogue = catalogueOf((ticket.after ?? ticket.before)?.catalogue.sha256 ?? '');
      const written = await writeTicket(folder, ticket, requestFilesOf(ticket, catalogue));
      return written.ok ? ok({ saved: true, ...written.value }) : written;
    },
  };
}
