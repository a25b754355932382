import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createSecureContext, type SecureContext } from 'node:tls';
import type { AuthorityId } from '../pki/authorities.ts';
import type { Pki } from '../pki/pki.ts';
import { namesFor } from '../pki/server-names.ts';
import type { LabNetwork } from '../scenarios/scenario.ts';
import { type Listening, listen } from './loopback.ts';
import type { NetworkLog } from './network-log.ts';
import { originOf } from './origins.ts';

/** The lab's Internet: one server for all names of port 443, told apart by SNI, and one for those of port 80. */
export interface OriginContext {
  readonly network: LabNetwork;
  readonly log: NetworkLog;
  /** Through which proxy of this process a connection came, by the port it came from. */
  readonly arrivedBy: ReadonlyMap<number, string>;
}

export function startHttpOrigin(context: OriginContext): Promise<Listening> {
  return listen(createHttpServer((request, response) => serve(request, response, 80, context)));
}

export function startTlsOrigin(context: OriginContext, pki: Pki): Promise<Listening> {
  const secureContext = secureContexts((host) => presentedChain(host, pki, context.network.chain), pki);
  const server = createHttpsServer({ SNICallback: bySni(secureContext), minVersion: 'TLSv1.2' }, (request, response) =>
    serve(request, response, 443, context),
  );
  // A client that gives up in the handshake is its own affair.
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  return listen(server);
}

/** Makes the TLS identity of a name on first use and keeps it; all names of one wildcard share it. */
export function secureContexts(chainOf: (host: string) => string, pki: Pki): (host: string) => SecureContext {
  const made = new Map<string, SecureContext>();
  return (host) => {
    const name = namesFor(host)[0];
    const known = made.get(name) ?? createSecureContext({ cert: chainOf(host), key: pki.serverKey });
    made.set(name, known);
    return known;
  };
}

type SniCallback = (host: string, done: (error: Error | null, context?: SecureContext) => void) => void;

/** Clients that name no server of the lab's Internet get no certificate: the handshake fails. */
export function bySni(contextOf: (host: string) => SecureContext): SniCallback {
  return (host, done) => {
    if (originOf(host, 443) === null) done(null);
    else done(null, contextOf(host));
  };
}

/** The issuing CAs in the order in which the services send them; the root stays at home. */
const intermediates: Readonly<Record<'azure' | 'microsoft-2011', readonly [AuthorityId, ...AuthorityId[]]>> = {
  azure: ['microsoft-tls-g2-rsa-ca-ocsp-04', 'microsoft-tls-rsa-root-g2'],
  'microsoft-2011': ['microsoft-secure-server-ca-2011'],
};

function presentedChain(host: string, pki: Pki, chain: LabNetwork['chain']): string {
  const issuers = intermediates[originOf(host, 443)?.chain ?? 'azure'];
  const leaf = pki.server(host, issuers[0]);
  return chain === 'leaf' ? leaf : [leaf, ...issuers.map((id) => pki.certificate(id))].join('');
}

function serve(request: IncomingMessage, response: ServerResponse, port: 80 | 443, context: OriginContext): void {
  answer(request, response, port, context).catch(() => response.destroy());
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  port: 80 | 443,
  { network, log, arrivedBy }: OriginContext,
): Promise<void> {
  const host = hostOf(request);
  const path = request.url ?? '/';
  const found = originOf(host, port)?.answer(path, network) ?? { status: 404, headers: {}, body: '' };
  const proxy = arrivedBy.get(request.socket.remotePort ?? 0);
  await log({
    by: 'origin',
    method: request.method ?? '-',
    target: `${port === 443 ? 'https' : 'http'}://${host}${path}`,
    status: found.status,
    from: proxy === undefined ? 'direct' : `via:${proxy}`,
  });
  for (const [name, value] of Object.entries(found.headers)) response.setHeader(name, value);
  response.writeHead(found.status);
  response.end(request.method === 'HEAD' ? undefined : found.body);
}

/** The name that the client asks for, without a port. */
export function hostOf(request: IncomingMessage): string {
  return (request.headers.host ?? '').replace(/:\d{1,5}$/, '').toLowerCase();
}
