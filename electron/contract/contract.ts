import { CatalogueStamp } from '../core/connectivity/catalogue-stamp.ts';
import { serviceTagNames } from '../core/connectivity/service-tags.ts';
import { PathId } from '../core/effective/path.ts';
import { Evidence } from '../core/evidence/evidence.ts';
import { Channel } from '../core/export/channel.ts';
import { Refusal } from '../core/export/refusal.ts';
import { HelpTopic } from '../core/help/topic.ts';
import { AccountTests } from '../core/plan/account-run.ts';
import { Intent } from '../core/plan/intent.ts';
import { MatrixRow } from '../core/plan/matrix.ts';
import { CitationId } from '../core/plan/operation.ts';
import { Outcome } from '../core/plan/outcome.ts';
import { Plan } from '../core/plan/plan.ts';
import type { Result } from '../core/plan/result.ts';
import { RunSummary } from '../core/plan/run-summary.ts';
import { Snapshot } from '../core/plan/snapshot.ts';
import { MatrixFrame, Verification } from '../core/plan/verification.ts';
import { Redaction } from '../core/report/redaction.ts';
import { TicketFields } from '../core/report/ticket-fields.ts';
import { TicketFormat } from '../core/report/ticket-format.ts';
import { Sha256 } from '../core/settings/reading.ts';
import { z } from '../core/zod.ts';
import { call, event, nothing } from './call.ts';
import { firstCalls } from './first-calls.ts';

const id = z.uuid();

const Progress = z.discriminatedUnion('kind', [
  /** The journal as it stands; sent whenever it grows. */
  z.strictObject({ kind: z.literal('operations'), outcome: Outcome }),
  z.strictObject({
    kind: z.literal('probes'),
    done: z.int().min(0),
    total: z.int().min(0),
    /** The row that has something new, with all that is known of it; it takes the place of what was sent before. */
    latest: MatrixRow.nullable(),
  }),
  /** Before the first test: what is going to be tested. */
  z.strictObject({ kind: z.literal('frame'), frame: MatrixFrame }),
]);

/** What everything is tested by. */
const TestBasis = z.strictObject({
  catalogue: CatalogueStamp,
  /** Null: addresses are not compared with any. */
  serviceTags: z
    .strictObject({
      cloud: z.string().max(64),
      changeNumber: z.int().min(0),
      names: z.array(z.enum(serviceTagNames)).max(serviceTagNames.length),
    })
    .nullable(),
});
export type TestBasis = z.infer<typeof TestBasis>;

const DriftLine = z.strictObject({ what: z.string().max(1024), said: z.string().max(16_384) });

const SavedTicket = z.discriminatedUnion('saved', [
  z.strictObject({ saved: z.literal(true), folder: z.string().max(1024), files: z.array(z.string().max(256)).max(16) }),
  z.strictObject({ saved: z.literal(false) }),
]);

const SavedExport = z.discriminatedUnion('saved', [
  z.strictObject({
    saved: z.literal(true),
    folder: z.string().max(1024),
    files: z.array(z.string().max(256)).max(16),
    /** Changes of the plan that are not in the files. */
    refusals: z.array(Refusal).max(200),
  }),
  z.strictObject({ saved: z.literal(false) }),
]);

/** Of one channel: no files where it carries none of the changes. */
const ExportOffer = z.strictObject({
  channel: Channel,
  files: z.array(z.string().max(256)).max(16),
  refusals: z.array(Refusal).max(200),
});

/**
 * Every call and event between the page and the main process. One object is at once the type of both ends and the
 * check at the border; the page names things (ids), it does not carry them.
 */
export const contract = {
  ...firstCalls,
  /** The same by the console program with administrator rights, for what this process could not read. */
  detectElevated: call(nothing, Snapshot),
  /**
   * Seals the typed password of the sensor's proxy for the sensor that was detected. SECURITY: the one call in which a
   * secret crosses this border, and only this way; the page gets its name back and lets go of the text.
   */
  sealMdiPassword: call(
    z.strictObject({ snapshot: id, password: z.string().max(1024) }),
    z.strictObject({ secret: id }),
  ),
  /** `secret` names a sealed password, for an intent whose sign-in is `sealed`. */
  plan: call(
    z.strictObject({ snapshot: id, intent: Intent, secret: id.optional() }),
    z.strictObject({ plan: Plan, digest: Sha256 }),
  ),
  apply: call(z.strictObject({ plan: id, digest: Sha256 }), Outcome),
  undo: call(z.strictObject({ run: id }), Outcome),
  runs: call(nothing, z.array(RunSummary).max(1000)),
  /** Takes a run of the history up again: from here on its plan can be tested, reported and put back, never applied. */
  openRun: call(z.strictObject({ run: id }), z.strictObject({ plan: Plan, digest: Sha256, outcome: Outcome })),
  /** Shows the folder of the runs' records in Windows Explorer. */
  openRunsFolder: call(nothing, nothing),
  /** Of a plan that was not applied this is the state before the change, with the plan's own routes beside it. */
  verify: call(z.strictObject({ plan: id }), Verification),
  /**
   * The same tests, judged by the routes that the plan would give each service. Nothing is written. Refused for a plan
   * that was applied. The ticket has the last of `verify` and `tryRoute` before the change, and that after it.
   */
  tryRoute: call(z.strictObject({ plan: id }), Verification),
  /**
   * Tests again what the last `verify` or `tryRoute` has shown: one cell by a path that it stands for, or with a path of
   * null the whole row. Answers with the row and the findings as they are now.
   */
  retest: call(
    z.strictObject({ plan: id, row: MatrixRow.shape.id, path: PathId.nullable() }),
    z.strictObject({ row: MatrixRow, findings: Verification.shape.findings }),
  ),
  /**
   * Looks again at what the services themselves show; it takes its place in the last tests of the plan. Null: it was
   * ended before that.
   */
  checkServices: call(z.strictObject({ plan: id }), Evidence.nullable()),
  /**
   * The tests as the accounts of the services, by the console program with administrator rights. They take their place
   * in the last tests of the plan. Null: they were ended before that, and what was there stays.
   */
  testAsServices: call(z.strictObject({ plan: id }), z.array(AccountTests).max(2).nullable()),
  /**
   * What is to be asked of whoever runs the proxy, out of the last tests of the plan and without the hosts of the
   * tenant: the letter for the clipboard, or the files into a folder that the person chooses.
   */
  copyRequest: call(z.strictObject({ plan: id }), nothing),
  saveRequest: call(z.strictObject({ plan: id }), SavedTicket),
  /** The catalogue and the service tags that the next tests are made by. */
  testBasis: call(nothing, TestBasis),
  /**
   * Asks for a file, or goes back to what the program has of its own (`own` to `shipped`, `file` to `none`). Where the
   * person closes the question, or the file is not right, everything stays as it was.
   */
  chooseEndpoints: call(z.strictObject({ which: z.enum(['own', 'shipped']) }), TestBasis),
  chooseServiceTags: call(z.strictObject({ which: z.enum(['file', 'none']) }), TestBasis),
  /**
   * Ends the running tests: what was seen so far is returned by the call that began them, the rest as not tested; of those
   * as the accounts of the services nothing is. Or a comparison, of which nothing is returned then.
   */
  cancel: call(z.strictObject({ what: z.enum(['tests', 'comparison']) }), nothing),
  /** Makes the ticket; its preview is `app://ticket/<ticket>`. */
  ticket: call(
    z.strictObject({ plan: id, redaction: Redaction, fields: TicketFields.optional() }),
    z.strictObject({ ticket: id }),
  ),
  /** In every form unless said. */
  saveTicket: call(z.strictObject({ ticket: id, formats: z.array(TicketFormat).max(5).optional() }), SavedTicket),
  /** The ticket in short, for the text field of a ticket system. */
  copyTicket: call(z.strictObject({ ticket: id }), nothing),
  /** What has changed since a ticket that the person chooses; null: the question was closed, or it was ended. */
  compareTicket: call(
    nothing,
    z.strictObject({
      found: z
        .strictObject({
          comparison: id,
          head: z.string().max(1024),
          summary: z.string().max(1024),
          drift: z.array(DriftLine).max(5000),
          notes: z.array(DriftLine).max(5000),
        })
        .nullable(),
    }),
  ),
  /** A comparison, for people and for the program, into a folder that the person chooses; nothing in it is overwritten. */
  saveComparison: call(z.strictObject({ comparison: id }), SavedTicket),
  /** What a plan was made for, as a file for other servers, and such a file that the person chooses. */
  saveProfile: call(z.strictObject({ plan: id }), SavedTicket),
  openProfile: call(nothing, z.strictObject({ intent: Intent.nullable() })),
  /** What `export` would write of a plan, by channel, and which of its changes each leaves out. Refused for a plan with blockers. */
  exportOffers: call(z.strictObject({ plan: id }), z.array(ExportOffer).max(Channel.options.length)),
  /** The plan as the files of another tool, in a folder that the person chooses; nothing in it is overwritten. */
  export: call(z.strictObject({ plan: id, channel: Channel }), SavedExport),
  /** The help, in the order in which it is shown. Its texts are no part of the page's script. */
  help: call(nothing, z.array(HelpTopic).max(200)),
  /** The support bundle, into a folder that the person chooses; nothing in it is overwritten. */
  saveSupport: call(nothing, SavedTicket),
  openLink: call(z.strictObject({ link: CitationId }), nothing),
  copy: call(z.strictObject({ text: z.string().max(262_144) }), nothing),
  progress: event(Progress),
  /** A page of the menu of the window was chosen. */
  menu: event(z.strictObject({ open: z.enum(['history', 'help', 'about']) })),
} as const;

export type Contract = typeof contract;
export type CallName = { [K in keyof Contract]: Contract[K]['kind'] extends 'call' ? K : never }[keyof Contract];
export type EventName = { [K in keyof Contract]: Contract[K]['kind'] extends 'event' ? K : never }[keyof Contract];
export type CallInput<K extends CallName> = z.infer<Contract[K]['input']>;
export type CallOutput<K extends CallName> = z.infer<Contract[K]['output']>;
export type EventPayload<K extends EventName> = z.infer<Contract[K]['payload']>;

/** What the main process has to serve. */
export type Handlers = { readonly [K in CallName]: (input: CallInput<K>) => Promise<Result<CallOutput<K>>> };

/** What the page finds as `window.api`. */
export type WindowApi = { readonly [K in CallName]: (input: CallInput<K>) => Promise<Result<CallOutput<K>>> } & {
  /** Subscribes; the return value ends the subscription. */
  readonly on: <K extends EventName>(name: K, listener: (payload: EventPayload<K>) => void) => () => void;
};
