import { readRuns } from '../apply/runs.ts';
import type { ExportFile } from '../core/export/export-file.ts';
import type { LogEntry } from '../core/support/log-entry.ts';
import { supportFiles } from '../core/support/support-files.ts';
import { makeSupportReport, runShapeOf } from '../core/support/support-report.ts';
import { toolVersion } from '../core/tool-version.ts';
import { detect } from '../detect/detect.ts';
import type { Machine } from '../machine/machine.ts';
import type { RuntimeFeatures } from './between-threads.ts';
import type { Session } from './session.ts';

interface Sources {
  readonly machine: Machine;
  readonly features: RuntimeFeatures;
  readonly session: Session;
  readonly log: () => Promise<readonly LogEntry[]>;
  readonly clock: { readonly now: () => Date; readonly newId: () => string };
}

/** The files of the support bundle as things are now. Nothing is written. */
export async function supportOf({ machine, features, session, log, clock }: Sources): Promise<readonly ExportFile[]> {
  const [snapshot, runs, entries] = await Promise.all([detect(machine, clock), readRuns(machine), log()]);
  const tests = [session.testsBefore.newest(), session.testsAfter.newest()].filter((made) => made !== null);
  const [latest = null] = tests.sort((a, b) => (a.takenAt < b.takenAt ? 1 : -1));
  const { electron, chromium, node } = features;
  const report = makeSupportReport({
    madeAt: clock.now().toISOString(),
    toolVersion,
    runtime: { electron, chromium, node },
    platform: `${process.platform} ${process.arch}`,
    snapshot,
    verification: latest,
    runs: runs.ok ? runs.value.map(({ plan, outcome }) => runShapeOf(plan, outcome)) : [],
    runsProblem: runs.ok ? null : runs.problem.kind,
  });
  return supportFiles(report, entries);
}
