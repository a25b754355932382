import type { VerdictKind } from '../connectivity/verdict.ts';
import { capitalised, listed } from './names.ts';
import { allowText, fact, ifKnown, proxyOf, statusOf, targetOf, type VerdictEntry, vendorOf } from './verdict-facts.ts';

/** Results of the way to the service: names, connections, and what the proxy itself answered. */
export const pathWords = {
  dns: (verdict) =>
    verdict.facts.proxy === undefined
      ? {
          short: 'name not resolved',
          sentence: `The name ${fact(verdict, 'name', targetOf(verdict))} could not be resolved on this server${code(verdict)}. Behind a proxy that is normal, because the proxy resolves names; here the test went direct.`,
          action:
            'If this is to go through a proxy, choose one. Otherwise check the DNS forwarders, the workspace name and the cloud: GCC uses gcc.atp.azure.com, GCC High and DoD use atp.azure.us.',
        }
      : {
          short: 'proxy name not resolved',
          sentence: `The name of the proxy, ${fact(verdict, 'name', verdict.facts.proxy)}, could not be resolved on this server${code(verdict)}.`,
          action: 'Check the name of the proxy and its DNS record in the zone that this server uses.',
        },
  'tcp-refused': (verdict) => ({
    short: 'connection refused',
    sentence:
      verdict.facts.why === 'local-firewall'
        ? `This server's own firewall does not let the connection to ${peerOf(verdict)} out.`
        : `${capital(peerOf(verdict))} refused the connection${addressOf(verdict)}: nothing listens on that port, or a firewall rejects it.${outsideTag(verdict)}`,
    action:
      verdict.facts.why === 'local-firewall'
        ? 'Look at the outbound rules of Windows Firewall or of the security software on this server.'
        : verdict.facts.proxy === undefined
          ? (ownTargetAction(verdict) ??
            `Have the firewall let this server out to port ${fact(verdict, 'port', '443')} of the service, or use a proxy.`)
          : 'Check host and port of the proxy, and whether it runs.',
  }),
  'tcp-timeout': (verdict) => ({
    short: verdict.facts.why === 'no-route' ? 'no route' : 'no answer',
    sentence:
      verdict.facts.why === 'no-route'
        ? `There is no route from this server to ${peerOf(verdict)}${addressOf(verdict)}.`
        : `${capital(peerOf(verdict))} did not answer${addressOf(verdict)}: a firewall drops the connection without a word.${outsideTag(verdict)}`,
    action:
      verdict.facts.proxy === undefined
        ? (ownTargetAction(verdict) ??
          `Have the firewall let this server out to ${verdict.facts.port === '80' ? targetOf(verdict) : 'the service tag on port 443'}, or use a proxy.`)
        : 'Check host and port of the proxy, and have the firewall let this server reach it.',
  }),
  reset: (verdict) => ({
    short: 'connection cut',
    sentence: `The connection to ${targetOf(verdict)} was cut right after it began${stageOf(verdict)}. A filter that looks at the host name, an intrusion prevention system or a block of the TLS version does this.${outsideTag(verdict)}`,
    action: `${allowText(verdict)} If it is let through already, look at the firewall behind the proxy.`,
  }),
  'proxy-auth': (verdict) => ({
    short: signInShort(verdict),
    sentence: `${capital(proxyOf(verdict))}${vendorOf(verdict)} ${signInSentence(verdict)}`,
    action: signInAction(verdict),
  }),
  'proxy-denied': (verdict) => ({
    short: `proxy refuses (${fact(verdict, 'status', '403')})`,
    sentence: `${capital(proxyOf(verdict))}${vendorOf(verdict)} refuses ${targetOf(verdict)} with ${statusOf(verdict)}. The service was never reached.`,
    action: `${allowText(verdict)} The reason is usually a URL category, a missing entry of the allow-list or a port rule.`,
  }),
  'proxy-unauthorised': (verdict) => ({
    short: `refused with ${fact(verdict, 'status', '401')}`,
    sentence: `The answer was ${statusOf(verdict)}${vendorOf(verdict)}, which this address never gives by itself: a proxy or a portal asks for a sign-in in the wrong way. The MDI installer then speaks of "licensing issues", which is misleading.`,
    action: allowText(verdict),
  }),
  'proxy-upstream': (verdict) => ({
    short: `proxy has no way out (${fact(verdict, 'status', '502')})`,
    sentence: `${capital(proxyOf(verdict))}${vendorOf(verdict)} answered ${statusOf(verdict)}: it could not resolve or reach ${targetOf(verdict)} itself.`,
    action: `Text for the proxy team: the proxy gets no connection to ${targetOf(verdict)}; check its DNS and its own way out.`,
  }),
  'proxy-unavailable': (verdict) => ({
    short: '503 from the proxy',
    sentence: `The 503 came from ${proxyOf(verdict)}${vendorOf(verdict)}, not from the service: the service was never reached. Only a 503 of the service itself is a success.`,
    action: `Text for the proxy team: the proxy answers 503 to ${verdict.facts.port === '80' ? 'GET' : 'CONNECT'} for ${targetOf(verdict)}; check its upstream, its rules and its load.`,
  }),
  'proxy-no-connect': (verdict) => ({
    short: `no CONNECT (${fact(verdict, 'status', '405')})`,
    sentence: `${capital(proxyOf(verdict))}${vendorOf(verdict)} does not accept CONNECT: it answered ${statusOf(verdict)}. It may be a web server or a Log Analytics gateway.`,
    action: 'Use an ordinary forward proxy, and check host and port.',
  }),
  'proxy-wrong-protocol': (verdict) => ({
    short: 'not an HTTP proxy',
    sentence: `What answered at ${fact(verdict, 'proxy', 'this address')} does not speak the protocol that was used${protocolHint(verdict)}.`,
    action: protocolAction(verdict),
  }),
  portal: (verdict) => ({
    short: 'portal in the way',
    sentence: `Something on the way answered instead of the service${ifKnown(verdict, 'location', (location) => ` and leads to ${location}`)}${statusHint(verdict)}. That is typical of a sign-in portal.`,
    action: 'Have this server exempted from the portal, or use the proxy that servers are meant to use.',
  }),
  'block-page': (verdict) => ({
    short: 'block page',
    sentence: `The answer for ${targetOf(verdict)} is a page of the proxy${vendorOf(verdict)}, not of the service${ifKnown(verdict, 'body', (body) => `: "${body}"`)}.`,
    action: allowText(verdict),
  }),
  'redirect-loop': (verdict) => ({
    short: 'redirect to itself',
    sentence: `The answer for ${targetOf(verdict)} (${statusOf(verdict)}) leads back to the very same address${vendorOf(verdict)}. A service that follows it goes in circles until it gives up.`,
    action: `Look up the answer in the log of the proxy: portals and sign-in pages that lose their cookie do this. ${allowText(verdict)}`,
  }),
  'service-tag': (verdict) => ({
    short: 'address outside of its tag',
    sentence: `${targetOf(verdict)} answers, but by an address that is not in the service tag ${fact(verdict, 'tag', 'of this service')}${tagFile(verdict)}: ${fact(verdict, 'outside', 'see the test')}. A firewall that is built on the tag lets it through only by chance.`,
    action:
      'Use the newest service tag file of Microsoft here and on the firewall; it changes every week. If the address is still not in it, look for an entry in the hosts file or a DNS override.',
  }),
  'loopback-blocked': (verdict) => ({
    short: 'local port 444 refused',
    sentence: `The connection to port 444 of this server itself failed${code(verdict)}. The MDI sensor and its updater talk to each other over it; it is open only while the sensor runs.`,
    action:
      'Make sure that both services of the sensor run. If they do, let Windows Firewall and the security software on this server allow TCP 444 from this server to itself.',
  }),
  'ipv6-only': (verdict) => ({
    short: 'IPv6 only',
    sentence: `${targetOf(verdict)} is reached by IPv6 only. Defender for Endpoint needs IPv4; a network with DNS64 and NAT64 will do.`,
    action: 'Give this server a way out by IPv4, or use a proxy.',
  }),
  timeout: (verdict) => ({
    short: 'timed out',
    sentence: `The connection to ${peerOf(verdict)} was made, but no complete answer came in time${stageOf(verdict)}.`,
    action: lookAction(verdict),
  }),
  'http-failed': (verdict) => ({
    short: 'no usable answer',
    sentence: `The connection to ${targetOf(verdict)} broke before there was a usable answer${stageOf(verdict)}${code(verdict)}.`,
    action: lookAction(verdict),
  }),
} as const satisfies Partial<Record<VerdictKind, VerdictEntry>>;

type Words = Parameters<VerdictEntry>[0];

/** A port on which no service of Microsoft answers: what was named is a proxy or a server of one's own. */
const isOwnTarget = ({ facts: { port } }: Words): boolean => port !== undefined && port !== '443' && port !== '80';

const ownTargetAction = (verdict: Words): string | null =>
  isOwnTarget(verdict)
    ? `Check host and port, whether anything listens at ${targetOf(verdict)}, and whether the firewalls on the way let this server through to it.`
    : null;

/** Who can look at a connection that was made and brought nothing. */
const lookAction = (verdict: Words): string =>
  verdict.facts.proxy === undefined
    ? isOwnTarget(verdict)
      ? `Test again. If the result stays the same, look at what listens at ${targetOf(verdict)}, and at the firewalls on the way.`
      : 'Test again. If the result stays the same, a firewall or a filter on the way takes the connection and passes nothing on: have it let this server out, or use a proxy.'
    : 'Test again. If the result stays the same, have the proxy team look at what the proxy does with this connection.';

/** What is behind a 407: nothing more is known, the sensor has a sign-in, or this test was given one. */
function signInSentence(verdict: Words): string {
  const schemes = ifKnown(verdict, 'schemes', (names) => ` (${names})`);
  switch (verdict.facts.why) {
    case 'scheme-undocumented':
      return `asks for a sign-in by ${fact(verdict, 'schemes', 'other schemes')}. The sensor has a sign-in stored; whether it can use it by these is not documented, and a test sends none.`;
    case 'sign-in-refused':
      return `does not accept the sign-in that was typed for this test${schemes}.`;
    case 'sign-in-withheld':
      return `asks for a sign-in${schemes}. The one that was typed was not sent, because the certificate of the proxy itself is not trusted here or has another name.`;
    case 'signed-in':
      return `lets ${targetOf(verdict)} through with the sign-in that was typed for this test. The services of Windows, Defender for Endpoint and Antivirus cannot sign in to a proxy, so it does not work for them.`;
    default:
      return `asks for a sign-in${schemes}. The services of Windows and of Defender have none to give.`;
  }
}

function signInShort({ facts }: Words): string {
  if (facts.why === 'sign-in-refused') return 'proxy refuses the sign-in (407)';
  return facts.why === 'signed-in' ? 'only with a sign-in' : 'proxy wants a sign-in (407)';
}

function signInAction(verdict: Words): string {
  switch (verdict.facts.why) {
    case 'scheme-undocumented':
      return 'Run Test-MDISensorApiConnection (PowerShell module DefenderForIdentity) on this server, or let the proxy offer Basic to the sensor.';
    case 'sign-in-refused':
      return `Check the name, its domain, and the password, and whether the account is locked or not allowed out. ${allowText(verdict)}`;
    case 'sign-in-withheld':
      return 'Have this server trust the CA of the proxy, and use the name that stands in its certificate.';
    case 'signed-in':
      return allowText(verdict);
    default:
      return `${allowText(verdict)} Only the MDI sensor version 2 can be given one (ProxyUserName and ProxyUserPassword); whether it can use it by NTLM or Kerberos is not documented.`;
  }
}

const tagFile = (verdict: Words): string => ifKnown(verdict, 'tagFile', (file) => ` (file ${file})`);

/** A firewall rule that is older than the address, or DNS that gives another one. */
const outsideTag = (verdict: Words): string =>
  ifKnown(
    verdict,
    'outside',
    (addresses) =>
      ` The address ${addresses} is not in the service tag ${fact(verdict, 'tag', 'of this service')}${tagFile(verdict)}, so firewall rules made of the tag do not allow it.`,
  );

const stages: Readonly<Record<string, string>> = {
  dns: 'the name was being resolved',
  tcp: 'the connection was being made',
  'proxy-tls': 'TLS to the proxy was being set up',
  connect: 'the proxy was asked for the connection',
  tls: 'TLS to the service was being set up',
  http: 'the request was being answered',
};

const stageOf = (verdict: Words): string => {
  const stage = stages[verdict.facts.stage ?? ''];
  return stage === undefined ? '' : `, while ${stage}`;
};

const code = (verdict: Words): string => ifKnown(verdict, 'code', (found) => ` (${found})`);

const addressOf = (verdict: Words): string => ifKnown(verdict, 'address', (address) => ` at ${address}`);

const statusHint = (verdict: Words): string => ifKnown(verdict, 'status', (status) => ` (status ${status})`);

const peerOf = (verdict: Words): string => (verdict.facts.proxy === undefined ? targetOf(verdict) : proxyOf(verdict));

const capital = (text: string): string => (text.startsWith('the ') ? `The ${text.slice(4)}` : text);

function protocolHint(verdict: Words): string {
  switch (verdict.facts.why) {
    case 'tls':
      return ': it expects TLS to the proxy (https://)';
    case 'plain':
      return ': it does not speak TLS';
    case 'not-http':
      return ': its answer is not HTTP';
    default:
      return '';
  }
}

function protocolAction(verdict: Words): string {
  const checks = ['check host and port'];
  if (verdict.facts.why === 'plain' || verdict.facts.why === 'ended') checks.push('use http:// for this proxy');
  if (verdict.facts.why === 'tls') checks.push('ask the proxy team for its port without TLS');
  return `${capitalised(listed(checks))}.`;
}
