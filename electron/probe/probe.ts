import type { Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { type Observation, ProbeTarget, ProbeVia, type Trust } from '../core/connectivity/observation.ts';
import { mayWantTls, saysNotTls } from '../core/connectivity/stage-failure.ts';
import type { Machine } from '../machine/machine.ts';
import { type Attempt, broken, elapsed, failedStage, settled, startAttempt, timed, untilSettled } from './attempt.ts';
import { certificatesOf } from './certificate.ts';
import { type Dialled, dial } from './dial.ts';
import { connectRequest, exchange, getRequest } from './http-exchange.ts';
import { openTls, type TlsSeen } from './tls-stage.ts';

export interface ProbeRequest {
  readonly target: ProbeTarget;
  readonly via: ProbeVia;
}

export interface ProbeOptions {
  readonly now: () => Date;
  /** Aborting it closes every socket at once. */
  readonly signal?: AbortSignal;
  /** Most time for resolving a name, and again for connecting, in milliseconds. */
  readonly connectMs?: number;
  /** Most time for the whole probe, in milliseconds. */
  readonly deadlineMs?: number;
}

type Stages = Pick<Observation, 'dns' | 'tcp' | 'proxyTls' | 'connect' | 'tls' | 'http'>;
type Notes = { -readonly [K in keyof Stages]: Stages[K] } & {
  presented: Observation['presented'];
  presentedCut: boolean;
  trust: Promise<Trust | null>;
};

/**
 * Goes to one endpoint by one path, stage by stage on its own sockets, and notes what it saw: name, connection, the
 * proxy's TLS and its answer to CONNECT, TLS with the chain as presented, and one GET without credentials or body. It
 * follows no redirect and decompresses nothing. It never rejects: what breaks is part of the observation.
 */
export async function probe(
  machine: Pick<Machine, 'route' | 'trust'>,
  request: ProbeRequest,
  options: ProbeOptions,
): Promise<Observation> {
  const startedAt = options.now().toISOString();
  const start = performance.now();
  const notes = blankNotes();
  const attempt = startAttempt(options.deadlineMs ?? 15_000, options.signal);
  let trust: Trust | null = null;
  try {
    await walk(machine, request, attempt, options.connectMs ?? 6_000, notes);
    trust = await notes.trust;
  } catch (error) {
    noteUnexpected(notes, start, error);
  } finally {
    attempt.end();
  }
  return { ...request, startedAt, totalMs: elapsed(start), ...notes, trust };
}

async function walk(
  machine: Pick<Machine, 'route' | 'trust'>,
  request: ProbeRequest,
  attempt: Attempt,
  connectMs: number,
  notes: Notes,
): Promise<void> {
  const { target, via } = request;
  // SECURITY: both become part of a request line, so that a line end in one of them would be a request of its own.
  if (!ProbeTarget.safeParse(target).success || !ProbeVia.safeParse(via).success) {
    notes.tcp = failedStage(0, broken('BAD_TARGET', 'the target or the proxy is not in the form of an address'));
    return;
  }
  const way = () => openWay(machine, request, attempt, connectMs);
  const opened = await way();
  Object.assign(notes, opened.stages);
  if (opened.socket === null) return askInTls(machine, request, attempt, connectMs, notes);
  if (target.scheme === 'http') {
    notes.http = await getStage(opened.socket, request, attempt);
    return;
  }
  const { ms, result: seen } = await timed(() => openTls(opened.socket as Socket, target.host, attempt)); // null was ruled out above
  noteTls(notes, ms, seen, machine, target.host, attempt);
  if (seen.result.ok) notes.http = await getStage(seen.result.value.socket, request, attempt);
  else if (saysNotTls(seen.result)) await askInClear(way, request, attempt, notes);
}

interface Way {
  readonly stages: Partial<Stages>;
  /** Open towards the target (through the proxy's tunnel where there is one), or null where a stage broke. */
  readonly socket: Socket | null;
}

/** Everything that comes before speaking with the target itself. */
async function openWay(
  machine: Pick<Machine, 'route'>,
  { target, via }: ProbeRequest,
  attempt: Attempt,
  connectMs: number,
): Promise<Way> {
  const peer =
    via.kind === 'direct'
      ? { host: target.host, port: target.port, role: 'origin' as const }
      : { host: via.host, port: via.port, role: 'proxy' as const };
  const dialled = await dial(peer, machine, attempt, connectMs);
  let stages: Partial<Stages> = dialledStages(dialled);
  if (!dialled.tcp?.result.ok) return { stages, socket: null };
  let socket: Socket = dialled.tcp.result.value.socket;
  if (via.kind === 'direct') return { stages, socket };

  if (via.scheme === 'https') {
    const { ms, result } = await timed(() => openTls(socket, via.host, attempt));
    if (!result.result.ok) return { stages: { ...stages, proxyTls: failedStage(ms, result.result) }, socket: null };
    const { protocol, socket: secured } = result.result.value;
    stages = { ...stages, proxyTls: { state: 'done', ms, protocol } };
    socket = secured;
  }
  if (target.scheme === 'http') return { stages, socket };

  const { ms, result } = await timed(() => exchange(socket, connectRequest(target), 'connect', attempt.signal));
  if (!result.ok) return { stages: { ...stages, connect: failedStage(ms, result) }, socket: null };
  const { answer } = result.value;
  const isOpen = answer.status >= 200 && answer.status < 300;
  return { stages: { ...stages, connect: { state: 'done', ms, answer } }, socket: isOpen ? socket : null };
}

function dialledStages({ dns, tcp }: Dialled): Partial<Stages> {
  const stages: { -readonly [K in keyof Stages]?: Stages[K] } = {};
  if (dns !== null)
    stages.dns = dns.result.ok
      ? { state: 'done', ms: dns.ms, addresses: [...dns.result.value] }
      : failedStage(dns.ms, dns.result);
  if (tcp !== null)
    stages.tcp = tcp.result.ok
      ? { state: 'done', ms: tcp.ms, address: tcp.result.value.address, port: tcp.result.value.port }
      : failedStage(tcp.ms, tcp.result);
  return stages;
}

async function getStage(socket: Socket, { target, via }: ProbeRequest, attempt: Attempt): Promise<Stages['http']> {
  const form = target.scheme === 'http' && via.kind === 'proxy' ? 'absolute' : 'origin';
  const { ms, result } = await timed(() => exchange(socket, getRequest(target, form), 'get', attempt.signal));
  return result.ok ? { state: 'done', ms, answer: result.value.answer } : failedStage(ms, result);
}

function noteTls(
  notes: Notes,
  ms: number,
  { result, presented, presentedCut }: TlsSeen,
  machine: Pick<Machine, 'trust'>,
  host: string,
  { signal }: Attempt,
): void {
  notes.presented = certificatesOf(presented);
  notes.presentedCut = presentedCut;
  if (result.ok) {
    const { protocol, cipher, nameMatches } = result.value;
    notes.tls = { state: 'done', ms, protocol, cipher: cipher.slice(0, 128), nameMatches };
  } else notes.tls = failedStage(ms, result);
  if (presented.length === 0) return;
  const chain = presented.map(({ raw }) => raw);
  const judged = Promise.resolve().then(() => machine.trust.judge(chain, host));
  notes.trust = untilSettled<Trust | null>(signal, (finish) => {
    judged.then(
      (trust) => finish(settled(trust)),
      () => finish(settled(null)),
    );
    return () => {};
  }).then((end) => (end.ok ? end.value : null));
}

/**
 * What answered a TLS greeting was not TLS. Asked once more in clear, a portal or a proxy's page shows itself; the
 * `http` stage then holds its answer although `tls` failed. Whatever goes wrong with this adds nothing.
 */
async function askInClear(
  way: () => Promise<Way>,
  { target }: ProbeRequest,
  attempt: Attempt,
  notes: Notes,
): Promise<void> {
  const { socket } = await way();
  if (socket === null) return;
  const request = getRequest(target, 'origin');
  const { ms, result } = await timed(() => exchange(socket, request, 'get', attempt.signal));
  if (result.ok) notes.http = { state: 'done', ms, answer: result.value.answer };
}

/**
 * A proxy that ends on CONNECT may be one that wants TLS. Greeted once in TLS it shows itself; the `proxyTls` stage is
 * then done although the proxy was to be spoken to in clear. Whatever goes wrong with this adds nothing.
 */
async function askInTls(
  machine: Pick<Machine, 'route'>,
  { via }: ProbeRequest,
  attempt: Attempt,
  connectMs: number,
  notes: Notes,
): Promise<void> {
  const { connect } = notes;
  if (via.kind === 'direct' || via.scheme === 'https' || connect.state !== 'failed' || !mayWantTls(connect)) return;
  const { tcp } = await dial({ host: via.host, port: via.port, role: 'proxy' }, machine, attempt, connectMs);
  if (!tcp?.result.ok) return;
  const { socket } = tcp.result.value;
  const { ms, result } = await timed(() => openTls(socket, via.host, attempt));
  if (result.result.ok) notes.proxyTls = { state: 'done', ms, protocol: result.result.value.protocol };
}

function blankNotes(): Notes {
  const skipped = { state: 'skipped' } as const;
  return {
    dns: skipped,
    tcp: skipped,
    proxyTls: skipped,
    connect: skipped,
    tls: skipped,
    http: skipped,
    presented: [],
    presentedCut: false,
    trust: Promise.resolve(null),
  };
}

/** A fault of ours or of the machine's: the first stage that was not reached carries it. */
function noteUnexpected(notes: Notes, start: number, error: unknown): void {
  const failure = failedStage(
    elapsed(start),
    broken('INTERNAL', error instanceof Error ? error.message : String(error)),
  );
  if (notes.tcp.state === 'skipped') notes.tcp = failure;
  else if (notes.tls.state === 'skipped') notes.tls = failure;
  else notes.http = failure;
}
