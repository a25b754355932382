import { changedAt } from '../../core/plan/changed-at.ts';
import { planInPlace } from '../../core/plan/in-place.ts';
import type { MatrixRow } from '../../core/plan/matrix.ts';
import { gradeOf } from '../../core/plan/matrix-order.ts';
import { fail, ok, type Result } from '../../core/plan/result.ts';
import { withoutTenantHosts } from '../../core/report/tenant-hosts.ts';
import { hostOf } from '../../core/wording/path-text.ts';
import { gradeWord } from '../../core/wording/verdict-text.ts';
import { verify } from '../../verify/verify.ts';
import { testedWithRights } from '../as-services.ts';
import { chooseEndpoints } from '../chosen-endpoints.ts';
import { choosePlan } from '../chosen-plan.ts';
import type { Command } from '../command-line.ts';
import { isContradicted, isVerified } from '../exit-code.ts';
import { vetPlace } from '../kept-file.ts';
import { keepTests } from '../kept-tests.ts';
import { labelled } from '../layout.ts';
import type { Answer, Surroundings } from '../surroundings.ts';
import { verificationLines } from '../verification-lines.ts';

/**
 * Looks at the machine anew and tests every endpoint by every path. The services are judged by the way that they take
 * now, or with `proposed` by the one that a plan would give them, before it is applied.
 */
export async function verifyCommand(
  { plan, proposed, out, asServices, tenantHosts }: Extract<Command, { name: 'verify' }>,
  surroundings: Surroundings,
): Promise<Result<Answer>> {
  const { machine, now, newId, signal, say } = surroundings;
  const vetted = out === null ? ok(null) : await vetPlace(out);
  if (!vetted.ok) return vetted;
  const by = await chooseEndpoints(surroundings.files);
  if (!by.ok) return by;
  const chosen = await choosePlan({ plan, run: null }, surroundings);
  if (!chosen.ok) return chosen;
  const { plan: whole, outcome } = chosen.value;
  const run = outcome?.run ?? null;
  if (proposed && run !== null) return fail({ kind: 'plan-used', run });
  const decides = proposed ? 'proposed' : 'now';
  const tell = teller(decides, say);
  const asked = planInPlace(whole, outcome);
  const accounts = asServices === true ? await testedWithRights(asked, run ?? newId(), surroundings) : ok(null);
  if (!accounts.ok) return accounts;
  const options = {
    now,
    newId,
    run,
    decides,
    changedAt: changedAt(outcome),
    signal,
    onRow: tell,
    ...by.value,
  } as const;
  const tested = await verify(machine, asked, options);
  const verification = accounts.value === null ? tested : { ...tested, accounts: accounts.value };
  const value = tenantHosts ? verification : withoutTenantHosts(verification);
  const kept = out === null ? null : await keepTests(out, value);
  if (kept !== null && !kept.ok) return kept;
  const place = kept === null ? [] : ['', ...labelled('', `The tests are kept in ${kept.value}`, 0, 0)];
  return ok({
    exit: isVerified(verification) && !isContradicted(verification) ? 0 : 1,
    value,
    lines: [...verificationLines(verification), ...place],
  });
}

/** Says each address once, as soon as it is known what it came to. */
function teller(decides: 'now' | 'proposed', say: (line: string) => void) {
  const said = new Set<string>();
  return (done: number, total: number, row: MatrixRow) => {
    const marks = row.cells.flatMap((cell) => (decides === 'now' ? cell.takes : cell.wouldTake));
    const grade = gradeOf(row, decides);
    if (said.has(row.id) || grade === null || row.services.some((service) => !marks.includes(service))) return;
    said.add(row.id);
    say(`[${done} of ${total}] ${gradeWord(grade)}: ${hostOf(row)}`);
  };
}
