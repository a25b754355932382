import type { MatrixRow } from '../../electron/core/plan/matrix.ts';
import type { Outcome } from '../../electron/core/plan/outcome.ts';
import type { Plan } from '../../electron/core/plan/plan.ts';
import type { Problem } from '../../electron/core/plan/problem.ts';
import type { RunSummary } from '../../electron/core/plan/run-summary.ts';
import type { Snapshot } from '../../electron/core/plan/snapshot.ts';
import {
  type MatrixFrame,
  type ProbeResult,
  probesOfRow,
  type Verification,
} from '../../electron/core/plan/verification.ts';
import type { Redaction } from '../../electron/core/report/redaction.ts';
import type { Draft } from './draft.ts';

/** A call that went out and has not been answered. Its number tells its answer from that of an older call. */
interface Waiting<What extends Ask> {
  readonly call: number;
  readonly what: What;
}

/** Everything that the page can ask of the main process and has to wait for. */
export type Ask =
  | 'detect'
  | 'detect-elevated'
  | 'recover'
  | 'open-run'
  | 'plan-test'
  | 'plan-document'
  | 'plan'
  | 'seal'
  | 'apply'
  | 'undo'
  | 'verify'
  | 'ticket'
  | 'save';

/** "This server": what is there. Nothing was found yet while `snapshot` is null. */
export interface DetectStep {
  readonly step: 'detect';
  readonly snapshot: Snapshot | null;
  /** What was typed before somebody came back here. */
  readonly draft: Draft | null;
  /** A run without an end, found on start. */
  readonly unfinished: RunSummary | null;
  /** What became of it. */
  readonly recovered: Outcome | null;
  readonly waiting: Waiting<
    'detect' | 'detect-elevated' | 'recover' | 'open-run' | 'plan-test' | 'plan-document'
  > | null;
  readonly problem: Problem | null;
}

/** "What should it be?": the interview. */
export interface ChooseStep {
  readonly step: 'choose';
  readonly snapshot: Snapshot;
  readonly draft: Draft;
  readonly waiting: Waiting<'plan' | 'seal'> | null;
  readonly problem: Problem | null;
}

/** What every step from the plan on holds and none can change. `draft` is null for "only test" and "only document". */
interface Planned {
  readonly snapshot: Snapshot;
  readonly draft: Draft | null;
  readonly plan: Plan;
  /** SHA-256 of the plan's file. */
  readonly digest: string;
}

/** "What will change?" `waiting` for apply: Windows is asking for confirmation, nothing was written yet. */
export interface ReviewStep extends Planned {
  readonly step: 'review';
  readonly draft: Draft;
  readonly waiting: Waiting<'apply'> | null;
  readonly problem: Problem | null;
}

/** "Applying": entered with the first line of the journal, so it always has one. Also shows what was put back. */
export interface ApplyStep extends Planned {
  readonly step: 'apply';
  readonly outcome: Outcome;
  readonly waiting: Waiting<'apply' | 'undo'> | null;
  readonly problem: Problem | null;
}

/** Tests that run: `rows` in the order in which they had their first result, each as far as it is known. */
export interface Seen {
  readonly done: number;
  readonly total: number;
  readonly frame: MatrixFrame | null;
  readonly rows: readonly MatrixRow[];
}

/** The results that decide, as far as they are there. */
export const probesSeen = ({ frame, rows }: Seen): readonly ProbeResult[] =>
  frame === null ? [] : rows.flatMap((row) => probesOfRow(row, frame));

/** "Does it work?" `outcome` is null where nothing was applied. */
export interface VerifyStep extends Planned {
  readonly step: 'verify';
  readonly outcome: Outcome | null;
  readonly verification: Verification | null;
  /** The matrix as it comes in, until the verification itself is there. */
  readonly seen: Seen;
  readonly waiting: Waiting<'verify' | 'undo'> | null;
  readonly problem: Problem | null;
}

/** "Hand it in". */
export interface ReportStep extends Planned {
  readonly step: 'report';
  readonly outcome: Outcome | null;
  readonly verification: Verification | null;
  readonly redaction: Redaction;
  /** Id of the ticket whose preview is shown; null until it is made. */
  readonly ticket: string | null;
  readonly saved: { readonly folder: string; readonly files: readonly string[] } | null;
  readonly waiting: Waiting<'ticket' | 'save' | 'undo'> | null;
  readonly problem: Problem | null;
}

/** The wizard: each step with exactly the data without which it could not be shown. */
export type Wizard = DetectStep | ChooseStep | ReviewStep | ApplyStep | VerifyStep | ReportStep;

export type StepName = Wizard['step'];

/** The steps in the order of the rail. */
export const stepNames = ['detect', 'choose', 'review', 'apply', 'verify', 'report'] as const satisfies StepName[];

/** The wizard as it opens. */
export const opening: DetectStep = {
  step: 'detect',
  snapshot: null,
  draft: null,
  unfinished: null,
  recovered: null,
  waiting: null,
  problem: null,
};

/** Whether something was written that can be put back. */
export function canUndo(outcome: Outcome | null): boolean {
  if (outcome === null) return false;
  switch (outcome.state) {
    case 'applied':
    case 'unfinished':
    case 'rollback-incomplete':
    case 'undo-incomplete':
    case 'undone-except':
      return true;
    case 'rolled-back':
    case 'undone':
      return false;
    default:
      return outcome.state satisfies never;
  }
}

/** Whether the plan may be applied: it changes something and nothing stands in its way. */
export function canApply(plan: Plan): boolean {
  return plan.blockers.length === 0 && plan.operations.length > 0;
}
