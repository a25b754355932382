import { conclude, type Facts, nearest } from './conclusion.ts';
import type { Observation, StageFailure } from './observation.ts';
import type { Verdict } from './verdict.ts';

/** The stages of an observation, as verdicts name them. */
type Failure = StageFailure & { readonly stage: 'dns' | 'tcp' | 'proxy-tls' | 'connect' | 'tls' | 'http' };

/** Where the MDI sensor and its updater talk with one another, on this very machine. */
const sensorPort = 444;
const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/i;

/** The peer, or something on the way, ended the connection. */
const ended: ReadonlySet<string> = new Set(['ECONNRESET', 'ECONNABORTED', 'EPIPE', 'CLOSED']);

/** What came was not HTTP at all, or not such as a proxy sends. */
const notHttp: ReadonlySet<string> = new Set(['NOT_HTTP', 'BAD_STATUS_LINE', 'BAD_HEADER']);

/** The first bytes were no TLS record (OpenSSL and BoringSSL name it in these ways). */
const notTls: ReadonlySet<string> = new Set([
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_SSL_HTTP_REQUEST',
  'ERR_SSL_HTTPS_PROXY_REQUEST',
  'ERR_SSL_PACKET_LENGTH_TOO_LONG',
  'ERR_SSL_UNKNOWN_PROTOCOL',
]);

/** The alert or handshake record of a peer that wants TLS (RFC 8446 section 5.1). */
const tlsRecord = /^first bytes 1[56]03/;

/** No protocol version or cipher in common. */
const versionCodes: ReadonlySet<string> = new Set([
  'ERR_SSL_UNSUPPORTED_PROTOCOL',
  'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
  'ERR_SSL_TLSV1_ALERT_INSUFFICIENT_SECURITY',
  'ERR_SSL_WRONG_SSL_VERSION',
  'ERR_SSL_VERSION_TOO_LOW',
  'ERR_SSL_NO_PROTOCOLS_AVAILABLE',
  'ERR_SSL_UNSUPPORTED_SSL_VERSION',
  'ERR_SSL_UNKNOWN_CIPHER_RETURNED',
  'ERR_SSL_WRONG_CIPHER_RETURNED',
  'ERR_SSL_INAPPROPRIATE_FALLBACK',
]);

/** The peer wants to know who is calling. */
const wantsCertificate =
  /^ERR_SSL_(?:TLSV1|TLSV13|SSLV3)_ALERT_(?:CERTIFICATE_REQUIRED|NO_CERTIFICATE|BAD_CERTIFICATE)$/;
const handshakeRefused = /^ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE$/;

/** Whether a failed handshake says that what came was no TLS. */
export const saysNotTls = ({ code }: Pick<StageFailure, 'code'>) => notTls.has(code);

/** Whether a proxy that was spoken to in clear may be one that wants TLS: it ended without a word, or with an alert. */
export const mayWantTls = ({ code, detail }: Pick<StageFailure, 'code' | 'detail'>) =>
  ended.has(code) || (code === 'NOT_HTTP' && tlsRecord.test(detail));

/** Whether a failed handshake is a demand for a client certificate; with TLS 1.2 the alert alone does not tell. */
export function demandsCertificate(failure: StageFailure, chainSeen: boolean): boolean {
  return wantsCertificate.test(failure.code) || (handshakeRefused.test(failure.code) && chainSeen);
}

/** What a stage that broke means, where no certificate of the peer was seen. */
export function judgeFailure(failure: Failure, observation: Observation): Verdict {
  const { code, stage } = failure;
  const facts = { stage, code };
  if (code === 'CANCELLED') return conclude('cancelled', 'not-tested', 'certain', 'nobody', facts);
  switch (stage) {
    case 'dns':
      return judgeDns(failure, observation, facts);
    case 'tcp':
      return judgeTcp(failure, observation, facts);
    case 'proxy-tls':
      return judgeProxyTls(failure, facts);
    case 'connect':
      return judgeConnectFailure(failure, observation, facts);
    case 'tls':
      return judgeTlsFailure(failure, observation, facts);
    case 'http':
      return judgeHttpFailure(failure, observation, facts);
    default:
      return stage satisfies never;
  }
}

function judgeDns({ code }: Failure, { target, via }: Observation, facts: Facts): Verdict {
  const name = via.kind === 'proxy' ? via.host : target.host;
  return conclude('dns', 'fails', code === 'ENOTFOUND' ? 'certain' : 'likely', 'nobody', { ...facts, name });
}

function judgeTcp({ code }: Failure, observation: Observation, where: Facts): Verdict {
  const { dns, target, via } = observation;
  const addresses = dns.state === 'done' ? dns.addresses : [];
  const facts = { ...where, address: addresses.slice(0, 3).join(', ') };
  if (via.kind === 'direct' && target.port === sensorPort && loopback.test(target.host))
    return conclude('loopback-blocked', 'fails', code === 'ECONNREFUSED' ? 'likely' : 'certain', 'nobody', facts);
  if (via.kind === 'direct' && addresses.length > 0 && addresses.every((one) => one.includes(':')))
    return conclude('ipv6-only', 'fails', 'likely', 'nobody', { ...facts, address: addresses[0] });
  switch (code) {
    case 'ECONNREFUSED':
      return conclude('tcp-refused', 'fails', 'certain', 'nobody', facts);
    // The local firewall says no itself.
    case 'EACCES':
    case 'EPERM':
      return conclude('tcp-refused', 'fails', 'likely', 'nobody', { ...facts, why: 'local-firewall' });
    case 'TIMEOUT':
    case 'ETIMEDOUT':
      return conclude('tcp-timeout', 'fails', 'certain', 'nobody', facts);
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EHOSTDOWN':
    case 'ENETDOWN':
    case 'EADDRNOTAVAIL':
      return conclude('tcp-timeout', 'fails', 'likely', 'nobody', { ...facts, why: 'no-route' });
    default:
      return ended.has(code)
        ? conclude('reset', 'fails', 'certain', nearest(observation), facts)
        : conclude('http-failed', 'fails', 'possible', 'unknown', facts);
  }
}

function judgeProxyTls({ code }: Failure, facts: Facts): Verdict {
  if (notTls.has(code))
    return conclude('proxy-wrong-protocol', 'fails', 'certain', 'proxy', { ...facts, why: 'plain' });
  if (code === 'TIMEOUT') return conclude('timeout', 'fails', 'certain', 'proxy', facts);
  if (versionCodes.has(code)) return conclude('tls-version', 'fails', 'certain', 'proxy', facts);
  // A plain proxy that gets a ClientHello often just ends the connection.
  if (ended.has(code))
    return conclude('proxy-wrong-protocol', 'fails', 'possible', 'proxy', { ...facts, why: 'ended' });
  return conclude('tls-failed', 'fails', 'likely', 'proxy', facts);
}

function judgeConnectFailure({ code, detail }: Failure, { via, proxyTls }: Observation, facts: Facts): Verdict {
  if (via.kind === 'proxy' && via.scheme === 'http' && proxyTls.state === 'done')
    return conclude('proxy-wrong-protocol', 'fails', 'certain', 'proxy', { ...facts, why: 'tls' });
  if (code === 'TIMEOUT') return conclude('timeout', 'fails', 'certain', 'proxy', facts);
  if (ended.has(code)) return conclude('reset', 'fails', 'certain', 'proxy', facts);
  if (notHttp.has(code))
    return conclude('proxy-wrong-protocol', 'fails', code === 'NOT_HTTP' ? 'certain' : 'likely', 'proxy', {
      ...facts,
      why: tlsRecord.test(detail) ? 'tls' : 'not-http',
    });
  return conclude('http-failed', 'fails', 'likely', 'proxy', facts);
}

function judgeTlsFailure(failure: Failure, observation: Observation, facts: Facts): Verdict {
  const { code } = failure;
  if (code === 'TIMEOUT') return conclude('timeout', 'fails', 'certain', nearest(observation), facts);
  if (ended.has(code)) return conclude('reset', 'fails', 'certain', 'unknown', facts);
  if (versionCodes.has(code)) return conclude('tls-version', 'fails', 'certain', 'unknown', facts);
  if (code === 'ERR_SSL_EXCESSIVE_MESSAGE_SIZE')
    return conclude('tls-failed', 'fails', 'certain', 'unknown', { ...facts, why: 'chain-too-large' });
  // Before any certificate the alert means that nothing offered was good enough.
  if (handshakeRefused.test(code)) return conclude('tls-version', 'fails', 'possible', 'unknown', facts);
  return conclude('tls-failed', 'fails', 'likely', 'unknown', facts);
}

function judgeHttpFailure(failure: Failure, observation: Observation, facts: Facts): Verdict {
  const { code } = failure;
  const clearProxy = observation.target.scheme === 'http' && observation.via.kind === 'proxy';
  if (code === 'TIMEOUT') return conclude('timeout', 'fails', 'certain', nearest(observation), facts);
  if (demandsCertificate(failure, true)) return conclude('client-certificate', 'differs', 'certain', 'service', facts);
  if (clearProxy && code === 'NOT_HTTP')
    return conclude('proxy-wrong-protocol', 'fails', 'certain', 'proxy', { ...facts, why: 'not-http' });
  if (ended.has(code)) return conclude('http-failed', 'fails', 'certain', 'unknown', facts);
  return conclude('http-failed', 'fails', 'likely', 'unknown', facts);
}
