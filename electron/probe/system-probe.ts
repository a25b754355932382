import { X509Certificate } from 'node:crypto';
import type { Observation, Trust } from '../core/connectivity/observation.ts';
import type { SystemAnswer } from '../core/connectivity/system-answer.ts';
import { type SystemLimit, systemLimits, systemObservation } from '../core/connectivity/system-observation.ts';
import type { Machine, SystemRequest } from '../machine/machine.ts';
import { certificatesOf } from './certificate.ts';
import { plainText } from './plain-text.ts';
import type { ProbeRequest } from './probe.ts';

export interface SystemProbeOptions {
  readonly now: () => Date;
  readonly signal?: AbortSignal;
  /** Most time for the whole probe, in milliseconds. */
  readonly deadlineMs?: number;
  /** `integrated`: Windows may answer NTLM or Negotiate with the account of this process. Only where a person chose it. */
  readonly signIn?: SystemRequest['signIn'];
}

/**
 * The same test by Windows' own HTTP, as its services make it, in the stages of an observation. A proxy that wants TLS
 * for itself is beyond it. Null where this machine has no such thing.
 */
export async function systemProbe(
  machine: Pick<Machine, 'trust' | 'systemRequest'>,
  { target, via }: ProbeRequest,
  { now, signal, deadlineMs = 15_000, signIn = 'never' }: SystemProbeOptions,
): Promise<{ readonly observation: Observation; readonly limits: readonly SystemLimit[] } | null> {
  if (machine.systemRequest === null || (via.kind === 'proxy' && via.scheme === 'https')) return null;
  const startedAt = now().toISOString();
  const { scheme, port, path } = target;
  const host = bracketed(target.host);
  const answer = await machine.systemRequest({
    url: `${scheme}://${host}:${port}${path}`,
    proxy:
      via.kind === 'direct'
        ? { kind: 'none' }
        : { kind: 'named', proxy: `${bracketed(via.host)}:${via.port}`, bypass: '' },
    timeoutMs: deadlineMs,
    signIn,
    ...(signal && { signal }),
  });
  const seen = { target, via, startedAt, answer };
  const { presented, trust } = await judged(machine, target.host, answer);
  const body = plainText(Buffer.from(answer.body).toString('utf8'), 4096);
  return { observation: systemObservation({ ...seen, body, presented, trust }), limits: systemLimits(seen) };
}

async function judged(
  machine: Pick<Machine, 'trust'>,
  host: string,
  { chain }: SystemAnswer,
): Promise<{ readonly presented: Observation['presented']; readonly trust: Trust | null }> {
  try {
    const presented = certificatesOf(chain.map((der) => new X509Certificate(der)));
    return { presented, trust: chain.length === 0 ? null : await machine.trust.judge(chain, host) };
  } catch {
    // Bytes that are no certificate to this library; Windows would not have taken them either.
    return { presented: [], trust: null };
  }
}

const bracketed = (host: string): string => (host.includes(':') ? `[${host}]` : host);
