import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { EndpointCatalogue } from '../core/connectivity/endpoint.ts';
import { expectationOf } from '../core/connectivity/expectation.ts';
import { serviceTagsOf } from '../core/connectivity/service-tags.ts';
import type { Verdict, VerdictKind } from '../core/connectivity/verdict.ts';
import { answer, blackHole, clearPeer, hasIpv6, tlsPeer } from './runtime/peers.ts';
import {
  chain,
  contoso,
  expectMde,
  expectMdi,
  hurried,
  intercepted,
  known,
  leaf,
  look,
  mde,
  mdeChain,
  mdeHost,
  mdi,
  mdiEc,
  mdiHost,
  patient,
  type Scene,
  served,
} from './runtime/scene.ts';
import { type Issued, issue } from './runtime/throwaway-certificates.ts';

/**
 * The failure table, the rules for a 503 and those for chains, row by row: a real peer that produces the row, and the
 * neighbour that must not be taken for it.
 */
type Case = readonly [scene: Scene, kind: VerdictKind, grade: Verdict['grade'], facts?: Record<string, string>];

const page = '<!DOCTYPE html><html><head><title>Access denied</title></head></html>';
const reply = (text: string) => () => clearPeer((socket) => socket.end(text));
const origin =
  (text: string, certificates: readonly [Issued, ...Issued[]] = chain) =>
  () =>
    tlsPeer(certificates, (socket) => socket.end(text));
const ok = answer(200, '2.245.1.2');
const direct = (text: string): Scene => ({ peer: () => served(text), by: 'direct' });
const tunnelled = (text: string): Scene => ({ peer: () => served(text), by: 'proxied-origin' });
const refused = (status: number, headers: readonly string[] = []): Scene => ({
  peer: reply(answer(status, page, headers)),
  by: 'proxy',
});
const presenting = (...certificates: [Issued, ...Issued[]]): Scene => ({
  peer: origin(ok, certificates),
  by: 'direct',
});
const healthy: Case = [direct(ok), 'healthy', 'works'];
const day = 86_400_000;

const closed: Scene['peer'] = async () => {
  const peer = await clearPeer(() => {});
  await peer.close();
  return { ...peer, close: async () => {} };
};

const isEnded = { from: new Date(Date.now() - 9 * day), until: new Date(Date.now() - day) };
const at = (when: number) => `Date: ${new Date(when).toUTCString()}`;
const trusting = (store: 'machine' | 'group-policy') => [{ certificate: contoso, known: null, store }];
const host = mdiHost;
const named = (name: string) => presenting(leaf({ cn: name, names: [name] }), mdi.issuing);
const alert = (code: number) => Buffer.from([0x15, 3, 3, 0, 2, 2, code]);
const oldCiphers = { ciphers: 'DEFAULT@SECLEVEL=0' };
const sha1 = issue({ cn: 'Microsoft Azure TLS Issuing CA 02', issuer: mdi.root, ca: true, hash: 'sha1' });
const ofMde: Scene = { ...presenting(...mdeChain), target: { host: mdeHost }, expectation: expectMde };
const connectTest = {
  target: { host: 'www.msftconnecttest.com', path: '/connecttest.txt' },
  expectation: { ...expectMdi, role: 'generic', status: [200], body: '^Microsoft Connect Test$' },
} as const;

/** A CA of the organisation that gives itself the names of the services' authorities. */
const liar = issue({ cn: 'DigiCert Global Root G2', issuer: null, ca: true, key: 'ec' });
const liarIssuing = issue({ cn: 'Microsoft TLS G2 RSA CA OCSP 04', issuer: liar, ca: true, key: 'ec' });
const zscaler = issue({ cn: 'Zscaler Intermediate Root CA', issuer: null, ca: true, key: 'ec' });
const fabrikam = issue({ cn: 'Fabrikam Public Root', issuer: null, ca: true, key: 'ec' });
const newIssuing = issue({ cn: 'Microsoft TLS G3 RSA CA 02', issuer: mdi.root, ca: true, key: 'ec' });

const tags = serviceTagsOf({
  cloud: 'Public',
  changeNumber: 320,
  values: [{ name: 'AzureAdvancedThreatProtection', properties: { addressPrefixes: ['20.36.120.0/22'] } }],
});
const ownTag = serviceTagsOf({
  cloud: 'Public',
  changeNumber: 320,
  values: [{ name: 'AzureAdvancedThreatProtection', properties: { addressPrefixes: ['127.0.0.0/8'] } }],
});

const table: Readonly<Record<string, readonly [it: Case, neighbour: Case]>> = {
  // The 503 question.
  '503 to CONNECT is the proxy’s': [
    [refused(503), 'proxy-unavailable', 'fails', { status: '503' }],
    [tunnelled(answer(503, page)), 'healthy-503', 'works'],
  ],
  '503 of the service on the ping counts as a success': [
    [direct(answer(503, page)), 'healthy-503', 'works', { root: 'DigiCert Global Root G2' }],
    [{ ...direct(answer(503, page)), roots: [] }, 'root-missing', 'fails'],
  ],
  '503 of the service on the root path counts as well': [
    [{ ...direct(answer(503, page)), target: { path: '/' } }, 'healthy-503', 'works'],
    [
      { peer: origin(answer(503, page), mdeChain), by: 'direct', target: { host: mdeHost }, expectation: expectMde },
      'unexpected-status',
      'fails',
    ],
  ],
  '503 for a name that the certificate does not cover is no success': [
    [{ ...direct(answer(503, page)), target: { host: 'othersensorapi.atp.azure.com' } }, 'host-name', 'fails'],
    [direct(answer(503, page)), 'healthy-503', 'works'],
  ],
  '503 behind an organisation’s CA is the interceptor’s': [
    [
      { peer: origin(answer(503, page), intercepted), by: 'proxied-origin', roots: trusting('group-policy') },
      'inspection',
      'fails',
      { ca: 'Contoso Inspection CA', status: '503', store: 'group-policy' },
    ],
    [tunnelled(answer(503, page)), 'healthy-503', 'works'],
  ],
  '503 in clear on 443 is a portal’s': [
    [{ peer: reply(answer(503, page)), by: 'direct' }, 'portal', 'fails', { why: 'clear-http' }],
    [direct(answer(503, page)), 'healthy-503', 'works'],
  ],
  '503 in clear out of a tunnel is a page of the proxy': [
    [{ peer: reply(answer(503, page)), by: 'proxied-origin' }, 'block-page', 'fails', { body: 'Access denied' }],
    [tunnelled(answer(503, page)), 'healthy-503', 'works'],
  ],
  '503 on port 80 is a portal’s, or the proxy’s': [
    [{ peer: reply(answer(503, page)), by: 'clear' }, 'portal', 'fails'],
    [{ peer: reply(answer(503, page, ['X-Squid-Error: ERR_X 0'])), by: 'clear-proxy' }, 'proxy-unavailable', 'fails'],
  ],
  '200 with Ok or a version is healthy': [
    [direct(answer(200, 'Ok')), 'healthy', 'works'],
    [direct(answer(200, '2.245.1')), 'reachable-not-verified', 'differs'],
  ],
  '200 with a page is a block page': [
    [direct(answer(200, page)), 'block-page', 'fails', { body: 'Access denied' }],
    [direct(answer(200, 'Ok\r\n', ['Content-Type: text/html'])), 'healthy', 'works'],
  ],
  '401 on the ping is what the installer calls licensing': [
    [tunnelled(answer(401, '')), 'proxy-unauthorised', 'fails', { status: '401' }],
    [refused(407, ['Proxy-Authenticate: NTLM']), 'proxy-auth', 'fails'],
  ],
  '403 on the ping is the same': [
    [tunnelled(answer(403, '')), 'proxy-unauthorised', 'fails', { status: '403' }],
    [
      { peer: origin(answer(403, ''), mdeChain), by: 'direct', target: { host: mdeHost }, expectation: expectMde },
      'unexpected-status',
      'differs',
    ],
  ],

  // The failure table.
  'DNS: a name without address': [
    [{ ...direct(ok), asksResolver: true, target: { host: 'no-such-name.invalid' } }, 'dns', 'fails'],
    // Through a proxy nobody here has to know the name.
    [
      { ...named('no-such-name.invalid'), by: 'proxied-origin', target: { host: 'no-such-name.invalid' } },
      'healthy',
      'works',
    ],
  ],
  'TCP-REF: nothing listens': [
    [{ peer: closed, by: 'direct' }, 'tcp-refused', 'fails', { code: 'ECONNREFUSED' }],
    [{ peer: () => clearPeer((socket) => socket.resetAndDestroy(), 'now'), by: 'direct' }, 'reset', 'fails'],
  ],
  'TCP-REF: no proxy listens': [
    [{ peer: closed, by: 'proxy' }, 'tcp-refused', 'fails', { proxy: 'proxy.contoso.com:8080' }],
    [refused(502), 'proxy-upstream', 'fails'],
  ],
  'TCP-TO: packets are dropped': [
    [{ peer: blackHole, by: 'direct' }, 'tcp-timeout', 'fails', { code: 'TIMEOUT' }],
    [{ peer: () => clearPeer(() => {}), by: 'direct' }, 'timeout', 'fails', { stage: 'tls' }],
  ],
  'TCP-TO: packets to the proxy are dropped': [
    [{ peer: blackHole, by: 'proxy' }, 'tcp-timeout', 'fails', { proxy: 'proxy.contoso.com:8080' }],
    [{ peer: () => clearPeer(() => {}), by: 'proxy' }, 'timeout', 'fails', { stage: 'connect' }],
  ],
  'RST: cut right after ClientHello': [
    [
      { peer: () => clearPeer((socket) => socket.resetAndDestroy()), by: 'proxied-origin' },
      'reset',
      'fails',
      { stage: 'tls' },
    ],
    [{ peer: () => clearPeer((socket) => socket.end(alert(40))), by: 'proxied-origin' }, 'tls-version', 'fails'],
  ],
  'P407: Negotiate': [
    [refused(407, ['Proxy-Authenticate: Negotiate']), 'proxy-auth', 'fails', { schemes: 'Negotiate' }],
    [refused(401, ['WWW-Authenticate: Negotiate']), 'proxy-unauthorised', 'fails'],
  ],
  'P407: NTLM': [
    [refused(407, ['Proxy-Authenticate: NTLM']), 'proxy-auth', 'fails', { schemes: 'NTLM' }],
    [refused(403), 'proxy-denied', 'fails'],
  ],
  'P407: Kerberos': [
    [refused(407, ['Proxy-Authenticate: Kerberos']), 'proxy-auth', 'fails', { schemes: 'Kerberos' }],
    [refused(401), 'proxy-unauthorised', 'fails'],
  ],
  'P407: Basic': [
    [refused(407, ['Proxy-Authenticate: Basic realm="a, b"']), 'proxy-auth', 'fails', { schemes: 'Basic' }],
    [refused(403, ['WWW-Authenticate: Basic realm="x"']), 'proxy-denied', 'fails'],
  ],
  'P407: Digest': [
    [
      refused(407, ['Proxy-Authenticate: Digest realm="x", qop="auth", nonce="y"']),
      'proxy-auth',
      'fails',
      { schemes: 'Digest' },
    ],
    [refused(403, ['Via: 1.1 x']), 'proxy-denied', 'fails'],
  ],
  'P407: several schemes, on port 80 too': [
    [
      {
        peer: reply(answer(407, page, ['Proxy-Authenticate: Negotiate, NTLM', 'Proxy-Authenticate: Basic realm="x"'])),
        by: 'clear-proxy',
      },
      'proxy-auth',
      'fails',
      { schemes: 'Negotiate, NTLM, Basic' },
    ],
    [{ peer: reply(answer(403, page, ['Proxy-Connection: close'])), by: 'clear-proxy' }, 'proxy-denied', 'fails'],
  ],
  'P403: the proxy does not allow the host': [
    [refused(403, ['Server: squid/6.6']), 'proxy-denied', 'fails', { vendor: 'Squid', body: 'Access denied' }],
    [refused(401), 'proxy-unauthorised', 'fails'],
  ],
  'P401: a proxy that asks in the wrong way': [
    [refused(401), 'proxy-unauthorised', 'fails', { status: '401' }],
    [refused(407), 'proxy-auth', 'fails'],
  ],
  'P502: the proxy does not reach it': [
    [refused(502), 'proxy-upstream', 'fails', { status: '502' }],
    [tunnelled(answer(502, '')), 'unexpected-status', 'fails'],
  ],
  'P504: the proxy gets no answer': [
    [refused(504), 'proxy-upstream', 'fails', { status: '504' }],
    [refused(503), 'proxy-unavailable', 'fails'],
  ],
  'P405: no CONNECT': [
    [refused(405), 'proxy-no-connect', 'fails', { status: '405' }],
    [refused(403), 'proxy-denied', 'fails'],
  ],
  'P400: no CONNECT either': [
    [refused(400), 'proxy-no-connect', 'fails', { status: '400' }],
    [tunnelled(answer(400, '')), 'unexpected-status', 'differs'],
  ],
  'PTLS: the proxy wants TLS': [
    [{ peer: () => tlsPeer(chain, () => {}), by: 'proxy' }, 'proxy-wrong-protocol', 'fails', { why: 'tls' }],
    [{ peer: () => clearPeer((socket) => socket.end(), 'now'), by: 'proxy' }, 'reset', 'fails'],
  ],
  'PTLS: the proxy speaks no TLS': [
    [{ peer: reply(answer(400, page)), by: 'tls-proxy' }, 'proxy-wrong-protocol', 'fails', { why: 'plain' }],
    [
      {
        peer: () => tlsPeer(chain, () => {}, { maxVersion: 'TLSv1.1', minVersion: 'TLSv1', ...oldCiphers }),
        by: 'tls-proxy',
      },
      'tls-version',
      'fails',
    ],
  ],
  'PTLS: something else answers': [
    [
      { peer: () => clearPeer((socket) => socket.write('SSH-2.0-x\r\n'), 'now'), by: 'proxy' },
      'proxy-wrong-protocol',
      'fails',
      { why: 'not-http' },
    ],
    [{ peer: reply('HTTP/1.1 200 OK\r\n\r\n<html>'), by: 'proxy' }, 'block-page', 'fails'],
  ],
  'TLS-INT: a CA of the organisation that Windows trusts': [
    [
      { ...presenting(...intercepted), roots: trusting('machine') },
      'inspection',
      'fails',
      { ca: 'Contoso Inspection CA', store: 'machine' },
    ],
    [{ ...presenting(mdi.server, mdi.issuing), roots: [] }, 'root-missing', 'fails'],
  ],
  'TLS-INT: a CA that nobody trusts': [
    [presenting(...intercepted), 'inspection', 'fails', { ca: 'Contoso Inspection CA' }],
    [presenting(mdi.server), 'chain-incomplete', 'fails'],
  ],
  'TLS-INT: a vendor that its CA names': [
    [presenting(leaf({ issuer: zscaler })), 'inspection', 'fails', { vendor: 'Zscaler' }],
    [presenting(leaf({ issuer: newIssuing }), newIssuing), 'new-issuer', 'works'],
  ],
  'TLS-INT: a vendor that its answer names': [
    [
      { peer: origin(answer(403, page, ['Server: Zscaler/6.2']), intercepted), by: 'proxied-origin' },
      'inspection',
      'fails',
      { vendor: 'Zscaler', ca: 'Contoso Inspection CA' },
    ],
    [direct(answer(200, 'Ok', ['Server: Zscaler/6.2'])), 'healthy', 'works'],
  ],
  'TLS-INT: a CA that calls itself DigiCert, in the store of the organisation': [
    [
      {
        ...presenting(leaf({ issuer: liarIssuing }), liarIssuing, liar),
        roots: [{ certificate: liar, known: null, store: 'group-policy' }],
      },
      'inspection',
      'fails',
      { ca: 'DigiCert Global Root G2', store: 'group-policy' },
    ],
    healthy,
  ],
  'TLS-INT: the same, on a machine that has the root itself': [
    [
      { ...presenting(leaf({ issuer: liarIssuing }), liarIssuing), expectation: { ...expectMdi, missing: [] } },
      'inspection',
      'fails',
      { why: 'false-name' },
    ],
    [
      {
        ...presenting(mdi.server, mdi.issuing),
        roots: [],
        expectation: { ...expectMdi, missing: ['digicert-global-root-g2'] },
      },
      'root-missing',
      'fails',
      { missingId: 'digicert-global-root-g2', sha256: known[0]?.sha256 ?? '' },
    ],
  ],
  'TLS-ROOT: the root is not in the store': [
    [
      { ...presenting(mdi.server, mdi.issuing), roots: [] },
      'root-missing',
      'fails',
      { missing: 'DigiCert Global Root G2' },
    ],
    [{ ...presenting(...intercepted), roots: [] }, 'inspection', 'fails'],
  ],
  'TLS-ROOT: the root was sent, and is not in the store': [
    [
      { ...presenting(mdi.server, mdi.issuing, mdi.root), roots: [] },
      'root-missing',
      'fails',
      { missing: 'DigiCert Global Root G2' },
    ],
    [{ ...presenting(leaf({ issuer: liarIssuing }), liarIssuing, liar), roots: [] }, 'inspection', 'fails'],
  ],
  'TLS-ROOT: an EC chain': [
    [
      { ...presenting(mdiEc.server, mdiEc.issuing), roots: [] },
      'root-missing',
      'fails',
      { missing: 'DigiCert Global Root G3' },
    ],
    [presenting(mdiEc.server), 'chain-incomplete', 'fails', { missing: 'Microsoft Azure ECC TLS Issuing CA 03' }],
  ],
  'TLS-EXP: the certificate has ended': [
    [presenting(leaf(isEnded), mdi.issuing), 'certificate-expired', 'fails', { certificate: host }],
    [
      { peer: origin(answer(200, 'Ok', [at(Date.now() - 2 * day)]), [leaf(isEnded), mdi.issuing]), by: 'direct' },
      'clock',
      'fails',
    ],
  ],
  'TLS-EXP: a certificate of the interceptor has ended': [
    [presenting(leaf({ ...isEnded, issuer: contoso }), contoso), 'inspection', 'fails'],
    [presenting(leaf(isEnded), mdi.issuing), 'certificate-expired', 'fails'],
  ],
  'CLOCK: the service’s clock is another': [
    [direct(answer(200, 'Ok', [at(Date.now() - 600_000)])), 'clock', 'differs'],
    [direct(answer(200, 'Ok', [at(Date.now() - 200_000)])), 'healthy', 'works'],
  ],
  'CLOCK: a certificate that is not valid yet': [
    [presenting(leaf({ from: new Date(Date.now() + day) }), mdi.issuing), 'clock', 'fails'],
    [
      {
        peer: origin(answer(200, 'Ok', [at(Date.now())]), [leaf({ from: new Date(Date.now() + day) }), mdi.issuing]),
        by: 'direct',
      },
      'certificate-expired',
      'fails',
      { why: 'not-yet-valid' },
    ],
  ],
  'TLS-VER: old versions only': [
    [
      { peer: () => served('', { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ...oldCiphers }), by: 'direct' },
      'tls-version',
      'fails',
    ],
    [{ peer: () => served(ok, { maxVersion: 'TLSv1.2' }), by: 'direct' }, 'healthy', 'works', { protocol: 'TLSv1.2' }],
  ],
  'TLS-VER: no cipher in common': [
    [
      { peer: () => served(ok, { maxVersion: 'TLSv1.2', ciphers: 'NULL-SHA256:@SECLEVEL=0' }), by: 'direct' },
      'tls-version',
      'fails',
    ],
    [
      { peer: () => served(ok, { requestCert: true, rejectUnauthorized: true, maxVersion: 'TLSv1.2' }), by: 'direct' },
      'client-certificate',
      'differs',
    ],
  ],
  'REVOKE: the list cannot be had by this path': [
    [{ peer: closed, by: 'clear' }, 'tcp-refused', 'fails', { port: '80' }],
    [{ peer: reply(answer(200, 'list')), by: 'clear' }, 'healthy', 'works'],
  ],
  'HOSTNAME: another name in the certificate': [
    [named('portal.contoso.com'), 'host-name', 'fails', { names: 'portal.contoso.com' }],
    [
      presenting(leaf({ cn: 'portal.contoso.com', names: ['portal.contoso.com'], issuer: zscaler })),
      'inspection',
      'fails',
    ],
  ],
  'PORTAL: a redirect to another host': [
    [
      { peer: reply(answer(302, '', ['Location: http://portal.contoso.com/?u=1'])), by: 'clear' },
      'portal',
      'fails',
      { location: 'http://portal.contoso.com/?u=1' },
    ],
    [
      { peer: reply(answer(302, '', ['Location: http://crl.microsoft.com/b.crl'])), by: 'clear' },
      'reachable-not-verified',
      'differs',
    ],
  ],
  'PORTAL: another text where a known one was due': [
    [{ peer: reply(answer(200, 'Welcome')), by: 'clear', ...connectTest }, 'portal', 'fails'],
    [{ peer: reply(answer(200, 'Microsoft Connect Test')), by: 'clear', ...connectTest }, 'healthy', 'works'],
  ],
  'PORTAL: in reply to CONNECT': [
    [refused(302, ['Location: http://portal.contoso.com/']), 'portal', 'fails'],
    [refused(407, ['Location: http://portal.contoso.com/']), 'proxy-auth', 'fails'],
  ],
  'TAG: an address outside of the tag': [
    [{ ...direct(ok), expectation: { ...expectMdi, tags } }, 'service-tag', 'differs', { outside: '127.0.0.1' }],
    [{ ...direct(ok), expectation: { ...expectMdi, tags: ownTag } }, 'healthy', 'works'],
  ],
  'TAG: through a proxy no address is known': [
    [{ ...direct(ok), expectation: { ...expectMdi, tags } }, 'service-tag', 'differs'],
    [{ ...tunnelled(ok), expectation: { ...expectMdi, tags } }, 'healthy', 'works'],
  ],
  'L444: the sensor’s own port is refused': [
    [{ peer: closed, by: 'direct', target: { host: 'localhost', port: 444 } }, 'loopback-blocked', 'fails'],
    [{ peer: closed, by: 'direct', target: { host: 'srv01.contoso.com', port: 444 } }, 'tcp-refused', 'fails'],
  ],
  'L444: the sensor’s own port is open': [
    [
      { peer: () => clearPeer((socket) => socket.end()), by: 'direct', target: { host: 'localhost', port: 444 } },
      'reset',
      'fails',
    ],
    [{ peer: closed, by: 'direct', target: { host: 'localhost', port: 444 } }, 'loopback-blocked', 'fails'],
  ],

  // A computer without IPv6 cannot have this row.
  ...(hasIpv6
    ? {
        'V6: the one address is that of IPv6': [
          [{ ...ofMde, overIpv6: true }, 'ipv6-only', 'differs', { address: '::1' }],
          [{ ...direct(ok), overIpv6: true }, 'healthy', 'works'],
        ],
      }
    : {}),

  // Chains.
  'a new issuing CA under a known root passes, with a note': [
    [
      presenting(leaf({ issuer: newIssuing }), newIssuing),
      'new-issuer',
      'works',
      { newIssuer: 'Microsoft TLS G3 RSA CA 02' },
    ],
    [
      {
        ...presenting(leaf({ issuer: newIssuing }), newIssuing),
        roots: [{ certificate: mdi.root, known: null, store: 'enterprise' }],
      },
      'inspection',
      'fails',
    ],
  ],
  'another public root is amber': [
    [
      { ...presenting(leaf({ issuer: fabrikam })), roots: [{ certificate: fabrikam, known: null, store: 'public' }] },
      'unknown-root',
      'differs',
      { root: 'Fabrikam Public Root' },
    ],
    [
      {
        ...presenting(leaf({ issuer: fabrikam })),
        roots: [{ certificate: fabrikam, known: null, store: 'enterprise' }],
      },
      'inspection',
      'fails',
      { store: 'enterprise' },
    ],
  ],
  'a root whose way into the store is not known is amber': [
    [
      { ...presenting(leaf({ issuer: fabrikam })), roots: [{ certificate: fabrikam, known: null, store: 'unknown' }] },
      'unknown-root',
      'differs',
    ],
    [
      { ...presenting(leaf({ issuer: fabrikam })), roots: [{ certificate: fabrikam, known: null, store: 'machine' }] },
      'inspection',
      'fails',
    ],
  ],
  'a pinned root is the only one that will do': [
    [
      {
        ...presenting(leaf({ cn: mdeHost, names: [mdeHost] }), mdi.issuing),
        target: { host: mdeHost },
        expectation: expectMde,
      },
      'unknown-root',
      'differs',
      { root: 'DigiCert Global Root G2' },
    ],
    [ofMde, 'healthy', 'works'],
  ],
  'an EC chain is as good as an RSA one': [
    [presenting(mdiEc.server, mdiEc.issuing), 'healthy', 'works', { root: 'DigiCert Global Root G3' }],
    [presenting(mdiEc.server, mdi.issuing), 'chain-incomplete', 'fails'],
  ],
  'an intermediate that is signed by SHA-1': [
    [
      { peer: () => tlsPeer([leaf({ issuer: sha1 }), sha1], (socket) => socket.end(ok), oldCiphers), by: 'direct' },
      'weak-signature',
      'differs',
      { certificate: sha1.cn },
    ],
    [
      { peer: () => tlsPeer([...chain, sha1], (socket) => socket.end(ok), oldCiphers), by: 'direct' },
      'healthy',
      'works',
    ],
  ],
};

test.concurrent.each(
  Object.entries(table).flatMap(([row, [it, neighbour]]) => [
    [row, it] as const,
    [`the neighbour of: ${row}`, neighbour] as const,
  ]),
)('%s', { timeout: 15_000 }, async (_row, [scene, kind, grade, facts]) => {
  const waits = kind === 'timeout' || kind === 'tcp-timeout';
  const { verdict, seen } = await look({ ...scene, options: waits ? hurried : patient });
  expect({ ...verdict, seen: verdict.kind === kind ? null : seen }).toMatchObject({ kind, grade, facts: facts ?? {} });
});

test('every row of the page that a socket can show is here, and no neighbour has the same verdict', () => {
  // What is left is no matter of one connection: .NET's keys, two accounts with different proxies, WNS without any.
  const page = 'DNS TCP-REF TCP-TO RST P407 P403 P401 P502 P504 P405 P400 PTLS TLS-INT TLS-ROOT TLS-EXP CLOCK TLS-VER';
  const ids = `${page} REVOKE HOSTNAME PORTAL TAG L444`.split(' ');
  const names = Object.keys(table);
  expect(ids.filter((id) => !names.some((name) => name.startsWith(`${id}:`)))).toEqual([]);
  const alike = Object.entries(table).filter(([, [[, kind], [, other]]]) => kind === other);
  expect(alike.map(([name]) => name)).toEqual([]);
});

/** Healthy statuses as the shipped catalogue has them, one row of the catalogue for each product and kind of answer. */
const catalogue = EndpointCatalogue.parse(JSON.parse(readFileSync('assets/endpoints.json', 'utf8')));
const rows = [
  ['mdi-sensorapi-commercial', 200, 'Ok', 'healthy'],
  ['mdi-sensorapi-commercial', 503, '', 'healthy-503'],
  ['mdi-sensorapi-commercial', 500, '', 'unexpected-status'],
  ['mdi-v3-identity', 500, '', 'healthy'],
  ['mdi-v3-identity', 503, '', 'unexpected-status'],
  ['mdi-v3-identity', 200, '', 'unexpected-status'],
  ['st-edr-eus', 200, '', 'healthy'],
  ['st-edr-eus', 500, '', 'unexpected-status'],
  ['st-mdav-us', 404, '', 'healthy'],
  ['st-mdav-us', 200, '', 'unexpected-status'],
  ['st-air-eus', 400, '', 'healthy'],
  ['std-maps-us', 404, '', 'healthy'],
  ['std-gw-eus', 200, '', 'healthy'],
  ['std-gw-eus', 503, '', 'unexpected-status'],
] as const;

test.concurrent.each(rows)('%s answers %i: the catalogue’s own expectation says so', async (id, status, body, kind) => {
  const endpoint = catalogue.endpoints.find((row) => row.id === id);
  if (endpoint === undefined) throw new Error(`no row ${id}`);
  const name = endpoint.product === 'mdi-v2' ? host : (endpoint.testHost ?? mdeHost);
  const pinned = expectationOf(catalogue, endpoint, null).roots.includes('microsoft-root-2011');
  const authority = pinned ? mde : mdi;
  const certificate = issue({ cn: name, names: [name], issuer: authority.issuing, key: 'ec' });
  const { verdict } = await look({
    peer: origin(answer(status, body), [certificate, authority.issuing]),
    by: 'direct',
    target: { host: name, path: endpoint.probe.path },
    expectation: expectationOf(catalogue, endpoint, null),
  });
  expect(verdict).toMatchObject({ kind, facts: { status: String(status) } });
});
