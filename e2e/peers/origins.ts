import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { freePort, type Peer, startPeer } from './peer-process.ts';

/** A TLS server's certificates (leaf first) and its key, as PEM. */
export interface Identity {
  readonly chain: readonly [leaf: string, ...issuers: string[]];
  readonly key: string;
}

export interface RealOrigin extends Peer {
  /** What the server itself wrote about the requests it served. */
  log(): string;
}

/** The whole chain in one file, the issuers in another, and the key. */
function identityFiles(folder: string, { chain: [leaf, ...issuers], key }: Identity) {
  const file = (name: string, content: string) => {
    const at = path.join(folder, name);
    writeFileSync(at, content, { mode: 0o600 });
    return at;
  };
  return {
    chain: file('chain.pem', [leaf, ...issuers].join('')),
    issuers: file('issuers.pem', issuers.join('')),
    key: file('key.pem', key),
  };
}

/** Nginx over TLS, which answers every path alike. */
export async function nginx(
  folder: string,
  identity: Identity,
  answer: { readonly status: 200 | 503; readonly body: string },
): Promise<RealOrigin> {
  const files = identityFiles(folder, identity);
  const port = await freePort();
  const log = path.join(folder, 'access.log');
  const configuration = path.join(folder, 'nginx.conf');
  const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  writeFileSync(
    configuration,
    `daemon off;
master_process off;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
events { worker_connections 64; }
http {
  ${places.map((place) => `${place}_temp_path ${folder}/${place};`).join(' ')}
  log_format path '$ssl_server_name "$request" $status';
  access_log ${log} path;
  server {
    listen 127.0.0.1:${port} ssl;
    ssl_certificate ${files.chain};
    ssl_certificate_key ${files.key};
    default_type text/plain;
    location / { return ${answer.status} "${answer.body}"; }
  }
}
`,
  );
  const peer = await startPeer(
    '/usr/sbin/nginx',
    ['-e', path.join(folder, 'error.log'), '-p', folder, '-c', configuration],
    port,
  );
  return { ...peer, log: () => (existsSync(log) ? readFileSync(log, 'utf8') : '') };
}

/** OpenSSL's own server with the given switches. It answers the path with 200 and one body, and any other with an error. */
export async function opensslServer(
  folder: string,
  identity: Identity,
  {
    path: place,
    body,
    switches,
  }: { readonly path: string; readonly body: string; readonly switches: readonly string[] },
): Promise<Peer> {
  const files = identityFiles(folder, identity);
  const file = path.join(folder, place);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
  const port = await freePort();
  const args = ['s_server', '-accept', `127.0.0.1:${port}`, '-cert', files.chain, '-cert_chain', files.issuers];
  return startPeer('/usr/bin/openssl', [...args, '-key', files.key, '-HTTP', ...switches], port, folder);
}
