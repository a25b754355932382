import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer, request as httpsRequest } from 'node:https';
import type { Duplex } from 'node:stream';
import type { Pki } from '../pki/pki.ts';
import type { ProxyBehaviour } from '../scenarios/scenario.ts';
import { dial, type Listening, listen, loopback } from './loopback.ts';
import type { NetworkLog } from './network-log.ts';
import { bySni, hostOf, secureContexts } from './origin-servers.ts';
import { originOf } from './origins.ts';
import { badGateway, badRequest, type Refusal, refusal } from './refusals.ts';

/** A forward proxy: CONNECT (RFC 9110 section 9.3.6) for port 443, absolute form (RFC 9112 section 3.2.2) for port 80. */
export interface ProxyContext {
  /** `proxy.contoso.com:8080`. */
  readonly name: string;
  readonly behaviour: Exclude<ProxyBehaviour, 'silent'>;
  readonly log: NetworkLog;
  /** Only an inspecting proxy has a CA. */
  readonly openPki: () => Promise<Pki>;
  /** The loopback port of the origin of a scheme. */
  readonly originPort: (port: 80 | 443) => Promise<number>;
  /** Where the proxy notes the ports from which it dials an origin. */
  readonly arrivedBy: Map<number, string>;
}

export async function startProxy(context: ProxyContext): Promise<Listening> {
  const server = createServer((request, response) =>
    relayPlain(request, response, context).catch(() => response.destroy()),
  );
  const tunnel = context.behaviour === 'inspect' ? inspector(context, await context.openPki()) : blindTunnel(context);
  server.on('connect', (request: IncomingMessage, client: Duplex, head: Buffer) => {
    client.on('error', () => client.destroy());
    if (head.length > 0) client.unshift(head);
    connect(request, client, context, tunnel).catch(() => client.destroy());
  });
  return listen(server);
}

/** What happens to the bytes of an accepted CONNECT. */
type Tunnel = (client: Duplex) => Promise<void>;

async function connect(request: IncomingMessage, client: Duplex, context: ProxyContext, tunnel: Tunnel): Promise<void> {
  const target = request.url ?? '';
  const refused = refusal(context.behaviour) ?? (isKnown(target) ? null : badGateway);
  await context.log(line(context, 'CONNECT', target, refused?.status ?? 200));
  if (refused !== null) {
    client.end(raw(refused, context));
    return;
  }
  client.write(`HTTP/1.1 200 Connection established\r\nVia: ${via(context)}\r\n\r\n`);
  await tunnel(client);
}

function isKnown(target: string): boolean {
  const [, host, port] = /^([A-Za-z0-9.-]{1,253}):(\d{1,5})$/.exec(target) ?? [];
  return host !== undefined && Number(port) === 443 && originOf(host, 443) !== null;
}

/** Bytes to and fro, as a proxy that cannot look inside. */
function blindTunnel({ originPort, arrivedBy, name }: ProxyContext): Tunnel {
  return async (client) => {
    const origin = dial(await originPort(443));
    const end = () => {
      client.destroy();
      origin.destroy();
    };
    origin.once('connect', () => {
      const from = origin.localPort ?? 0;
      arrivedBy.set(from, name);
      origin.once('close', () => arrivedBy.delete(from));
      client.pipe(origin).pipe(client);
    });
    origin.on('error', end);
    origin.once('close', end);
    client.once('close', end);
    client.once('error', end);
  };
}

/** Ends TLS with a certificate of the organisation's CA, made for the name that the client wants, and asks itself. */
function inspector(context: ProxyContext, pki: Pki): Tunnel {
  const ca = 'contoso-proxy-inspection-ca';
  const secureContext = secureContexts((host) => pki.server(host, ca) + pki.certificate(ca), pki);
  const terminator = createHttpsServer(
    { SNICallback: bySni(secureContext), minVersion: 'TLSv1.2' },
    (request, response) => relayInspected(request, response, context).catch(() => response.destroy()),
  );
  terminator.on('tlsClientError', (_error, socket) => socket.destroy());
  return async (client) => {
    terminator.emit('connection', client);
  };
}

async function relayInspected(request: IncomingMessage, response: ServerResponse, context: ProxyContext) {
  const host = hostOf(request);
  const answered = httpsRequest({
    host: loopback,
    port: await context.originPort(443),
    servername: host,
    // Only the lab's own origin listens there, and its chain is judged by nobody on this side.
    rejectUnauthorized: false,
    agent: false,
    method: request.method,
    path: request.url,
    headers: { ...request.headers, host, via: via(context) },
  });
  relay(answered, request, response, context);
}

async function relayPlain(request: IncomingMessage, response: ServerResponse, context: ProxyContext): Promise<void> {
  const url = absolute(request.url);
  const refused =
    refusal(context.behaviour) ??
    (url === null ? badRequest : originOf(url.hostname, Number(url.port || 80)) === null ? badGateway : null);
  if (refused !== null || url === null) {
    const { status, headers, body } = refused ?? badRequest;
    await context.log(line(context, request.method ?? '-', request.url ?? '-', status));
    response.writeHead(status, [...headers, ['Via', via(context)] as const].flat());
    response.end(body);
    return;
  }
  await context.log(line(context, request.method ?? '-', url.href, 200));
  const answered = httpRequest({
    host: loopback,
    port: await context.originPort(80),
    agent: false,
    method: request.method,
    path: `${url.pathname}${url.search}`,
    headers: { ...request.headers, host: url.host, via: via(context) },
  });
  relay(answered, request, response, context);
}

function relay(
  answered: ReturnType<typeof httpRequest>,
  request: IncomingMessage,
  response: ServerResponse,
  { arrivedBy, name, ...context }: ProxyContext,
): void {
  answered.once('socket', (socket) =>
    socket.once('connect', () => {
      const from = socket.localPort ?? 0;
      arrivedBy.set(from, name);
      socket.once('close', () => arrivedBy.delete(from));
    }),
  );
  answered.once('response', (answer) => {
    response.writeHead(answer.statusCode ?? 502, { ...answer.headers, via: via({ name, ...context }) });
    answer.pipe(response);
  });
  answered.once('error', () => response.destroy());
  response.once('close', () => answered.destroy());
  request.pipe(answered);
}

function absolute(target: string | undefined): URL | null {
  try {
    const url = new URL(target ?? '');
    return url.protocol === 'http:' ? url : null;
  } catch {
    return null;
  }
}

function raw({ status, reason, headers, body }: Refusal, context: ProxyContext): string {
  const all = [
    ...headers,
    ['Via', via(context)],
    ['Content-Length', String(Buffer.byteLength(body))],
    ['Connection', 'close'],
  ];
  return `HTTP/1.1 ${status} ${reason}\r\n${all.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`;
}

function line({ name }: ProxyContext, method: string, target: string, status: number) {
  return { by: name, method, target, status, from: 'client' };
}

function via({ name }: Pick<ProxyContext, 'name'>): string {
  return `1.1 ${name.split(':')[0]} (squid/5.7)`;
}
