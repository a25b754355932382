import path from 'node:path';
import { readPlanFile } from '../../apply/reviewed-plan.ts';
import { exportAllowList } from '../../core/export/allow-list-export.ts';
import { type Exported, exportPlan } from '../../core/export/export-plan.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { ok, type Result } from '../../core/plan/result.ts';
import { refusalText } from '../../core/wording/export-text.ts';
import { operationText } from '../../core/wording/plan-text.ts';
import { writeExport } from '../../report/write-export.ts';
import { chooseEndpoints, type EndpointFiles } from '../chosen-endpoints.ts';
import type { Command } from '../command-line.ts';
import { labelled, wrapped } from '../layout.ts';
import type { Answer } from '../surroundings.ts';

/** Writes a plan as the files of another tool. Reads the plan's file only, so it runs on any computer. */
export async function exportCommand(
  { plan: file, to, out }: Extract<Command, { name: 'export' }>,
  files: EndpointFiles,
): Promise<Result<Answer>> {
  const by = await chooseEndpoints(files);
  if (!by.ok) return by;
  const read = await readPlanFile(file);
  if (!read.ok) return read;
  const { plan, digest } = read.value;
  const exported =
    to === 'allow-list' ? exportAllowList(plan, digest, by.value.catalogue.catalogue) : exportPlan(plan, digest, to);
  if (!exported.ok) return exported;
  const written = await writeExport(out, exported.value, plan);
  if (!written.ok) return written;
  const { folder, files: names } = written.value;
  const { refusals } = exported.value;
  return ok({
    exit: 0,
    value: { channel: to, folder, files: names, refusals },
    lines: [
      'The export is written. Read README.txt first.',
      '',
      ...names.flatMap((name) => labelled('', path.join(folder, name), 2, 0)),
      ...refusalLines(exported.value, plan),
    ],
  });
}

function refusalLines({ refusals }: Exported, plan: Plan): string[] {
  if (refusals.length === 0) return [];
  return [
    '',
    'Not in it',
    ...refusals.flatMap((refusal) => {
      const operation = plan.operations.find(({ id }) => id === refusal.operation);
      const what = operation === undefined ? '' : `${operationText(operation).what}. `;
      return wrapped(`${refusal.operation} ${what}${refusalText(refusal)}`, 5, 2);
    }),
  ];
}
