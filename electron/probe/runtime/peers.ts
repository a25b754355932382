import { spawn } from 'node:child_process';
import { createServer, type Socket, connect as tcpConnect } from 'node:net';
import { networkInterfaces } from 'node:os';
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

async function start(
  server: Listener,
  open: ReadonlySet<Socket>,
  heard: string[],
  address = '127.0.0.1',
): Promise<Peer> {
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
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

/** A proxy that lets out who signs in by exactly this Basic token, and names the given schemes to others. */
export function basicProxy(token: string, schemes: readonly string[], port: () => number): Promise<Peer> {
  return clearPeer((socket, first) => {
    if (first.includes(`\r\nProxy-Authorization: Basic ${token}\r\n`)) tunnel(socket, port());
    else
      socket.end(
        answer(
          407,
          'sign in',
          schemes.map((scheme) => `Proxy-Authenticate: ${scheme}`),
        ),
      );
  });
}

/** Passes bytes between a client and a loopback port, as `back` lets those of the server through. */
export function relay(port: () => number, back: (bytes: Buffer, client: Socket) => void): Promise<Peer> {
  return clearPeer((client) => {
    const origin = tcpConnect({ host: '127.0.0.1', port: port(), autoSelectFamily: false });
    origin.on('error', () => client.destroy());
    client.once('close', () => origin.destroy());
    client.on('data', (bytes) => origin.write(bytes));
    origin.on('data', (bytes) => back(bytes, client));
  }, 'now');
}

/** Whether this computer has the loopback address of IPv6. */
export const hasIpv6 = Object.values(networkInterfaces()).some((list) =>
  list?.some(({ address }) => address === '::1'),
);

/** A port of `::1` that leads to one of 127.0.0.1. */
export function ipv6Relay(port: () => number): Promise<Peer> {
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const origin = tcpConnect({ host: '127.0.0.1', port: port(), autoSelectFamily: false });
    for (const socket of [client, origin]) {
      open.add(socket);
      socket.on('error', () => {});
    }
    client.pipe(origin).pipe(client);
  });
  return start(server, open, [], '::1');
}

/** Writes a byte every so often, however much has come: what a peer does that means to keep its callers waiting. */
export function slowly(): (bytes: Buffer | string, socket: Socket) => void {
  const waiting: number[] = [];
  let timer: NodeJS.Timeout | null = null;
  return (bytes, socket) => {
    for (const byte of Buffer.from(bytes)) waiting.push(byte);
    timer ??= setInterval(() => {
      const byte = waiting.shift();
      if (byte !== undefined && !socket.destroyed) socket.write(Buffer.from([byte]));
    }, 50);
    const running = timer;
    socket.once('close', () => clearInterval(running));
  };
}

/** Lets that many bytes through, then ends the connection. */
export function cutAfter(count: number): (bytes: Buffer, socket: Socket) => void {
  let left = count;
  return (bytes, socket) => {
    if (left === 0) return;
    const part = bytes.subarray(0, left);
    left -= part.length;
    if (left === 0) socket.end(part);
    else socket.write(part);
  };
}

/** Writes without end, as fast as it is read. */
export function endlessly(socket: Socket, piece: string): void {
  const more = () => {
    while (!socket.destroyed && socket.write(piece)) {
      // Until the buffer is full; `drain` goes on.
    }
  };
  socket.on('drain', more);
  more();
}

/** A port that accepts no connection and refuses none: its queue is full, and what comes is dropped. */
export async function blackHole(): Promise<Peer> {
  // A process of its own whose one thread sleeps, since Node would accept as soon as it is free to.
  const program = `const s = require('node:net').createServer();
    s.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
      require('node:fs').writeSync(1, String(s.address().port));
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60_000);
      process.exit();
    });`;
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const port = Number(await new Promise((resolve) => child.stdout.once('data', (bytes) => resolve(String(bytes)))));
  // Linux lets one more into the queue than the backlog says.
  const fillers = [0, 1].map(() => tcpConnect({ host: '127.0.0.1', port, autoSelectFamily: false }));
  for (const socket of fillers) socket.on('error', () => {});
  await Promise.all(fillers.map((socket) => new Promise<void>((resolve) => socket.once('connect', () => resolve()))));
  return {
    port,
    heard: [],
    close: () =>
      new Promise((resolve) => {
        for (const socket of fillers) socket.destroy();
        child.once('exit', () => resolve());
        child.kill('SIGKILL');
      }),
  };
}
