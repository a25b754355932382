import type { MachineFacts } from '../plan/snapshot.ts';
import { hideAccountNames } from './account-names.ts';
import { hideAddresses } from './addresses.ts';
import { hideMachineNames } from './machine-names.ts';
import type { Redaction } from './redaction.ts';
import type { Hide } from './stand-in.ts';
import type { TicketText } from './ticket-texts.ts';

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

/** Leaves out what the admin wants left out; `texts` are all texts of the document, from which the names are taken. */
export function hideTexts(
  texts: readonly TicketText[],
  of: { readonly machine: MachineFacts; readonly workspace: string | null },
  { accountNames, machineNames, addresses }: Redaction,
): Hide {
  const hides = [
    ...(accountNames ? [hideAccountNames(texts)] : []),
    ...(machineNames ? [hideMachineNames(of.machine, of.workspace, texts)] : []),
    ...(addresses ? [hideAddresses()] : []),
  ];
  return (text, field) => (ownFields.has(field) ? text : hides.reduce((now, hide) => hide(now, field), text));
}
