import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { Socket } from 'node:net';
import { after, afterEach, before, test } from 'node:test';
import type { EndpointCatalogue, KnownRoot } from '../../electron/core/connectivity/endpoint.ts';
import type { ProbeTarget, ProbeVia } from '../../electron/core/connectivity/observation.ts';
import type { SystemLimit } from '../../electron/core/connectivity/system-observation.ts';
import type { VerdictKind } from '../../electron/core/connectivity/verdict.ts';
import { missingRoots } from '../../electron/machine/windows/root-store.ts';
import { trustEngine } from '../../electron/machine/windows/trust-engine.ts';
import { openSystemRequests, systemRequest } from '../../electron/machine/windows/winhttp-request.ts';
import { answer, clearPeer, type Peer, tlsPeer, tunnelProxy } from '../../electron/probe/runtime/peers.ts';
import { type Issued, issue, threeTier } from '../../electron/probe/runtime/throwaway-certificates.ts';
import { probeOne, probeOneBySystem } from '../../electron/verify/probe-one.ts';
import { shippedCatalogue } from '../../electron/verify/shipped-catalogue.ts';
import { trustRoot } from './trusted-root.ts';
import { differs } from './wine.ts';

/** Both engines go to the same peer by the same way; their verdicts are the same, or the system's says why it is not. */
const host = 'contoso-corpsensorapi.atp.azure.com';
const names = { root: 'Contoso Suite Root', issuing: 'Microsoft TLS G2 RSA CA OCSP 04' };
const trusted = threeTier(names, host, 'rsa');
const stranger = threeTier({ root: 'Fabrikam Root', issuing: 'Fabrikam CA' }, host, 'rsa');
const local = issue({ cn: 'localhost', issuer: trusted.issuing, names: ['localhost'] });
const day = 86_400_000;
const expired = issue({
  cn: host,
  issuer: trusted.issuing,
  names: [host],
  from: new Date(Date.now() - 60 * day),
  until: new Date(Date.now() - day),
});

/** The suite's root stands for the one that anchors the service. */
const shipped = shippedCatalogue();
const g2 = shipped.roots['digicert-global-root-g2'];
const sha256 = createHash('sha256').update(trusted.root.der).digest('hex').toUpperCase();
const catalogue: EndpointCatalogue = {
  ...shipped,
  roots: g2 === undefined ? {} : { 'digicert-global-root-g2': { ...g2, cn: names.root, sha256 } },
};
const machine = {
  route: async () => null,
  trust: trustEngine([]),
  missingRoots: async (roots: readonly KnownRoot[]) => missingRoots(roots),
  systemRequest,
};

const peers: Peer[] = [];
async function kept(peer: Promise<Peer>): Promise<Peer> {
  peers.push(await peer);
  return peer;
}
const removals: (() => void)[] = [];
before(() => removals.push(trustRoot(trusted.root.der)));
after(() => {
  for (const remove of removals) remove();
});
afterEach(async () => {
  await Promise.all(peers.splice(0).map((peer) => peer.close()));
  while (openSystemRequests() > 0) await new Promise((resolve) => setTimeout(resolve, 10));
});

interface Way {
  readonly target: ProbeTarget;
  readonly via: ProbeVia;
}
const path = '/tri/sensor/api/ping';
const direct = { kind: 'direct' } as const;
const by = ({ port }: { port: number }): ProbeVia => ({ kind: 'proxy', scheme: 'http', host: '127.0.0.1', port });
const service: ProbeTarget = { scheme: 'https', host, port: 443, path };
const clearService: ProbeTarget = { scheme: 'http', host: 'crl.microsoft.com', port: 80, path: '/pki/a.crl' };

const ends = (text: string) => (socket: Socket) => void socket.end(text);
const ok = ends(answer(200, '2.254.1.0'));
const refusal = (status: number) =>
  answer(status, 'no', ['Proxy-Authenticate: Negotiate', 'Proxy-Authenticate: NTLM', 'Via: 1.1 squid']);
const proxied = async (
  chain: readonly [Issued, ...Issued[]],
  serve: (socket: Socket) => void,
  options = {},
): Promise<Way> => {
  const { port } = await kept(tlsPeer(chain, serve, options));
  return { target: service, via: by(await kept(tunnelProxy(() => port))) };
};
const refusing = async (target: ProbeTarget, status: number): Promise<Way> => ({
  target,
  via: by(await kept(clearPeer(ends(refusal(status))))),
});
const chain = [trusted.server, trusted.issuing] as const;

interface Row {
  readonly what: string;
  readonly way: () => Promise<Way>;
  readonly verdict: VerdictKind;
  /** Where nobody will say anything, there is little to wait for. */
  readonly deadlineMs?: number;
  /** Where the system engine's verdict is another: its kind, and what explains it in the finding; null: Wine alone does it. */
  readonly system?: { readonly verdict: VerdictKind; readonly limit: SystemLimit | null };
}

const onlyTls = { system: { verdict: 'tls-failed', limit: 'tls-not-told' } } as const;
const lateConnection = differs('connected-after-tls')
  ? ({ system: { verdict: 'tcp-timeout', limit: null } } as const)
  : {};
const silentMs = 1000;
const rows: readonly Row[] = [
  {
    what: 'a healthy service, directly',
    way: async () => {
      const { port } = await kept(tlsPeer([local, trusted.issuing], ok));
      return { target: { scheme: 'https', host: 'localhost', port, path }, via: direct };
    },
    verdict: 'healthy',
  },
  { what: 'a healthy service, by a proxy', way: () => proxied(chain, ok), verdict: 'healthy' },
  { what: '503 of the service', way: () => proxied(chain, ends(answer(503, 'unavailable'))), verdict: 'healthy-503' },
  {
    what: '407 to CONNECT',
    way: () => refusing(service, 407),
    verdict: 'proxy-auth',
    ...(differs('tls-after-refusal') && onlyTls),
  },
  { what: '407 in clear', way: () => refusing(clearService, 407), verdict: 'proxy-auth' },
  {
    what: '403 to CONNECT',
    way: () => refusing(service, 403),
    verdict: 'proxy-denied',
    ...(differs('tls-after-refusal') && onlyTls),
  },
  { what: '403 in clear', way: () => refusing(clearService, 403), verdict: 'proxy-denied' },
  {
    what: '503 to CONNECT',
    way: () => refusing(service, 503),
    verdict: 'proxy-unavailable',
    ...(differs('tls-after-refusal') && onlyTls),
  },
  { what: 'an untrusted root', way: () => proxied([stranger.server, stranger.issuing], ok), verdict: 'inspection' },
  {
    what: 'an expired certificate',
    way: () => proxied([expired, trusted.issuing], ok),
    verdict: 'certificate-expired',
  },
  { what: 'a certificate for another name', way: () => proxied([local, trusted.issuing], ok), verdict: 'host-name' },
  { what: 'a missing issuing CA', way: () => proxied([trusted.server], ok), verdict: 'chain-incomplete' },
  {
    what: 'nobody at the port',
    way: async () => ({ target: { scheme: 'https', host: '127.0.0.1', port: 1, path }, via: direct }),
    verdict: 'tcp-refused',
  },
  {
    what: 'no proxy at the port',
    way: async () => ({ target: service, via: by({ port: 1 }) }),
    verdict: 'tcp-refused',
  },
  {
    what: 'an unknown name',
    way: async () => ({ target: { scheme: 'https', host: 'no-such-host.invalid', port: 443, path }, via: direct }),
    verdict: 'dns',
  },
  {
    what: 'a server that is silent in clear',
    way: async () => {
      const { port } = await kept(clearPeer(() => {}));
      return { target: { ...clearService, host: 'localhost', port }, via: direct };
    },
    verdict: 'timeout',
    deadlineMs: silentMs,
  },
  {
    what: 'a server that is silent on the greeting',
    way: async () => {
      const { port } = await kept(clearPeer(() => {}));
      return { target: { scheme: 'https', host: 'localhost', port, path }, via: direct };
    },
    verdict: 'timeout',
    deadlineMs: silentMs,
    ...lateConnection,
  },
  {
    what: 'a proxy that is silent',
    way: async () => ({ target: service, via: by(await kept(clearPeer(() => {}))) }),
    verdict: 'timeout',
    deadlineMs: silentMs,
    ...lateConnection,
  },
  {
    what: 'an answer that is no HTTP',
    way: async () => {
      const { port } = await kept(clearPeer(ends('SSH-2.0-odd\r\n\r\n')));
      return { target: { ...clearService, host: 'localhost', port }, via: direct };
    },
    verdict: 'http-failed',
  },
  {
    what: 'a server that ends on the greeting',
    way: async () => {
      const { port } = await kept(clearPeer((socket) => socket.destroy()));
      return { target: { scheme: 'https', host: 'localhost', port, path }, via: direct };
    },
    verdict: 'reset',
    ...(differs('one-tls-error') && onlyTls),
  },
];

const inWords = (system: Row['system']): string =>
  system === undefined ? '' : `, ${system.verdict} by the system's${system.limit === null ? '' : ', which says why'}`;

for (const { what, way, verdict, deadlineMs, system } of rows)
  test(`${what}: ${verdict} by both engines${inWords(system)}`, async () => {
    const test = { ...(await way()), expect: 'mdi' } as const;
    const options = { now: () => new Date(), deadlineMs: deadlineMs ?? 15_000, catalogue };
    const [stages, whole] = [await probeOne(machine, test, options), await probeOneBySystem(machine, test, options)];
    assert.ok(whole !== null);
    const seen = JSON.stringify([stages, whole]);
    assert.equal(stages.verdict.kind, verdict, seen);
    assert.equal(whole.verdict.kind, system?.verdict ?? verdict, seen);
    if (system === undefined) assert.equal(whole.verdict.grade, stages.verdict.grade, seen);
    else assert.deepEqual(whole.limits, system.limit === null ? [] : [system.limit]);
    // Nothing is called a failure of a stage that the other engine has passed with a healthy end.
    assert.equal(whole.observation.trust?.trusted, stages.observation.trust?.trusted, seen);
  });
