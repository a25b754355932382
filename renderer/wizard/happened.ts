import type { EventPayload } from '../../electron/contract/contract.ts';
import type { Evidence } from '../../electron/core/evidence/evidence.ts';
import type { AccountTests } from '../../electron/core/plan/account-run.ts';
import type { MatrixRow } from '../../electron/core/plan/matrix.ts';
import type { Outcome } from '../../electron/core/plan/outcome.ts';
import type { Plan } from '../../electron/core/plan/plan.ts';
import type { Problem } from '../../electron/core/plan/problem.ts';
import type { RunSummary } from '../../electron/core/plan/run-summary.ts';
import type { Snapshot } from '../../electron/core/plan/snapshot.ts';
import type { Verification } from '../../electron/core/plan/verification.ts';
import type { Redaction } from '../../electron/core/report/redaction.ts';
import type { TicketFields } from '../../electron/core/report/ticket-fields.ts';
import type { Draft } from './draft.ts';
import type { Again, Ask, ReportStep, Request } from './wizard.ts';

/** What can happen: a person's doing, a call that goes out, or its answer (by its number). */
export type Happened =
  | { readonly kind: 'unfinished-found'; readonly run: RunSummary }
  | { readonly kind: 'choose'; readonly suggested: Draft }
  | { readonly kind: 'edited'; readonly draft: Draft }
  | { readonly kind: 'redacted'; readonly redaction: Redaction; readonly fields?: TicketFields }
  | { readonly kind: 'back' }
  | { readonly kind: 'start-over' }
  /** The person does not wait any longer for what is looked at, or for the tests as the accounts of the services. */
  | { readonly kind: 'cancelled' }
  /** From the tried route, or from the interview whose route was tried, to the plan that was made for it. */
  | { readonly kind: 'review' }
  | { readonly kind: 'asked'; readonly call: number; readonly what: Ask }
  | ({ readonly kind: 'asked'; readonly call: number; readonly what: 'again' } & Again)
  | { readonly kind: 'detected'; readonly call: number; readonly snapshot: Snapshot }
  /** The main process has sealed the password that was typed; `secret` is its name there. */
  | { readonly kind: 'sealed'; readonly call: number; readonly secret: string }
  | { readonly kind: 'planned'; readonly call: number; readonly plan: Plan; readonly digest: string }
  | {
      readonly kind: 'run-opened';
      readonly call: number;
      readonly plan: Plan;
      readonly digest: string;
      readonly outcome: Outcome;
    }
  | { readonly kind: 'progressed'; readonly progress: EventPayload<'progress'> }
  | { readonly kind: 'ended'; readonly call: number; readonly outcome: Outcome }
  | { readonly kind: 'verified'; readonly call: number; readonly verification: Verification }
  | {
      readonly kind: 'tested-again';
      readonly call: number;
      readonly row: MatrixRow;
      readonly findings: Verification['findings'];
    }
  | { readonly kind: 'services-checked'; readonly call: number; readonly evidence: Evidence | null }
  /** `accounts` null: they were cancelled. */
  | { readonly kind: 'accounts-tested'; readonly call: number; readonly accounts: readonly AccountTests[] | null }
  /** `request` null: the person closed the question for the folder. */
  | { readonly kind: 'requested'; readonly call: number; readonly request: Request | null }
  | { readonly kind: 'ticketed'; readonly call: number; readonly ticket: string }
  | { readonly kind: 'saved'; readonly call: number; readonly saved: ReportStep['saved'] }
  | { readonly kind: 'failed'; readonly call: number; readonly problem: Problem };
