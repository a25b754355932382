import { type Verdict, type VerdictKind, verdictKinds } from '../connectivity/verdict.ts';
import { capitalised } from '../wording/names.ts';
import { verdictText } from '../wording/verdict-text.ts';
import { type HelpTopic, text } from './topic.ts';

/** A topic for each result that a test can have, in the words that the result itself has. */
export const resultTopics = (): readonly HelpTopic[] => verdictKinds.map(resultTopic);

function resultTopic(kind: VerdictKind): HelpTopic {
  const { word, short, sentence, action } = verdictText(plain(kind));
  return {
    id: `result-${kind}`,
    group: 'results',
    title: capitalised(kind === 'not-tested' ? word : short),
    parts: [text(sentence), text(action)],
    sources: sourcesOf(kind),
  };
}

/** The usual case of a result; of its target nothing is known. */
const plain = (kind: VerdictKind): Verdict => ({
  kind,
  grade: kind === 'not-tested' ? 'not-tested' : 'works',
  confidence: 'certain',
  responder: 'unknown',
  facts: usual[kind] ?? {},
});

const usual: Readonly<Partial<Record<VerdictKind, Verdict['facts']>>> = {
  healthy: { status: '200' },
  'reachable-not-verified': { status: '404' },
  'wrong-path': { expected: 'the proxy', used: 'a direct connection' },
  dns: { name: 'of the service' },
  'unknown-root': { root: 'another root' },
  inspection: { ca: 'a CA of your own organisation or of a vendor' },
  'weak-signature': { algorithm: 'for example, signed with SHA-1' },
  'service-tag': { outside: 'the test names it' },
  'proxy-denied': { status: '403' },
  'proxy-unauthorised': { status: '401' },
  'proxy-upstream': { status: '502' },
  'proxy-no-connect': { status: '405' },
  'redirect-loop': { status: '302' },
  'unexpected-status': { status: '500' },
};

function sourcesOf(kind: VerdictKind): HelpTopic['sources'] {
  switch (kind) {
    case 'healthy-503':
    case 'proxy-unavailable':
    case 'inspection':
      return ['mdi-configure-proxy'];
    case 'root-missing':
    case 'proxy-unauthorised':
    case 'loopback-blocked':
      return ['mdi-known-issues'];
    case 'revocation':
      return ['mdav-network-connections'];
    case 'ipv6-only':
    case 'proxy-auth':
      return ['mde-configure-proxy'];
    default:
      return [];
  }
}
