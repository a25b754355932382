import { connect, isIP, type Socket } from 'node:net';
import type { Machine } from '../machine/machine.ts';
import { type Attempt, type Broken, broken, type Settled, settled, timed, untilSettled, within } from './attempt.ts';
import { resolveName } from './resolver.ts';

/** Whom to call: the origin itself, or a proxy. */
export interface Peer {
  readonly host: string;
  readonly port: number;
  readonly role: 'origin' | 'proxy';
}

export interface Dialled {
  /** Null: no name had to be resolved (an address, or the machine gave one). */
  readonly dns: { readonly ms: number; readonly result: Settled<readonly string[]> } | null;
  /** Null: the name could not be resolved. */
  readonly tcp: { readonly ms: number; readonly result: Settled<Connected> } | null;
}

interface Connected {
  readonly socket: Socket;
  readonly address: string;
  readonly port: number;
}

/** Addresses that are tried, at most; and the head start that each has before the next (RFC 8305 section 5). */
const mostAddresses = 8;
const headStartMs = 250;

/** Resolves a peer's name and connects; each of the two takes at most `connectMs`. */
export async function dial(
  peer: Peer,
  machine: Pick<Machine, 'route'>,
  attempt: Attempt,
  connectMs: number,
): Promise<Dialled> {
  const given = await machine.route(peer);
  const literal = isIP(peer.host) !== 0;
  const dns = given !== null || literal ? null : await resolveName[peer.role](peer.host, attempt.signal, connectMs);
  if (dns !== null && !dns.result.ok) return { dns, tcp: null };
  const addresses = given !== null ? [given.address] : dns?.result.ok ? dns.result.value : [peer.host];
  const port = given?.port ?? peer.port;
  const tcp = await timed(() => within(attempt.signal, connectMs, (s) => connectFirst(addresses, port, attempt, s)));
  return { dns, tcp };
}

/** The first of several addresses that answers. A failure is that of the first address that failed. */
export function connectFirst(
  addresses: readonly string[],
  port: number,
  attempt: Attempt,
  signal: AbortSignal,
): Promise<Settled<Connected>> {
  return untilSettled(signal, (finish) => {
    const waiting = addresses.slice(0, mostAddresses);
    const open = new Set<Socket>();
    let first: Broken | null = null;
    let timer: NodeJS.Timeout | undefined;
    const next = () => {
      clearTimeout(timer);
      const address = waiting.shift();
      if (address === undefined) {
        if (open.size === 0) finish(first ?? broken('INTERNAL', 'no address'));
        return;
      }
      const socket = attempt.own(connect({ host: address, port, autoSelectFamily: false, noDelay: true }));
      open.add(socket);
      socket.once('connect', () => {
        open.delete(socket);
        finish(settled({ socket, address, port }));
      });
      socket.once('error', (error: NodeJS.ErrnoException) => {
        first ??= broken(error.code ?? 'INTERNAL', error.message);
        open.delete(socket);
        next();
      });
      if (waiting.length > 0) timer = setTimeout(next, headStartMs);
    };
    next();
    return () => {
      clearTimeout(timer);
      waiting.length = 0;
      for (const socket of open) socket.destroy();
      open.clear();
    };
  });
}
