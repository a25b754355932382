import path from 'node:path';
import { changedAt } from '../../core/plan/changed-at.ts';
import { planInPlace } from '../../core/plan/in-place.ts';
import { ok, type Result } from '../../core/plan/result.ts';
import { makeTicket } from '../../core/report/make-ticket.ts';
import { requestFilesOf } from '../../core/report/proxy-request-files.ts';
import { toolVersion } from '../../core/tool-version.ts';
import { writeTicket } from '../../report/write-ticket.ts';
import { verify } from '../../verify/verify.ts';
import { testedWithRights } from '../as-services.ts';
import { chooseEndpoints } from '../chosen-endpoints.ts';
import { choosePlan } from '../chosen-plan.ts';
import type { Command } from '../command-line.ts';
import { testsBefore } from '../kept-tests.ts';
import { labelled } from '../layout.ts';
import type { Answer, Surroundings } from '../surroundings.ts';

/**
 * Tests as things are now and writes the change ticket into a folder. Of a plan that was not applied the tests stand
 * as those before the change.
 */
export async function reportCommand(
  { out, run, plan, before, asServices, leaveOut, fields, formats }: Extract<Command, { name: 'report' }>,
  surroundings: Surroundings,
): Promise<Result<Answer>> {
  const { machine, now, newId, signal, labFolder } = surroundings;
  const by = await chooseEndpoints(surroundings.files);
  if (!by.ok) return by;
  const chosen = await choosePlan({ plan, run }, surroundings);
  if (!chosen.ok) return chosen;
  const { outcome } = chosen.value;
  const earlier = before === null ? null : await testsBefore(before, chosen.value.plan);
  if (earlier !== null && !earlier.ok) return earlier;
  const asked = planInPlace(chosen.value.plan, outcome);
  const accounts =
    asServices === true ? await testedWithRights(asked, outcome?.run ?? newId(), surroundings) : ok(null);
  if (!accounts.ok) return accounts;
  const tested = await verify(machine, asked, {
    now,
    newId,
    run: outcome?.run ?? null,
    changedAt: changedAt(outcome),
    signal,
    ...by.value,
  });
  const verification = accounts.value === null ? tested : { ...tested, accounts: accounts.value };
  if (signal.aborted) return ok({ exit: 130, value: null, lines: ['Interrupted: no ticket was written.'] });
  const isBefore = outcome === null && chosen.value.plan.operations.length > 0;
  const madeAt = now();
  const ticket = makeTicket(
    {
      ...chosen.value,
      before: earlier?.value ?? (isBefore ? verification : null),
      after: isBefore ? null : verification,
      madeAt: madeAt.toISOString(),
      utcOffsetMinutes: -madeAt.getTimezoneOffset(),
      toolVersion,
      fields,
      labState: labFolder,
    },
    leaveOut,
  );
  const written = await writeTicket(out, ticket, {
    formats,
    beside: requestFilesOf(ticket, by.value.catalogue.catalogue, 'console'),
  });
  if (!written.ok) return written;
  const { folder, files } = written.value;
  return ok({
    exit: 0,
    value: written.value,
    lines: ['The ticket is written.', '', ...files.flatMap((file) => labelled('', path.join(folder, file), 2, 0))],
  });
}
