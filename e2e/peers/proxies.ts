import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { freePort, type Peer, startPeer } from './peer-process.ts';

/** A real proxy with its own access log. */
export interface RealProxy extends Peer {
  /** What the proxy itself wrote about the requests it served. */
  log(): string;
}

/** How a proxy gets to the origins: by another proxy, or itself, with these names on the loopback address. */
export type Onward = { readonly port: number } | { readonly names: readonly string[] };

const squidProgram = '/usr/sbin/squid';
const certificateGenerator = '/usr/lib/squid/security_file_certgen';

/** Started as root, squid becomes the user `proxy`, who has to be able to write into the folder. */
function openTo(folder: string): void {
  chmodSync(folder, 0o777);
}

function onwardLines(folder: string, onward: Onward): readonly string[] {
  if ('port' in onward)
    return [
      `cache_peer 127.0.0.1 parent ${onward.port} 0 no-query no-digest no-netdb-exchange default`,
      'never_direct allow all',
    ];
  const hosts = path.join(folder, 'hosts');
  writeFileSync(hosts, onward.names.map((name) => `127.0.0.1 ${name}\n`).join(''));
  return [`hosts_file ${hosts}`];
}

function squidBase(folder: string, onward: Onward, extra: readonly string[]): string {
  return [
    'visible_hostname squid.contoso.com',
    ...onwardLines(folder, onward),
    `access_log stdio:${path.join(folder, 'access.log')}`,
    `cache_log ${path.join(folder, 'cache.log')}`,
    `coredump_dir ${folder}`,
    'pid_filename none',
    'netdb_filename none',
    'pinger_enable off',
    'cache deny all',
    'cache_mem 8 MB',
    'shutdown_lifetime 0 seconds',
    ...extra,
    '',
  ].join('\n');
}

async function startSquid(folder: string, port: number, configuration: string): Promise<RealProxy> {
  const file = path.join(folder, 'squid.conf');
  writeFileSync(file, configuration);
  const peer = await startPeer(squidProgram, ['-N', '-f', file], port);
  return { ...peer, log: () => logOf(path.join(folder, 'access.log')) };
}

/** Squid as a plain forward proxy. `rules`: its `http_access` lines. */
export async function squid(
  folder: string,
  onward: Onward,
  rules: readonly string[] = ['http_access allow localhost', 'http_access deny all'],
): Promise<RealProxy> {
  openTo(folder);
  const port = await freePort();
  return startSquid(folder, port, squidBase(folder, onward, [`http_port 127.0.0.1:${port}`, ...rules]));
}

/** Squid that terminates TLS with certificates which it forges under the given authority (ssl-bump). */
export async function interceptingSquid(
  folder: string,
  onward: Onward,
  authority: { readonly certificate: string; readonly key: string },
  /** Lines before the one that intercepts everything. */
  before: readonly string[] = [],
): Promise<RealProxy> {
  openTo(folder);
  const port = await freePort();
  const pem = path.join(folder, 'authority.pem');
  writeFileSync(pem, `${authority.key}\n${authority.certificate}`);
  const store = path.join(folder, 'forged');
  const made = spawnSync(certificateGenerator, ['-c', '-s', store, '-M', '4MB'], { encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`the store of forged certificates: ${made.stderr}`);
  giveToSquid([store, path.join(store, 'certs'), path.join(store, 'index.txt'), path.join(store, 'size')]);
  return startSquid(
    folder,
    port,
    squidBase(folder, onward, [
      `http_port 127.0.0.1:${port} ssl-bump tls-cert=${pem} generate-host-certificates=on dynamic_cert_mem_cache_size=4MB`,
      `sslcrtd_program ${certificateGenerator} -s ${store} -M 4MB`,
      'sslcrtd_children 1 startup=1 idle=1',
      ...before,
      'ssl_bump bump all',
      'tls_outgoing_options flags=DONT_VERIFY_PEER',
      'sslproxy_cert_error allow all',
      'http_access allow localhost',
      'http_access deny all',
    ]),
  );
}

function giveToSquid(files: readonly string[]): void {
  if (process.getuid?.() !== 0) return;
  const uid = Number(spawnSync('id', ['-u', 'proxy'], { encoding: 'utf8' }).stdout);
  for (const file of files) if (existsSync(file)) chownSync(file, uid, -1);
}

/** Squid's remark on `DONT_VERIFY_PEER`, which the suite itself writes for the lab's origins. */
const ownDoing = /Peer certificates are not verified/;

/** What squid itself says of a configuration: its exit code and its complaints. */
export function parsedBySquid(file: string): { readonly status: number | null; readonly complaints: string } {
  const { status, stderr } = spawnSync(squidProgram, ['-k', 'parse', '-f', file], { encoding: 'utf8' });
  const complaints = stderr.split('\n').filter((line) => /ERROR|WARNING|FATAL/.test(line) && !ownDoing.test(line));
  return { status, complaints: complaints.join('\n') };
}

/** `http_access` lines of a squid that asks for a sign-in by these schemes and has real or made-up helpers for them. */
export function signInRules(folder: string, schemes: readonly ('basic' | 'ntlm' | 'negotiate')[]): readonly string[] {
  const users = path.join(folder, 'users');
  const hash = spawnSync('openssl', ['passwd', '-apr1', 'right'], { encoding: 'utf8' }).stdout.trim();
  writeFileSync(users, `svc-mdi:${hash}\n`);
  const programs = {
    basic: `/usr/lib/squid/basic_ncsa_auth ${users}`,
    ntlm: '/usr/lib/squid/ntlm_fake_auth',
    // Never spoken to: nobody here answers the challenge.
    negotiate: '/bin/cat',
  };
  return [
    ...schemes.map((scheme) => `auth_param ${scheme} program ${programs[scheme]}`),
    ...schemes.map((scheme) => `auth_param ${scheme} children 1 startup=1 idle=1`),
    'acl signed_in proxy_auth REQUIRED',
    'http_access allow signed_in',
    'http_access deny all',
  ];
}

/** Tinyproxy, which lets CONNECT through to one port only. */
export async function tinyproxy(
  folder: string,
  parent: { readonly port: number },
  connectPort = 443,
): Promise<RealProxy> {
  openTo(folder);
  const port = await freePort();
  const log = path.join(folder, 'tinyproxy.log');
  const file = path.join(folder, 'tinyproxy.conf');
  writeFileSync(
    file,
    [
      `Port ${port}`,
      'Listen 127.0.0.1',
      'Timeout 30',
      `LogFile "${log}"`,
      'LogLevel Connect',
      'Allow 127.0.0.1',
      `ConnectPort ${connectPort}`,
      `Upstream http 127.0.0.1:${parent.port}`,
      '',
    ].join('\n'),
  );
  const peer = await startPeer('/usr/bin/tinyproxy', ['-d', '-c', file], port);
  return { ...peer, log: () => logOf(log) };
}

const logOf = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '');
