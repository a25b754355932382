import type { X509Certificate } from 'node:crypto';
import { isIP, type Socket } from 'node:net';
import { connect, createSecureContext, type SecureContext, type TLSSocket } from 'node:tls';
import { type Attempt, broken, type Settled, settled, untilSettled } from './attempt.ts';
import { tlsCode } from './tls-code.ts';

/** Certificates of a chain that are looked at; a peer that sends more is cut off there. */
const mostCertificates = 64;

interface TlsOpened {
  readonly socket: TLSSocket;
  readonly protocol: string;
  readonly cipher: string;
  readonly nameMatches: boolean;
}

export interface TlsSeen {
  readonly result: Settled<TlsOpened>;
  /** As the peer sent them, in its order; also where the handshake failed afterwards. */
  readonly presented: readonly X509Certificate[];
  readonly presentedCut: boolean;
}

let context: SecureContext | null = null;

/** One context for all: no trust anchors (the machine judges trust), no sessions that would hide the chain. */
function secureContext(): SecureContext {
  context ??= createSecureContext({ ca: [], minVersion: 'TLSv1.2', maxVersion: 'TLSv1.3' });
  return context;
}

/** Speaks TLS over an open connection, with the host as SNI. */
export async function openTls(over: Socket, host: string, attempt: Attempt): Promise<TlsSeen> {
  let presented: readonly X509Certificate[] = [];
  const result = await untilSettled<TlsOpened>(attempt.signal, (finish) => {
    const socket = attempt.own(
      connect({
        socket: over,
        ...(isIP(host) === 0 ? { servername: host } : {}),
        secureContext: secureContext(),
        // SECURITY: the one place in the program that goes on with a bad chain, in order to describe it. Nothing
        // secret is sent over it, and what it carries is only shown.
        rejectUnauthorized: false,
      }),
    );
    const onSecure = () => {
      presented = presentedChain(socket);
      const leaf = presented[0];
      finish(
        settled({
          socket,
          protocol: socket.getProtocol() ?? 'unknown',
          cipher: socket.getCipher()?.standardName ?? socket.getCipher()?.name ?? 'unknown',
          nameMatches: leaf !== undefined && covers(leaf, host),
        }),
      );
    };
    // With TLS 1.2 a demand for a client certificate fails before `secureConnect`, and the chain is readable here.
    const onError = (error: NodeJS.ErrnoException) => {
      presented = presentedChain(socket);
      finish(broken(tlsCode(error), error.message));
    };
    const onClose = () => finish(broken('CLOSED', 'the peer ended during the handshake'));
    socket.once('secureConnect', onSecure);
    socket.once('error', onError);
    socket.once('close', onClose);
    return () => {
      socket.off('secureConnect', onSecure);
      socket.off('error', onError);
      socket.off('close', onClose);
    };
  });
  return { result, presented: presented.slice(0, mostCertificates), presentedCut: presented.length > mostCertificates };
}

/**
 * Despite its name `issuerCertificate` is the next certificate as sent: same order, strangers, duplicates and roots
 * included, nothing added. One more than the limit is taken, so that a cut can be told.
 */
function presentedChain(socket: TLSSocket): readonly X509Certificate[] {
  const list: X509Certificate[] = [];
  let next = socket.getPeerX509Certificate();
  while (next !== undefined && list.length <= mostCertificates) {
    list.push(next);
    next = next.issuerCertificate;
  }
  return list;
}

function covers(leaf: X509Certificate, host: string): boolean {
  return (isIP(host) === 0 ? leaf.checkHost(host) : leaf.checkIP(host)) !== undefined;
}
