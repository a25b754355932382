import type {
  Certificate,
  HttpAnswer,
  Observation,
  ProbeTarget,
  ProbeVia,
  StageFailure,
  Trust,
} from './observation.ts';
import type { SystemAnswer } from './system-answer.ts';

/** What was asked of the system engine, and what was made of its answer's bytes. */
export interface SystemProbed {
  readonly target: ProbeTarget;
  readonly via: ProbeVia;
  readonly startedAt: string;
  readonly answer: SystemAnswer;
  /** The first of the body as text that can be shown. */
  readonly body: string;
  readonly presented: readonly Certificate[];
  readonly trust: Trust | null;
}

/**
 * The system engine's answer in the stages of an observation, so that one and the same judgement holds for both
 * engines. A stage that WinHTTP does not tell of is skipped, never made up: it names no address, no TLS version and no
 * cipher. Codes are those that the stage engine has for the same failure; `detail` is what WinHTTP said.
 */
export function systemObservation({
  target,
  via,
  startedAt,
  answer,
  body,
  presented,
  trust,
}: SystemProbed): Observation {
  const ms = msOf(answer);
  const blank = blankStages();
  const tls = target.scheme === 'https' && answer.overTls ? ({ state: 'done', ms, ...untoldTls } as const) : blank.tls;
  return {
    target,
    via,
    startedAt,
    totalMs: ms,
    ...blank,
    tls,
    ...lastStage(target, via, answer, body, ms),
    presented: [...presented],
    presentedCut: false,
    trust,
  };
}

/** WinHTTP ends a request whose certificate does not fit the name, so that whatever came so far fits. */
const untoldTls = { protocol: '', cipher: '', nameMatches: true } as const;

type Stages = Pick<Observation, 'dns' | 'tcp' | 'proxyTls' | 'connect' | 'tls' | 'http'>;
type StageName = keyof Stages;

function blankStages(): Stages {
  const skipped = { state: 'skipped' } as const;
  return { dns: skipped, tcp: skipped, proxyTls: skipped, connect: skipped, tls: skipped, http: skipped };
}

/** The stage in which it ended, well or not. */
function lastStage(
  target: ProbeTarget,
  via: ProbeVia,
  answer: SystemAnswer,
  body: string,
  ms: number,
): Partial<Stages> {
  const http = answer.outcome === 'answered' ? httpAnswer(answer, body) : null;
  if (http !== null) {
    // Without TLS to the server, what came over https is what the proxy said to CONNECT.
    const isConnect = target.scheme === 'https' && via.kind === 'proxy' && !answer.overTls;
    return { [isConnect ? 'connect' : 'http']: { state: 'done', ms, answer: http } };
  }
  return { [failedStage(target, via, answer)]: { state: 'failed', ms, ...failureOf(answer) } };
}

/** WinHTTP's errors by the code that the stage engine has for them. https://learn.microsoft.com/windows/win32/winhttp/error-messages */
const codes: ReadonlyMap<number, string> = new Map([
  [12002, 'TIMEOUT'],
  [12007, 'ENOTFOUND'],
  [12029, 'ECONNREFUSED'],
  [12030, 'ECONNRESET'],
  [12044, 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED'],
  [12152, 'NOT_HTTP'],
]);

function failureOf({ outcome, win32, secureFailures }: SystemAnswer): Pick<StageFailure, 'code' | 'detail'> {
  switch (outcome) {
    case 'timeout':
      return { code: 'TIMEOUT', detail: 'WinHTTP did not come to an end in time' };
    case 'cancelled':
      return { code: 'CANCELLED', detail: '' };
    case 'answered':
      return { code: 'BAD_HEADER', detail: 'more headers than are read' };
    case 'failed': {
      const flags = secureFailures.length === 0 ? '' : ` (${secureFailures.join(', ')})`;
      return { code: codes.get(win32) ?? `WINHTTP_${win32}`, detail: `WinHTTP error ${win32}${flags}` };
    }
    default:
      return outcome satisfies never;
  }
}

/** ERROR_WINHTTP_SECURE_… and its older family, and 12157, which stands for all of TLS. */
const tlsErrors: ReadonlySet<number> = new Set([12037, 12038, 12044, 12045, 12057, 12157, 12169, 12170, 12175, 12179]);

function failedStage(
  { scheme }: ProbeTarget,
  { kind }: ProbeVia,
  { outcome, win32, reached, overTls }: SystemAnswer,
): StageName {
  if (outcome === 'failed' && win32 === 12007) return 'dns';
  if (outcome === 'failed' && win32 === 12029) return 'tcp';
  if (overTls || scheme === 'http') {
    if (reached === 'started' || reached === 'resolving') return 'dns';
    return reached === 'connecting' ? 'tcp' : 'http';
  }
  if (outcome === 'failed' && tlsErrors.has(win32)) return 'tls';
  switch (reached) {
    case 'started':
    case 'resolving':
      return 'dns';
    case 'connecting':
      return 'tcp';
    default:
      return kind === 'proxy' ? 'connect' : 'tls';
  }
}

/**
 * What the system engine leaves open, so that its verdict is coarser than the stage engine's for the same peer.
 * `tls-not-told`: it has one error for all of TLS (versions, alerts, a peer that ends, an answer that is no TLS).
 * `tunnel-not-told`: it does not say whether the proxy or the server behind it ended the connection.
 */
export type SystemLimit = 'tls-not-told' | 'tunnel-not-told';

export function systemLimits({
  target,
  via,
  answer,
}: Pick<SystemProbed, 'target' | 'via' | 'answer'>): readonly SystemLimit[] {
  const { outcome, win32, reached, chain, overTls } = answer;
  if (target.scheme !== 'https' || overTls) return [];
  if (outcome === 'failed' && tlsErrors.has(win32))
    return win32 !== 12044 && chain.length === 0 ? ['tls-not-told'] : [];
  const isConnected = reached === 'connected' || reached === 'sending' || reached === 'sent';
  return outcome !== 'answered' && isConnected && via.kind === 'proxy' ? ['tunnel-not-told'] : [];
}

const mostHeaders = 64;

/** Out of the headers as WinHTTP gives them; null where they are no HTTP, or were too many to be read. */
function httpAnswer({ rawHeaders }: SystemAnswer, body: string): HttpAnswer | null {
  const [first = '', ...lines] = (rawHeaders ?? '').split('\r\n');
  const [, status, reason = ''] = /^HTTP\/\d\.\d (\d{3})(?: (.*))?$/.exec(first) ?? [];
  if (status === undefined || Number(status) < 100) return null;
  const headers = lines.flatMap((line): [string, string][] => {
    const at = line.indexOf(':');
    return at < 1 ? [] : [[shown(line.slice(0, at).toLowerCase(), 256), shown(line.slice(at + 1).trim(), 1024)]];
  });
  return { status: Number(status), reason: shown(reason, 256), headers: headers.slice(0, mostHeaders), body };
}

/** Text of a peer without control characters. */
const shown = (text: string, limit: number): string => text.replace(/\p{Cc}/gu, '\ufffd').slice(0, limit);

/** To a tenth, within what an observation can hold. */
const msOf = ({ elapsedMs }: SystemAnswer): number => Math.min(600_000, Math.max(0, Math.round(elapsedMs * 10) / 10));
