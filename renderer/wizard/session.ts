import type { CallName, CallOutput, TestBasis, WindowApi } from '../../electron/contract/contract.ts';
import type { About } from '../../electron/contract/first-calls.ts';
import type { PathId } from '../../electron/core/effective/path.ts';
import type { Channel } from '../../electron/core/export/channel.ts';
import type { Intent } from '../../electron/core/plan/intent.ts';
import { keepIntent } from '../../electron/core/plan/keep-intent.ts';
import type { CitationId } from '../../electron/core/plan/operation.ts';
import type { Problem } from '../../electron/core/plan/problem.ts';
import type { Result } from '../../electron/core/plan/result.ts';
import { suggestIntent } from '../../electron/core/plan/suggest.ts';
import type { Redaction } from '../../electron/core/report/redaction.ts';
import type { TicketFields } from '../../electron/core/report/ticket-fields.ts';
import type { TicketFormat } from '../../electron/core/report/ticket-format.ts';
import { type Aside, type AsidePage, canOpenRun } from './aside.ts';
import { type Draft, draftOf } from './draft.ts';
import { intentOf } from './draft-intent.ts';
import type { Happened } from './happened.ts';
import { next } from './next.ts';
import { type Again, type Ask, canApply, opening, type Request, type Wizard } from './wizard.ts';

/** What the window shows: who it runs on, and the wizard. */
export interface View {
  readonly about: About | null;
  readonly wizard: Wizard;
  /** What lies over the steps; null: the step itself is on. */
  readonly aside: Aside | null;
  /** What the next tests are made by; null until that was asked for. */
  readonly basis: Basis | null;
}

/** What the next tests are made by, and why another choice did not come about. */
export interface Basis {
  readonly now: TestBasis;
  readonly problem: Problem | null;
}

/** Everything a person can do. Each waits for its answer; one that does not fit the step does nothing. */
export interface Actions {
  start(): Promise<void>;
  detect(): Promise<void>;
  detectElevated(): Promise<void>;
  /** Puts an unfinished run back, then looks again. */
  recover(): Promise<void>;
  onlyTest(): Promise<void>;
  onlyDocument(): Promise<void>;
  choose(): void;
  edit(draft: Draft): void;
  /** Plans what was answered. `password`: what was typed for the sensor's proxy, sealed first and kept nowhere. */
  plan(password?: string): Promise<void>;
  /** Applies what was reviewed and, when that is done, tests it. */
  apply(): Promise<void>;
  verify(): Promise<void>;
  /**
   * Tests the route that was answered or reviewed; nothing is written. From the interview the plan is made first, with
   * `password` as in `plan`.
   */
  tryRoute(password?: string): Promise<void>;
  /** From the tried route to the review of its plan. */
  review(): void;
  /** Tests one cell again by a path that it stands for, or with null its whole row. */
  retest(row: string, path: PathId | null): Promise<void>;
  checkServices(): Promise<void>;
  testAsServices(): Promise<void>;
  copyRequest(): Promise<void>;
  saveRequest(): Promise<void>;
  loadBasis(): Promise<void>;
  chooseEndpoints(which: 'own' | 'shipped'): Promise<void>;
  chooseServiceTags(which: 'file' | 'none'): Promise<void>;
  /**
   * Ends the running tests, of which what was seen so far stays, or those as the accounts of the services or the look at
   * this server, of which nothing does.
   */
  cancel(): Promise<void>;
  undo(): Promise<void>;
  ticket(): Promise<void>;
  /** Makes the ticket anew with these choices; the fields stay as they were unless said. */
  redact(redaction: Redaction, fields?: TicketFields): Promise<void>;
  /** Saves the ticket in these forms; in all of them unless said. */
  save(formats?: readonly TicketFormat[]): Promise<void>;
  /** The ticket in short, for the text field of a ticket system. */
  /** The name of the ticket that was copied; null where none was. Like saving, it waits for one that is being made. */
  copyTicket(): Promise<string | null>;
  compareTicket(): Promise<Result<CallOutput<'compareTicket'>>>;
  /** Ends the comparison; what it has seen is not told. */
  cancelComparison(): Promise<void>;
  saveComparison(comparison: string): Promise<Result<CallOutput<'saveComparison'>>>;
  saveProfile(): Promise<Result<CallOutput<'saveProfile'>>>;
  /** Puts what a file wants in place of what is answered. */
  openProfile(): Promise<Result<CallOutput<'openProfile'>>>;
  back(): Promise<void>;
  startOver(): Promise<void>;
  copy(text: string): Promise<boolean>;
  /** What the plan can be exported as; asked for when somebody wants to see it. */
  exportOffers(): Promise<Result<CallOutput<'exportOffers'>>>;
  exportAs(channel: Channel): Promise<Result<CallOutput<'export'>>>;
  openLink(link: CitationId): Promise<void>;
  /** Saves a support bundle into a folder that the person chooses. */
  saveSupport(): Promise<Result<CallOutput<'saveSupport'>>>;
  openAside(page: AsidePage): Promise<void>;
  closeAside(): void;
  /** Takes up a run of the history, in place of what is on. */
  openRun(run: string): Promise<void>;
  openRunsFolder(): Promise<void>;
}

export interface Session extends Actions {
  view(): View;
  subscribe(listener: () => void): () => void;
}

/**
 * Joins the reducer and the calls. An action first tells the reducer that it asks; where the reducer does not move,
 * the question does not fit and no call goes out, so that a second click is harmless.
 */
export function openSession(api: WindowApi): Session {
  let view: View = { about: null, wizard: opening, aside: null, basis: null };
  let calls = 0;
  /** Leaving a field of the ticket makes it anew, and what is pressed next is to be about that one. */
  let making: Promise<unknown> = Promise.resolve();
  const listeners = new Set<() => void>();

  const show = (changed: View) => {
    const { about, wizard, aside, basis } = view;
    if (changed.about === about && changed.wizard === wizard && changed.aside === aside && changed.basis === basis)
      return;
    view = changed;
    for (const listener of listeners) listener();
  };
  const tell = (happened: Happened) => show({ ...view, wizard: next(view.wizard, happened) });

  /** Asks, and tells the answer. Returns whether the question fitted and was answered well. */
  async function askAny<T>(
    what: Ask | Again,
    send: () => Promise<Result<T>>,
    answer: (call: number, value: T) => Happened,
  ): Promise<boolean> {
    calls += 1;
    const call = calls;
    const before = view.wizard;
    tell(typeof what === 'string' ? { kind: 'asked', call, what } : { kind: 'asked', call, what: 'again', ...what });
    if (view.wizard === before) return false;
    const result = await settled(send());
    tell(result.ok ? answer(call, result.value) : { kind: 'failed', call, problem: result.problem });
    return result.ok;
  }

  const ask = <K extends CallName>(
    what: Ask | Again,
    send: () => Promise<Result<CallOutput<K>>>,
    answer: (call: number, value: CallOutput<K>) => Happened,
  ): Promise<boolean> => askAny(what, send, answer);

  const held = () => ('plan' in view.wizard ? view.wizard : null);
  /** Asks something that leaves the step as it is. */
  const ofPlan = <T>(send: (plan: string) => Promise<Result<T>>): Promise<Result<T>> => {
    const now = held();
    return settled(now === null ? Promise.reject(new Error('no plan')) : send(now.plan.id));
  };
  const at = (step: Wizard['step']) => view.wizard.step === step;

  async function lookAround(): Promise<void> {
    const about = await settled(api.about({}));
    if (!about.ok) return;
    show({ ...view, about: about.value });
    if (about.value.unfinished !== null) tell({ kind: 'unfinished-found', run: about.value.unfinished });
  }

  const planFor = (
    what: 'plan' | 'plan-try' | 'plan-test' | 'plan-document',
    intent: Intent,
    secret: string | null = null,
  ) => {
    const { wizard } = view;
    if (!('snapshot' in wizard) || wizard.snapshot === null) return Promise.resolve(false);
    const snapshot = wizard.snapshot.id;
    return ask<'plan'>(
      what,
      () => api.plan({ snapshot, intent, ...(secret !== null && { secret }) }),
      (call, { plan, digest }) => ({ kind: 'planned', call, plan, digest }),
    );
  };

  /** Plans what was answered, with the password sealed first; nothing where the answers are not whole. */
  async function planAnswered(what: 'plan' | 'plan-try', password: string): Promise<void> {
    const { wizard } = view;
    if (wizard.step !== 'choose') return;
    const intent = intentOf(wizard.draft, wizard.snapshot);
    if (!intent.ok) return;
    const sealing = intent.value.mdi?.signIn?.kind === 'sealed';
    if (sealing && password !== '') {
      const snapshot = wizard.snapshot.id;
      const sealed = await ask<'sealMdiPassword'>(
        'seal',
        () => api.sealMdiPassword({ snapshot, password }),
        (call, { secret }) => ({ kind: 'sealed', call, secret }),
      );
      if (!sealed) return;
    }
    const secret = sealing && view.wizard.step === 'choose' ? view.wizard.draft.secret : null;
    await planFor(what, intent.value, secret);
  }

  /** Whether the interview stands as it was tried, and no new password came to it. */
  const standsAsTried = (password: string) =>
    view.wizard.step === 'choose' && view.wizard.tried !== null && password === '';

  async function chosen(answer: Promise<Result<TestBasis>>): Promise<void> {
    const result = await settled(answer);
    if (result.ok) show({ ...view, basis: { now: result.value, problem: null } });
    else if (view.basis !== null) show({ ...view, basis: { ...view.basis, problem: result.problem } });
  }

  async function requested(send: (plan: string) => Promise<Result<Request | null>>): Promise<void> {
    const now = held();
    if (now === null) return;
    await askAny(
      'request',
      () => send(now.plan.id),
      (call, request) => ({ kind: 'requested', call, request }),
    );
  }

  const endTests = () => settled(api.cancel({ what: 'tests' }));

  async function openHelp(): Promise<void> {
    const page = 'help';
    const { aside } = view;
    if (aside?.page === page && aside.topics !== null) return;
    show({ ...view, aside: { page, topics: null, problem: null } });
    const topics = await settled(api.help({}));
    if (view.aside?.page !== page) return;
    show({
      ...view,
      aside: topics.ok
        ? { page, topics: topics.value, problem: null }
        : { page, topics: null, problem: topics.problem },
    });
  }

  const session: Session = {
    view: () => view,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    async start() {
      api.on('progress', (progress) => tell({ kind: 'progressed', progress }));
      api.on('menu', ({ open }) => void session.openAside(open));
      await Promise.all([lookAround(), session.detect()]);
    },
    async detect() {
      await ask<'detect'>(
        'detect',
        () => api.detect({}),
        (call, snapshot) => ({ kind: 'detected', call, snapshot }),
      );
    },
    async detectElevated() {
      await ask<'detectElevated'>(
        'detect-elevated',
        () => api.detectElevated({}),
        (call, snapshot) => ({ kind: 'detected', call, snapshot }),
      );
    },
    async recover() {
      const run = view.wizard.step === 'detect' ? view.wizard.unfinished?.run : undefined;
      if (run === undefined) return;
      const done = await ask<'undo'>(
        'recover',
        () => api.undo({ run }),
        (call, outcome) => ({ kind: 'ended', call, outcome }),
      );
      if (done) await session.detect();
    },
    async onlyTest() {
      const { wizard } = view;
      if (wizard.step !== 'detect' || wizard.snapshot === null) return;
      await planFor('plan-test', keepIntent(wizard.snapshot));
      if (at('verify')) await session.verify();
    },
    async onlyDocument() {
      const { wizard } = view;
      if (wizard.step !== 'detect' || wizard.snapshot === null) return;
      await planFor('plan-document', keepIntent(wizard.snapshot));
      if (at('report')) await session.ticket();
    },
    choose() {
      const { wizard } = view;
      if (wizard.step !== 'detect' || wizard.snapshot === null) return;
      tell({ kind: 'choose', suggested: draftOf(suggestIntent(wizard.snapshot)) });
    },
    edit(draft) {
      tell({ kind: 'edited', draft });
    },
    async plan(password = '') {
      if (standsAsTried(password)) session.review();
      else await planAnswered('plan', password);
    },
    async tryRoute(password = '') {
      if (at('choose') && !standsAsTried(password)) {
        await planAnswered('plan-try', password);
        if (!at('try')) return;
      }
      const { wizard } = view;
      const plan = wizard.step === 'choose' ? wizard.tried?.plan : held()?.plan;
      if (plan === undefined) return;
      await ask<'tryRoute'>(
        'try',
        () => api.tryRoute({ plan: plan.id }),
        (call, verification) => ({ kind: 'verified', call, verification }),
      );
    },
    review() {
      tell({ kind: 'review' });
    },
    async retest(row, path) {
      const now = held();
      if (now === null) return;
      await ask<'retest'>(
        { row, path },
        () => api.retest({ plan: now.plan.id, row, path }),
        (call, { row: tested, findings }) => ({ kind: 'tested-again', call, row: tested, findings }),
      );
    },
    async checkServices() {
      const now = held();
      if (now === null) return;
      await ask<'checkServices'>(
        'services',
        () => api.checkServices({ plan: now.plan.id }),
        (call, evidence) => ({ kind: 'services-checked', call, evidence }),
      );
    },
    async testAsServices() {
      const now = held();
      if (now === null) return;
      await ask<'testAsServices'>(
        'accounts',
        () => api.testAsServices({ plan: now.plan.id }),
        (call, accounts) => ({ kind: 'accounts-tested', call, accounts }),
      );
    },
    copyRequest: () =>
      requested(async (plan) => {
        const copied = await api.copyRequest({ plan });
        return copied.ok ? { ok: true, value: { kind: 'copied' } } : copied;
      }),
    saveRequest: () =>
      requested(async (plan) => {
        const answer = await api.saveRequest({ plan });
        if (!answer.ok) return answer;
        const { value } = answer;
        return { ok: true, value: value.saved ? { kind: 'saved', folder: value.folder, files: value.files } : null };
      }),
    loadBasis: () => chosen(api.testBasis({})),
    chooseEndpoints: (which) => chosen(api.chooseEndpoints({ which })),
    chooseServiceTags: (which) => chosen(api.chooseServiceTags({ which })),
    async apply() {
      const now = held();
      if (now === null || !canApply(now.plan)) return;
      await ask<'apply'>(
        'apply',
        () => api.apply({ plan: now.plan.id, digest: now.digest }),
        (call, outcome) => ({ kind: 'ended', call, outcome }),
      );
      if (at('verify')) await session.verify();
    },
    async verify() {
      const now = held();
      if (now === null) return;
      await ask<'verify'>(
        'verify',
        () => api.verify({ plan: now.plan.id }),
        (call, verification) => ({ kind: 'verified', call, verification }),
      );
    },
    async cancel() {
      tell({ kind: 'cancelled' });
      if (!at('detect')) await endTests();
    },
    async undo() {
      if (at('report')) await making;
      const now = held();
      if (now === null) return;
      await ask<'undo'>(
        'undo',
        () => api.undo({ run: now.plan.id }),
        (call, outcome) => ({ kind: 'ended', call, outcome }),
      );
    },
    async ticket() {
      const now = held();
      if (now === null) return;
      // The step changes with the question, so the choices of an earlier ticket of this step are read after it.
      making = ask<'ticket'>(
        'ticket',
        () => {
          if (view.wizard.step !== 'report') return Promise.reject(new Error('no report step'));
          const { redaction, fields } = view.wizard;
          return api.ticket({ plan: now.plan.id, redaction, ...(fields && { fields }) });
        },
        (call, { ticket }) => ({ kind: 'ticketed', call, ticket }),
      );
      await making;
    },
    async redact(redaction, fields) {
      tell({ kind: 'redacted', redaction, ...(fields && { fields }) });
      await session.ticket();
    },
    async save(formats) {
      await making;
      const ticket = view.wizard.step === 'report' ? view.wizard.ticket : null;
      if (ticket === null) return;
      await ask<'saveTicket'>(
        'save',
        () => api.saveTicket({ ticket, ...(formats && { formats: [...formats] }) }),
        (call, answer) => ({
          kind: 'saved',
          call,
          saved: answer.saved ? { folder: answer.folder, files: answer.files } : null,
        }),
      );
    },
    async back() {
      const { wizard } = view;
      const testing = (wizard.step === 'verify' || wizard.step === 'try') && wizard.waiting !== null;
      tell({ kind: 'back' });
      if (testing && view.wizard.step !== wizard.step) await endTests();
      if (at('detect')) await lookAround();
    },
    async startOver() {
      if (at('report')) await making;
      tell({ kind: 'start-over' });
      if (at('detect')) await Promise.all([lookAround(), session.detect()]);
    },
    async copy(text) {
      return (await settled(api.copy({ text }))).ok;
    },
    async copyTicket() {
      await making;
      const ticket = view.wizard.step === 'report' ? view.wizard.ticket : null;
      return ticket !== null && (await settled(api.copyTicket({ ticket }))).ok ? ticket : null;
    },
    compareTicket: () => settled(api.compareTicket({})),
    async cancelComparison() {
      await settled(api.cancel({ what: 'comparison' }));
    },
    saveComparison: (comparison) => settled(api.saveComparison({ comparison })),
    saveProfile: () => ofPlan((plan) => api.saveProfile({ plan })),
    async openProfile() {
      const opened = await settled(api.openProfile({}));
      const intent = opened.ok ? opened.value.intent : null;
      if (intent !== null) tell({ kind: 'edited', draft: draftOf(intent) });
      return opened;
    },
    exportOffers: () => ofPlan((plan) => api.exportOffers({ plan })),
    exportAs: (channel) => ofPlan((plan) => api.export({ plan, channel })),
    async openLink(link) {
      await settled(api.openLink({ link }));
    },
    saveSupport: () => settled(api.saveSupport({})),
    async openAside(page) {
      if (page === 'about') return show({ ...view, aside: { page } });
      if (page === 'help') return openHelp();
      show({ ...view, aside: { page, runs: null, problem: null } });
      const runs = await settled(api.runs({}));
      if (view.aside?.page !== 'history') return;
      show({
        ...view,
        aside: runs.ok ? { page, runs: runs.value, problem: null } : { page, runs: null, problem: runs.problem },
      });
    },
    closeAside() {
      show({ ...view, aside: null });
    },
    async openRun(run) {
      if (!canOpenRun(view.wizard)) return;
      show({ ...view, aside: null });
      if (!at('detect')) await session.startOver();
      else if (view.wizard.step === 'detect' && view.wizard.snapshot === null) await session.detect();
      await ask<'openRun'>(
        'open-run',
        () => api.openRun({ run }),
        (call, { plan, digest, outcome }) => ({ kind: 'run-opened', call, plan, digest, outcome }),
      );
    },
    async openRunsFolder() {
      const opened = await settled(api.openRunsFolder({}));
      if (!opened.ok && view.aside?.page === 'history')
        show({ ...view, aside: { ...view.aside, problem: opened.problem } });
    },
  };
  return session;
}

/** The main process answers with a result and never rejects; should it die, that is told like any other problem. */
async function settled<T>(answer: Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await answer;
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { ok: false, problem: { kind: 'unexpected', detail: detail.slice(0, 1024) } };
  }
}
