import { describe, expect, it } from 'vitest';
import type { MatrixRow } from '../../electron/core/plan/matrix.ts';
import { rowForTests } from '../../electron/core/plan/matrix-for-tests.ts';
import { suggestIntent } from '../../electron/core/plan/suggest.ts';
import { draftOf } from './draft.ts';
import type { Happened } from './happened.ts';
import { next } from './next.ts';
import {
  blocker,
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
import { type Ask, opening, stepNames, type Wizard } from './wizard.ts';

const snapshot = snapshotOf();
const draft = draftOf(suggestIntent(snapshot));
const plan = planOf();
const problem = { kind: 'not-confirmed' } as const;

let calls = 0;
const ask = (what: Ask): Happened => {
  calls += 1;
  return { kind: 'asked', call: calls, what };
};
const waitingCall = (now: Wizard): number => now.waiting?.call ?? -1;
const answered = (now: Wizard, answer: (call: number) => Happened): Wizard => next(now, answer(waitingCall(now)));

const detected = () => answered(next(opening, ask('detect')), (call) => ({ kind: 'detected', call, snapshot }));
const choosing = () => next(detected(), { kind: 'choose', suggested: draft });
const reviewing = (of = plan) =>
  answered(next(choosing(), ask('plan')), (call) => ({ kind: 'planned', call, plan: of, digest }));
const confirming = () => next(reviewing(), ask('apply'));
const applied = () => answered(confirming(), (call) => ({ kind: 'ended', call, outcome: outcomeOf('applied') }));
const verified = () =>
  answered(next(applied(), ask('verify')), (call) => ({
    kind: 'verified',
    call,
    verification: verificationOf(),
  }));
const reported = () =>
  answered(next(verified(), ask('ticket')), (call) => ({ kind: 'ticketed', call, ticket: otherRun }));

describe('the way forward', () => {
  it('leads from detection to the report with exactly the data of each step', () => {
    expect(detected()).toMatchObject({ step: 'detect', snapshot, waiting: null });
    expect(choosing()).toMatchObject({ step: 'choose', draft, snapshot });
    expect(reviewing()).toMatchObject({ step: 'review', plan, digest });
    expect(applied()).toMatchObject({ step: 'verify', plan, outcome: { state: 'applied' }, verification: null });
    expect(verified()).toMatchObject({ step: 'verify', verification: { run: planId } });
    expect(reported()).toMatchObject({ step: 'report', ticket: otherRun, verification: { run: planId } });
  });

  it('stays in review until the journal has its first line', () => {
    expect(confirming()).toMatchObject({ step: 'review', waiting: { what: 'apply' } });
    const begun = next(confirming(), {
      kind: 'progressed',
      progress: { kind: 'operations', outcome: outcomeOf('unfinished') },
    });
    expect(begun).toMatchObject({ step: 'apply', outcome: { state: 'unfinished' }, waiting: { what: 'apply' } });
  });

  it('shows what is left of a failed apply instead of testing it', () => {
    const failed = answered(confirming(), (call) => ({ kind: 'ended', call, outcome: outcomeOf('rolled-back') }));
    expect(failed).toMatchObject({ step: 'apply', outcome: { state: 'rolled-back' } });
  });

  it('goes straight to the tests for "only test" and to the ticket for "only document"', () => {
    const planned = (what: Ask) =>
      answered(next(detected(), ask(what)), (call) => ({ kind: 'planned', call, plan, digest }));
    expect(planned('plan-test')).toMatchObject({ step: 'verify', draft: null, outcome: null });
    expect(planned('plan-document')).toMatchObject({ step: 'report', draft: null, outcome: null });
  });

  it('adds results as they come in and replaces them by the verification', () => {
    const running = next(applied(), ask('verify'));
    const row = rowForTests(probeOf());
    const came = (now: Wizard, latest: MatrixRow) =>
      next(now, { kind: 'progressed', progress: { kind: 'probes', done: 1, total: 2, latest } });
    const one = came(came(running, { ...row, cells: [] }), row);
    expect(one).toMatchObject({ seen: { done: 1, total: 2, rows: [row] } });
  });

  it('tests nothing and makes no ticket while another call is out', () => {
    const asking = confirming();
    expect(next(asking, ask('verify'))).toBe(asking);
    const running = next(applied(), ask('verify'));
    expect(next(running, ask('ticket'))).toBe(running);
    expect(next(running, ask('undo'))).toBe(running);
  });
});

describe('the trial of a route', () => {
  const trying = (from: Wizard) => next(from, ask('try'));
  const tried = (from: Wizard) =>
    answered(trying(from), (call) => ({ kind: 'verified', call, verification: verificationOf() }));
  const plannedToTry = () =>
    answered(next(choosing(), ask('plan-try')), (call) => ({ kind: 'planned', call, plan, digest }));

  it('from the interview has a plan of its answers, and leads back to them', () => {
    const now = tried(plannedToTry());
    expect(now).toMatchObject({ step: 'try', from: 'choose', draft, plan, verification: { plan: planId } });
    const back = next(now, { kind: 'back' });
    expect(back).toMatchObject({ step: 'choose', draft, tried: { plan, digest, before: { plan: planId } } });
  });

  it('needs a plan: the interview alone cannot be tried', () => {
    const now = choosing();
    expect(trying(now)).toBe(now);
  });

  it('is the trial of what was answered: whatever is typed or sealed afterwards is to be planned anew', () => {
    const back = next(tried(plannedToTry()), { kind: 'back' });
    expect(next(back, { kind: 'review' })).toMatchObject({ step: 'review', plan, digest });
    expect(next(back, { kind: 'edited', draft: { ...draft, proxy: 'other:1' } })).toMatchObject({ tried: null });
    const sealed = answered(next(back, ask('seal')), (call) => ({ kind: 'sealed', call, secret: otherRun }));
    expect(sealed).toMatchObject({ tried: null });
    expect(next(sealed, { kind: 'review' })).toBe(sealed);
  });

  it('from the review leads back to it, with its results for after the change', () => {
    const back = next(tried(reviewing()), { kind: 'back' });
    expect(back).toMatchObject({ step: 'review', plan, digest, before: { plan: planId } });
    const done = answered(next(back, ask('apply')), (call) => ({
      kind: 'ended',
      call,
      outcome: outcomeOf('applied'),
    }));
    expect(done).toMatchObject({ step: 'verify', before: { plan: planId }, verification: null });
  });

  it('that is left before it ended leaves nothing behind', () => {
    expect(next(trying(reviewing()), { kind: 'back' })).toMatchObject({ step: 'review', before: null, waiting: null });
    const now = trying(plannedToTry());
    expect(next(now, { kind: 'back' })).toMatchObject({ step: 'choose', tried: null, waiting: null });
  });

  it('writes nothing: neither applying nor undoing can be asked for', () => {
    const now = tried(reviewing());
    for (const what of ['apply', 'undo', 'ticket', 'verify', 'accounts'] as const)
      expect(next(now, ask(what))).toBe(now);
  });
});

describe('a test that is made again', () => {
  const row = verificationOf().matrix.rows[0] ?? rowForTests(probeOf());
  const again = (path: 'direct' | 'mde' | null, id = row.id): Happened => {
    calls += 1;
    return { kind: 'asked', call: calls, what: 'again', row: id, path };
  };

  it('takes the place of its row, and leaves every other row what it was', () => {
    const two = verificationOf([probeOf(), probeOf({ endpoint: 'other' })]);
    const now = answered(next(applied(), ask('verify')), (call) => ({ kind: 'verified', call, verification: two }));
    const first = two.matrix.rows[0];
    if (first === undefined) throw new Error('no row');
    const failed = { ...first, necessity: 'optional' } as const;
    const then = answered(next(now, again(null, first.id)), (call) => ({
      kind: 'tested-again',
      call,
      row: failed,
      findings: [],
    }));
    if (then.step !== 'verify') throw new Error(then.step);
    expect(then.verification?.matrix.rows[0]).toBe(failed);
    expect(then.verification?.matrix.rows[1]).toBe(two.matrix.rows[1]);
    expect(then).toMatchObject({ again: first.id, waiting: null });
  });

  it('is asked for where there is such a cell, and nothing else is out', () => {
    const now = verified();
    expect(next(now, again('direct'))).toMatchObject({ waiting: { what: 'again', row: row.id, path: 'direct' } });
    expect(next(now, again('mde'))).toBe(now);
    expect(next(now, again(null, 'no-such-row'))).toBe(now);
    const busy = next(now, again(null));
    expect(next(busy, again(null))).toBe(busy);
    expect(next(busy, ask('ticket'))).toBe(busy);
  });
});

describe('what the services and their accounts show', () => {
  it('takes its place in the tests, and an early end changes nothing', () => {
    const now = verified();
    const evidence = { takenAt: '2026-11-02T08:20:00.000Z', changedAt: null, items: [] };
    const looked = answered(next(now, ask('services')), (call) => ({ kind: 'services-checked', call, evidence }));
    expect(looked).toMatchObject({ verification: { evidence } });
    const ended = answered(next(looked, ask('services')), (call) => ({
      kind: 'services-checked',
      call,
      evidence: null,
    }));
    expect(ended).toEqual(looked);
    const tested = answered(next(now, ask('accounts')), (call) => ({ kind: 'accounts-tested', call, accounts: [] }));
    expect(tested).toMatchObject({ verification: { accounts: [] } });
  });

  it('is nothing of tests as the accounts that were cancelled, which are waited for until they have ended', () => {
    const now = verified();
    const running = next(now, ask('accounts'));
    const ending = next(running, { kind: 'cancelled' });
    expect(ending).toEqual({ ...running, accountsCancelled: 'ending' });
    expect(next(ending, { kind: 'cancelled' })).toBe(ending);
    expect(next(ending, ask('accounts'))).toBe(ending);
    const ended = answered(ending, (call) => ({ kind: 'accounts-tested', call, accounts: null }));
    expect(ended).toEqual({ ...now, accountsCancelled: 'ended' });
    expect(next(ended, ask('accounts'))).toMatchObject({ accountsCancelled: null, waiting: { what: 'accounts' } });
    // They came all the same, or could not be ended as they should.
    const came = answered(ending, (call) => ({ kind: 'accounts-tested', call, accounts: [] }));
    expect(came).toMatchObject({ verification: { accounts: [] }, accountsCancelled: null });
    expect(next(ending, { kind: 'failed', call: waitingCall(ending), problem })).toMatchObject({
      problem,
      accountsCancelled: null,
      waiting: null,
    });
  });

  it('is asked for after the tests alone', () => {
    const now = applied();
    for (const what of ['services', 'accounts', 'request'] as const) expect(next(now, ask(what))).toBe(now);
  });
});

describe('what is refused', () => {
  it('ignores the answer to a call that is no longer waited for', () => {
    const now = next(choosing(), ask('plan'));
    const late = waitingCall(now);
    const back = next(now, { kind: 'back' });
    expect(next(back, { kind: 'planned', call: late, plan, digest })).toBe(back);
  });

  it('does not apply a plan with a blocker or without a change', () => {
    for (const of of [planOf({ blockers: [blocker] }), planOf({ operations: [] })]) {
      const now = reviewing(of);
      expect(next(now, ask('apply'))).toBe(now);
    }
  });

  it('asks once, however often a button is pressed', () => {
    const now = confirming();
    expect(next(now, ask('apply'))).toBe(now);
  });

  it('does not take another run for its own', () => {
    const now = confirming();
    expect(
      next(now, { kind: 'progressed', progress: { kind: 'operations', outcome: outcomeOf('unfinished', otherRun) } }),
    ).toBe(now);
  });

  it('does not change answers while the plan is being made', () => {
    const now = next(choosing(), ask('plan'));
    expect(next(now, { kind: 'edited', draft: { ...draft, proxy: 'other:1' } })).toBe(now);
  });

  it('undoes nothing where nothing was written', () => {
    const now = answered(confirming(), (call) => ({ kind: 'ended', call, outcome: outcomeOf('rolled-back') }));
    expect(next(now, ask('undo'))).toBe(now);
  });
});

describe('the way back', () => {
  it('keeps what was typed from review to choose to detection and forward again', () => {
    const typed = { ...draft, proxy: 'typed.contoso.com:3128' };
    const edited = next(choosing(), { kind: 'edited', draft: typed });
    const detect = next(edited, { kind: 'back' });
    expect(detect).toMatchObject({ step: 'detect', draft: typed });
    expect(next(detect, { kind: 'choose', suggested: draft })).toMatchObject({ step: 'choose', draft: typed });
  });

  it('is closed while Windows asks for confirmation and from the first write on', () => {
    for (const now of [confirming(), applied(), verified()]) expect(next(now, { kind: 'back' })).toBe(now);
  });

  it('is open from tests and tickets that changed nothing', () => {
    const tests = next(reviewing(planOf({ operations: [] })), ask('verify'));
    expect(next(tests, { kind: 'back' })).toMatchObject({ step: 'review' });
    const ticket = next(reviewing(), ask('ticket'));
    expect(next(ticket, { kind: 'back' })).toMatchObject({ step: 'review' });
  });

  it('leads from the report to its tests only', () => {
    expect(next(reported(), { kind: 'back' })).toMatchObject({ step: 'verify', verification: { run: planId } });
  });

  it('returns to review with the same plan when the prompt was not confirmed', () => {
    const declined = answered(confirming(), (call) => ({ kind: 'failed', call, problem }));
    expect(declined).toMatchObject({ step: 'review', plan, digest, problem, waiting: null });
  });

  it('keeps results and plan when putting back was not confirmed', () => {
    const now = verified();
    const declined = answered(next(now, ask('undo')), (call) => ({ kind: 'failed', call, problem }));
    expect(declined).toEqual({ ...now, problem });
  });

  it('shows what was put back, and forgets the results of what is no longer there', () => {
    for (const from of [verified(), reported()]) {
      const undone = answered(next(from, ask('undo')), (call) => ({
        kind: 'ended',
        call,
        outcome: outcomeOf('undone'),
      }));
      expect(undone).toMatchObject({ step: 'apply', outcome: { state: 'undone' }, plan });
      expect(undone).not.toHaveProperty('verification');
    }
  });
});

describe('an unfinished run', () => {
  const found = next(opening, { kind: 'unfinished-found', run: unfinishedRun });

  it('can be put back from the first step, and is gone then', () => {
    const done = answered(next(found, ask('recover')), (call) => ({
      kind: 'ended',
      call,
      outcome: outcomeOf('undone', otherRun),
    }));
    expect(done).toMatchObject({ unfinished: null, recovered: { state: 'undone' } });
  });

  it('stays while something of it is left', () => {
    const half = answered(next(found, ask('recover')), (call) => ({
      kind: 'ended',
      call,
      outcome: outcomeOf('undo-incomplete', otherRun),
    }));
    expect(half).toMatchObject({ unfinished: { run: otherRun, state: 'undo-incomplete' } });
  });

  it('is gone where all that is left was changed by others since', () => {
    const done = answered(next(found, ask('recover')), (call) => ({
      kind: 'ended',
      call,
      outcome: outcomeOf('undone-except', otherRun),
    }));
    expect(done).toMatchObject({ unfinished: null, recovered: { state: 'undone-except' } });
  });

  it('is not put back where there is none', () => {
    expect(next(opening, ask('recover'))).toBe(opening);
  });
});

describe('a ticket', () => {
  it('is made anew when something is to be left out, and cannot be saved before it is there', () => {
    const redaction = { accountNames: true, machineNames: false, addresses: false, tenantHosts: true };
    const changed = next(reported(), { kind: 'redacted', redaction });
    expect(changed).toMatchObject({ step: 'report', redaction, ticket: null });
    expect(next(changed, ask('save'))).toBe(changed);
  });

  it('keeps its last place when saving is cancelled', () => {
    const saved = { folder: 'C:\\Tickets', files: ['ticket.md'] };
    const once = answered(next(reported(), ask('save')), (call) => ({ kind: 'saved', call, saved }));
    expect(once).toMatchObject({ saved });
    const cancelled = answered(next(once, ask('save')), (call) => ({ kind: 'saved', call, saved: null }));
    expect(cancelled).toMatchObject({ saved });
  });
});

describe('a look at the server that nobody waits for any longer', () => {
  it.each(['detect', 'detect-elevated'] as const)('leaves of a %s what was seen before, and says so', (what) => {
    const running = next(detected(), ask(what));
    const ended = next(running, { kind: 'cancelled' });
    expect(ended).toMatchObject({ step: 'detect', snapshot, cancelled: true, waiting: null });
    const late = { kind: 'detected', call: waitingCall(running), snapshot: { ...snapshot } } as const;
    expect(next(ended, late)).toBe(ended);
    expect(next(ended, { kind: 'failed', call: waitingCall(running), problem })).toBe(ended);
    expect(next(ended, ask('detect'))).toMatchObject({ cancelled: false, waiting: { what: 'detect' } });
  });

  it('leaves nothing of the first one', () => {
    expect(next(next(opening, ask('detect')), { kind: 'cancelled' })).toMatchObject({
      snapshot: null,
      cancelled: true,
    });
  });

  it('is never what writes: a run that is put back is waited for', () => {
    const recovering = next(next(detected(), { kind: 'unfinished-found', run: unfinishedRun }), ask('recover'));
    expect(next(recovering, { kind: 'cancelled' })).toBe(recovering);
    for (const now of [detected(), choosing(), confirming(), next(applied(), ask('verify'))])
      expect(next(now, { kind: 'cancelled' })).toBe(now);
  });
});

describe('random sequences of events', () => {
  const asks: readonly Ask[] = [
    'detect',
    'detect-elevated',
    'recover',
    'plan-test',
    'plan-document',
    'open-run',
    'plan',
    'seal',
    'apply',
    'undo',
    'verify',
    'plan-try',
    'try',
    'services',
    'accounts',
    'request',
    'ticket',
    'save',
  ];
  const plans = [plan, planOf({ operations: [] }), planOf({ blockers: [blocker] })];
  const states = ['applied', 'rolled-back', 'rollback-incomplete', 'undone', 'undo-incomplete', 'unfinished'] as const;

  /** A small linear congruential generator: the same seed gives the same sequence everywhere. */
  function random(seed: number): (below: number) => number {
    let state = seed;
    return (below) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
  }

  function pick<T>(from: readonly T[], roll: (below: number) => number): T {
    const chosen = from[roll(from.length)];
    if (chosen === undefined) throw new Error('nothing to pick from');
    return chosen;
  }

  /** The answer that is waited for, so that the sequences also get far. */
  function fitting(now: Wizard, call: number, roll: (below: number) => number): Happened {
    const outcome = outcomeOf(pick(states, roll));
    const { waiting } = now;
    if (waiting === null) return { kind: 'asked', call, what: pick(asks, roll) };
    switch (waiting.what) {
      case 'detect':
      case 'detect-elevated':
        return { kind: 'detected', call: waitingCall(now), snapshot };
      case 'plan':
      case 'plan-test':
      case 'plan-document':
      case 'plan-try':
        return { kind: 'planned', call: waitingCall(now), plan: pick(plans, roll), digest };
      case 'seal':
        return { kind: 'sealed', call: waitingCall(now), secret: otherRun };
      case 'recover':
      case 'apply':
      case 'undo':
        return { kind: 'ended', call: waitingCall(now), outcome };
      case 'open-run':
        return {
          kind: 'run-opened',
          call: waitingCall(now),
          plan: pick(plans, roll),
          digest,
          outcome: outcomeOf(pick(states, roll)),
        };
      case 'services':
        return { kind: 'services-checked', call: waitingCall(now), evidence: null };
      case 'accounts':
        return { kind: 'accounts-tested', call: waitingCall(now), accounts: roll(2) === 0 ? null : [] };
      case 'request':
        return { kind: 'requested', call: waitingCall(now), request: { kind: 'copied' } };
      case 'again':
        return { kind: 'tested-again', call: waitingCall(now), row: rowForTests(probeOf()), findings: [] };
      case 'try':
      case 'verify':
        return { kind: 'verified', call: waitingCall(now), verification: verificationOf() };
      case 'ticket':
        return { kind: 'ticketed', call: waitingCall(now), ticket: otherRun };
      case 'save':
        return { kind: 'saved', call: waitingCall(now), saved: null };
      default:
        return waiting satisfies never;
    }
  }

  function event(now: Wizard, call: number, roll: (below: number) => number): Happened {
    if (roll(2) === 0) return fitting(now, call, roll);
    // Mostly the answer that is waited for, sometimes one that comes too late.
    const answers = roll(5) === 0 ? roll(call + 1) : waitingCall(now);
    const run = roll(4) === 0 ? otherRun : planId;
    const outcome = outcomeOf(pick(states, roll), run);
    switch (roll(25)) {
      case 0:
        return { kind: 'unfinished-found', run: unfinishedRun };
      case 1:
        return { kind: 'choose', suggested: draft };
      case 2:
        return { kind: 'edited', draft: { ...draft, proxy: `p${call}:80` } };
      case 3:
        return {
          kind: 'redacted',
          redaction: { accountNames: true, machineNames: true, addresses: true, tenantHosts: true },
        };
      case 4:
        return { kind: 'back' };
      case 5:
        return { kind: 'start-over' };
      case 6:
        return { kind: 'progressed', progress: { kind: 'operations', outcome } };
      case 7:
        return { kind: 'progressed', progress: { kind: 'probes', done: 1, total: 2, latest: rowForTests(probeOf()) } };
      case 8:
        return { kind: 'detected', call: answers, snapshot };
      case 9:
        return { kind: 'planned', call: answers, plan: pick(plans, roll), digest };
      case 10:
        return { kind: 'ended', call: answers, outcome: outcomeOf(pick(states, roll)) };
      case 11:
        return { kind: 'verified', call: answers, verification: verificationOf() };
      case 12:
        return { kind: 'ticketed', call: answers, ticket: otherRun };
      case 13:
        return { kind: 'saved', call: answers, saved: { folder: 'C:\\T', files: [] } };
      case 14:
        return { kind: 'failed', call: answers, problem };
      case 15:
        return { kind: 'sealed', call: answers, secret: otherRun };
      case 16:
        return { kind: 'run-opened', call: answers, plan: pick(plans, roll), digest, outcome };
      case 17:
        return { kind: 'review' };
      case 18:
        return { kind: 'asked', call, what: 'again', row: tested, path: roll(2) === 0 ? null : 'direct' };
      case 19:
        return { kind: 'tested-again', call: answers, row: rowForTests(probeOf()), findings: [] };
      case 20:
        return { kind: 'services-checked', call: answers, evidence: null };
      case 21:
        return { kind: 'accounts-tested', call: answers, accounts: [] };
      case 22:
        return { kind: 'requested', call: answers, request: null };
      case 23:
        return { kind: 'cancelled' };
      default:
        return { kind: 'asked', call, what: pick(asks, roll) };
    }
  }

  const tested = verificationOf().matrix.rows[0]?.id ?? '';

  const written = (now: Wizard) => 'outcome' in now && now.outcome !== null;

  it('never reach a step without its data, and never change the plan once it is reviewed', () => {
    const reached = new Set<string>();
    for (let seed = 1; seed <= 150; seed += 1) {
      const roll = random(seed);
      let now: Wizard = opening;
      for (let call = 1; call <= 80; call += 1) {
        const happened = event(now, call, roll);
        const then = next(now, happened);
        reached.add(then.step);

        expect([...stepNames, 'try']).toContain(then.step);
        if (then.step !== 'detect') expect(then.snapshot).toBe(snapshot);
        if ('plan' in then) expect(plans).toContain(then.plan);
        if (then.step === 'apply') expect(then.outcome.run).toBeDefined();
        // What was ended before it was read changes nothing of what is shown.
        if (happened.kind === 'cancelled' && then !== now)
          expect(then).toEqual(
            now.step === 'detect'
              ? { ...now, cancelled: true, waiting: null }
              : { ...now, accountsCancelled: 'ending' },
          );
        if (then.waiting !== null && happened.kind !== 'asked') expect(then.waiting).toBe(now.waiting);

        // A route is tried of a plan with answers to go back to, and goes nowhere but back to them or to its review.
        if (then.step === 'try') expect(then.draft).not.toBeNull();
        if (now.step === 'try') expect(['try', 'choose', 'review']).toContain(then.step);
        // What was typed after a trial is never reviewed by the plan of that trial.
        if (now.step === 'choose' && then.step === 'choose' && then.draft !== now.draft) expect(then.tried).toBeNull();
        // What was seen before the change stays what it was.
        if (written(now) && 'before' in now && 'before' in then) expect(then.before).toBe(now.before);

        if ('plan' in now && 'plan' in then) {
          // A plan is only ever replaced by a new review, which needs the step before it.
          expect(then.plan).toBe(now.plan);
          expect(then.digest).toBe(now.digest);
        }
        // From the first write on there is no way to a step before it but starting over.
        if (written(now) && !written(then)) expect(happened.kind).toBe('start-over');
        // Nothing is written that was not reviewed, free of blockers, and asked for.
        if (!written(now) && written(then) && now.step !== 'detect') {
          expect(now.step).toBe('review');
          expect(now.waiting?.what).toBe('apply');
          if ('plan' in now) expect(now.plan.blockers).toEqual([]);
        }
        now = then;
      }
    }
    expect([...reached].sort()).toEqual([...stepNames, 'try'].sort());
  });

  it('leave the earlier value untouched', () => {
    const roll = random(99);
    let now: Wizard = opening;
    for (let call = 1; call <= 500; call += 1) {
      const before = JSON.stringify(now);
      const then = next(now, event(now, call, roll));
      expect(JSON.stringify(now)).toBe(before);
      now = then;
    }
  });
});
