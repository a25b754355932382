import path from 'node:path';
import { readRuns } from '../../apply/runs.ts';
import { ok, type Result } from '../../core/plan/result.ts';
import { supportFiles } from '../../core/support/support-files.ts';
import { makeSupportReport, runShapeOf } from '../../core/support/support-report.ts';
import { toolVersion } from '../../core/tool-version.ts';
import { supportContents, supportLeftOut } from '../../core/wording/support-text.ts';
import { detect } from '../../detect/detect.ts';
import { writeFiles } from '../../report/write-export.ts';
import type { Command } from '../command-line.ts';
import { labelled } from '../layout.ts';
import type { Answer, Surroundings } from '../surroundings.ts';

/** Writes the support bundle into a folder, after it has said what is in it. */
export async function supportCommand(
  { out }: Extract<Command, { name: 'support' }>,
  { machine, now, newId, say }: Surroundings,
): Promise<Result<Answer>> {
  for (const [name, says] of Object.entries(supportContents)) say(`${name}: ${says}`);
  say(supportLeftOut);
  const madeAt = now();
  const [snapshot, runs] = await Promise.all([detect(machine, { now, newId }), readRuns(machine)]);
  const report = makeSupportReport({
    madeAt: madeAt.toISOString(),
    toolVersion,
    runtime: { node: process.versions.node },
    platform: `${process.platform} ${process.arch}`,
    snapshot,
    verification: null,
    runs: runs.ok ? runs.value.map(({ plan, outcome }) => runShapeOf(plan, outcome)) : [],
    runsProblem: runs.ok ? null : runs.problem.kind,
  });
  const written = await writeFiles(out, `support-${snapshot.id.slice(0, 8)}`, supportFiles(report, []));
  if (!written.ok) return written;
  const { folder, files } = written.value;
  return ok({
    exit: 0,
    value: written.value,
    lines: [
      'The support bundle is written.',
      '',
      ...files.flatMap((file) => labelled('', path.join(folder, file), 2, 0)),
    ],
  });
}
