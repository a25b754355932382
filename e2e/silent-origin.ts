import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** A loopback server that nothing may reach: it counts who did. */
export interface SilentOrigin {
  readonly url: string;
  readonly requests: readonly string[];
  close(): Promise<void>;
}

export async function silentOrigin(): Promise<SilentOrigin> {
  const requests: string[] = [];
  const server = http.createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.end('<!doctype html><title>reached</title>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on a port has an address with one.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
