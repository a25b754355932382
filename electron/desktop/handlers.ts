import { randomUUID } from 'node:crypto';
import { listRuns, readRun } from '../apply/runs.ts';
import { sealPassword } from '../apply/seal-password.ts';
import { sealedFile } from '../apply/sealed-file.ts';
import type { EventPayload, Handlers } from '../contract/contract.ts';
import { canonicalJson } from '../core/plan/canonical.ts';
import { changedAt } from '../core/plan/changed-at.ts';
import { planInPlace } from '../core/plan/in-place.ts';
import { fail, ok, type Result } from '../core/plan/problem.ts';
import { plannedSignIn, thumbprintOf } from '../core/plan/sealed-password.ts';
import type { Snapshot } from '../core/plan/snapshot.ts';
import { TicketFormat } from '../core/report/ticket-format.ts';
import type { LogEntry } from '../core/support/log-entry.ts';
import { toolVersion } from '../core/tool-version.ts';
import { detect } from '../detect/detect.ts';
import { makePlan } from '../detect/make-plan.ts';
import { sha256 } from '../disk/sha256.ts';
import type { Machine } from '../machine/machine.ts';
import { writeFiles } from '../report/write-export.ts';
import { comparisons } from './comparisons.ts';
import { elevatedRuns } from './elevated-runs.ts';
import { exportOffers, saveExport } from './exports.ts';
import { openLink } from './links.ts';
import { notHeld } from './not-held.ts';
import { openProfile, saveProfile } from './profiles.ts';
import type { RuntimeFeatures } from './runtime-features.ts';
import type { Session } from './session.ts';
import { testBasis } from './test-basis.ts';
import { testRuns } from './test-runs.ts';
import { madeTickets } from './tickets.ts';

/** What the handlers need from the outside; each is called when it is needed, none is kept as a value. */
export interface Surroundings {
  readonly machine: Machine;
  readonly features: RuntimeFeatures;
  readonly session: Session;
  /** Where a plan's file lies while the console program reads it. */
  readonly planFolder: string;
  readonly announce: (progress: EventPayload<'progress'>) => void;
  /** Folder of the lab, for the commands of a ticket; null on a real machine. */
  readonly labState: string | null;
  /** Prints a page of this program. */
  readonly printPdf: (address: string) => Promise<Uint8Array>;
  readonly chooseFolder: (purpose: 'ticket' | 'export') => Promise<string | null>;
  readonly chooseFile: (title: string) => Promise<string | null>;
  readonly openExternal: (address: string) => Promise<void>;
  /** Shows a folder; the answer is empty or says why not. */
  readonly openFolder: (folder: string) => Promise<string>;
  readonly writeClipboard: (text: string) => void;
  readonly readLog: () => Promise<readonly LogEntry[]>;
}

const clock = { now: () => new Date(), newId: () => randomUUID() };

/** The contract's calls over the stages and one machine. The page names what main holds; nothing else comes from it. */
export function wizardHandlers(around: Surroundings): Handlers {
  const { machine, session } = around;
  const runs = elevatedRuns({
    machine,
    planFolder: around.planFolder,
    onOutcome: (outcome) => around.announce({ kind: 'operations', outcome }),
  });
  const basis = testBasis(around.chooseFile);
  const tests = testRuns(machine, clock, (progress) => around.announce(progress), basis.options);
  const compared = comparisons(around, () => ({ ...clock, ...basis.options() }));
  const tickets = madeTickets(session, clock, basis.catalogueOf, around);

  const keep = (snapshot: Snapshot): Result<Snapshot> => {
    session.snapshots.put(snapshot.id, snapshot);
    return ok(snapshot);
  };

  /** The tests that the page shows of a plan, and where they lie. */
  const lastTests = (id: string) => {
    const outcome = session.outcomes.get(id);
    const shelf = outcome === null ? session.testsBefore : session.testsAfter;
    return { shelf, earlier: shelf.get(id), outcome };
  };

  return {
    async about() {
      const [facts, history] = await Promise.all([machine.facts(), listRuns(machine)]);
      const { electron, chromium, node } = around.features;
      // A history that cannot be read is told by `runs`; the window opens all the same.
      const unfinished = history.ok ? history.value.find(({ state }) => state === 'unfinished') : undefined;
      return ok({
        toolVersion,
        electron,
        chromium,
        node,
        machine: facts.name,
        lab: machine.lab,
        elevated: facts.elevated,
        unfinished: unfinished ?? null,
      });
    },
    detect: async () => keep(await detect(machine, clock)),
    async detectElevated() {
      const found = await runs.detect(clock.newId());
      return found.ok ? keep(found.value) : found;
    },
    async sealMdiPassword({ snapshot: id, password }) {
      const snapshot = session.snapshots.get(id);
      if (snapshot === null) return fail(notHeld('what was detected'));
      const thumbprint = thumbprintOf(snapshot.sensor);
      if (!thumbprint.ok) return thumbprint;
      const sealed = await sealPassword(machine, thumbprint.value, password);
      if (!sealed.ok) return sealed;
      const secret = clock.newId();
      session.secrets.put(secret, sealedFile(sealed.value));
      return ok({ secret });
    },
    async plan({ snapshot: id, intent, secret }) {
      const snapshot = session.snapshots.get(id);
      if (snapshot === null) return fail(notHeld('what was detected'));
      const sealed = secret === undefined ? null : session.secrets.get(secret);
      if (secret !== undefined && sealed === null) return fail(notHeld('the password'));
      const about = {
        id: clock.newId(),
        createdAt: clock.now().toISOString(),
        toolVersion,
        sealed: sealed?.sha256 ?? null,
      };
      const made = await makePlan(machine, snapshot, intent, about);
      if (!made.ok) return made;
      const file = canonicalJson(made.value);
      const digest = sha256(new TextEncoder().encode(file));
      session.plans.put(made.value.id, { plan: made.value, digest, file, sealed });
      // While it is reviewed: after consent, a person waits.
      if (made.value.operations.length > 0) machine.elevation.prepare();
      return ok({ plan: made.value, digest });
    },
    async apply({ plan: id, digest }) {
      const held = session.plans.get(id);
      if (held === null) return fail(notHeld('the plan'));
      // What is applied is what was reviewed: the page says which digest it showed.
      if (held.digest !== digest) return fail({ kind: 'plan-tampered' });
      // The program would wait for ever at a console that nobody sees.
      if (plannedSignIn(held.plan)?.kind === 'ask') return fail({ kind: 'password-not-askable' });
      const outcome = await runs.apply(held);
      if (outcome.ok) session.outcomes.put(id, outcome.value);
      return outcome;
    },
    async undo({ run }) {
      const outcome = await runs.undo(run);
      if (outcome.ok) session.outcomes.put(run, outcome.value);
      return outcome;
    },
    runs: () => listRuns(machine),
    async openRun({ run }) {
      const found = await readRun(machine, run);
      if (!found.ok) return found;
      const { plan, digest, outcome } = found.value;
      // By the id in the run's own plan, which is the run's in the one spelling.
      session.plans.put(plan.id, { plan, digest, file: canonicalJson(plan), sealed: null });
      session.outcomes.put(plan.id, outcome);
      return found;
    },
    async openRunsFolder() {
      const folder = await machine.protectedFolder('runs');
      if (!folder.ok) return folder;
      const why = await around.openFolder(folder.value);
      return why === '' ? ok({}) : fail({ kind: 'unexpected', detail: why.slice(0, 1024) });
    },
    async verify({ plan: id }) {
      const held = session.plans.get(id);
      if (held === null) return fail(notHeld('the plan'));
      const outcome = session.outcomes.get(id);
      const applied = outcome !== null;
      const plan = planInPlace(held.plan, outcome);
      const verification = await tests.verify({
        plan,
        run: applied ? id : null,
        decides: 'now',
        changedAt: changedAt(outcome),
      });
      (applied ? session.testsAfter : session.testsBefore).put(id, verification);
      return ok(verification);
    },
    async tryRoute({ plan: id }) {
      const held = session.plans.get(id);
      if (held === null) return fail(notHeld('the plan'));
      if (session.outcomes.get(id) !== null) return fail({ kind: 'plan-used', run: id });
      const verification = await tests.verify({ plan: held.plan, run: null, decides: 'proposed', changedAt: null });
      session.testsBefore.put(id, verification);
      return ok(verification);
    },
    async retest({ plan: id, row, path }) {
      const held = session.plans.get(id);
      if (held === null) return fail(notHeld('the plan'));
      const { shelf, earlier, outcome } = lastTests(id);
      if (earlier === null) return fail(notHeld('the tests'));
      const now = await tests.retest(planInPlace(held.plan, outcome), earlier, { row, path });
      const tested = now?.matrix.rows.find((each) => each.id === row);
      if (now === null || tested === undefined) return fail(notHeld('this test'));
      shelf.put(id, now);
      return ok({ row: tested, findings: now.findings });
    },
    async checkServices({ plan: id }) {
      const { shelf, earlier, outcome } = lastTests(id);
      if (earlier === null) return fail(notHeld('the tests'));
      const evidence = await tests.lookAgain(changedAt(outcome));
      if (evidence !== null) shelf.put(id, { ...(shelf.get(id) ?? earlier), evidence });
      return ok(evidence);
    },
    async testAsServices({ plan: id }) {
      const { shelf, earlier, outcome } = lastTests(id);
      if (earlier === null) return fail(notHeld('the tests'));
      const tested = await runs.testAsServices(outcome === null ? clock.newId() : id, basis.files());
      if (!tested.ok) return tested;
      shelf.put(id, { ...(shelf.get(id) ?? earlier), accounts: tested.value });
      return tested;
    },
    async copyRequest({ plan }) {
      const files = tickets.request(plan);
      if (!files.ok) return files;
      const [letter] = files.value;
      if ('text' in letter) around.writeClipboard(letter.text);
      return ok({});
    },
    async saveRequest({ plan }) {
      const files = tickets.request(plan);
      if (!files.ok) return files;
      const folder = await around.chooseFolder('export');
      if (folder === null) return ok({ saved: false });
      const written = await writeFiles(folder, `proxy-request-${plan.slice(0, 8)}`, files.value);
      return written.ok ? ok({ saved: true, ...written.value }) : written;
    },
    testBasis: async () => ok(basis.now()),
    chooseEndpoints: ({ which }) => basis.chooseEndpoints(which),
    chooseServiceTags: ({ which }) => basis.chooseServiceTags(which),
    async cancel({ what }) {
      (what === 'tests' ? tests : compared).cancel();
      return ok({});
    },
    ticket: async ({ plan, redaction, fields }) => tickets.make(plan, redaction, fields),
    async saveTicket({ ticket, formats = TicketFormat.options }) {
      if (session.tickets.get(ticket) === null) return fail(notHeld('the ticket'));
      const folder = await around.chooseFolder('ticket');
      return folder === null ? ok({ saved: false }) : tickets.save(ticket, folder, formats);
    },
    async copyTicket({ ticket }) {
      const short = tickets.short(ticket);
      if (short === null) return fail(notHeld('the ticket'));
      around.writeClipboard(short);
      return ok({});
    },
    compareTicket: () => compared.compare(),
    saveComparison: ({ comparison }) => compared.save(comparison),
    async saveProfile({ plan }) {
      const held = session.plans.get(plan);
      if (held === null) return fail(notHeld('the plan'));
      return saveProfile(held.plan, () => around.chooseFolder('export'));
    },
    openProfile: () => openProfile(around.chooseFile),
    async exportOffers({ plan: id }) {
      const held = session.plans.get(id);
      return held === null ? fail(notHeld('the plan')) : exportOffers(held, basis.options().catalogue.catalogue);
    },
    async export({ plan: id, channel }) {
      const held = session.plans.get(id);
      if (held === null) return fail(notHeld('the plan'));
      const { catalogue } = basis.options().catalogue;
      return saveExport(held, channel, catalogue, () => around.chooseFolder('export'));
    },
    async help() {
      const { helpTopics } = await import('../core/help/help-topics.ts');
      return ok([...helpTopics()]);
    },
    async saveSupport() {
      const folder = await around.chooseFolder('export');
      if (folder === null) return ok({ saved: false });
      const { supportOf } = await import('./support.ts');
      const files = await supportOf({ machine, session, features: around.features, log: around.readLog, clock });
      const written = await writeFiles(folder, 'support', files);
      return written.ok ? ok({ saved: true, ...written.value }) : written;
    },
    openLink: ({ link }) => openLink(link, around.openExternal),
    async copy({ text }) {
      around.writeClipboard(text);
      return ok({});
    },
  };
}
