import type { CallOutput } from '../contract/contract.ts';
import type { EndpointCatalogue } from '../core/connectivity/endpoint.ts';
import { exportAllowList } from '../core/export/allow-list-export.ts';
import { Channel } from '../core/export/channel.ts';
import { type Exported, exportPlan } from '../core/export/export-plan.ts';
import type { Plan } from '../core/plan/plan.ts';
import { fail, ok, type Result } from '../core/plan/result.ts';
import { writeExport } from '../report/write-export.ts';
import { saveWhereChosen } from './save-where-chosen.ts';

interface Held {
  readonly plan: Plan;
  /** SHA-256 of the plan file. */
  readonly digest: string;
}

/** What there would be to write, by channel. Fails for a plan with blockers. */
export function exportOffers(held: Held, catalogue: EndpointCatalogue): Result<CallOutput<'exportOffers'>> {
  if (held.plan.blockers.length > 0) return fail({ kind: 'plan-blocked' });
  return ok(
    Channel.options.map((channel) => {
      const made = exported(held, channel, catalogue);
      if (made.ok)
        return { channel, files: made.value.files.map(({ name }) => name), refusals: [...made.value.refusals] };
      const { problem } = made;
      return { channel, files: [], refusals: problem.kind === 'nothing-to-export' ? [...problem.refusals] : [] };
    }),
  );
}

const exported = ({ plan, digest }: Held, channel: Channel, catalogue: EndpointCatalogue): Result<Exported> =>
  channel === 'allow-list' ? exportAllowList(plan, digest, catalogue) : exportPlan(plan, digest, channel);

/** A plan in the form of one channel, into a folder that is asked for only once it is known that there is one to write. */
export async function saveExport(
  held: Held,
  channel: Channel,
  catalogue: EndpointCatalogue,
  chooseFolder: () => Promise<string | null>,
): Promise<Result<CallOutput<'export'>>> {
  const made = exported(held, channel, catalogue);
  if (!made.ok) return made;
  return saveWhereChosen(chooseFolder, async (folder) => {
    const written = await writeExport(folder, made.value, held.plan);
    return written.ok ? ok({ ...written.value, refusals: [...made.value.refusals] }) : written;
  });
}
