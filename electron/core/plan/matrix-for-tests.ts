import type { Matrix, MatrixCell, MatrixRow } from './matrix.ts';
import type { ProbeResult } from './verification.ts';

/** What a test says of one result; whatever does not matter to it is filled in. */
export type ProbeForTests = Omit<ProbeResult, 'row' | 'necessity'> & Partial<Pick<ProbeResult, 'row' | 'necessity'>>;

export const probeForTests = (probe: ProbeForTests): ProbeResult => ({
  row: probe.endpoint,
  necessity: 'required',
  ...probe,
});

/** A matrix in which each of these results has a row of its own, with one cell that its service takes. */
export function matrixForTests(probes: readonly ProbeForTests[]): Matrix {
  return {
    decides: 'now',
    paths: [{ path: 'direct', route: { kind: 'direct' } }],
    proposed: [],
    rows: probes.map((probe, at) => rowForTests(probe, `${probe.endpoint}.${at}`)),
  };
}

export function rowForTests(
  { endpoint, purpose, necessity = 'required', service, observation, verdict }: ProbeForTests,
  id: string = endpoint,
): MatrixRow {
  const cell: MatrixCell = {
    paths: ['direct'],
    takes: [service],
    wouldTake: [],
    ways: [{ kind: 'direct' }],
    observation,
    verdict,
  };
  return {
    id,
    endpoint,
    product: 'mde',
    purpose,
    necessity,
    services: [service],
    target: observation?.target ?? null,
    cells: [cell],
  };
}
