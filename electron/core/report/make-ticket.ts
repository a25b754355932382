import type { Outcome } from '../plan/outcome.ts';
import type { Plan } from '../plan/plan.ts';
import type { Verification } from '../plan/verification.ts';
import { hideAccountNames } from './account-names.ts';
import { hideAddresses } from './addresses.ts';
import { changeTexts } from './every-text.ts';
import { changeImageTexts } from './image-texts.ts';
import { hideMachineNames } from './machine-names.ts';
import type { Redaction } from './redaction.ts';
import { imageWithoutSecrets, withoutSecrets } from './secrets.ts';
import type { Hide } from './stand-in.ts';
import { withoutTenantHosts } from './tenant-hosts.ts';
import { Ticket } from './ticket.ts';
import { noFields, type TicketFields } from './ticket-fields.ts';
import { textsOf } from './ticket-texts.ts';

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

/** Texts that name this product and its catalogue, not the customer's network. */
const ownFields: ReadonlySet<string> = new Set([
  'version',
  'toolVersion',
  'build',
  'product',
  'lab',
  'serial',
  'endpoint',
  'id',
  'purpose',
  'known',
]);

/** Joins everything that was found, done and seen, without secrets and without what the admin wants left out. */
export function makeTicket(input: TicketInput, redaction: Redaction): Ticket {
  const tests = (made: Verification | null) =>
    made !== null && redaction.tenantHosts ? withoutTenantHosts(made) : made;
  const { before, after } = input;
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
    hex: imageWithoutSecrets,
  });
  const hide = hideAll(safe, redaction);
  const ticket = changeTexts(Ticket, safe, {
    text: (text, path) => hide(text, path.at(-1) ?? ''),
    hex: (hex, type) => changeImageTexts(hex, type, (text) => hide(text, 'hex')),
  });
  return { ...ticket, planAltered: JSON.stringify(ticket.plan) !== JSON.stringify(input.plan) };
}

function hideAll(ticket: Ticket, redaction: Redaction): Hide {
  const { accountNames, machineNames, addresses } = redaction;
  const texts = accountNames || machineNames ? textsOf(ticket) : [];
  const { machine, intent } = ticket.plan;
  const hides = [
    ...(accountNames ? [hideAccountNames(texts)] : []),
    ...(machineNames ? [hideMachineNames(machine, intent.mdi?.workspace ?? null, texts)] : []),
    ...(addresses ? [hideAddresses()] : []),
  ];
  return (text, field) => (ownFields.has(field) ? text : hides.reduce((now, hide) => hide(now, field), text));
}
