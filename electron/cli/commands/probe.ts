import { endpointOfHost } from '../../core/connectivity/endpoint.ts';
import { ok, type Result } from '../../core/plan/problem.ts';
import { probeOne } from '../../verify/probe-one.ts';
import { shippedCatalogue } from '../../verify/shipped-catalogue.ts';
import type { Command } from '../command-line.ts';
import { observationLines } from '../observation-lines.ts';
import type { Answer, Surroundings } from '../surroundings.ts';

/** Tests one target by one path, whatever this machine has configured. */
export async function probeCommand(
  { target, via, expect }: Extract<Command, { name: 'probe' }>,
  { machine, now, signal }: Surroundings,
): Promise<Result<Answer>> {
  const known = endpointOfHost(shippedCatalogue(), target.host, target.port)?.product === 'mdi-v2' ? 'mdi' : 'any';
  const seen = await probeOne(machine, { target, via, expect: expect ?? known }, { now, signal });
  return ok({
    exit: seen.verdict.grade === 'works' ? 0 : 1,
    value: seen,
    lines: observationLines(seen.observation, seen.verdict),
  });
}
