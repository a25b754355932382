import type { Audit } from '../core/drift/audit.ts';
import { auditOf } from '../core/drift/audit-of.ts';
import { changedAt } from '../core/plan/changed-at.ts';
import { planInPlace } from '../core/plan/in-place.ts';
import type { Ticket } from '../core/report/ticket.ts';
import { toolVersion } from '../core/tool-version.ts';
import { detect } from '../detect/detect.ts';
import type { Machine } from '../machine/machine.ts';
import { type VerifyOptions, verify } from './verify.ts';

/** Reads and tests the machine as it is now, and says what has changed since a ticket of it. Writes nothing. */
export async function audit(
  machine: Machine,
  ticket: Ticket,
  options: Omit<VerifyOptions, 'run' | 'changedAt' | 'decides'>,
): Promise<Audit> {
  const { plan, outcome } = ticket;
  const snapshot = await detect(machine, options);
  const verification = await verify(machine, planInPlace(plan, outcome), {
    ...options,
    run: outcome?.run ?? null,
    changedAt: changedAt(outcome),
  });
  return auditOf(ticket, { snapshot, verification }, { madeAt: verification.takenAt, toolVersion });
}
