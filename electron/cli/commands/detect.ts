import { fail, ok, type Result } from '../../core/plan/result.ts';
import { snapshotWithoutTenantHosts } from '../../core/report/tenant-hosts.ts';
import { detect } from '../../detect/detect.ts';
import type { Command } from '../command-line.ts';
import { snapshotLines } from '../snapshot-lines.ts';
import type { Answer, Surroundings } from '../surroundings.ts';
import { leaveSnapshot } from '../window-answer.ts';

/** Looks at the machine and changes nothing. */
export async function detectCommand(
  { run, tenantHosts }: Extract<Command, { name: 'detect' }>,
  { machine, now, newId }: Surroundings,
): Promise<Result<Answer>> {
  // Only the program that was started with rights may answer a window.
  if (run !== undefined && !(await machine.facts()).elevated) return fail({ kind: 'not-elevated' });
  const snapshot = await detect(machine, { now, newId });
  if (run !== undefined) return leaveSnapshot(machine, run, snapshot, now());
  const value = tenantHosts ? snapshot : snapshotWithoutTenantHosts(snapshot);
  return ok({ exit: 0, value, lines: snapshotLines(snapshot) });
}
