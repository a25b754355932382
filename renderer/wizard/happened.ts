import type { EventPayload } from '../../electron/contract/contract.ts';
import type { Outcome } from '../../electron/core/plan/outcome.ts';
import type { Plan } from '../../electron/core/plan/plan.ts';
import type { Problem } from '../../electron/core/plan/problem.ts';
import type { RunSummary } from '../../electron/core/plan/run-summary.ts';
import type { Snapshot } from '../../electron/core/plan/snapshot.ts';
import type { Verification } from '../../electron/core/plan/verification.ts';
import type { Redaction } from '../../electron/core/report/redaction.ts';
import type { Draft } from './draft.ts';
import type { Ask, ReportStep } from './wizard.ts';

/** What can happen: a person's doing, a call that goes out, or its answer (by its number). */
export type Happened =
  | { readonly kind: 'unfinished-found'; readonly run: RunSummary }
  | { readonly kind: 'choose'; readonly suggested: Draft }
  | { readonly kind: 'edited'; readonly draft: Draft }
  | { readonly kind: 'redacted'; readonly redaction: Redaction }
  | { readonly kind: 'back' }
  | { readonly kind: 'start-over' }
  | { readonly kind: 'asked'; readonly call: number; readonly what: Ask }
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
  | { readonly kind: 'ticketed'; readonly call: number; readonly ticket: string }
  | { readonly kind: 'saved'; readonly call: number; readonly saved: ReportStep['saved'] }
  | { readonly kind: 'failed'; readonly call: number; readonly problem: Problem };
