import type { X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { type Observation, ProbeTarget, ProbeVia, type Trust } from '../core/connectivity/observation.ts';
import { mayWantTls, saysNotTls } from '../core/connectivity/stage-failure.ts';
import type { Machine } from '../machine/machine.ts';
import { type Attempt, broken, elapsed, failedStage, settled, startAttempt, timed, untilSettled } from './attempt.ts';
import { asksForBasic, type BasicSignIn, basicFault, basicToken, withoutSignIn } from './basic-sign-in.ts';
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
  /** For a proxy that asks for Basic, once it has asked. It is in no part of the observation. */
  readonly proxySignIn?: BasicSignIn;
}

type Stages = Pick<Observation, 'dns' | 'tcp' | 'proxyTls' | 'connect' | 'tls' | 'http' | 'proxySignIn'>;
type Notes = { -readonly [K in keyof Stages]: Stages[K] } & {
  presented: Observation['presented'];
  presentedCut: boolean;
  trust: Promise<Trust | null>;
};

/**
 * Goes to one endpoint by one path, stage by stage on its own sockets, and notes what it saw: name, connection, the
 * proxy's TLS and its answer to CONNECT, TLS with the chain as presented, and one GET without body or credentials of the
 * service. It follows no redirect and decompresses nothing. It never rejects: what breaks is part of the observation.
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
  const signIn = options.proxySignIn ?? null;
  let trust: Trust | null = null;
  try {
    await walk({ machine, request, attempt, connectMs: options.connectMs ?? 6_000, signIn }, notes);
    trust = await notes.trust;
  } catch (error) {
    noteUnexpected(notes, start, error);
  } finally {
    attempt.end();
  }
  const seen = signIn === null ? notes : withoutSignIn(notes, signIn);
  return { ...request, startedAt, totalMs: elapsed(start), ...seen, trust };
}

interface Walk {
  readonly machine: Pick<Machine, 'route' | 'trust'>;
  readonly request: ProbeRequest;
  readonly attempt: Attempt;
  readonly connectMs: number;
  readonly signIn: BasicSignIn | null;
}

async function walk(context: Walk, notes: Notes): Promise<void> {
  const { machine, request, attempt, signIn } = context;
  const { target, via } = request;
  // SECURITY: all of it becomes part of a request's head, so that a line end in it would be a request of its own.
  if (!ProbeTarget.safeParse(target).success || !ProbeVia.safeParse(via).success) {
    notes.tcp = failedStage(0, broken('BAD_TARGET', 'the target or the proxy is not in the form of an address'));
    return;
  }
  if (signIn !== null && basicFault(signIn) !== null) {
    notes.tcp = failedStage(0, broken('BAD_TARGET', 'the sign-in cannot be written as Basic'));
    return;
  }
  const opened = await openWay(context);
  Object.assign(notes, opened.stages);
  if (opened.socket === null) return askInTls(context, notes);
  if (target.scheme === 'http') return askByAbsoluteForm(context, opened, notes);
  const { socket } = opened;
  const { ms, result: seen } = await timed(() => openTls(socket, target.host, attempt));
  noteTls(notes, ms, seen, machine, target.host, attempt);
  if (seen.result.ok) notes.http = await getStage(seen.result.value.socket, request, attempt, null);
  else if (saysNotTls(seen.result)) await askInClear(context, notes);
}

interface Way {
  readonly stages: Partial<Stages>;
  /** Open towards the target (through the proxy's tunnel where there is one), or null where a stage broke. */
  readonly socket: Socket | null;
  /** Whether the proxy's own TLS is that of a trusted proxy of this name; true for a proxy that is spoken to in clear. */
  readonly proxyTrusted: () => Promise<boolean>;
}

/** Everything that comes before speaking with the target itself; once more with the sign-in where the proxy asks for it. */
async function openWay(context: Walk): Promise<Way> {
  const first = await walkWay(context, null);
  const { connect } = first.stages;
  if (context.signIn === null || connect?.state !== 'done' || !asksForBasic(connect.answer)) return first;
  if (!(await first.proxyTrusted())) return { ...first, stages: { ...first.stages, proxySignIn: 'withheld' } };
  // Over a connection of its own: what the refusal left of the first one need not be usable.
  const second = await walkWay(context, basicToken(context.signIn));
  const proxySignIn = (await second.proxyTrusted()) ? 'sent' : 'withheld';
  return { ...second, stages: { ...second.stages, proxySignIn } };
}

async function walkWay({ machine, request, attempt, connectMs }: Walk, token: string | null): Promise<Way> {
  const { target, via } = request;
  const peer =
    via.kind === 'direct'
      ? { host: target.host, port: target.port, role: 'origin' as const }
      : { host: via.host, port: via.port, role: 'proxy' as const };
  const dialled = await dial(peer, machine, attempt, connectMs);
  let stages: Partial<Stages> = dialledStages(dialled);
  let proxyTrusted = async () => true;
  if (!dialled.tcp?.result.ok) return { stages, socket: null, proxyTrusted };
  let socket: Socket = dialled.tcp.result.value.socket;
  if (via.kind === 'direct') return { stages, socket, proxyTrusted };

  if (via.scheme === 'https') {
    const { ms, result } = await timed(() => openTls(socket, via.host, attempt));
    if (!result.result.ok)
      return { stages: { ...stages, proxyTls: failedStage(ms, result.result) }, socket: null, proxyTrusted };
    const { protocol, cipher, nameMatches, socket: secured } = result.result.value;
    stages = { ...stages, proxyTls: { state: 'done', ms, protocol, cipher: cipher.slice(0, 128), nameMatches } };
    socket = secured;
    let trust: Promise<Trust | null> | null = null;
    proxyTrusted = async () => {
      trust ??= judged(machine, result.presented, via.host, attempt);
      return nameMatches && (await trust)?.trusted === true;
    };
  }
  if (target.scheme === 'http') return { stages, socket, proxyTrusted };

  // SECURITY: each connection may end at somebody else, so this one is judged too before it carries the sign-in.
  const carried = token !== null && (await proxyTrusted()) ? token : null;
  const { ms, result } = await timed(() =>
    exchange(socket, connectRequest(target, carried), 'connect', attempt.signal),
  );
  if (!result.ok) return { stages: { ...stages, connect: failedStage(ms, result) }, socket: null, proxyTrusted };
  const { answer } = result.value;
  const isOpen = answer.status >= 200 && answer.status < 300;
  stages = { ...stages, connect: { state: 'done', ms, answer } };
  return { stages, socket: isOpen ? socket : null, proxyTrusted };
}

/** Port 80 through a proxy, or directly; once more with the sign-in where the proxy asks for it. */
async function askByAbsoluteForm(context: Walk, opened: Way, notes: Notes): Promise<void> {
  const { request, attempt, signIn } = context;
  if (opened.socket === null) return;
  notes.http = await getStage(opened.socket, request, attempt, null);
  const { http } = notes;
  const wantsSignIn = request.via.kind === 'proxy' && http.state === 'done' && asksForBasic(http.answer);
  if (signIn === null || !wantsSignIn) return;
  notes.proxySignIn = 'withheld';
  if (!(await opened.proxyTrusted())) return;
  const again = await walkWay(context, null);
  if (!(await again.proxyTrusted())) return;
  Object.assign(notes, again.stages, { proxySignIn: 'sent' });
  notes.http = again.socket === null ? skipped : await getStage(again.socket, request, attempt, basicToken(signIn));
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

async function getStage(
  socket: Socket,
  { target, via }: ProbeRequest,
  attempt: Attempt,
  token: string | null,
): Promise<Stages['http']> {
  const form = target.scheme === 'http' && via.kind === 'proxy' ? 'absolute' : 'origin';
  const { ms, result } = await timed(() => exchange(socket, getRequest(target, form, token), 'get', attempt.signal));
  return result.ok ? { state: 'done', ms, answer: result.value.answer } : failedStage(ms, result);
}

function noteTls(
  notes: Notes,
  ms: number,
  { result, presented, presentedCut }: TlsSeen,
  machine: Pick<Machine, 'trust'>,
  host: string,
  attempt: Attempt,
): void {
  notes.presented = certificatesOf(presented);
  notes.presentedCut = presentedCut;
  if (result.ok) {
    const { protocol, cipher, nameMatches } = result.value;
    notes.tls = { state: 'done', ms, protocol, cipher: cipher.slice(0, 128), nameMatches };
  } else notes.tls = failedStage(ms, result);
  if (presented.length === 0) return;
  notes.trust = judged(machine, presented, host, attempt);
}

/** The machine's judgement; null where it gave none in time. */
async function judged(
  machine: Pick<Machine, 'trust'>,
  presented: readonly X509Certificate[],
  host: string,
  { signal }: Attempt,
): Promise<Trust | null> {
  const chain = presented.map(({ raw }) => raw);
  const asked = Promise.resolve().then(() => machine.trust.judge(chain, host));
  const end = await untilSettled<Trust | null>(signal, (finish) => {
    asked.then(
      (trust) => finish(settled(trust)),
      () => finish(settled(null)),
    );
    return () => {};
  });
  return end.ok ? end.value : null;
}

/**
 * What answered a TLS greeting was not TLS. Asked once more in clear, a portal or a proxy's page shows itself; the
 * `http` stage then holds its answer although `tls` failed. Whatever goes wrong with this adds nothing.
 */
async function askInClear(context: Walk, notes: Notes): Promise<void> {
  const { socket } = await openWay(context);
  if (socket === null) return;
  const request = getRequest(context.request.target, 'origin');
  const { ms, result } = await timed(() => exchange(socket, request, 'get', context.attempt.signal));
  if (result.ok) notes.http = { state: 'done', ms, answer: result.value.answer };
}

/**
 * A proxy that ends on CONNECT may be one that wants TLS. Greeted once in TLS it shows itself; the `proxyTls` stage is
 * then done although the proxy was to be spoken to in clear. Whatever goes wrong with this adds nothing.
 */
async function askInTls({ machine, request, attempt, connectMs }: Walk, notes: Notes): Promise<void> {
  const { via } = request;
  const { connect } = notes;
  if (via.kind === 'direct' || via.scheme === 'https' || connect.state !== 'failed' || !mayWantTls(connect)) return;
  const { tcp } = await dial({ host: via.host, port: via.port, role: 'proxy' }, machine, attempt, connectMs);
  if (!tcp?.result.ok) return;
  const { socket } = tcp.result.value;
  const { ms, result } = await timed(() => openTls(socket, via.host, attempt));
  if (!result.result.ok) return;
  const { protocol, cipher, nameMatches } = result.result.value;
  notes.proxyTls = { state: 'done', ms, protocol, cipher: cipher.slice(0, 128), nameMatches };
}

const skipped = { state: 'skipped' } as const;

function blankNotes(): Notes {
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
