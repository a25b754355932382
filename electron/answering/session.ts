import type { SealedFile } from '../apply/sealed-file.ts';
import type { Audit } from '../core/drift/audit.ts';
import type { Outcome } from '../core/plan/outcome.ts';
import type { Plan } from '../core/plan/plan.ts';
import type { Snapshot } from '../core/plan/snapshot.ts';
import type { Verification } from '../core/plan/verification.ts';
import type { Ticket } from '../core/report/ticket.ts';
import type { Work } from './between-threads.ts';
import { type Shelf, shelf } from './shelf.ts';
import { type UnderWay, underWay } from './under-way.ts';

/** A plan with what proves it: `file` is its canonical form, whose SHA-256 the digest is. */
export interface HeldPlan {
  readonly plan: Plan;
  readonly digest: string;
  readonly file: string;
  /** The password that goes with the plan, sealed; null where the plan gives none. */
  readonly sealed: SealedFile | null;
}

interface HeldTicket {
  readonly ticket: Ticket;
  readonly html: string;
}

/**
 * What the answering thread holds for the page, which only names it. SECURITY: an operation, a path or a ticket never
 * comes from the page. Each shelf lets go of its oldest, so that a page that asks for ever does not fill the memory.
 */
export interface Session {
  readonly snapshots: Shelf<Snapshot>;
  /** Passwords as they were sealed in the moment they came; none is ever held in clear. */
  readonly secrets: Shelf<SealedFile>;
  /** By plan id. */
  readonly plans: Shelf<HeldPlan>;
  /** By run, which is the plan's id. */
  readonly outcomes: Shelf<Outcome>;
  /** By plan id: the last tests made before anything was applied, and the last ones after. */
  readonly testsBefore: Shelf<Verification>;
  readonly testsAfter: Shelf<Verification>;
  readonly tickets: Shelf<HeldTicket>;
  /** What was found by comparing a ticket with now. */
  readonly comparisons: Shelf<Audit>;
  /** What runs with rights for it. */
  readonly underWay: UnderWay;
}

/** `changed` hears what runs with rights whenever that becomes another. */
export function newSession(changed: (work: Work | null) => void = () => undefined): Session {
  return {
    snapshots: shelf(8),
    secrets: shelf(8),
    plans: shelf(32),
    outcomes: shelf(32),
    testsBefore: shelf(8),
    testsAfter: shelf(8),
    tickets: shelf(8),
    comparisons: shelf(8),
    underWay: underWay(changed),
  };
}
