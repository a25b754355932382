import { checkAgainAt, itemsToCheckAgain } from '../evidence/check-again.ts';
import { evidenceText } from '../wording/evidence-text.ts';
import { listed, routeText, serviceName } from '../wording/names.ts';
import { auditCommand, ticketKind, ticketWords, verifyCommand } from '../wording/ticket-text.ts';
import { utcText } from '../wording/time-text.ts';
import { type Block, code, heading, lineBreak, type Rich, steps, text } from './document.ts';
import type { Ticket } from './ticket.ts';

/** How anybody can see for themselves that it works, today and later. */
export function validationSection(ticket: Ticket): Block[] {
  const { plan, planAltered } = ticket;
  const kind = ticketKind(ticket);
  const isPlanned = kind === 'planned';
  const items: Rich[] = [
    [
      text(`${isPlanned ? 'Once the plan has been applied, run' : 'Run'} `),
      code(verifyCommand(ticket)),
      text(
        ' on this server. It compares every changed value, tests each address by the way of each service, and ends with code 0 when all of that is as it should be.',
      ),
    ],
    ...(isPlanned || kind === 'applied' ? ways(ticket) : []),
    ...later(ticket),
    ...(planAltered || plan.blockers.length > 0
      ? []
      : [
          [
            text('At any later time, also from a scheduled task: '),
            code(auditCommand(ticket)),
            text(' says what has changed since this ticket, and ends with code 0 when nothing has.'),
          ],
        ]),
  ];
  return [heading(ticketWords.validation), steps(items)];
}

/** The way that each service has to go, services of the same way together. */
function ways({ plan }: Ticket): Rich[] {
  const byRoute = new Map<string, string[]>();
  for (const { service, route } of plan.expected) {
    const way = routeText(route);
    byRoute.set(way, [...(byRoute.get(way) ?? []), serviceName(service)]);
  }
  if (byRoute.size === 0) return [];
  const parts = [...byRoute].flatMap(
    ([way, services], at): Rich => [text(`${at === 0 ? '' : '; '}${listed(services)}: `), code(way)],
  );
  return [[text('These ways are to be shown: '), ...parts, text('.')]];
}

/** What services need time for, and what only a person can test. */
function later({ before, after }: Ticket): Rich[] {
  const { evidence } = after ?? before ?? {};
  const again = itemsToCheckAgain(evidence);
  const at = checkAgainAt(again);
  const services = [...new Set(again.map(({ service }) => serviceName(service)))];
  const byHand = (evidence?.items ?? []).filter(({ state }) => state === 'by-hand');
  return [
    ...(again.length === 0
      ? []
      : [
          [
            text(
              `To be checked again ${at === null ? 'after the next restart of this server' : `at ${utcText(at)}`}, by the same command: ${listed(services)}.`,
            ),
          ],
        ]),
    ...byHand.map((item): Rich => {
      const { title, action, commands } = evidenceText(item);
      return [text(`${title}: ${action}`), ...commands.flatMap((command): Rich => [lineBreak, code(command)])];
    }),
  ];
}
