import type { Outcome } from '../plan/outcome.ts';
import type { Plan } from '../plan/plan.ts';
import type { Verification } from '../plan/verification.ts';
import { changeTexts } from './every-text.ts';
import { hideTexts } from './hide-texts.ts';
import { changeImageTexts } from './image-texts.ts';
import type { Redaction } from './redaction.ts';
import { imageWithoutSecrets, withoutSecrets } from './secrets.ts';
import { withoutTenantHosts } from './tenant-hosts.ts';
import { Ticket } from './ticket.ts';
import { noFields, type TicketFields } from './ticket-fields.ts';
import { textsIn } from './ticket-texts.ts';

export interface TicketInput {
  readonly plan: Plan;
  /** SHA-256 of the plan file. */
  readonly digest: string;
  readonly outcome: Outcome | null;
  readonly before: Verification | null;
  readonly after: Verification | null;
  /** ISO 8601 in UTC. */
  readonly madeAt: string;
  readonly utcOffsetMinutes: number;
  readonly toolVersion: string;
  /** All empty unless said. */
  readonly fields?: TicketFields;
  /** Null unless said. */
  readonly labState?: string | null;
}

/** Joins everything that was found, done and seen, without secrets and without what the admin wants left out. */
export function makeTicket(input: TicketInput, redaction: Redaction): Ticket {
  const tests = (made: Verification | null) =>
    made !== null && redaction.tenantHosts ? withoutTenantHosts(made) : made;
  const { before, after } = testsOf(input);
  const whole: Ticket = {
    schema: 2,
    fields: noFields,
    labState: null,
    ...input,
    before: tests(before),
    after: tests(after),
    redaction,
    planAltered: false,
  };
  const ownIds = new Set([input.plan.id, input.plan.before.snapshotId, ...(input.outcome ? [input.outcome.run] : [])]);
  const safe = changeTexts(Ticket, whole, {
    text: (text, path) => withoutSecrets(text, path, ownIds),
    name: (name) => withoutSecrets(name, [], ownIds).slice(0, 32),
    // Its credentials first, in place; then what is named a secret in a text that it holds.
    hex: (hex, type) =>
      changeImageTexts(imageWithoutSecrets(hex, type), type, (text) => withoutSecrets(text, ['hex'], ownIds)),
  });
  const { machine, intent } = safe.plan;
  // Names are looked for only where they are to be left out.
  const texts = redaction.accountNames || redaction.machineNames ? textsIn(Ticket, safe) : [];
  const hide = hideTexts(texts, { machine, workspace: intent.mdi?.workspace ?? null }, redaction);
  const ticket = changeTexts(Ticket, safe, {
    text: (text, path) => hide(text, path.at(-1) ?? ''),
    hex: (hex, type) => changeImageTexts(hex, type, (text) => hide(text, 'hex')),
  });
  return { ...ticket, planAltered: JSON.stringify(ticket.plan) !== JSON.stringify(input.plan) };
}

/** Where there is nothing to change and nothing was, the tests show how it is, and not how it was before something. */
function testsOf({ plan, outcome, before, after }: TicketInput): Pick<TicketInput, 'before' | 'after'> {
  const nothing = outcome === null && plan.operations.length === 0;
  return nothing && after === null ? { before: null, after: before } : { before, after };
}
