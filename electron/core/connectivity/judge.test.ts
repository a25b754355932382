import { expect, test } from 'vitest';
import { verdictText } from '../wording/verdict-text.ts';
import type { Expectation } from './expectation.ts';
import { judge } from './judge.ts';
import type { Observation } from './observation.ts';
import {
  answer,
  azure,
  brokenAt,
  certificate,
  chain,
  clear,
  done,
  expectAny,
  expectCrl,
  expectMde,
  expectMdi,
  failed,
  genuine,
  genuineTrust,
  host,
  html,
  observation,
  proxy,
  skipped,
  trusted,
  untrusted,
} from './observation-for-tests.ts';
import { serviceTagsOf } from './service-tags.ts';
import { Verdict, type VerdictKind } from './verdict.ts';

type Wanted = readonly [kind: VerdictKind, grade: Verdict['grade'], facts?: Record<string, string>];
type Row = readonly [what: string, seen: Observation, expectation: Expectation, wanted: Wanted];

const direct = { kind: 'direct' } as const;
const contosoCa = 'Contoso Inspection CA';
const intercepted = chain([host, contosoCa], contosoCa);
const mdeHost = 'edr-eus.us.endpoint.security.microsoft.com';
const mdeTrust = trusted([mdeHost, 'Microsoft Secure Server CA 2011', 'Microsoft Root Certificate Authority 2011']);
const mde = (change: Partial<Observation> = {}) => observation({ trust: mdeTrust, http: done(answer(200)), ...change });
const ipv6: Observation['dns'] = { state: 'done', ms: 1, addresses: ['2001:db8::1'] };
const clearHttp = 'ERR_SSL_WRONG_VERSION_NUMBER';
const sent = (...names: string[]) => chain(names.slice(0, -1), names.at(-1) ?? '');

const healthy: readonly Row[] = [
  ['200 with a version number', observation(), expectMdi, ['healthy', 'works', { status: '200' }]],
  ['200 with the older Ok', observation({ http: done(answer(200, 'Ok\r\n')) }), expectMdi, ['healthy', 'works']],
  [
    '503 of the service over a good chain',
    observation({ http: done(answer(503, html, [['server', 'Microsoft-HTTPAPI/2.0']])) }),
    expectMdi,
    ['healthy-503', 'works', { status: '503', root: 'DigiCert Global Root G2' }],
  ],
  [
    '500 of the v3 identity API',
    mde({ http: done(answer(500)) }),
    { ...expectMde, status: [500] },
    ['healthy', 'works'],
  ],
  ['a list over clear HTTP', clear(answer(200, 'binary')), expectCrl, ['healthy', 'works']],
  ['any answer where any will do', observation({ http: done(answer(404)) }), expectAny, ['healthy', 'works']],
];

const who: readonly Row[] = [
  [
    '503 in reply to CONNECT',
    observation({
      connect: done(answer(503, html, [['via', '1.1 proxy (squid/5.7)']])),
      tls: skipped,
      http: skipped,
      presented: [],
      trust: null,
    }),
    expectMdi,
    ['proxy-unavailable', 'fails', { status: '503', vendor: 'Squid', proxy: 'proxy.contoso.com:8080' }],
  ],
  [
    '503 behind an organisation’s CA',
    observation({
      http: done(answer(503)),
      presented: intercepted,
      trust: trusted([host, contosoCa], { store: 'group-policy' }),
    }),
    expectMdi,
    ['inspection', 'fails', { ca: contosoCa, status: '503', store: 'group-policy' }],
  ],
  [
    '503 in clear HTTP where TLS was due',
    brokenAt('tls', clearHttp, { http: done(answer(503)), via: direct, connect: skipped }),
    expectMdi,
    ['portal', 'fails', { status: '503', why: 'clear-http' }],
  ],
  [
    '503 in clear HTTP out of the tunnel',
    brokenAt('tls', clearHttp, { http: done(answer(503, html)) }),
    expectMdi,
    ['block-page', 'fails', { status: '503' }],
  ],
  [
    '503 on port 80 by a proxy',
    clear(answer(503, html, [['x-squid-error', 'ERR_CONNECT_FAIL']])),
    expectCrl,
    ['proxy-unavailable', 'fails'],
  ],
  ['503 on port 80 without a proxy', clear(answer(503, html), { via: direct }), expectCrl, ['portal', 'fails']],
  [
    '503 of MDE, where it is no sign of health',
    mde({ http: done(answer(503)) }),
    expectMde,
    ['unexpected-status', 'fails'],
  ],
];

const connecting: readonly Row[] = [
  [
    'a name without address',
    brokenAt('dns', 'ENOTFOUND', { via: direct }),
    expectMdi,
    ['dns', 'fails', { name: host }],
  ],
  [
    'a proxy’s name without address',
    brokenAt('dns', 'EAI_AGAIN'),
    expectMdi,
    ['dns', 'fails', { name: 'proxy.contoso.com' }],
  ],
  ['a closed port', brokenAt('tcp', 'ECONNREFUSED'), expectMdi, ['tcp-refused', 'fails']],
  ['a local firewall', brokenAt('tcp', 'EACCES'), expectMdi, ['tcp-refused', 'fails', { why: 'local-firewall' }]],
  ['dropped packets', brokenAt('tcp', 'TIMEOUT'), expectMdi, ['tcp-timeout', 'fails']],
  ['the system’s own limit', brokenAt('tcp', 'ETIMEDOUT'), expectMdi, ['tcp-timeout', 'fails']],
  ['no route', brokenAt('tcp', 'ENETUNREACH'), expectMdi, ['tcp-timeout', 'fails', { why: 'no-route' }]],
  [
    'only IPv6 addresses, none reached',
    brokenAt('tcp', 'ENETUNREACH', { via: direct, dns: ipv6 }),
    expectMde,
    ['ipv6-only', 'fails'],
  ],
  ['only IPv6 addresses, answered', mde({ via: direct, dns: ipv6 }), expectMde, ['ipv6-only', 'differs']],
  ['only IPv6 for MDI, answered', observation({ via: direct, dns: ipv6 }), expectMdi, ['healthy', 'works']],
  ['a reset after ClientHello', brokenAt('tls', 'ECONNRESET'), expectMdi, ['reset', 'fails', { stage: 'tls' }]],
  ['an end after ClientHello', brokenAt('tls', 'CLOSED'), expectMdi, ['reset', 'fails']],
  ['silence after ClientHello', brokenAt('tls', 'TIMEOUT'), expectMdi, ['timeout', 'fails', { stage: 'tls' }]],
  ['silence after CONNECT', brokenAt('connect', 'TIMEOUT'), expectMdi, ['timeout', 'fails', { stage: 'connect' }]],
  [
    'silence after the request',
    observation({ http: failed('TIMEOUT') }),
    expectMdi,
    ['timeout', 'fails', { stage: 'http' }],
  ],
  ['a stop while connecting', brokenAt('tcp', 'CANCELLED'), expectMdi, ['cancelled', 'not-tested']],
  [
    'a stop while waiting for the answer',
    observation({ http: failed('CANCELLED') }),
    expectMdi,
    ['cancelled', 'not-tested'],
  ],
  ['a stop during the handshake', brokenAt('tls', 'CANCELLED'), expectMdi, ['cancelled', 'not-tested']],
  ['an answer that is no HTTP', observation({ http: failed('NOT_HTTP') }), expectMdi, ['http-failed', 'fails']],
  [
    'an end before the answer',
    observation({ http: failed('CLOSED') }),
    expectMdi,
    ['http-failed', 'fails', { code: 'CLOSED' }],
  ],
];

const refusal = (status: number, headers: [string, string][] = [], body = '') =>
  observation({
    connect: done(answer(status, body, headers)),
    tls: skipped,
    http: skipped,
    presented: [],
    trust: null,
  });

const proxies: readonly Row[] = [
  [
    '407 to CONNECT',
    refusal(407, [
      ['proxy-authenticate', 'Negotiate'],
      ['proxy-authenticate', 'NTLM'],
      ['proxy-authenticate', 'Basic realm="a, b"'],
    ]),
    expectMdi,
    ['proxy-auth', 'fails', { schemes: 'Negotiate, NTLM, Basic' }],
  ],
  [
    '407 to a GET in clear',
    clear(answer(407, '', [['proxy-authenticate', 'Basic realm="x"']])),
    expectCrl,
    ['proxy-auth', 'fails', { schemes: 'Basic' }],
  ],
  [
    '407 with Basic, where the sensor has a sign-in',
    refusal(407, [['proxy-authenticate', 'Negotiate, Basic realm="x"']]),
    { ...expectMdi, signsIn: true },
    ['not-tested', 'not-tested', { why: 'sign-in', schemes: 'Negotiate, Basic', status: '407' }],
  ],
  [
    '407 without Basic, where the sensor has a sign-in',
    refusal(407, [['proxy-authenticate', 'NTLM']]),
    { ...expectMdi, signsIn: true },
    ['proxy-auth', 'differs', { why: 'scheme-undocumented', schemes: 'NTLM' }],
  ],
  [
    '407 that names no scheme, which no sign-in can answer',
    refusal(407),
    { ...expectMdi, signsIn: true },
    ['proxy-auth', 'fails'],
  ],
  [
    '403 to CONNECT, whatever sign-in there is',
    refusal(403),
    { ...expectMdi, signsIn: true },
    ['proxy-denied', 'fails'],
  ],
  ['401 to CONNECT', refusal(401), expectMdi, ['proxy-unauthorised', 'fails']],
  [
    '401 behind TLS, as the installer calls licensing',
    observation({ http: done(answer(401)) }),
    expectMdi,
    ['proxy-unauthorised', 'fails'],
  ],
  ['403 behind TLS on MDI', observation({ http: done(answer(403)) }), expectMdi, ['proxy-unauthorised', 'fails']],
  ['403 behind TLS on MDE', mde({ http: done(answer(403)) }), expectMde, ['unexpected-status', 'differs']],
  ['403 to CONNECT', refusal(403, [], html), expectMdi, ['proxy-denied', 'fails', { body: 'Access denied' }]],
  [
    '403 of a proxy on port 80',
    clear(answer(403, html, [['x-squid-error', 'ERR_ACCESS_DENIED 0']])),
    expectCrl,
    ['proxy-denied', 'fails'],
  ],
  ['502 to CONNECT', refusal(502), expectMdi, ['proxy-upstream', 'fails']],
  ['504 to CONNECT', refusal(504), expectMdi, ['proxy-upstream', 'fails']],
  ['500 to CONNECT, as squid answers without a parent', refusal(500), expectMdi, ['proxy-upstream', 'fails']],
  ['400 to CONNECT', refusal(400), expectMdi, ['proxy-no-connect', 'fails']],
  ['405 to CONNECT', refusal(405), expectMdi, ['proxy-no-connect', 'fails']],
  ['404 to CONNECT, as a web server says', refusal(404), expectMdi, ['proxy-no-connect', 'fails']],
  [
    '302 to CONNECT',
    refusal(302, [['location', 'http://portal.contoso.com/']]),
    expectMdi,
    ['portal', 'fails', { location: 'http://portal.contoso.com/' }],
  ],
  ['429 to CONNECT', refusal(429), expectMdi, ['unexpected-status', 'fails', { status: '429' }]],
  [
    'a proxy that speaks TLS on a plain port',
    brokenAt('connect', 'NOT_HTTP', {}, 'first bytes 15030100020246'),
    expectMdi,
    ['proxy-wrong-protocol', 'fails', { why: 'tls' }],
  ],
  [
    'a proxy that ends on CONNECT and answers a greeting in TLS',
    brokenAt('connect', 'CLOSED', { proxyTls: { state: 'done', ms: 1, protocol: 'TLSv1.3' } }),
    expectMdi,
    ['proxy-wrong-protocol', 'fails', { why: 'tls' }],
  ],
  [
    'a proxy that speaks something else',
    brokenAt('connect', 'NOT_HTTP', {}, 'first bytes 5353482d322e30'),
    expectMdi,
    ['proxy-wrong-protocol', 'fails', { why: 'not-http' }],
  ],
  [
    'a proxy that speaks no TLS',
    brokenAt('proxyTls', clearHttp),
    expectMdi,
    ['proxy-wrong-protocol', 'fails', { why: 'plain' }],
  ],
  [
    'a proxy that ends on ClientHello',
    brokenAt('proxyTls', 'ECONNRESET'),
    expectMdi,
    ['proxy-wrong-protocol', 'fails', { why: 'ended' }],
  ],
  ['a proxy with old TLS', brokenAt('proxyTls', 'ERR_SSL_UNSUPPORTED_PROTOCOL'), expectMdi, ['tls-version', 'fails']],
  [
    'a proxy that ends on CONNECT',
    brokenAt('connect', 'ECONNRESET'),
    expectMdi,
    ['reset', 'fails', { stage: 'connect' }],
  ],
  ['a proxy with endless headers', brokenAt('connect', 'HEADER_TOO_LARGE'), expectMdi, ['http-failed', 'fails']],
  [
    'a page in reply to CONNECT',
    brokenAt('tls', clearHttp, { connect: done(answer(200, html)) }),
    expectMdi,
    ['block-page', 'fails'],
  ],
  [
    'a clear port 80 that is no HTTP, by a proxy',
    clear(answer(200), { http: failed('NOT_HTTP') }),
    expectCrl,
    ['proxy-wrong-protocol', 'fails'],
  ],
];

const tls: readonly Row[] = [
  ['no common version', brokenAt('tls', 'ERR_SSL_UNSUPPORTED_PROTOCOL'), expectMdi, ['tls-version', 'fails']],
  [
    'the peer’s alert about the version',
    brokenAt('tls', 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION'),
    expectMdi,
    ['tls-version', 'fails'],
  ],
  [
    'a refused handshake before any certificate',
    brokenAt('tls', 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE'),
    expectMdi,
    ['tls-version', 'fails'],
  ],
  [
    'a refused handshake after the certificate',
    brokenAt('tls', 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', { presented: genuine, trust: genuineTrust }),
    expectMdi,
    ['client-certificate', 'differs'],
  ],
  [
    'a refused handshake by an interceptor',
    brokenAt('tls', 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', {
      presented: intercepted,
      trust: untrusted('untrusted-root'),
    }),
    expectMdi,
    ['inspection', 'fails', { ca: contosoCa }],
  ],
  [
    'a certificate wanted after the handshake',
    observation({ http: failed('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED') }),
    expectMdi,
    ['client-certificate', 'differs'],
  ],
  ['another alert', brokenAt('tls', 'ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR'), expectMdi, ['tls-failed', 'fails']],
  [
    'another alert after the certificate',
    brokenAt('tls', 'ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR', { presented: genuine, trust: genuineTrust }),
    expectMdi,
    ['tls-failed', 'fails'],
  ],
  [
    'a certificate for another name',
    observation({
      tls: { state: 'done', ms: 1, protocol: 'TLSv1.3', cipher: 'x', nameMatches: false },
      presented: chain(['portal.contoso.com', ...azure], 'DigiCert Global Root G2'),
    }),
    expectMdi,
    ['host-name', 'fails', { names: 'portal.contoso.com' }],
  ],
  [
    'a name mismatch that the machine saw',
    observation({ trust: untrusted('name-mismatch') }),
    expectMdi,
    ['host-name', 'fails'],
  ],
  ['a revoked certificate', observation({ trust: untrusted('revoked') }), expectMdi, ['revoked', 'fails']],
  [
    'revocation that could not be looked up',
    observation({ trust: untrusted('revocation-unknown') }),
    expectMdi,
    ['revocation', 'differs'],
  ],
  [
    'a chain that is not for servers',
    observation({ trust: untrusted('not-for-servers') }),
    expectMdi,
    ['tls-failed', 'fails', { why: 'not-for-servers' }],
  ],
  [
    'a machine that did not judge',
    observation({ trust: null }),
    expectMdi,
    ['reachable-not-verified', 'differs', { why: 'trust-not-judged' }],
  ],
];

const anchors: readonly Row[] = [
  [
    'a CA that is known to nobody',
    observation({ presented: sent(host, contosoCa), trust: untrusted('partial-chain') }),
    expectMdi,
    ['inspection', 'fails', { ca: contosoCa }],
  ],
  [
    'a vendor’s CA',
    observation({ presented: sent(host, 'Zscaler Intermediate Root CA'), trust: untrusted('partial-chain') }),
    expectMdi,
    ['inspection', 'fails', { vendor: 'Zscaler' }],
  ],
  [
    'a vendor’s CA where any host will do',
    observation({ presented: sent(host, 'mitmproxy'), trust: untrusted('partial-chain') }),
    expectAny,
    ['inspection', 'fails', { vendor: 'mitmproxy', ca: 'mitmproxy' }],
  ],
  [
    'an untrusted CA where any host will do',
    observation({ presented: sent(host, contosoCa), trust: untrusted('partial-chain') }),
    expectAny,
    ['unknown-root', 'fails', { ca: contosoCa, root: contosoCa }],
  ],
  [
    'a self-signed certificate',
    observation({ presented: chain([host], host), trust: untrusted('untrusted-root') }),
    expectMdi,
    ['inspection', 'fails', { why: 'self-signed' }],
  ],
  [
    'an own CA that calls itself DigiCert',
    observation({
      presented: chain([host, 'DigiCert Global Root G2'], 'DigiCert Global Root G2'),
      trust: untrusted('untrusted-root'),
    }),
    expectMdi,
    ['inspection', 'fails', { ca: 'DigiCert Global Root G2' }],
  ],
  [
    'a trusted own CA that calls itself DigiCert and is another by its hash',
    observation({
      trust: trusted([host, ...azure, 'DigiCert Global Root G2'], { store: 'group-policy', known: null }),
    }),
    expectMdi,
    ['inspection', 'fails', { ca: 'DigiCert Global Root G2', store: 'group-policy' }],
  ],
  [
    'a leaf that claims to come from a root',
    observation({ presented: sent(host, 'DigiCert Global Root G2'), trust: untrusted('partial-chain') }),
    expectMdi,
    ['inspection', 'fails'],
  ],
  [
    'a genuine chain whose root is not here',
    observation({ trust: untrusted('partial-chain') }),
    expectMdi,
    ['root-missing', 'fails', { missing: 'DigiCert Global Root G2' }],
  ],
  [
    'a genuine root that was sent and is not trusted',
    observation({
      presented: [
        certificate(host, azure[0], { issuedBy: 1 }),
        certificate(azure[0], 'DigiCert Global Root G2', { issuedBy: 2 }),
        certificate('DigiCert Global Root G2', 'DigiCert Global Root G2', {
          issuedBy: 2,
          sha256: 'a1'.padEnd(64, '0'),
        }),
      ],
      trust: untrusted('untrusted-root'),
    }),
    expectMdi,
    ['root-missing', 'fails', { root: 'DigiCert Global Root G2' }],
  ],
  [
    'a leaf without its issuing CA',
    observation({
      presented: [certificate(host, azure[0], { caIssuers: ['http://www.microsoft.com/pkiops/a.crt'] })],
      trust: untrusted('partial-chain'),
    }),
    expectMdi,
    ['chain-incomplete', 'fails', { missing: azure[0], caIssuers: 'http://www.microsoft.com/pkiops/a.crt' }],
  ],
  [
    'an issuing CA of a new name',
    observation({ trust: trusted([host, 'Microsoft TLS G3 RSA CA 01', 'DigiCert Global Root G2']) }),
    expectMdi,
    ['new-issuer', 'works', { newIssuer: 'Microsoft TLS G3 RSA CA 01' }],
  ],
  [
    'the other generation of the same root',
    observation({
      trust: trusted([host, 'Microsoft Azure RSA TLS Issuing CA 03', 'Microsoft RSA Root Certificate Authority 2017']),
    }),
    expectMdi,
    ['healthy', 'works'],
  ],
  ['MDI below a root that is not MDI’s', observation({ trust: mdeTrust }), expectMdi, ['unknown-root', 'differs']],
  [
    'MDE below another root than the pinned one',
    mde({ trust: genuineTrust }),
    expectMde,
    ['unknown-root', 'differs', { expectedRoots: 'microsoft-root-2011' }],
  ],
  ['MDE below the pinned root', mde(), expectMde, ['healthy', 'works']],
  [
    'an unknown public root',
    observation({ trust: trusted([host, 'Fabrikam Root']) }),
    expectMdi,
    ['unknown-root', 'differs', { ca: 'Fabrikam Root' }],
  ],
  [
    'an unknown public root where any host will do',
    observation({ trust: trusted([host, 'Fabrikam Root']) }),
    expectAny,
    ['healthy', 'works'],
  ],
  [
    'a root that the administrator added',
    observation({ trust: trusted([host, 'Fabrikam Root'], { store: 'machine' }) }),
    expectMdi,
    ['inspection', 'fails', { store: 'machine' }],
  ],
  [
    'a root of the enterprise store',
    observation({ trust: trusted([host, 'Fabrikam Root'], { store: 'enterprise' }) }),
    expectMdi,
    ['inspection', 'fails'],
  ],
  [
    'an own root where any host will do',
    observation({ trust: trusted([host, 'Fabrikam Root'], { store: 'group-policy' }) }),
    expectAny,
    ['unknown-root', 'differs', { ca: 'Fabrikam Root' }],
  ],
  [
    'a known root that Group Policy also hands out',
    observation({
      trust: {
        ...genuineTrust,
        root: {
          cn: 'DigiCert Global Root G2',
          sha256: 'a1'.padEnd(64, '0'),
          store: 'group-policy',
          known: 'digicert-global-root-g2',
        },
      },
    }),
    expectMdi,
    ['healthy', 'works'],
  ],
];

const ended = chain([host, ...azure], 'DigiCert Global Root G2').map((one, at) =>
  at === 0 ? { ...one, notAfter: '2026-10-01T00:00:00.000Z' } : one,
);
const future = genuine.map((one, at) => (at === 0 ? { ...one, notBefore: '2026-12-01T00:00:00.000Z' } : one));
const dated = (date: string, change: Partial<Observation>) =>
  observation({ http: done(answer(200, '1.2.3.4', [['date', date]])), ...change });
const rightTime = 'Mon, 02 Nov 2026 08:00:00 GMT';

const clocks: readonly Row[] = [
  [
    'an ended certificate',
    observation({ presented: ended, trust: untrusted('expired') }),
    expectMdi,
    ['certificate-expired', 'fails', { certificate: host, notAfter: '2026-10-01T00:00:00.000Z' }],
  ],
  [
    'an ended certificate, by clocks that agree',
    dated(rightTime, { presented: ended, trust: untrusted('expired') }),
    expectMdi,
    ['certificate-expired', 'fails'],
  ],
  [
    'an ended certificate, by a clock that runs ahead',
    dated('Tue, 01 Sep 2026 08:00:00 GMT', { presented: ended, trust: untrusted('expired') }),
    expectMdi,
    ['clock', 'fails', { skewSeconds: String(62 * 86_400) }],
  ],
  [
    'a certificate from the future',
    observation({ presented: future, trust: untrusted('not-yet-valid') }),
    expectMdi,
    ['clock', 'fails'],
  ],
  [
    'a certificate from the future, by clocks that agree',
    dated(rightTime, { presented: future, trust: untrusted('not-yet-valid') }),
    expectMdi,
    ['certificate-expired', 'fails', { why: 'not-yet-valid' }],
  ],
  [
    'an old copy of an issuing CA on this machine',
    observation({ trust: untrusted('expired') }),
    expectMdi,
    ['certificate-expired', 'fails', { why: 'local-copy' }],
  ],
  [
    'an ended certificate of a stranger',
    observation({
      presented: intercepted.map((one) => ({ ...one, notAfter: '2026-10-01T00:00:00.000Z' })),
      trust: untrusted('untrusted-root', 'expired'),
    }),
    expectMdi,
    ['inspection', 'fails'],
  ],
  [
    'a good answer six minutes away',
    dated('Mon, 02 Nov 2026 07:54:00 GMT', {}),
    expectMdi,
    ['clock', 'differs', { skewSeconds: '360' }],
  ],
  ['a good answer four minutes away', dated('Mon, 02 Nov 2026 07:56:00 GMT', {}), expectMdi, ['healthy', 'works']],
  [
    'a good answer out of a cache',
    observation({
      http: done(
        answer(200, '1.2.3.4', [
          ['date', 'Mon, 02 Nov 2026 01:00:00 GMT'],
          ['age', '25200'],
        ]),
      ),
    }),
    expectMdi,
    ['healthy', 'works'],
  ],
  [
    'a list in clear with an old date',
    clear(answer(200, 'x', [['date', 'Mon, 02 Nov 2026 01:00:00 GMT']])),
    expectCrl,
    ['healthy', 'works'],
  ],
];

const contents: readonly Row[] = [
  [
    'a page where a version was due',
    observation({ http: done(answer(200, html)) }),
    expectMdi,
    ['block-page', 'fails'],
  ],
  [
    'another word where a version was due',
    observation({ http: done(answer(200, 'hello')) }),
    expectMdi,
    ['reachable-not-verified', 'differs'],
  ],
  ['a page where a list was due, by a proxy', clear(answer(200, html)), expectCrl, ['block-page', 'fails']],
  ['a page where a list was due, directly', clear(answer(200, html), { via: direct }), expectCrl, ['portal', 'fails']],
  [
    'a redirect away from a list',
    clear(answer(302, '', [['location', 'http://portal.contoso.com/?u=1']]), { via: direct }),
    expectCrl,
    ['portal', 'fails', { location: 'http://portal.contoso.com/?u=1' }],
  ],
  [
    'a redirect on the same host',
    clear(answer(302, '', [['location', 'http://crl.microsoft.com/b.crl']]), { via: direct }),
    expectCrl,
    ['reachable-not-verified', 'differs'],
  ],
  ['511', clear(answer(511), { via: direct }), expectCrl, ['portal', 'fails']],
  [
    'another status of a strong row',
    mde({ http: done(answer(404)) }),
    expectMde,
    ['unexpected-status', 'differs', { status: '404' }],
  ],
  ['a server error of a strong row', mde({ http: done(answer(500)) }), expectMde, ['unexpected-status', 'fails']],
  [
    'another status of a weak row',
    mde({ http: done(answer(500)) }),
    { ...expectMde, strength: 'weak' },
    ['reachable-not-verified', 'differs'],
  ],
  ['a row without known status', mde(), { ...expectMde, status: [] }, ['reachable-not-verified', 'differs']],
  ['a missing list', clear(answer(404)), expectCrl, ['reachable-not-verified', 'differs']],
  [
    'a server error where any answer will do',
    observation({ http: done(answer(503)) }),
    expectAny,
    ['reachable-not-verified', 'differs'],
  ],
];

const paths: readonly Row[] = [
  ['well, and by the proxy that was to be proven', observation(), { ...expectMdi, via: proxy }, ['healthy', 'works']],
  [
    'well, but not by the proxy',
    observation({ via: direct }),
    { ...expectMdi, via: proxy },
    ['wrong-path', 'differs', { expected: 'proxy.contoso.com:8080', used: 'direct' }],
  ],
  [
    'well, but by another proxy',
    observation(),
    { ...expectMdi, via: { ...proxy, port: 3128 } },
    ['wrong-path', 'differs', { used: 'proxy.contoso.com:8080' }],
  ],
  [
    'well, but by a proxy where direct was meant',
    observation(),
    { ...expectMdi, via: direct },
    ['wrong-path', 'differs', { expected: 'direct' }],
  ],
  [
    'a name in other capitals is the same proxy',
    observation(),
    { ...expectMdi, via: { ...proxy, host: 'PROXY.contoso.com' } },
    ['healthy', 'works'],
  ],
  [
    'badly, and not by the proxy',
    brokenAt('tcp', 'ECONNREFUSED', { via: direct }),
    { ...expectMdi, via: proxy },
    ['tcp-refused', 'fails'],
  ],
];

const tags = serviceTagsOf({
  cloud: 'Public',
  changeNumber: 320,
  values: [
    { name: 'AzureAdvancedThreatProtection', properties: { addressPrefixes: ['20.36.120.0/22'] } },
    { name: 'AzureAdvancedThreatProtection.WestEurope', properties: { addressPrefixes: ['20.40.0.0/24'] } },
  ],
});
const resolved = (...addresses: string[]): Observation['dns'] => ({ state: 'done', ms: 1, addresses });
const directly = (dns: Observation['dns']) => observation({ via: direct, connect: skipped, dns });

const serviceTags: readonly Row[] = [
  [
    'an address outside of the tag',
    directly(resolved('20.36.120.9', '10.9.8.7')),
    { ...expectMdi, tags },
    ['service-tag', 'differs', { tag: 'AzureAdvancedThreatProtection', outside: '10.9.8.7', tagFile: 'Public 320' }],
  ],
  [
    'an address that was dialled without a resolver, outside of the tag',
    directly(skipped),
    { ...expectMdi, tags },
    ['service-tag', 'differs', { outside: '10.0.0.6' }],
  ],
  ['an address in a region of the tag', directly(resolved('20.40.0.1')), { ...expectMdi, tags }, ['healthy', 'works']],
  ['an address outside of the tag, and no file', directly(resolved('10.9.8.7')), expectMdi, ['healthy', 'works']],
  [
    'an address that the proxy resolves',
    observation({ dns: resolved('10.9.8.7') }),
    { ...expectMdi, tags },
    ['healthy', 'works'],
  ],
  [
    'a host whose tag the file lacks',
    mde({ target: { ...observation().target, host: mdeHost }, via: direct, dns: resolved('10.9.8.7') }),
    { ...expectMde, tags },
    ['healthy', 'works'],
  ],
  [
    'dropped packets to an address outside of the tag',
    brokenAt('tcp', 'TIMEOUT', { via: direct, dns: resolved('10.9.8.7') }),
    { ...expectMdi, tags },
    ['tcp-timeout', 'fails', { outside: '10.9.8.7', tag: 'AzureAdvancedThreatProtection' }],
  ],
];

const local = { scheme: 'https', host: 'localhost', port: 444, path: '/' } as const;

const ownServer: readonly Row[] = [
  [
    'the sensor’s port of this server, refused',
    brokenAt('tcp', 'ECONNREFUSED', { via: direct, target: local }),
    expectAny,
    ['loopback-blocked', 'fails'],
  ],
  [
    'the sensor’s port of this server, blocked',
    brokenAt('tcp', 'EACCES', { via: direct, target: { ...local, host: '127.0.0.1' } }),
    expectAny,
    ['loopback-blocked', 'fails', { code: 'EACCES' }],
  ],
  [
    'another port of this server, refused',
    brokenAt('tcp', 'ECONNREFUSED', { via: direct, target: { ...local, port: 443 } }),
    expectAny,
    ['tcp-refused', 'fails'],
  ],
  [
    'port 444 of another server, refused',
    brokenAt('tcp', 'ECONNREFUSED', { via: direct, target: { ...local, host: 'srv01.contoso.com' } }),
    expectAny,
    ['tcp-refused', 'fails'],
  ],
];

const redirect = (location: string) => answer(302, '', [['location', location]]);

const loops: readonly Row[] = [
  [
    'a redirect of the service to the same address',
    observation({ http: done(redirect(`https://${host.toUpperCase()}/tri/sensor/api/ping`)) }),
    expectMdi,
    ['redirect-loop', 'fails'],
  ],
  [
    'a redirect of the service to a path of the same letters in other case',
    observation({ http: done(redirect('/tri/sensor/api/Ping')) }),
    expectMdi,
    ['unexpected-status', 'differs'],
  ],
  [
    'a redirect in clear to the same path',
    clear(redirect('/pki/crl/products/a.crl#x')),
    expectCrl,
    ['redirect-loop', 'fails'],
  ],
  [
    'a redirect in clear to the same address with its port',
    clear(redirect('http://crl.microsoft.com:80/pki/crl/products/a.crl')),
    expectCrl,
    ['redirect-loop', 'fails', { location: 'http://crl.microsoft.com:80/pki/crl/products/a.crl' }],
  ],
  [
    'a redirect in clear to the same address by TLS',
    clear(redirect('https://crl.microsoft.com/pki/crl/products/a.crl')),
    expectCrl,
    ['reachable-not-verified', 'differs'],
  ],
];

const weakly = (change: object) =>
  observation({
    presented: genuine.map((one, at) => (at === 1 ? { ...one, ...change } : one)),
    trust: { ...genuineTrust, path: genuine.map(({ subjectCn, sha256 }) => ({ cn: subjectCn ?? '', sha256 })) },
  });

const weak: readonly Row[] = [
  [
    'an intermediate signed by SHA-1',
    weakly({ signature: 'RSA SHA-1' }),
    expectMdi,
    ['weak-signature', 'differs', { certificate: azure[0], algorithm: 'RSA SHA-1, RSA 2048' }],
  ],
  ['an intermediate with a short key', weakly({ key: 'RSA 1024' }), expectMdi, ['weak-signature', 'differs']],
  ['a root signed by SHA-1', weakly({ signature: 'RSA SHA-1', selfSigned: true }), expectMdi, ['healthy', 'works']],
  [
    'a stranger signed by SHA-1 that is not in the path',
    weakly({ signature: 'RSA SHA-1', sha256: 'f'.repeat(64) }),
    expectMdi,
    ['healthy', 'works'],
  ],
  [
    'a chain that Windows does not trust for its signature',
    observation({ ...weakly({ signature: 'RSA SHA-1' }), trust: untrusted('other') }),
    expectMdi,
    ['weak-signature', 'fails'],
  ],
];

const signingIn: readonly Row[] = [
  [
    '407 in spite of a sign-in',
    { ...refusal(407, [['proxy-authenticate', 'Basic realm="x"']]), proxySignIn: 'sent' },
    expectMdi,
    ['proxy-auth', 'fails', { why: 'sign-in-refused', schemes: 'Basic' }],
  ],
  [
    'a sign-in that this proxy was not given',
    { ...refusal(407, [['proxy-authenticate', 'Basic realm="x"']]), proxySignIn: 'withheld' },
    { ...expectMdi, signsIn: true },
    ['proxy-auth', 'fails', { why: 'sign-in-withheld' }],
  ],
  ['MDI with a sign-in', observation({ proxySignIn: 'sent' }), expectMdi, ['healthy', 'works', { signIn: 'basic' }]],
  [
    'MDE with a sign-in, which it cannot give itself',
    mde({ proxySignIn: 'sent' }),
    expectMde,
    ['proxy-auth', 'differs', { why: 'signed-in', result: 'healthy' }],
  ],
  [
    'MDE with a sign-in, and another fault',
    mde({ proxySignIn: 'sent', http: done(answer(500)) }),
    expectMde,
    ['unexpected-status', 'fails', { signIn: 'basic' }],
  ],
];

const claimed = observation({ trust: untrusted('partial-chain') });

const claims: readonly Row[] = [
  [
    'a chain that names a root which is missing here',
    claimed,
    { ...expectMdi, missing: ['digicert-global-root-g2'] },
    ['root-missing', 'fails', { missingId: 'digicert-global-root-g2', sha256: 'a1'.padEnd(64, '0') }],
  ],
  [
    'a chain that names a root which is here and did not sign it',
    claimed,
    { ...expectMdi, missing: [] },
    ['inspection', 'fails', { ca: 'DigiCert Global Root G2', why: 'false-name' }],
  ],
  [
    'an interceptor that names itself in its answer alone',
    observation({
      http: done(answer(403, html, [['server', 'Zscaler/6.2']])),
      presented: intercepted,
      trust: untrusted('untrusted-root'),
    }),
    expectMdi,
    ['inspection', 'fails', { ca: contosoCa, vendor: 'Zscaler' }],
  ],
  [
    'a refusal in clear by a proxy that calls itself the server, where the service might say so',
    clear(answer(403, html, [['server', 'Zscaler/6.2']])),
    { ...expectCrl, status: [200, 403] },
    ['proxy-denied', 'fails', { vendor: 'Zscaler' }],
  ],
  [
    'a refusal in clear by nobody in particular, where the service might say so',
    clear(answer(403, html)),
    { ...expectCrl, status: [200, 403] },
    ['reachable-not-verified', 'differs', { why: 'maybe-proxy' }],
  ],
  [
    'the same without a proxy',
    clear(answer(403, html), { via: direct }),
    { ...expectCrl, status: [200, 403] },
    ['healthy', 'works'],
  ],
  [
    'a page of a proxy’s own where any page would do',
    clear(answer(200, html, [['x-squid-error', 'ERR_X 0']]), {
      target: { scheme: 'http', host: 'ocsp.digicert.com', port: 80, path: '/' },
    }),
    expectCrl,
    ['block-page', 'fails'],
  ],
  [
    'a chain that is too long to be read',
    brokenAt('tls', 'ERR_SSL_EXCESSIVE_MESSAGE_SIZE'),
    expectMdi,
    ['tls-failed', 'fails', { why: 'chain-too-large' }],
  ],
];

const table: readonly Row[] = [
  ...serviceTags,
  ...ownServer,
  ...loops,
  ...weak,
  ...signingIn,
  ...claims,
  ...healthy,
  ...who,
  ...connecting,
  ...proxies,
  ...tls,
  ...anchors,
  ...clocks,
  ...contents,
  ...paths,
];

test.each(table)('%s', (_what, seen, expectation, [kind, grade, facts]) => {
  const verdict = Verdict.parse(judge(seen, expectation));
  expect({ kind: verdict.kind, grade: verdict.grade, facts: verdict.facts }).toMatchObject({
    kind,
    grade,
    facts: facts ?? {},
  });
});

test('every kind but the two of untested paths is produced by a row', () => {
  const produced = new Set(table.map(([, , , [kind]]) => kind));
  const all = Verdict.shape.kind.options.filter((kind) => kind !== 'not-tested');
  expect(all.filter((kind) => !produced.has(kind))).toEqual([]);
});

test('nothing that failed a stage, and nothing by another path, is green', () => {
  for (const [, seen, expectation] of table) {
    const verdict = judge(seen, expectation);
    const stages = [seen.dns, seen.tcp, seen.proxyTls, seen.connect, seen.tls, seen.http];
    if (stages.some(({ state }) => state === 'failed')) expect(verdict.grade).not.toBe('works');
    if (seen.tls.state === 'done' && seen.trust?.trusted !== true) expect(verdict.grade).not.toBe('works');
  }
});

test('the interceptor is named in the verdict together with the host that has to be exempt', () => {
  const seen = observation({ presented: intercepted, trust: trusted([host, contosoCa], { store: 'group-policy' }) });
  expect(judge(seen, expectMdi)).toMatchObject({
    responder: 'interceptor',
    facts: { host, ca: contosoCa, issuer: contosoCa, proxy: 'proxy.contoso.com:8080' },
  });
});

/** Facts that need not be there, so that the words do without them: `*` for every kind. */
const optional: Readonly<Record<string, readonly string[]>> = {
  '*': ['vendor', 'why', 'signIn', 'outside', 'tagFile', 'store', 'proxy'],
  healthy: ['root'],
  portal: ['location'],
  clock: ['skewSeconds'],
  'proxy-auth': ['schemes'],
  'tcp-refused': ['address'],
  'tcp-timeout': ['address'],
  'tls-failed': ['code'],
  'unknown-root': ['expectedRoots'],
  'not-tested': ['win32'],
};

test('the words of a verdict find every fact that they are made of', () => {
  const lacking = new Set<string>();
  const read = new Set<string>();
  const given = new Set<string>();
  for (const [what, seen, expectation] of table) {
    const verdict = judge(seen, expectation);
    const free = [...(optional['*'] ?? []), ...(optional[verdict.kind] ?? [])];
    const facts = new Proxy(verdict.facts, {
      get(target, key) {
        const name = String(key);
        read.add(name);
        if (target[name] !== undefined) given.add(name);
        else if (!free.includes(name)) lacking.add(`${verdict.kind}: ${name} (${what})`);
        return target[name];
      },
    });
    verdictText({ ...verdict, facts });
  }
  expect([...lacking].sort()).toEqual([]);
  // What WinHTTP says of a script is no matter of an observation.
  expect([...read].filter((name) => !given.has(name)).sort()).toEqual(['win32']);
});
