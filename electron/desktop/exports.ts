import type { CallOutput } from '../contract/contract.ts';
import type { EndpointCatalogue } from '../core/connectivity/endpoint.ts';
import { exportAllowList } from '../core/export/allow-list-export.ts';
import type { Channel } from '../core/export/channel.ts';
import { exportPlan } from '../core/export/export-plan.ts';
import type { Plan } from '../core/plan/plan.ts';
import { ok, type Result } from '../core/plan/problem.ts';
import { writeExport } from '../report/write-export.ts';

/** A plan in the form of one channel, into a folder that is asked for only once it is known that there is one to write. */
export async function saveExport(
  { plan, digest }: { readonly plan: Plan; readonly digest: string },
  channel: Channel,
  catalogue: EndpointCatalogue,
  chooseFolder: () => Promise<string | null>,
): Promise<Result<CallOutput<'export'>>> {
  const made = channel === 'allow-list' ? exportAllowList(plan, digest, catalogue) : exportPlan(plan, digest, channel);
  if (!made.ok) return made;
  const folder = await chooseFolder();
  if (folder === null) return ok({ saved: false });
  const written = await writeExport(folder, made.value, plan);
  return written.ok ? ok({ saved: true, ...written.value, refusals: [...made.value.refusals] }) : written;
}
