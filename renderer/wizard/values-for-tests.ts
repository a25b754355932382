import type { Finding } from '../../electron/core/effective/finding.ts';
import { type MachineOfTest, readingsOf } from '../../electron/core/effective/readings-for-tests.ts';
import { effectiveProxies } from '../../electron/core/effective/resolve.ts';
import { matrixForTests, type ProbeForTests, probeForTests } from '../../electron/core/plan/matrix-for-tests.ts';
import type { Operation } from '../../electron/core/plan/operation.ts';
import type { Outcome } from '../../electron/core/plan/outcome.ts';
import type { Blocker, Plan } from '../../electron/core/plan/plan.ts';
import { productsOf } from '../../electron/core/plan/products.ts';
import type { RunSummary } from '../../electron/core/plan/run-summary.ts';
import type { Snapshot } from '../../electron/core/plan/snapshot.ts';
import { suggestIntent } from '../../electron/core/plan/suggest.ts';
import type { ProbeResult, Verification } from '../../electron/core/plan/verification.ts';

/** For tests only: values of the corridor, said by what differs from the usual. */
export const planId = '22222222-2222-4222-8222-222222222222';
export const otherRun = '33333333-3333-4333-8333-333333333333';
export const digest = 'ab'.repeat(32);

export function snapshotOf(machine: MachineOfTest = {}, findings: readonly Finding[] = []): Snapshot {
  const readings = readingsOf(machine);
  return {
    ...readings,
    products: productsOf(readings),
    effective: effectiveProxies(readings),
    findings: [...findings],
  };
}

const change: Operation = {
  id: 1,
  kind: 'restart',
  product: 'mde',
  reason: 'restart-to-read',
  citation: 'general-knowledge',
  services: ['diagtrack'],
  alsoAffects: 'nobody',
  service: 'DiagTrack',
};

export const blocker: Blocker = { kind: 'sensor-unreadable', win32: 5 };

export function planOf(part: Partial<Pick<Plan, 'operations' | 'blockers'>> = {}): Plan {
  const snapshot = snapshotOf();
  return {
    schema: 1,
    id: planId,
    createdAt: '2026-11-02T08:01:00.000Z',
    toolVersion: '0.0.0-test',
    machine: snapshot.machine,
    products: snapshot.products,
    intent: suggestIntent(snapshot),
    before: {
      snapshotId: snapshot.id,
      takenAt: snapshot.takenAt,
      effective: snapshot.effective,
      findings: [],
      otherAgents: snapshot.otherAgents,
      environment: [],
    },
    operations: [change],
    blockers: [],
    cautions: [],
    manual: [],
    blastRadius: null,
    expected: snapshot.effective,
    sensorApiHost: null,
    ...part,
  };
}

export function outcomeOf(state: Outcome['state'], run = planId): Outcome {
  return {
    run,
    state,
    who: 'CONTOSO\\admin',
    startedAt: '2026-11-02T08:02:00.000Z',
    endedAt: null,
    operations: [{ id: 1, state: 'done', win32: null }],
    problem: null,
  };
}

export const unfinishedRun: RunSummary = {
  run: otherRun,
  startedAt: '2026-11-01T08:00:00.000Z',
  who: 'CONTOSO\\admin',
  state: 'unfinished',
  operations: 3,
};

export function probeOf(part: Partial<ProbeForTests> = {}): ProbeResult {
  return probeForTests({
    service: 'mdi-sensor',
    endpoint: 'mdi-sensor-api',
    purpose: 'sensor API',
    route: { kind: 'direct' },
    observation: null,
    verdict: { kind: 'healthy', grade: 'works', confidence: 'certain', responder: 'service', facts: {} },
    ...part,
  });
}

export function verificationOf(probes: readonly ProbeResult[] = [probeOf()]): Verification {
  const snapshot = snapshotOf();
  return {
    schema: 2,
    takenAt: '2026-11-02T08:03:00.000Z',
    plan: planId,
    run: planId,
    catalogue: { origin: 'shipped', version: '1', asOf: '2026-11', sha256: 'ab'.repeat(32) },
    products: snapshot.products,
    effective: snapshot.effective,
    findings: [],
    deviations: [],
    unexpected: [],
    matrix: matrixForTests(probes),
  };
}
