import type { Socket } from 'node:net';
import type { ProbeTarget } from '../core/connectivity/observation.ts';
import { answerParser, type Parsed } from './answer-parser.ts';
import { broken, type Settled, settled, untilSettled } from './attempt.ts';
import { tlsCode } from './tls-code.ts';

/** Longest wait for the page behind a proxy's refusal, in milliseconds; the refusal itself has been read by then. */
const refusalPageMs = 1000;

/** How a program calls itself; nothing about the machine. */
const userAgent = 'Defender-Proxy-Wizard';

/**
 * The head of a GET, in absolute form for a proxy that gets it in clear (RFC 9112 section 3.2.2). `token`: a Basic
 * sign-in for that proxy; it must not go to an origin.
 */
export function getRequest(target: ProbeTarget, form: 'origin' | 'absolute', token: string | null = null): string {
  const authority = authorityOf(target, target.scheme === 'http' ? 80 : 443);
  const place = form === 'absolute' ? `${target.scheme}://${authority}${target.path}` : target.path;
  return `GET ${place} HTTP/1.1\r\nHost: ${authority}\r\nUser-Agent: ${userAgent}\r\nAccept: */*\r\n${signInLine(form === 'absolute' ? token : null)}Connection: close\r\n\r\n`;
}

/** The head of a CONNECT (RFC 9110 section 9.3.6). Without a token it has no credentials: system services have none. */
export function connectRequest(target: ProbeTarget, token: string | null = null): string {
  const authority = authorityOf(target, null);
  return `CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\nUser-Agent: ${userAgent}\r\n${signInLine(token)}\r\n`;
}

const signInLine = (token: string | null) => (token === null ? '' : `Proxy-Authorization: Basic ${token}\r\n`);

function authorityOf({ host, port }: ProbeTarget, usual: number | null): string {
  const name = host.includes(':') ? `[${host}]` : host;
  return port === usual ? name : `${name}:${port}`;
}

/** Sends a request and reads the answer; the socket is left paused, with what came behind a tunnel's head put back. */
export function exchange(
  socket: Socket,
  request: string,
  kind: 'get' | 'connect',
  signal: AbortSignal,
): Promise<Settled<Parsed>> {
  return untilSettled(signal, (finish) => {
    const parser = answerParser(kind === 'connect');
    let timer: NodeJS.Timeout | undefined;
    const done = (result: Settled<Parsed>) => {
      socket.pause();
      if (result.ok && result.value.rest.length > 0) socket.unshift(result.value.rest);
      finish(result);
    };
    /** A refusal that was read stays one, whatever happens to the page behind it. */
    const orRefusal = (otherwise: Settled<Parsed>): Settled<Parsed> => {
      const answer = kind === 'connect' ? parser.soFar() : null;
      return otherwise.ok || answer === null ? otherwise : settled({ answer, rest: Buffer.alloc(0) });
    };
    const onData = (chunk: Buffer) => {
      const result = parser.push(chunk);
      if (result !== null) return done(orRefusal(result));
      if (kind === 'connect' && parser.soFar() !== null)
        timer ??= setTimeout(() => done(orRefusal(broken('TIMEOUT', ''))), refusalPageMs);
    };
    const onEnd = () => done(orRefusal(parser.end()));
    const onError = (error: NodeJS.ErrnoException) => done(orRefusal(broken(tlsCode(error), error.message)));
    const onClose = () => done(orRefusal(parser.end()));
    socket.on('data', onData);
    socket.once('end', onEnd);
    socket.once('error', onError);
    socket.once('close', onClose);
    if (socket.destroyed) onClose();
    else {
      // An exchange before this one left it paused.
      socket.resume();
      socket.write(request);
    }
    return () => {
      clearTimeout(timer);
      socket.off('data', onData);
      socket.off('end', onEnd);
      socket.off('error', onError);
      socket.off('close', onClose);
    };
  });
}
