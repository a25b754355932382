import { connect, type Server, type Socket } from 'node:net';

/** The only address at which the lab listens and to which it dials. */
export const loopback = '127.0.0.1';

/** A port of the loopback address at which nothing listens (tcpmux): connections are refused at once. */
export const closedPort = 1;

export interface Listening {
  readonly port: number;
  close(): Promise<void>;
}

/** Lets a server listen on a free loopback port. It does not keep the process alive; closing ends its connections. */
export async function listen(server: Server): Promise<Listening> {
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    // A peer that resets its connection is its own affair.
    socket.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: loopback, port: 0 }, () => resolve());
  });
  server.unref();
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return {
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}

/** Connects to a server of this process. */
export function dial(port: number): Socket {
  return connect({ host: loopback, port, autoSelectFamily: false });
}
