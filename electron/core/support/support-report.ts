import { OperationState, Outcome } from '../plan/outcome.ts';
import type { Plan } from '../plan/plan.ts';
import { type MachineFacts, Snapshot } from '../plan/snapshot.ts';
import { Verification } from '../plan/verification.ts';
import { changeTexts } from '../report/every-text.ts';
import { hideTexts } from '../report/hide-texts.ts';
import { changeImageTexts } from '../report/image-texts.ts';
import { imageWithoutSecrets, withoutSecrets } from '../report/secrets.ts';
import { snapshotWithoutTenantHosts, withoutTenantHosts } from '../report/tenant-hosts.ts';
import { textsIn } from '../report/ticket-texts.ts';
import { ValueId } from '../settings/catalogue.ts';
import { z } from '../zod.ts';

/** What was changed: a value of the catalogue by its id, or another operation by its kind. */
const Changed = z.union([ValueId, z.enum(['winhttp', 'winhttp-32', 'sensor', 'restart'])]);

/** A run by its shape: what it did and how that went, without who, what was there and what came. */
export const RunShape = z.strictObject({
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  state: Outcome.shape.state,
  operations: z.array(z.strictObject({ what: Changed, state: OperationState, win32: z.int().nullable() })).max(200),
  problem: z.string().max(64).nullable(),
});
export type RunShape = z.infer<typeof RunShape>;

/** The shape of a run that was read back. */
export function runShapeOf({ operations }: Pick<Plan, 'operations'>, outcome: Outcome): RunShape {
  const { startedAt, endedAt, state, problem } = outcome;
  return {
    startedAt,
    endedAt,
    state,
    operations: outcome.operations.flatMap(({ id, state, win32 }) => {
      const operation = operations.find((each) => each.id === id);
      if (operation === undefined) return [];
      return [{ what: operation.kind === 'value' ? operation.value : operation.kind, state, win32 }];
    }),
    problem: problem?.kind ?? null,
  };
}

/** What somebody who helps needs to see of this installation, with every name and secret left out. */
export const SupportReport = z.strictObject({
  schema: z.literal(1),
  madeAt: z.iso.datetime(),
  toolVersion: z.string().max(32),
  /** Versions by the names of the runtimes. */
  runtime: z.record(z.string().max(16), z.string().max(32)),
  platform: z.string().max(32),
  snapshot: Snapshot,
  /** The last tests of this session; null where there were none. */
  verification: Verification.nullable(),
  runs: z.array(RunShape).max(1000),
  /** The kind of the problem for which the runs could not be read. */
  runsProblem: z.string().max(64).nullable(),
});
export type SupportReport = z.infer<typeof SupportReport>;

const everything = { accountNames: true, machineNames: true, addresses: true, tenantHosts: true };

/** The report as it may leave the machine: it passes what a ticket passes that leaves out all that can be left out. */
export function makeSupportReport(found: Omit<SupportReport, 'schema'>): SupportReport {
  const { snapshot, verification } = found;
  const whole: SupportReport = {
    schema: 1,
    ...found,
    snapshot: snapshotWithoutTenantHosts(snapshot),
    verification: verification === null ? null : withoutTenantHosts(verification),
  };
  const none: ReadonlySet<string> = new Set();
  const safe = changeTexts(SupportReport, whole, {
    text: (text, path) => withoutSecrets(text, path, none),
    hex: imageWithoutSecrets,
  });
  const machine: MachineFacts = snapshot.machine;
  const hide = hideTexts(textsIn(SupportReport, safe), { machine, workspace: null }, everything);
  return changeTexts(SupportReport, safe, {
    text: (text, path) => hide(text, path.at(-1) ?? ''),
    hex: (hex, type) => changeImageTexts(hex, type, (text) => hide(text, 'hex')),
  });
}
