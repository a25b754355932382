import { describe, expect, it } from 'vitest';
import type { CallName, WindowApi } from '../../electron/contract/contract.ts';
import { rowForTests } from '../../electron/core/plan/matrix-for-tests.ts';
import { ok } from '../../electron/core/plan/result.ts';
import { noFields } from '../../electron/core/report/ticket-fields.ts';
import { openSession } from './session.ts';
import {
  digest,
  otherRun,
  outcomeOf,
  planId,
  planOf,
  probeOf,
  snapshotOf,
  unfinishedRun,
  verificationOf,
} from './values-for-tests.ts';

const secret = '44444444-4444-4444-8444-444444444444';

const about = {
  toolVersion: '0',
  electron: '0',
  chromium: '0',
  node: '0',
  machine: 'DC1',
  lab: null,
  elevated: true,
  unfinished: null,
} as const;

const basis = { catalogue: verificationOf().catalogue, serviceTags: null };

/** The main process as it should answer, with a note of every call. */
function mainProcess(differs: Partial<WindowApi> = {}) {
  const called: (readonly [CallName, unknown])[] = [];
  const note =
    <I, O>(name: CallName, answer: (input: I) => Promise<O>) =>
    (input: I) => {
      called.push([name, input]);
      return answer(input);
    };
  const answers: WindowApi = {
    about: async () => ok(about),
    detect: async () => ok(snapshotOf()),
    detectElevated: async () => ok(snapshotOf()),
    sealMdiPassword: async () => ok({ secret }),
    plan: async () => ok({ plan: planOf(), digest }),
    apply: async () => ok(outcomeOf('applied')),
    undo: async ({ run }) => ok(outcomeOf('undone', run)),
    runs: async () => ok([unfinishedRun]),
    openRun: async ({ run }) => ok({ plan: { ...planOf(), id: run }, digest, outcome: outcomeOf('applied', run) }),
    openRunsFolder: async () => ok({}),
    verify: async () => ok(verificationOf()),
    tryRoute: async () => ok(verificationOf()),
    retest: async () => ok({ row: rowForTests(probeOf()), findings: [] }),
    checkServices: async () => ok(null),
    testAsServices: async () => ok([]),
    copyRequest: async () => ok({}),
    saveRequest: async () => ok({ saved: false }),
    testBasis: async () => ok(basis),
    chooseEndpoints: async () => ok(basis),
    chooseServiceTags: async () => ok(basis),
    cancel: async () => ok({}),
    ticket: async () => ok({ ticket: otherRun }),
    saveTicket: async () => ok({ saved: true, folder: 'C:\\T', files: ['ticket.md'] }),
    copyTicket: async () => ok({}),
    compareTicket: async () => ok({ found: null }),
    saveComparison: async () => ok({ saved: false }),
    saveProfile: async () => ok({ saved: false }),
    openProfile: async () => ok({ intent: null }),
    exportOffers: async () => ok([]),
    export: async () => ok({ saved: false }),
    help: async () => ok([]),
    saveSupport: async () => ok({ saved: false }),
    openLink: async () => ok({}),
    copy: async () => ok({}),
    on: () => () => undefined,
    ...differs,
  };
  const noted = Object.entries(answers).map(([name, answer]) =>
    // `on` is no call; every other name of the contract is one.
    name === 'on' ? [name, answer] : [name, note(name as CallName, answer as (input: unknown) => Promise<unknown>)],
  );
  const api = Object.fromEntries(noted) as WindowApi;
  return { api, called, names: () => called.map(([name]) => name) };
}

/** A session whose interview is answered, so that a plan can be made. */
async function reviewing(differs: Partial<WindowApi> = {}) {
  const main = mainProcess(differs);
  const session = openSession(main.api);
  await session.start();
  session.choose();
  const { wizard } = session.view();
  if (wizard.step !== 'choose') throw new Error(`in ${wizard.step}`);
  session.edit({ ...wizard.draft, way: 'static', proxy: 'proxy.contoso.com:8080' });
  await session.plan();
  return { session, ...main };
}

describe('the password of the proxy', () => {
  const password = 'Pl4nted-S3cret';

  /** At the interview with a user to sign in as. */
  async function choosing(differs: Partial<WindowApi> = {}) {
    const main = mainProcess(differs);
    const session = openSession(main.api);
    await session.start();
    session.choose();
    const { wizard } = session.view();
    if (wizard.step !== 'choose') throw new Error(`in ${wizard.step}`);
    const answers = {
      way: 'static',
      proxy: 'proxy.contoso.com:8080',
      signIn: 'as',
      signInUser: 'CONTOSO\\svc',
    } as const;
    session.edit({ ...wizard.draft, ...answers });
    return { session, ...main };
  }

  it('is sealed before the plan is made, and only its name goes on', async () => {
    const { session, called } = await choosing();
    await session.plan(password);
    const [seal, plan] = called.slice(-2);
    expect(seal).toEqual(['sealMdiPassword', { snapshot: snapshotOf().id, password }]);
    expect(plan).toEqual(['plan', expect.objectContaining({ secret })]);
    expect(JSON.stringify([session.view(), plan])).not.toContain(password);
    expect(session.view().wizard).toMatchObject({ step: 'review', draft: { secret } });
  });

  it('is not asked for again where one is sealed already', async () => {
    const { session, called, names } = await choosing();
    await session.plan(password);
    await session.back();
    await session.plan('');
    expect(names().filter((name) => name === 'sealMdiPassword')).toHaveLength(1);
    expect(called.at(-1)).toEqual(['plan', expect.objectContaining({ secret })]);
  });

  it('that cannot be sealed leads nowhere, and is kept nowhere', async () => {
    const problem = { kind: 'cannot-seal', why: 'certificate-missing', win32: 0 } as const;
    const { session, names } = await choosing({ sealMdiPassword: async () => ({ ok: false, problem }) });
    await session.plan(password);
    expect(names()).not.toContain('plan');
    expect(session.view().wizard).toMatchObject({ step: 'choose', problem, draft: { secret: null } });
    expect(JSON.stringify(session.view())).not.toContain(password);
  });

  it('goes nowhere where no sign-in is asked for', async () => {
    const { session, names } = await choosing();
    const { wizard } = session.view();
    if (wizard.step !== 'choose') throw new Error(`in ${wizard.step}`);
    session.edit({ ...wizard.draft, signIn: 'none' });
    await session.plan(password);
    expect(names()).not.toContain('sealMdiPassword');
    expect(session.view().wizard.step).toBe('review');
  });
});

describe('a session', () => {
  it('looks around and detects when it starts', async () => {
    const { api, names } = mainProcess();
    const session = openSession(api);
    await session.start();
    expect(names().sort()).toEqual(['about', 'detect']);
    expect(session.view()).toMatchObject({ about: { machine: 'DC1' }, wizard: { step: 'detect', waiting: null } });
  });

  it('walks the corridor, tests by itself after applying, and names things without carrying them', async () => {
    const { session, called } = await reviewing();
    await session.apply();
    expect(session.view().wizard).toMatchObject({ step: 'verify', verification: { run: planOf().id } });
    await session.ticket();
    await session.save();
    expect(session.view().wizard).toMatchObject({ step: 'report', saved: { folder: 'C:\\T' } });
    expect(called.find(([name]) => name === 'apply')?.[1]).toEqual({ plan: planOf().id, digest });
    expect(called.find(([name]) => name === 'saveTicket')?.[1]).toEqual({ ticket: otherRun });
  });

  it('sends one call however often it is asked', async () => {
    const { session, names } = await reviewing();
    await Promise.all([session.apply(), session.apply(), session.apply()]);
    expect(names().filter((name) => name === 'apply')).toHaveLength(1);
  });

  it('makes no plan of an answer that is wrong', async () => {
    const main = mainProcess();
    const session = openSession(main.api);
    await session.start();
    session.choose();
    const { wizard } = session.view();
    if (wizard.step !== 'choose') throw new Error(`in ${wizard.step}`);
    session.edit({ ...wizard.draft, way: 'static', proxy: 'http://proxy:8080' });
    await session.plan();
    expect(main.names()).not.toContain('plan');
  });

  it('returns to review with the plan when the prompt was not confirmed, and tests nothing', async () => {
    const { session, names } = await reviewing({
      apply: async () => ({ ok: false, problem: { kind: 'not-confirmed' } }),
    });
    await session.apply();
    expect(session.view().wizard).toMatchObject({ step: 'review', problem: { kind: 'not-confirmed' } });
    expect(names()).not.toContain('verify');
  });

  it('only tests with a plan that leaves every setting alone', async () => {
    const main = mainProcess();
    const session = openSession(main.api);
    await session.start();
    await session.onlyTest();
    expect(session.view().wizard).toMatchObject({ step: 'verify', outcome: null });
    const [, input] = main.called.find(([name]) => name === 'plan') ?? [];
    expect(input).toMatchObject({
      intent: {
        winhttp: { route: { kind: 'keep' } },
        mde: { route: { kind: 'keep' } },
        mdav: { route: { kind: 'keep' } },
        mdi: { route: { kind: 'keep' } },
      },
    });
  });

  it('only documents without a test', async () => {
    const main = mainProcess();
    const session = openSession(main.api);
    await session.start();
    await session.onlyDocument();
    expect(session.view().wizard).toMatchObject({ step: 'report', ticket: otherRun, verification: null });
    expect(main.names()).not.toContain('verify');
  });

  it('ends the tests when somebody goes back from them', async () => {
    let finish: (() => void) | undefined;
    const main = mainProcess({
      verify: () => new Promise((resolve) => (finish = () => resolve(ok(verificationOf())))),
    });
    const session = openSession(main.api);
    await session.start();
    const testing = session.onlyTest();
    while (session.view().wizard.step !== 'verify' || finish === undefined) await Promise.resolve();
    await session.back();
    expect(main.called).toContainEqual(['cancel', { what: 'tests' }]);
    finish();
    await testing;
    expect(session.view().wizard).toMatchObject({ step: 'detect', waiting: null });
  });

  it('has tests as the accounts ended, and waits until they are', async () => {
    let finish: (() => void) | undefined;
    const main = mainProcess({
      testAsServices: () => new Promise((resolve) => (finish = () => resolve(ok(null)))),
    });
    const session = openSession(main.api);
    await session.start();
    await session.onlyTest();
    const testing = session.testAsServices();
    while (finish === undefined) await Promise.resolve();
    await session.cancel();
    expect(main.called).toContainEqual(['cancel', { what: 'tests' }]);
    expect(session.view().wizard).toMatchObject({ accountsCancelled: 'ending', waiting: { what: 'accounts' } });
    finish();
    await testing;
    expect(session.view().wizard).toMatchObject({ accountsCancelled: 'ended', waiting: null });
  });

  it('shows nothing of a look that was cancelled, and asks nobody to end it', async () => {
    let finish: (() => void) | undefined;
    const main = mainProcess({
      detectElevated: () => new Promise((resolve) => (finish = () => resolve(ok({ ...snapshotOf(), id: otherRun })))),
    });
    const session = openSession(main.api);
    await session.start();
    const before = session.view().wizard;
    const looking = session.detectElevated();
    while (finish === undefined) await Promise.resolve();
    await session.cancel();
    const ended = session.view().wizard;
    expect(ended).toEqual({ ...before, cancelled: true });
    finish();
    await looking;
    expect(session.view().wizard).toBe(ended);
    expect(main.names()).not.toContain('cancel');
    await session.detect();
    expect(session.view().wizard).toMatchObject({ cancelled: false, waiting: null });
  });

  it('puts an unfinished run back by its own id and detects again', async () => {
    const main = mainProcess({ about: async () => ok({ ...about, unfinished: unfinishedRun }) });
    const session = openSession(main.api);
    await session.start();
    await session.recover();
    expect(main.called.find(([name]) => name === 'undo')?.[1]).toEqual({ run: otherRun });
    expect(main.names().filter((name) => name === 'detect')).toHaveLength(2);
    expect(session.view().wizard).toMatchObject({ unfinished: null, recovered: { state: 'undone' } });
  });

  it('makes the ticket again with what is to be left out', async () => {
    const { session, called } = await reviewing();
    await session.apply();
    await session.ticket();
    const redaction = { accountNames: true, machineNames: false, addresses: true, tenantHosts: true };
    await session.redact(redaction);
    expect(called.filter(([name]) => name === 'ticket').map(([, input]) => input)).toMatchObject([
      { redaction: { accountNames: false } },
      { redaction },
    ]);
  });

  it('copies and saves the ticket with the field that was left last, not the one before', async () => {
    const made: (() => void)[] = [];
    let count = 0;
    const { session, called } = await reviewing({
      ticket: () => new Promise((done) => made.push(() => done(ok({ ticket: count++ === 0 ? otherRun : planId })))),
    });
    await session.apply();
    const first = session.ticket();
    made.shift()?.();
    await first;
    const { wizard } = session.view();
    if (wizard.step !== 'report') throw new Error(`in ${wizard.step}`);
    // A button is pressed in a field: the field is left, and the ticket is made anew, before the button hears of it.
    const left = session.redact(wizard.redaction, { ...noFields, number: 'CHG1' });
    const pressed = Promise.all([session.copyTicket(), session.save()]);
    made.shift()?.();
    await left;
    expect((await pressed)[0]).toBe(planId);
    expect(called.filter(([name]) => name === 'copyTicket' || name === 'saveTicket').map(([, input]) => input)).toEqual(
      [{ ticket: planId }, { ticket: planId }],
    );
  });

  it.each(['undo', 'startOver'] as const)('hears of %s that is pressed in a field of the ticket', async (action) => {
    const { session, called } = await reviewing();
    await session.apply();
    await session.ticket();
    const { wizard } = session.view();
    if (wizard.step !== 'report') throw new Error(`in ${wizard.step}`);
    const left = session.redact(wizard.redaction, { ...noFields, number: 'CHG1' });
    await Promise.all([left, session[action]()]);
    expect(session.view().wizard.step).toBe(action === 'undo' ? 'apply' : 'detect');
    expect(called.filter(([name]) => name === 'ticket')).toHaveLength(2);
  });

  it('makes the ticket with what was chosen last, also while another is being made', async () => {
    const answers: (() => void)[] = [];
    const { session, called } = await reviewing({
      ticket: ({ fields }) =>
        new Promise((resolve) => {
          const ticket = fields?.approver === 'board' ? 'b' : 'a';
          answers.push(() => resolve({ ok: true, value: { ticket } }));
        }),
    });
    await session.apply();
    const making = session.ticket();
    const { wizard } = session.view();
    if (wizard.step !== 'report') throw new Error(`in ${wizard.step}`);
    const { redaction } = wizard;
    const fields = { number: 'CHG1', window: '', requester: '', approver: '' };
    const first = session.redact(redaction, fields);
    const second = session.redact(redaction, { ...fields, approver: 'board' });
    for (const answer of answers.reverse()) answer();
    await Promise.all([making, first, second]);
    expect(called.filter(([name]) => name === 'ticket')).toHaveLength(3);
    expect(session.view().wizard).toMatchObject({
      ticket: 'b',
      fields: { number: 'CHG1', approver: 'board' },
      waiting: null,
    });
  });

  it('tells a broken main process like any other problem', async () => {
    const main = mainProcess({ detect: () => Promise.reject(new Error('gone')) });
    const session = openSession(main.api);
    await session.start();
    expect(session.view().wizard).toMatchObject({ problem: { kind: 'unexpected', detail: 'gone' }, waiting: null });
  });
});

describe('the trial of a route', () => {
  async function answering(differs: Partial<WindowApi> = {}) {
    const main = mainProcess(differs);
    const session = openSession(main.api);
    await session.start();
    session.choose();
    const { wizard } = session.view();
    if (wizard.step !== 'choose') throw new Error(`in ${wizard.step}`);
    session.edit({ ...wizard.draft, way: 'static', proxy: 'proxy.contoso.com:8080' });
    return { session, ...main };
  }

  it('makes the plan and tests it, and the review is of that very plan', async () => {
    const { session, called, names } = await answering();
    await session.tryRoute();
    expect(session.view().wizard).toMatchObject({ step: 'try', from: 'choose', verification: { plan: planId } });
    expect(called.at(-1)).toEqual(['tryRoute', { plan: planId }]);
    await session.back();
    expect(session.view().wizard).toMatchObject({ step: 'choose', draft: { proxy: 'proxy.contoso.com:8080' } });
    await session.plan();
    expect(session.view().wizard).toMatchObject({ step: 'review', before: { plan: planId } });
    expect(names().filter((name) => name === 'plan')).toHaveLength(1);
    expect(names()).not.toContain('apply');
  });

  it('is made again without a second plan while the answers are the same', async () => {
    const { session, names } = await answering();
    await session.tryRoute();
    await session.back();
    await session.tryRoute();
    expect(names().filter((name) => name === 'plan')).toHaveLength(1);
    expect(names().filter((name) => name === 'tryRoute')).toHaveLength(2);
  });

  it('tests nothing where the answers are not whole or the plan is not made', async () => {
    const { session, names } = await answering({
      plan: async () => ({ ok: false, problem: { kind: 'unexpected', detail: 'x' } }),
    });
    await session.tryRoute();
    expect(session.view().wizard).toMatchObject({ step: 'choose', problem: { kind: 'unexpected' } });
    expect(names()).not.toContain('tryRoute');
  });

  it('ends the tests when somebody goes back from them', async () => {
    let finish: (() => void) | undefined;
    const { session, names } = await answering({
      tryRoute: () => new Promise((resolve) => (finish = () => resolve(ok(verificationOf())))),
    });
    const trying = session.tryRoute();
    while (finish === undefined) await Promise.resolve();
    await session.back();
    expect(names()).toContain('cancel');
    finish();
    await trying;
    expect(session.view().wizard).toMatchObject({ step: 'choose', tried: null, waiting: null });
  });
});

describe('the results of tests', () => {
  async function tested(differs: Partial<WindowApi> = {}) {
    const main = mainProcess(differs);
    const session = openSession(main.api);
    await session.start();
    await session.onlyTest();
    const { wizard } = session.view();
    if (wizard.step !== 'verify' || wizard.verification === null) throw new Error(`in ${wizard.step}`);
    const [row] = wizard.verification.matrix.rows;
    if (row === undefined) throw new Error('no row');
    return { session, row, ...main };
  }

  it('are renewed by naming a row and a path', async () => {
    const { session, row, called } = await tested();
    await session.retest(row.id, 'direct');
    expect(called.at(-1)).toEqual(['retest', { plan: planId, row: row.id, path: 'direct' }]);
    await session.retest('no-such-row', null);
    expect(called.filter(([name]) => name === 'retest')).toHaveLength(1);
  });

  it('are what the request to the proxy team is about; a folder that nobody chose is no problem', async () => {
    const { session } = await tested();
    await session.copyRequest();
    expect(session.view().wizard).toMatchObject({ request: { kind: 'copied' } });
    await session.saveRequest();
    expect(session.view().wizard).toMatchObject({ request: null, problem: null });
    const saved = await tested({ saveRequest: async () => ok({ saved: true, folder: 'C:\\R', files: ['a.txt'] }) });
    await saved.session.saveRequest();
    expect(saved.session.view().wizard).toMatchObject({ request: { kind: 'saved', folder: 'C:\\R' } });
  });

  it('keep the earlier choice of addresses, and say why, where a file is not right', async () => {
    const problem = { kind: 'file-not-json', file: 'verification', detail: 'x' } as const;
    const { session } = await tested({ chooseEndpoints: async () => ({ ok: false, problem }) });
    await session.loadBasis();
    await session.chooseEndpoints('own');
    expect(session.view().basis).toEqual({ now: basis, problem });
    await session.chooseServiceTags('none');
    expect(session.view().basis).toEqual({ now: basis, problem: null });
  });
});

describe('the pages beside the steps', () => {
  async function opened(differs: Partial<WindowApi> = {}) {
    const main = mainProcess(differs);
    const session = openSession(main.api);
    await session.start();
    return { session, ...main };
  }

  it('leave the steps as they are', async () => {
    const { session } = await reviewing();
    const { wizard } = session.view();
    await session.openAside('about');
    await session.openAside('history');
    session.closeAside();
    expect(session.view().wizard).toBe(wizard);
    expect(session.view().aside).toBeNull();
  });

  it('are opened by the menu of the window too', async () => {
    const listeners: ((payload: never) => void)[] = [];
    const { session } = await opened({
      on: (name, listener) => {
        if (name === 'menu') listeners.push(listener);
        return () => undefined;
      },
    });
    listeners[0]?.({ open: 'about' } as never);
    expect(session.view().aside).toEqual({ page: 'about' });
  });

  it('show the runs, or why they cannot be read', async () => {
    const { session } = await opened();
    await session.openAside('history');
    expect(session.view().aside).toEqual({ page: 'history', runs: [unfinishedRun], problem: null });
    const problem = { kind: 'file-not-json', file: 'journal', detail: 'x' } as const;
    const broken = await opened({ runs: async () => ({ ok: false, problem }) });
    await broken.session.openAside('history');
    expect(broken.session.view().aside).toEqual({ page: 'history', runs: null, problem });
  });

  it('reads the help once it is opened, and tells where it cannot', async () => {
    const topics = [
      { id: 'x', group: 'steps' as const, title: 'X', parts: [{ kind: 'text' as const, text: 'x' }], sources: [] },
    ];
    const main = mainProcess({ help: async () => ok(topics) });
    const session = openSession(main.api);
    await session.openAside('help');
    await session.openAside('help');
    expect(session.view().aside).toEqual({ page: 'help', topics, problem: null });
    expect(main.names()).toEqual(['help']);
    const gone = openSession(mainProcess({ help: () => Promise.reject(new Error('gone')) }).api);
    await gone.openAside('help');
    expect(gone.view().aside).toMatchObject({ page: 'help', topics: null, problem: { detail: 'gone' } });
  });

  it('take up a run of the history, which can then be put back by its own id', async () => {
    const { session, called } = await opened();
    await session.openAside('history');
    await session.openRun(otherRun);
    expect(session.view()).toMatchObject({
      aside: null,
      wizard: { step: 'apply', draft: null, plan: { id: otherRun }, outcome: { state: 'applied' }, waiting: null },
    });
    await session.undo();
    expect(called.find(([name]) => name === 'undo')?.[1]).toEqual({ run: otherRun });
  });

  it('never take up a run while something typed or reviewed would be lost', async () => {
    const { session, names } = await reviewing();
    await session.openRun(otherRun);
    expect(names()).not.toContain('openRun');
    expect(session.view().wizard.step).toBe('review');
  });

  it('look at the server anew when a run takes the place of one that was just carried out', async () => {
    const { session, names } = await reviewing();
    await session.apply();
    const looked = names().filter((name) => name === 'detect').length;
    await session.openRun(otherRun);
    expect(names().filter((name) => name === 'detect')).toHaveLength(looked + 1);
    expect(session.view().wizard).toMatchObject({ step: 'apply', plan: { id: otherRun } });
  });

  it('say why a run cannot be taken up', async () => {
    const problem = { kind: 'no-such-run', run: otherRun } as const;
    const { session } = await opened({ openRun: async () => ({ ok: false, problem }) });
    await session.openRun(otherRun);
    expect(session.view().wizard).toMatchObject({ step: 'detect', problem });
  });
});
