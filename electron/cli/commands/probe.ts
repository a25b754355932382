import { endpointOfHost } from '../../core/connectivity/endpoint.ts';
import { fail, ok, type Result } from '../../core/plan/result.ts';
import { systemLimitText } from '../../core/wording/system-engine-text.ts';
import { basicFault } from '../../probe/basic-sign-in.ts';
import { probeOne, probeOneBySystem } from '../../verify/probe-one.ts';
import { chooseEndpoints } from '../chosen-endpoints.ts';
import type { Command } from '../command-line.ts';
import { wrapped } from '../layout.ts';
import { observationLines } from '../observation-lines.ts';
import type { Answer, Surroundings } from '../surroundings.ts';

/** Tests one target by one path, whatever this machine has configured. */
export async function probeCommand(
  { target, via, expect, proxyUser, system }: Extract<Command, { name: 'probe' }>,
  { machine, now, signal, passwords, files }: Surroundings,
): Promise<Result<Answer>> {
  const by = await chooseEndpoints(files);
  if (!by.ok) return by;
  const { catalogue } = by.value.catalogue;
  const known = endpointOfHost(catalogue, target.host, target.port)?.product === 'mdi-v2' ? 'mdi' : 'any';
  const test = { target, via, expect: expect ?? known };
  const common = { now, signal, ...by.value, catalogue };
  if (system !== undefined) return bySystem(await probeOneBySystem(machine, test, { ...common, signIn: system }));
  const password = proxyUser === undefined ? null : await passwords.ask(proxyUser, 1);
  if (password?.ok === false) return password;
  const proxySignIn =
    proxyUser === undefined || password === null ? null : { user: proxyUser, password: password.value };
  if (proxySignIn !== null && basicFault(proxySignIn) !== null)
    return fail({ kind: 'password-unusable', why: 'not-text', longest: null });
  const seen = await probeOne(machine, test, { ...common, ...(proxySignIn !== null && { proxySignIn }) });
  return ok({
    exit: seen.verdict.grade === 'works' ? 0 : 1,
    value: seen,
    lines: observationLines(seen.observation, seen.verdict),
  });
}

function bySystem(seen: Awaited<ReturnType<typeof probeOneBySystem>>): Result<Answer> {
  if (seen === null)
    return fail({ kind: 'usage', detail: '--engine system is the HTTP of Windows, and a lab has none; leave it out' });
  const { observation, verdict, limits } = seen;
  return ok({
    exit: verdict.grade === 'works' ? 0 : 1,
    value: seen,
    lines: [
      ...observationLines(observation, verdict),
      ...limits.flatMap((limit) => ['', ...wrapped(systemLimitText(limit))]),
    ],
  });
}
