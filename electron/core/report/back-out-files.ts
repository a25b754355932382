import { backOutFiles } from '../export/back-out.ts';
import type { ExportFile } from '../export/export-file.ts';
import type { Ticket } from './ticket.ts';

/**
 * The way back that lies beside a ticket. None where nothing is to be taken back, and none where names were taken out of
 * the plan: it would put back something else.
 */
export function backOutFilesOf({ plan, digest, outcome, planAltered }: Ticket): ExportFile[] {
  const isBack = outcome !== null && (outcome.state === 'rolled-back' || outcome.state === 'undone');
  return planAltered || isBack || plan.blockers.length > 0 ? [] : backOutFiles(plan, digest);
}
