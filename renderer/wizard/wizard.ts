import type { PathId } from '../../electron/core/effective/path.ts';
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
import type { TicketFields } from '../../electron/core/report/ticket-fields.ts';
import type { Draft } from './draft.ts';

/** A call that went out and has not been answered. Its number tells its answer from that of an older call. */
interface Waiting<What extends Ask | 'again'> {
  readonly call: number;
  readonly what: What;
}

/** Everything that the page can ask of the main process and has to wait for, beside a test that is made again. */
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
  | 'plan-try'
  | 'try'
  | 'verify'
  | 'services'
  | 'accounts'
  | 'request'
  | 'ticket'
  | 'save';

/** "This server": what is there. Nothing was found yet while `snapshot` is null. */
export interface DetectStep {
  readonly step: 'detect';
  readonly snapshot: Snapshot | null;
  /** What was typed before somebody came back here. */
  readonly draft: Draft | null;
  /** A run that is half done, found on start. */
  readonly unfinished: RunSummary | null;
  /** What became of it. */
  readonly recovered: Outcome | null;
  /** The last look was ended by the person before it was over: what is shown is from the one before it, if any. */
  readonly cancelled: boolean;
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
  /** The plan of this very draft whose route was tried; whatever is typed takes it away. */
  readonly tried: Tried | null;
  readonly waiting: Waiting<'plan' | 'plan-try' | 'seal'> | null;
  readonly problem: Problem | null;
}

/** A plan with the last tests that were made of it before anything was applied. */
interface Tried {
  readonly plan: Plan;
  /** SHA-256 of the plan's file. */
  readonly digest: string;
  readonly before: Verification;
}

/** What every step from the plan on holds and none can change. `draft` is null for "only test" and "only document". */
interface Planned {
  readonly snapshot: Snapshot;
  readonly draft: Draft | null;
  readonly plan: Plan;
  readonly digest: string;
  /** The last tests before anything was applied; null where there are none. Nothing after apply changes them. */
  readonly before: Verification | null;
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

/** One cell that is tested again, or with a path of null its whole row. */
export interface Again {
  readonly row: string;
  readonly path: PathId | null;
}

/** What the two steps with tests have in common. */
interface Tested extends Planned {
  readonly verification: Verification | null;
  /** The matrix as it comes in, until the verification itself is there. */
  readonly seen: Seen;
  /** Id of the row that was tested again last. */
  readonly again: string | null;
  /** Where the request to the proxy team went; null where it went nowhere yet. */
  readonly request: Request | null;
  readonly problem: Problem | null;
}

/** What became of the request to the proxy team. */
export type Request =
  | { readonly kind: 'copied' }
  | { readonly kind: 'saved'; readonly folder: string; readonly files: readonly string[] };

/**
 * "Would it work?": the routes of a plan, tested before anything is written. It stands beside the steps and leads back
 * to the one from which it was asked for.
 */
export interface TryStep extends Tested {
  readonly step: 'try';
  readonly draft: Draft;
  readonly from: 'choose' | 'review';
  readonly waiting: Waiting<'try' | 'request'> | (Waiting<'again'> & Again) | null;
}

/** "Does it work?" `outcome` is null where nothing was applied. */
export interface VerifyStep extends Tested {
  readonly step: 'verify';
  readonly outcome: Outcome | null;
  /**
   * The tests as the accounts of the services were cancelled, of which nothing is shown: they are being ended by the
   * program with rights, or were.
   */
  readonly accountsCancelled: 'ending' | 'ended' | null;
  readonly waiting:
    | Waiting<'verify' | 'undo' | 'services' | 'accounts' | 'request'>
    | (Waiting<'again'> & Again)
    | null;
}

/** "Hand it in". */
export interface ReportStep extends Planned {
  readonly step: 'report';
  readonly outcome: Outcome | null;
  readonly verification: Verification | null;
  readonly redaction: Redaction;
  /** What the change board files the ticket under, as far as it was typed. */
  readonly fields?: TicketFields;
  /** Id of the ticket whose preview is shown; null until it is made. */
  readonly ticket: string | null;
  readonly saved: { readonly folder: string; readonly files: readonly string[] } | null;
  readonly waiting: Waiting<'ticket' | 'save' | 'undo'> | null;
  readonly problem: Problem | null;
}

/** The wizard: each step with exactly the data without which it could not be shown. */
export type Wizard = DetectStep | ChooseStep | ReviewStep | TryStep | ApplyStep | VerifyStep | ReportStep;

/** A step of the rail. */
export type StepName = Exclude<Wizard['step'], 'try'>;

/** The steps in the order of the rail. */
export const stepNames = ['detect', 'choose', 'review', 'apply', 'verify', 'report'] as const satisfies StepName[];

/** The wizard as it opens. */
export const opening: DetectStep = {
  step: 'detect',
  snapshot: null,
  draft: null,
  unfinished: null,
  recovered: null,
  cancelled: false,
  waiting: null,
  problem: null,
};

/** Whether this server is being looked at, which a person need not wait for. */
export const isLooking = ({ waiting }: DetectStep): boolean =>
  waiting?.what === 'detect' || waiting?.what === 'detect-elevated';

/** Whether the report is at something that has to end first; a ticket that is being made gives way to what comes later. */
export const isOccupied = ({ waiting }: ReportStep): boolean => waiting !== null && waiting.what !== 'ticket';

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

/** Whether a run of the history was taken up: something was applied, and nobody was asked here what it should be. */
export const isRecord = (now: { readonly draft: Draft | null; readonly outcome: Outcome | null }): boolean =>
  now.draft === null && now.outcome !== null;

/** Whether the plan may be applied: it changes something and nothing stands in its way. */
export function canApply(plan: Plan): boolean {
  return plan.blockers.length === 0 && plan.operations.length > 0;
}
