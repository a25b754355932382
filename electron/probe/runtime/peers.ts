import { createServer, type Socket, connect as tcpConnect } from 'node:net';
import { createServer as createTlsServer, type TLSSocket, type TlsOptions } from 'node:tls';
import type { Issued } from './throwaway-certificates.ts';

/** A server of a test on a free loopback port. Closing it ends every connection. */
export interface Peer {
  readonly port: number;
  /** What clients sent, as text, one entry per connection in their order. */
  readonly heard: string[];
  close(): Promise<void>;
}

interface Listener {
  listen(port: number, host: string, done: () => void): unknown;
  close(done: () => void): unknown;
  address(): unknown;
}

async function start(server: Listener, open: ReadonlySet<Socket>, heard: string[]): Promise<Peer> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number }; // a listening TCP server's address has a port
  return {
    port,
    heard,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        // A TLS socket before the one below it; see `startAttempt`.
        for (const socket of [...open].reverse()) socket.destroy();
      }),
  };
}

/** A peer in clear; `serve` gets each connection once its first bytes have come (`now`: at once). */
export function clearPeer(
  serve: (socket: Socket, first: string) => void,
  when: 'now' | 'when-spoken-to' = 'when-spoken-to',
): Promise<Peer> {
  const open = new Set<Socket>();
  const heard: string[] = [];
  const server = createServer((socket) => {
    care(socket, open, heard);
    if (when === 'now') serve(socket, '');
    else socket.once('data', (bytes) => serve(socket, bytes.toString('latin1')));
  });
  return start(server, open, heard);
}

/** A peer behind TLS that sends exactly this chain. */
export function tlsPeer(
  chain: readonly [Issued, ...Issued[]],
  serve: (socket: TLSSocket, first: string) => void,
  options: TlsOptions = {},
): Promise<Peer> {
  const open = new Set<Socket>();
  const heard: string[] = [];
  const server = createTlsServer(
    { cert: chain.map(({ pem }) => pem).join(''), key: chain[0].keyPem, ...options },
    (socket) => {
      care(socket, open, heard);
      socket.once('data', (bytes) => serve(socket, bytes.toString('latin1')));
    },
  );
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => open.delete(socket));
  });
  server.on('tlsClientError', () => {});
  return start(server, open, heard);
}

function care(socket: Socket, open: Set<Socket>, heard: string[]): void {
  const place = heard.push('') - 1;
  open.add(socket);
  socket.on('error', () => {});
  socket.once('close', () => open.delete(socket));
  socket.on('data', (bytes) => {
    heard[place] += bytes.toString('latin1');
  });
}

/** A proxy that lets every CONNECT through to one loopback port. */
export function tunnelProxy(port: () => number): Promise<Peer> {
  return clearPeer((socket) => tunnel(socket, port()));
}

/** The same proxy behind TLS of its own. */
export function tlsTunnelProxy(chain: readonly [Issued, ...Issued[]], port: () => number): Promise<Peer> {
  return tlsPeer(chain, (socket) => tunnel(socket, port()));
}

function tunnel(socket: Socket, port: number): void {
  const origin = tcpConnect({ host: '127.0.0.1', port, autoSelectFamily: false });
  origin.on('error', () => socket.destroy());
  origin.once('close', () => socket.destroy());
  socket.once('close', () => origin.destroy());
  origin.once('connect', () => {
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    socket.pipe(origin).pipe(socket);
  });
}

/** A whole answer with a length. */
export function answer(status: number, body: string, headers: readonly string[] = []): string {
  const lines = [`HTTP/1.1 ${status} Status`, `Content-Length: ${Buffer.byteLength(body)}`, ...headers, '', body];
  return lines.join('\r\n');
}
