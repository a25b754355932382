import type { NotTestedWhy, VerdictKind } from '../connectivity/verdict.ts';
import { isKey } from './is-key.ts';
import { rootFiles } from './prerequisite-text.ts';
import {
  allowText,
  fact,
  ifKnown,
  nothingToDo,
  statusOf,
  targetOf,
  type VerdictEntry,
  vendorOf,
} from './verdict-facts.ts';
import { win32Text } from './win32.ts';

/** Results that rest on who ended the TLS connection, and on what the service answered. */
export const serviceWords = {
  healthy: (verdict) => ({
    short: ifKnown(verdict, 'status', (status) => `answered ${status}`),
    sentence: `The service answered ${statusOf(verdict)} as it should, by the expected path${rootOf(verdict)}.${signedIn(verdict)}`,
    action: nothingToDo,
  }),
  'healthy-503': (verdict) => ({
    short: '503 of the service itself',
    sentence: `The service itself answered 503${rootOf(verdict)}. For Defender for Identity this counts as a success: older workspaces answer so.${signedIn(verdict)}`,
    action: nothingToDo,
  }),
  'reachable-not-verified': (verdict) => ({
    short: `reachable, not verified${ifKnown(verdict, 'status', (status) => ` (${status})`)}`,
    sentence:
      verdict.facts.why === 'trust-not-judged'
        ? `${targetOf(verdict)} answered, but whether Windows trusts its certificate could not be judged.`
        : verdict.facts.why === 'maybe-proxy'
          ? `${targetOf(verdict)} answered ${statusOf(verdict)} in clear HTTP. The service may say so, and so may a proxy that refuses; nothing in the answer tells which.`
          : `${targetOf(verdict)} answered ${statusOf(verdict)}. Which answer is right for this address is not documented well enough to call it proven (unverified).`,
    action:
      verdict.facts.why === 'maybe-proxy'
        ? `Look up the answer in the log of the proxy. ${allowText(verdict)}`
        : 'Nothing points to a fault. The product itself shows whether it is connected.',
  }),
  'wrong-path': (verdict) => ({
    short: 'other path',
    sentence: `${targetOf(verdict)} answers, but not by the expected path: expected ${fact(verdict, 'expected', 'another path')}, used ${fact(verdict, 'used', 'this one')}.`,
    action: 'Check which proxy this service really uses, then test again.',
  }),
  'new-issuer': (verdict) => ({
    short: 'new issuing CA',
    sentence: `Everything is trusted, but ${fact(verdict, 'newIssuer', 'the issuing CA')} is not in the list of known issuing CAs under ${fact(verdict, 'root', 'this root')}. Microsoft changes these from time to time.`,
    action: 'Nothing is broken. Report the name, so that the list can be brought up to date.',
  }),
  'unknown-root': (verdict) => ({
    short: 'unexpected root',
    sentence: `The certificate chain ends in ${fact(verdict, 'root', 'a root that was not named')}${expectedRoots(verdict)}. That is not one of the roots known for this service${storeOf(verdict)}.`,
    action:
      'Find out whose root this is. If it is not a public one, something on the way inspects TLS: have this host exempted from the inspection.',
  }),
  inspection: (verdict) => ({
    short: 'TLS inspection',
    sentence: `TLS is intercepted on the way: the certificate for ${targetOf(verdict)} was signed by ${fact(verdict, 'ca', fact(verdict, 'issuer', 'another CA'))}${vendorOf(verdict)}, not by a CA of the service${storeOf(verdict)}.${falseName(verdict)} Defender does not work through TLS inspection.`,
    action: `${allowText(verdict)} Name the CA above to them: it belongs to the device that inspects.${mdiSays(verdict, 'ApplyInternal failed two way SSL connection to service')}`,
  }),
  'root-missing': (verdict) => ({
    short: 'root missing',
    sentence: `The chain is genuine, but its root ${fact(verdict, 'missing', fact(verdict, 'root', 'certificate'))} is not in the root store of this server.${mdiSays(verdict, 'The sensor failed to connect to service')}`,
    action: importAction(verdict),
  }),
  'weak-signature': (verdict) => ({
    short: 'weak certificate',
    sentence: `The certificate ${fact(verdict, 'certificate', 'of the service')} is weak (${fact(verdict, 'algorithm', 'an old signature')}). ${verdict.grade === 'fails' ? 'Windows does not trust it.' : 'Windows trusts it here, but public CAs have made none of these for years, and .NET or a stricter policy refuses it.'}`,
    action:
      'Find out who answers under this name: the services have no such certificate. If a device of your own inspects TLS, have this host exempted from the inspection.',
  }),
  'chain-incomplete': (verdict) => ({
    short: 'chain incomplete',
    sentence: `A certificate between the service and its root is missing: ${fact(verdict, 'missing', 'an intermediate CA')}. It was not sent, and this server does not have it.`,
    action: `Let this server reach the place where it is published${ifKnown(verdict, 'caIssuers', (url) => ` (${url})`)}, by the WinHTTP proxy or direct, or import the certificate by hand.`,
  }),
  'certificate-expired': (verdict) => ({
    short: verdict.facts.why === 'not-yet-valid' ? 'certificate not yet valid' : 'certificate expired',
    sentence:
      verdict.facts.why === 'local-copy'
        ? 'What the service sent is in date, but this server built the chain with an old certificate that it keeps itself.'
        : `The certificate ${fact(verdict, 'certificate', 'of the service')} is not in date${ifKnown(verdict, 'notBefore', (from) => `: valid from ${from}`)}${ifKnown(verdict, 'notAfter', (until) => ` until ${until}`)}.`,
    action:
      verdict.facts.why === 'local-copy'
        ? 'Delete the expired intermediate certificates on this server (certlm.msc, Intermediate Certification Authorities), then test again.'
        : 'Check the clock of this server first. If it is right, the certificate has to be renewed by whoever runs that host.',
  }),
  clock: (verdict) => ({
    short: 'clock differs',
    sentence: `The clock of this server and that of the service differ${ifKnown(verdict, 'skewSeconds', (seconds) => ` by ${minutes(seconds)}`)}. MDI and Kerberos allow five minutes.`,
    action: 'Correct the time source of the domain, then run w32tm /resync.',
  }),
  'tls-version': () => ({
    short: 'no common TLS version',
    sentence: 'This server and the other side have no TLS version or cipher in common. The services need TLS 1.2.',
    action:
      'Enable TLS 1.2 for clients on this server (SCHANNEL and WinHTTP), and check that nothing on the way allows older versions only.',
  }),
  'tls-failed': (verdict) => ({
    short: 'TLS failed',
    sentence: `TLS with ${targetOf(verdict)} could not be set up${ifKnown(verdict, 'code', (code) => ` (${code})`)}${ifKnown(verdict, 'why', (why) => `: ${trustWord(why)}`)}.`,
    action: 'Have the proxy team look at whether anything on the way inspects or filters TLS, then test again.',
  }),
  'client-certificate': (verdict) => ({
    short: 'asks for a certificate',
    sentence: `${targetOf(verdict)} asks for a client certificate, which this test does not have. The way up to the service is open.`,
    action: 'Nothing points to a fault. The sensor has its own certificate; its state shows whether it is connected.',
  }),
  revoked: () => ({
    short: 'certificate revoked',
    sentence: 'The certificate of the service, or one above it, was revoked by its CA.',
    action: 'Do not use this connection. Find out who answers under this name.',
  }),
  revocation: () => ({
    short: 'revocation not checked',
    sentence:
      'The answer is fine, but Windows could not fetch the revocation list. Antivirus cloud protection fails then (0x80072F8F), although the address itself can be reached.',
    action:
      'Set a WinHTTP proxy that lets revocation lists through. Otherwise distribute them internally, or accept SSLOptions 2 for Antivirus.',
  }),
  'host-name': (verdict) => ({
    short: 'wrong name in certificate',
    sentence: `The certificate is not for ${fact(verdict, 'host', 'this host')}${ifKnown(verdict, 'names', (names) => `: it is for ${names}`)}. Something else answers under this name.`,
    action: 'Look for an entry in the hosts file, a DNS override or a portal.',
  }),
  'unexpected-status': (verdict) => ({
    short: `unexpected answer (${fact(verdict, 'status', 'unknown')})`,
    sentence: `${verdict.responder === 'proxy' ? 'The proxy' : targetOf(verdict)} answered ${statusOf(verdict)}${vendorOf(verdict)}, which is not the documented answer of this address.`,
    action:
      verdict.responder === 'proxy'
        ? 'Have the proxy team look up this status in the log of the proxy.'
        : 'Test again later. If the result stays the same, look at the service health page of Microsoft 365.',
  }),
  cancelled: () => ({
    short: 'test cancelled',
    sentence: 'The test was cancelled before it had a result.',
    action: 'Test again when it suits.',
  }),
  'not-tested': (verdict) => {
    const why = untestedWord(verdict);
    return {
      short: why?.short ?? '',
      sentence: `This was not tested${why === null ? '' : `: ${why.sentence}`}${silentOf(verdict)}.${ifKnown(verdict, 'win32', (code) => ` WinHTTP: ${win32Text(Number(code))}.`)}`,
      action:
        untestedActions[verdict.facts.why ?? ''] ??
        'Test it by the product itself, or test again when the way is known.',
    };
  },
} as const satisfies Partial<Record<VerdictKind, VerdictEntry>>;

type Words = Parameters<VerdictEntry>[0];

/** What the sensor itself says of this, for those who come from its log; other products say other things. */
const mdiSays = ({ facts }: Words, message: string): string =>
  /\.atp\.azure\.(?:com|us)$/.test(facts.host ?? '') ? ` The log of the MDI sensor then says "${message}".` : '';

/** The product imports no root: where its file is, what its hash has to be, and the command. */
function importAction(verdict: Words): string {
  const url = rootFiles[verdict.facts.missingId ?? ''];
  const file = url?.slice(url.lastIndexOf('/') + 1) ?? 'root.crt';
  const hash = ifKnown(verdict, 'sha256', (sha256) => `, compare the SHA-256 of the file (${sha256})`);
  return `Let the server reach ctldl.windowsupdate.com by WinHTTP, so that Windows adds the root by itself, or import it: get it from ${url ?? 'its publisher'}${hash}, and run Import-Certificate -FilePath ${file} -CertStoreLocation Cert:\\LocalMachine\\Root.`;
}

const rootOf = (verdict: Words): string =>
  ifKnown(verdict, 'root', (root) => `, over a trusted chain that ends in ${root}`);

/** What a test showed that signed in to the proxy. */
const signedIn = (verdict: Words): string =>
  verdict.facts.signIn === undefined ? '' : ' The proxy was given the sign-in that was typed for this test (Basic).';

/** A CA that has the name of a root of the services, on a machine that has that root. */
const falseName = ({ facts }: Words): string =>
  facts.why === 'false-name'
    ? ' It only has the name of a public root: this server has that root, and it did not sign this.'
    : '';

const expectedRoots = (verdict: Words): string => ifKnown(verdict, 'expectedRoots', (roots) => ` (expected: ${roots})`);

const stores: Readonly<Record<string, string>> = {
  public: 'Windows trusts it as a public root',
  machine: 'it was put into the root store of this server by hand or by a program',
  'group-policy': 'it is trusted by Group Policy',
  enterprise: 'it is trusted through Active Directory',
  unknown: 'how this server came to trust it is not known',
};

const storeOf = (verdict: Words): string => {
  const store = stores[verdict.facts.store ?? ''];
  return store === undefined ? '' : `; ${store}`;
};

const trustWords: Readonly<Record<string, string>> = {
  'untrusted-root': 'the root is not trusted',
  'partial-chain': 'the chain does not reach a root',
  expired: 'a certificate has expired',
  'not-yet-valid': 'a certificate is not valid yet',
  'name-mismatch': 'the name does not match',
  revoked: 'a certificate was revoked',
  'revocation-unknown': 'the revocation list could not be fetched',
  'bad-signature': 'a signature does not match',
  'not-for-servers': 'the certificate is not made for servers',
  'no-certificate': 'no certificate was sent',
  other: 'Windows does not trust the chain',
  'chain-too-large': 'the certificates that were sent are larger than 100 KB together, and are not read',
};

const trustWord = (why: string): string => trustWords[why] ?? why;

const untestedWords = {
  cancelled: { short: 'cancelled', sentence: 'the test was cancelled' },
  pac: { short: 'PAC file', sentence: 'the way is decided by a PAC file, which could not be evaluated here' },
  'auto-detect': {
    short: 'automatic discovery (WPAD)',
    sentence: 'the way is found automatically (WPAD), and that brought no usable answer here',
  },
  'unknown-route': { short: 'proxy not known', sentence: 'the proxy of this service is not known' },
  'no-workspace': {
    short: 'workspace not known',
    sentence: 'the name of the workspace is not known, and the address is made of it',
  },
  'no-known-host': {
    short: 'address not known',
    sentence: 'no address of this service is published for this cloud and geography',
  },
  'not-installed': { short: 'not installed', sentence: 'this service is not installed here' },
  'sign-in': {
    short: 'sign-in not tried',
    sentence: 'the proxy asks for the sign-in that the sensor has stored, and a test sends none',
  },
  silent: { short: 'nothing answers', sentence: 'nothing that was tried earlier by the same path was answered' },
  'no-stage': { short: '', sentence: 'nothing was tried' },
  'no-request': { short: '', sentence: 'the connection was made, but nothing was asked' },
} as const satisfies Record<NotTestedWhy, { readonly short: string; readonly sentence: string }>;

const untestedActions: Readonly<Record<string, string>> = {
  'no-workspace': 'Name the workspace (Settings > Identities > About in the portal), then test again.',
  silent:
    'First find out why nothing answers by this path: the tests that were made show where it ends. Then test again.',
  'sign-in':
    'Run Test-MDISensorApiConnection (PowerShell module DefenderForIdentity) on this server: it uses the configuration of the sensor, with its sign-in.',
} satisfies Partial<Record<NotTestedWhy, string>>;

/** Which way that is. */
const silentOf = (verdict: Words): string =>
  verdict.facts.why !== 'silent'
    ? ''
    : ` (${ifKnown(verdict, 'proxy', (proxy) => `by the proxy ${proxy}`) || 'directly'})`;

/** Null for a reason that is not known, as a file of older results could have one. */
function untestedWord({ facts }: Words): (typeof untestedWords)[NotTestedWhy] | null {
  const { why } = facts;
  return isKey(untestedWords, why) ? untestedWords[why] : null;
}

function minutes(seconds: string): string {
  const size = Math.abs(Number(seconds));
  if (!Number.isFinite(size)) return seconds;
  return size < 120 ? `${Math.round(size)} seconds` : `${Math.round(size / 60)} minutes`;
}
