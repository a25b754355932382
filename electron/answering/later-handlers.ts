import { listRuns, readRun } from '../apply/runs.ts';
import { sealPassword } from '../apply/seal-password.ts';
import { sealedFile } from '../apply/sealed-file.ts';
import type { EventPayload } from '../contract/contract.ts';
import { canonicalJson } from '../core/plan/canonical.ts';
import { changedAt } from '../core/plan/changed-at.ts';
import { planInPlace } from '../core/plan/in-place.ts';
import { fail, ok } from '../core/plan/result.ts';
import { plannedSignIn, thumbprintOf } from '../core/plan/sealed-password.ts';
import { TicketFormat } from '../core/report/ticket-format.ts';
import { toolVersion } from '../core/tool-version.ts';
import { makePlan } from '../detect/make-plan.ts';
import { sha256 } from '../disk/sha256.ts';
import { writeFiles } from '../report/write-export.ts';
import { announcer } from './announcer.ts';
import { comparisons } from './comparisons.ts';
import { elevatedRuns } from './elevated-runs.ts';
import { exportOffers, saveExport } from './exports.ts';
import type { LaterHandlers, Shared, Surroundings } from './handlers.ts';
import { removeLeftPlans } from './left-plans.ts';
import { openLink } from './links.ts';
import { notHeld } from './not-held.ts';
import { openProfile, saveProfile } from './profiles.ts';
import { saveWhereChosen } from './save-where-chosen.ts';
import { testBasis } from './test-basis.ts';
import { testRuns } from './test-runs.ts';
import { madeTickets } from './tickets.ts';

/** What is called when the first step is there: the stages behind it are loaded then. */
export function laterHandlers(around: Surroundings, { clock, keep }: Shared): LaterHandlers {
  const { machine, session } = around;
  const announce = announcer(around.announce);
  const tell = (progress: EventPayload<'progress'>) => announce('progress', progress);
  const runs = elevatedRuns({
    machine,
    planFolder: around.planFolder,
    onOutcome: (outcome) => tell({ kind: 'operations', outcome }),
    underWay: session.underWay,
  });
  // Here, where it keeps no window from opening.
  void removeLeftPlans(around.planFolder, clock.now());
  const basis = testBasis(around.chooseFile);
  const tests = testRuns(machine, clock, tell, basis.options);
  const compared = comparisons(around, () => ({ ...clock, ...basis.options() }));
  const tickets = madeTickets(session, clock, basis.catalogueOf, around);

  const chooseExportFolder = () => around.chooseFolder('export');

  /** The tests that the page shows of a plan, and where they lie. */
  const lastTests = (id: string) => {
    const outcome = session.outcomes.get(id);
    const shelf = outcome === null ? session.testsBefore : session.testsAfter;
    return { shelf, earlier: shelf.get(id), outcome };
  };

  return {
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
      if (why === '') return ok({});
      return fail({ kind: 'folder-not-opened', path: folder.value.slice(0, 1024), detail: why.slice(0, 1024) });
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
      const run = outcome === null ? clock.newId() : id;
      const tested = await tests.during((signal) => runs.testAsServices(run, basis.files(), signal));
      if (!tested.ok || tested.value === null) return tested;
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
      return saveWhereChosen(chooseExportFolder, (folder) =>
        writeFiles(folder, `proxy-request-${plan.slice(0, 8)}`, files.value),
      );
    },
    testBasis: async () => ok(basis.now()),
    chooseEndpoints: ({ which }) => basis.chooseEndpoints(which),
    chooseServiceTags: ({ which }) => basis.chooseServiceTags(which),
    async cancel({ what }) {
      (what === 'tests' ? tests : compared).cancel();
      return ok({});
    },
    ticket: async ({ plan, redaction, fields }) => tickets.make(plan, redaction, fields),
    saveTicket: ({ ticket, formats = TicketFormat.options }) =>
      tickets.save(ticket, formats, () => around.chooseFolder('ticket')),
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
      return saveProfile(held.plan, chooseExportFolder);
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
      return saveExport(held, channel, catalogue, chooseExportFolder);
    },
    async help() {
      const { helpTopics } = await import('../core/help/help-topics.ts');
      return ok([...helpTopics()]);
    },
    async saveSupport() {
      return saveWhereChosen(chooseExportFolder, async (folder) => {
        const { supportOf } = await import('./support.ts');
        const files = await supportOf({ machine, session, features: around.features, log: around.readLog, clock });
        return writeFiles(folder, 'support', files);
      });
    },
    openLink: ({ link }) => openLink(link, around.openExternal),
    async copy({ text }) {
      around.writeClipboard(text);
      return ok({});
    },
  };
}
