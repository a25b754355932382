import { createHash } from 'node:crypto';
import type { KnownRoot } from '../../core/connectivity/endpoint.ts';
import type { Expectation } from '../../core/connectivity/expectation.ts';
import { judge } from '../../core/connectivity/judge.ts';
import { Observation, type ProbeTarget, type ProbeVia } from '../../core/connectivity/observation.ts';
import { Verdict } from '../../core/connectivity/verdict.ts';
import { type ProbeOptions, probe } from '../probe.ts';
import { loopbackMachine, type TestRoot } from './loopback-machine.ts';
import { ipv6Relay, type Peer, tlsPeer, tunnelProxy } from './peers.ts';
import { type Issued, issue, threeTier } from './throwaway-certificates.ts';

/** What tests with peers share: throwaway authorities with the services' names, and one look at one peer. */
export const mdiHost = 'contoso-corpsensorapi.atp.azure.com';
export const mdeHost = 'edr-eus.us.endpoint.security.microsoft.com';

/** Enough on a computer that is busy with other suites; a peer that never answers would use all of it. */
export const patient = { deadlineMs: 8000, connectMs: 4000 } as const;
/** For the many peers that use all of their time: short, and enough to get to the stage at which they stop. */
export const hurried = { deadlineMs: 1200, connectMs: 800 } as const;

export const mdi = threeTier(
  { root: 'DigiCert Global Root G2', issuing: 'Microsoft TLS G2 RSA CA OCSP 04' },
  mdiHost,
  'rsa',
);
export const mdiEc = threeTier(
  { root: 'DigiCert Global Root G3', issuing: 'Microsoft Azure ECC TLS Issuing CA 03' },
  mdiHost,
  'ec',
);
export const mde = threeTier(
  { root: 'Microsoft Root Certificate Authority 2011', issuing: 'Microsoft Secure Server CA 2011' },
  mdeHost,
  'ec',
);
export const chain: readonly [Issued, ...Issued[]] = [mdi.server, mdi.issuing];
export const mdeChain: readonly [Issued, ...Issued[]] = [mde.server, mde.issuing];

/** A certificate for the MDI host, by its genuine issuing CA unless said otherwise. */
export const leaf = (change: Partial<Parameters<typeof issue>[0]>) =>
  issue({ cn: mdiHost, names: [mdiHost], issuer: mdi.issuing, key: 'ec', ...change });

/** The organisation's own CA and what it makes of the MDI host. */
export const contoso = issue({
  cn: 'Contoso Inspection CA',
  organisation: 'Contoso',
  issuer: null,
  ca: true,
  key: 'ec',
});
export const intercepted: readonly [Issued, ...Issued[]] = [leaf({ issuer: contoso }), contoso];

const sha256 = ({ der }: Issued) => createHash('sha256').update(der).digest('hex');
const knownAs = (id: string, root: Issued): KnownRoot => ({ id, cn: root.cn, sha256: sha256(root) });

export const known: readonly KnownRoot[] = [
  knownAs('digicert-global-root-g2', mdi.root),
  knownAs('digicert-global-root-g3', mdiEc.root),
  knownAs('microsoft-root-2011', mde.root),
];

/** A machine that trusts the roots of the services and nothing else. */
export const roots: readonly TestRoot[] = [
  { certificate: mdi.root, known: 'digicert-global-root-g2', store: 'public' },
  { certificate: mdiEc.root, known: 'digicert-global-root-g3', store: 'public' },
  { certificate: mde.root, known: 'microsoft-root-2011', store: 'public' },
];

export const expectMdi: Expectation = {
  role: 'mdi',
  status: [200, 503],
  body: '^(Ok|\\d+\\.\\d+\\.\\d+\\.\\d+)$',
  strength: 'strong',
  roots: ['digicert-global-root-g2'],
  pinned: false,
  known,
  via: null,
};
export const expectMde: Expectation = {
  ...expectMdi,
  role: 'mde',
  status: [200],
  body: null,
  roots: ['microsoft-root-2011'],
  pinned: true,
};
/** A revocation list on port 80. */
export const expectList: Expectation = {
  ...expectMdi,
  role: 'microsoft',
  status: [200, 304],
  body: null,
  strength: 'weak',
  roots: [],
};

const ping: ProbeTarget = { scheme: 'https', host: mdiHost, port: 443, path: '/tri/sensor/api/ping' };
const list: ProbeTarget = { scheme: 'http', host: 'crl.microsoft.com', port: 80, path: '/a.crl' };

/** What the peer stands for; `proxied-origin`: behind a tunnel of an honest proxy; `clear`: on port 80. */
export type By = 'direct' | 'proxy' | 'tls-proxy' | 'proxied-origin' | 'clear' | 'clear-proxy';

export interface Scene {
  readonly peer: () => Promise<Peer>;
  readonly by: By;
  readonly target?: Partial<ProbeTarget>;
  readonly expectation?: Expectation;
  readonly roots?: readonly TestRoot[];
  readonly options?: Partial<ProbeOptions>;
  /** The system's own resolver is asked for names, as on a real machine. */
  readonly asksResolver?: true;
  /** The one address of the origin is that of IPv6. */
  readonly overIpv6?: true;
}

export interface Look {
  readonly seen: Observation;
  readonly verdict: Verdict;
  /** Milliseconds of the probe alone. */
  readonly took: number;
  /** What the peer heard. */
  readonly heard: readonly string[];
}

/** Starts the peer, goes there once, and ends it. The observation and the verdict have passed their schemas. */
export async function look(scene: Scene): Promise<Look> {
  const { by } = scene;
  const origin = await scene.peer();
  const proxy = by === 'proxied-origin' ? await tunnelProxy(() => origin.port) : origin;
  const via: ProbeVia =
    by === 'direct' || by === 'clear'
      ? { kind: 'direct' }
      : { kind: 'proxy', scheme: by === 'tls-proxy' ? 'https' : 'http', host: 'proxy.contoso.com', port: 8080 };
  const inClear = by === 'clear' || by === 'clear-proxy';
  const target: ProbeTarget = { ...(inClear ? list : ping), ...scene.target };
  const ports = { [`${target.host}:${target.port}`]: origin.port, 'proxy.contoso.com:8080': proxy.port };
  const options = { now: () => new Date(), ...patient, ...scene.options };
  const lab = loopbackMachine(ports, scene.roots ?? roots);
  const v6 = scene.overIpv6 ? await ipv6Relay(() => origin.port) : null;
  const route = v6 === null ? async () => null : async () => ({ address: '::1', port: v6.port });
  const machine = scene.asksResolver || v6 !== null ? { ...lab, route } : lab;
  try {
    const start = performance.now();
    const seen = Observation.parse(await probe(machine, { target, via }, options));
    const took = performance.now() - start;
    const expectation = scene.expectation ?? (inClear ? expectList : expectMdi);
    return { seen, verdict: Verdict.parse(judge(seen, expectation)), took, heard: [...origin.heard] };
  } finally {
    await Promise.all([origin.close(), proxy === origin ? null : proxy.close(), v6?.close()]);
  }
}

/** A genuine origin of MDI that says this to everything. */
export const served = (text: string | Buffer, options = {}) => tlsPeer(chain, (socket) => socket.end(text), options);
