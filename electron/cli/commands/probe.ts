import { endpointOfHost } from '../../core/connectivity/endpoint.ts';
import { fail, ok, type Result } from '../../core/plan/problem.ts';
import { basicFault } from '../../probe/basic-sign-in.ts';
import { probeOne } from '../../verify/probe-one.ts';
import { shippedCatalogue } from '../../verify/shipped-catalogue.ts';
import type { Command } from '../command-line.ts';
import { observationLines } from '../observation-lines.ts';
import type { Answer, Surroundings } from '../surroundings.ts';

/** Tests one target by one path, whatever this machine has configured. */
export async function probeCommand(
  { target, via, expect, proxyUser }: Extract<Command, { name: 'probe' }>,
  { machine, now, signal, passwords }: Surroundings,
): Promise<Result<Answer>> {
  const known = endpointOfHost(shippedCatalogue(), target.host, target.port)?.product === 'mdi-v2' ? 'mdi' : 'any';
  const password = proxyUser === undefined ? null : await passwords.ask(proxyUser, 1);
  if (password?.ok === false) return password;
  const proxySignIn =
    proxyUser === undefined || password === null ? null : { user: proxyUser, password: password.value };
  if (proxySignIn !== null && basicFault(proxySignIn) !== null)
    return fail({ kind: 'password-unusable', why: 'not-text', longest: null });
  const options = { now, signal, ...(proxySignIn !== null && { proxySignIn }) };
  const seen = await probeOne(machine, { target, via, expect: expect ?? known }, options);
  return ok({
    exit: seen.verdict.grade === 'works' ? 0 : 1,
    value: seen,
    lines: observationLines(seen.observation, seen.verdict),
  });
}
